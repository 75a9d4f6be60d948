//! Signing out: the end of a session, or of all of them. It is logged, for its owner alone, so that
//! every replica learns that the session is not to be taken any more.

use access::{Action, Resource};
use activity::{Draft, Failure, Log, Outcome, Write};
use async_graphql::InputObject;
use kernel::{Actor, ClientError, Kind, NodeRef, actor::Credential, viewer::audience_of_person};
use serde::Serialize;
use uuid::Uuid;

use super::person::oneself;
use crate::store::login;

/// Which sessions to end.
#[derive(InputObject, Clone, Copy, Debug, Serialize)]
pub struct SignOutInput {
    /// All your sessions, on every machine; this one only, unless told.
    #[graphql(default)]
    pub everywhere: bool,
}

/// Ends the session that the person acts by, or all they have. Who came with a token ends all or
/// none.
///
/// # Errors
/// That the actor may not.
pub async fn sign_out(log: &Log, actor: Actor, everywhere: bool) -> Result<Outcome, Failure> {
    let person = oneself(&actor)?;
    let session = actor.person().and_then(|acting| match acting.credential {
        Credential::Session(id) => Some(id),
        _ => None,
    });
    let only: Option<Uuid> = if everywhere { None } else { session };
    let mut write = Write::begin_revoking(log, actor.for_oneself()).await?;
    let permit = write.authorize(Action::SignOut, &Resource::Person(person))?;
    let node = NodeRef::new(Kind::Person, person);
    let unchanged = Outcome {
        node,
        activity: None,
        position: None,
    };
    if !everywhere && session.is_none() {
        return Ok(unchanged);
    }
    if login::end(&mut write.conn(), person, only).await? == 0 {
        return Ok(unchanged);
    }
    write.record(Draft::of("person.signed-out", node).audience(&audience_of_person(person)));
    Ok(write.commit(permit, node).await?)
}

/// Changes a session's secret, from one digest to another; whether it was changed: another request
/// may just have done so. Housekeeping, without an activity: the session stays what it is.
///
/// # Errors
/// When the database fails.
pub async fn rotate_session(
    log: &Log,
    id: Uuid,
    from: &str,
    to: &str,
) -> Result<bool, ClientError> {
    let now = log.clock().now();
    let mut tx = log.db().begin().await?;
    let rotated = login::rotate(&mut tx.conn(), id, from, to, now).await?;
    tx.commit().await?;
    Ok(rotated)
}

/// Ends a session in the name of the hub: somebody has shown a secret of it that was changed long ago,
/// so two have it.
///
/// # Errors
/// When the database fails.
pub async fn end_stolen_session(log: &Log, person: Uuid, id: Uuid) -> Result<(), Failure> {
    let mut write = Write::begin(log, Actor::System).await?;
    let permit = write.authorize(Action::SignOut, &Resource::Person(person))?;
    if login::end(&mut write.conn(), person, Some(id)).await? == 0 {
        return Ok(());
    }
    let node = NodeRef::new(Kind::Person, person);
    write.record(Draft::of("person.signed-out", node).audience(&audience_of_person(person)));
    write.commit(permit, node).await?;
    Ok(())
}
