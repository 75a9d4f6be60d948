//! Erasing a person. The log keeps what happened, by ids that lead nowhere from then on.

use access::{Action, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome, Write};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, UserError, UserErrorCode, email::Email, entity::kinds,
    personal::Domains, validate::Mistakes, viewer::SECRETARIAT,
};
use serde::Serialize;

use super::{invitation, mandate, mandate::key, person::oneself};
use crate::{
    Person,
    store::{invitation as invitations, mandate as mandates, person as store},
};

/// A person to be erased.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ErasePersonInput {
    /// Who; yourself, unless told.
    pub person: Option<IdOf<kinds::Person>>,
    /// The person's e-mail address, or their name where they have none, typed again: this cannot be
    /// undone.
    // Not in the digest of the input, which is kept for a day: an address can be guessed from it.
    #[serde(skip)]
    pub confirm: String,
}

/// Erases a person, in all these domains: what they are called, where they get their letters, how
/// they sign in, what they follow. Their mandates end.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn erase_person(
    log: &Log,
    actor: Actor,
    domains: Domains,
    input: &ErasePersonInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = match &input.person {
        Some(id) => key(id, "input.person", &mut mistakes).unwrap_or_default(),
        None => oneself(&actor)?,
    };
    mistakes.none()?;
    let own = actor.person().is_some_and(|acting| acting.person == id);
    let actor = if own { actor.for_oneself() } else { actor };
    let frame = Frame::new("erasePerson", actor, idempotency_key, input);
    let mut write = match frame.begin_revoking(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let permit = write.authorize(Action::ErasePerson, &Resource::Person(id))?;
    let found = store::lock(&mut write.conn(), id).await?;
    let person = found.ok_or_else(|| {
        let message = "There is no person with this id.";
        UserError::new(UserErrorCode::NotFound, "input.person", message)
    })?;
    confirmed(&person, &input.confirm)?;
    let node = NodeRef::new(Kind::Person, id);
    write.record(Draft::of("person.erased", node).audience(SECRETARIAT));
    tell_what_ends(&mut write, &person).await?;
    let now = write.now();
    for domain in domains.0 {
        domain.erase(&mut write.conn(), id, now).await?;
    }
    // The call's own record is gone, where it was theirs; the secretariat's is completed.
    frame.commit(write, permit, node).await
}

/// Refuses who has not typed what there is of this person alone.
fn confirmed(person: &Person, confirm: &str) -> Result<(), UserError> {
    let (is_same, what) = match &person.email {
        Some(email) => {
            let typed = confirm.parse::<Email>();
            (
                typed.is_ok_and(|typed| typed.as_str() == email),
                "e-mail address",
            )
        }
        None => (confirm.trim() == person.name, "name"),
    };
    if is_same {
        return Ok(());
    }
    let message =
        format!("This is not the person's {what}: type it as it is, to say that you mean them.");
    Err(UserError::new(
        UserErrorCode::Invalid,
        "input.confirm",
        message,
    ))
}

/// For those in whose name the person acted, and was invited: their mandates and invitations end.
async fn tell_what_ends(write: &mut Write, person: &Person) -> Result<(), Failure> {
    let now = write.now();
    for held in mandates::all_of(&mut write.conn(), person.node.id).await? {
        if held.ends_at.is_none_or(|end| end > now) {
            mandate::tell(write, "mandate.ended", &held);
        }
    }
    if let Some(email) = &person.email {
        for invited in invitations::to(&mut write.conn(), email).await? {
            invitation::tell(write, "invitation.withdrawn", &invited);
        }
    }
    Ok(())
}
