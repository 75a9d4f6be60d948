//! What people change of themselves.

use access::{Action, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, ClientError, Code, Kind, NodeRef, UserError, UserErrorCode,
    locale::Locale,
    node::Visibility,
    validate::{self, Mistakes},
};
use serde::Serialize;
use uuid::Uuid;

use crate::store::person as store;

/// The longest name of a person, in characters.
pub(super) const MAX_NAME: usize = 120;

/// What people change of themselves. What is left out stays as it is.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct UpdatePersonInput {
    /// What you are called; at most 120 characters.
    pub name: Option<String>,
    /// The language you read in, by BCP 47.
    pub locale: Option<String>,
    /// Who may see your name, and what you act for. The secretariat always may.
    pub visibility: Option<Visibility>,
    /// Change only if you have this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// Changes what is said of the person who acts.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn update_person(
    log: &Log,
    actor: Actor,
    input: &UpdatePersonInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    if let Some(name) = &input.name {
        check_name(name, "input.name", &mut mistakes);
    }
    let locale = input.locale.as_ref().map(|locale| locale.parse::<Locale>());
    if let Some(Err(error)) = &locale {
        let message = error.message.clone();
        mistakes.add(UserError::new(
            UserErrorCode::Invalid,
            "input.locale",
            message,
        ));
    }
    mistakes.none()?;
    let id = oneself(&actor)?;
    let frame = Frame::new("updatePerson", actor.for_oneself(), idempotency_key, input);
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let permit = write.authorize(Action::UpdatePerson, &Resource::Person(id))?;
    let found = store::find(&mut write.conn(), id).await?;
    let mut person = found.ok_or_else(|| ClientError::internal("a person who acts, and is not"))?;
    let version = person.node.version;
    if input
        .expected_version
        .is_some_and(|expected| expected != version)
    {
        let message = format!("You have version {version} by now.");
        let path = "input.expectedVersion";
        return Err(UserError::new(UserErrorCode::Conflict, path, message).into());
    }
    if let Some(name) = &input.name {
        name.trim().clone_into(&mut person.name);
    }
    if let Some(Ok(locale)) = locale {
        person.locale = Some(locale.tag());
    }
    if let Some(visibility) = input.visibility {
        visibility.audience().clone_into(&mut person.node.audience);
    }
    let now = write.now();
    store::update(&mut write.conn(), &person, now).await?;
    let node = NodeRef::new(Kind::Person, id);
    // That a name was changed is nobody's business but theirs, and the secretariat's.
    write.record(Draft::of("person.updated", node).audience(Visibility::Secretariat.audience()));
    frame.commit(write, permit, node).await
}

/// A person's name: there, not too long, on one line.
pub(super) fn check_name(name: &str, path: &str, mistakes: &mut Mistakes) {
    validate::text(name, MAX_NAME, path, mistakes);
    mistakes.check(
        !name.contains(['\n', '\t']),
        UserErrorCode::Invalid,
        path,
        "A name stands on one line.",
    );
    // They would turn around what stands beside the name, too.
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    mistakes.check(
        !name.contains(turns),
        UserErrorCode::Invalid,
        path,
        "A name has no marks that change the direction of writing.",
    );
}

/// The person who acts.
///
/// # Errors
/// [`Code::Unauthenticated`] for nobody in particular; the operator is nobody, either.
pub(crate) fn oneself(actor: &Actor) -> Result<Uuid, ClientError> {
    match actor.person() {
        Some(acting) => Ok(acting.person),
        None => Err(ClientError::new(
            Code::Unauthenticated,
            "Sign in first: this is for people, each for themselves.",
        )),
    }
}
