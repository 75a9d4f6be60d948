//! What people follow. It is their own business: only they see it in the log.

use access::{Action, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome};
use async_graphql::{ID, InputObject};
use kernel::{
    Actor, Kind, NodeRef, UserError, UserErrorCode, Viewer, node, viewer::audience_of_person,
};
use serde::Serialize;

use super::person::oneself;
use crate::store::follow as store;

/// What to follow, or to follow no longer.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct FollowInput {
    /// The id of a city, a project, an event, a theme or an organisation.
    pub node: ID,
}

/// The kinds of node that can be followed.
pub(crate) const FOLLOWABLE: &[Kind] = &[
    Kind::City,
    Kind::Project,
    Kind::Event,
    Kind::Theme,
    Kind::Organisation,
];

/// Follows a node that the viewer may see. Following it twice changes nothing.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn follow(
    log: &Log,
    viewer: &Viewer,
    actor: Actor,
    input: &FollowInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let node = check(input)?;
    let person = oneself(&actor)?;
    let frame = Frame::new("follow", actor.for_oneself(), idempotency_key, input);
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let permit = write.authorize(Action::Follow, &Resource::Person(person))?;
    let audience = node::audience(&mut write.conn(), node).await?;
    if !audience.is_some_and(|audience| viewer.sees(&audience)) {
        let message = format!("There is no {} with this id.", node.kind.type_name());
        return Err(UserError::new(UserErrorCode::NotFound, "input.node", message).into());
    }
    let now = write.now();
    if !store::insert(&mut write.conn(), person, node.id, now).await? {
        return Ok(unchanged(node));
    }
    write.record(private("person.followed", person, node));
    frame.commit(write, permit, node).await
}

/// Follows a node no longer. What is not followed stays so.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn unfollow(
    log: &Log,
    actor: Actor,
    input: &FollowInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let node = check(input)?;
    let person = oneself(&actor)?;
    let frame = Frame::new("unfollow", actor.for_oneself(), idempotency_key, input);
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let permit = write.authorize(Action::Unfollow, &Resource::Person(person))?;
    if !store::delete(&mut write.conn(), person, node.id).await? {
        return Ok(unchanged(node));
    }
    write.record(private("person.unfollowed", person, node));
    frame.commit(write, permit, node).await
}

fn check(input: &FollowInput) -> Result<NodeRef, UserError> {
    let path = "input.node";
    let node: NodeRef = (input.node.parse()).map_err(|error: kernel::ClientError| {
        UserError::new(UserErrorCode::Invalid, path, error.message)
    })?;
    if FOLLOWABLE.contains(&node.kind) {
        return Ok(node);
    }
    let message = "Cities, projects, events, themes and organisations can be followed.";
    Err(UserError::new(UserErrorCode::Invalid, path, message))
}

fn unchanged(node: NodeRef) -> Outcome {
    Outcome {
        node,
        activity: None,
        position: None,
    }
}

fn private(verb: &'static str, person: uuid::Uuid, node: NodeRef) -> Draft {
    // Not among what concerns the node: following is no news of it.
    Draft::of(verb, NodeRef::new(Kind::Person, person))
        .node("followed", node)
        .audience(&audience_of_person(person))
}
