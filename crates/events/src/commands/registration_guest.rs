//! Organisers register guests by name: speakers, partners, the press, whom no delegation sends. And what every
//! list of names shares, of guests as of delegates.

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, UserError, UserErrorCode,
    entity::kinds,
    validate::{self, Mistakes},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    registration_input::{self as input, AnswerInput, at_most, wrong_state},
    registration_line::Newcomer,
    registration_open::{self as open, Desk, begun},
};
use crate::{EventStatus, People, RegistrationType, store::registration as store};

/// Somebody who is registered by name.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct DelegateInput {
    /// What stands on the badge; at most 200 characters, in one line.
    pub name: String,
    /// Their address, to which it is written. Whoever signs in with it can take the registration up: they
    /// find it in `viewer.seatOffers`.
    pub email: Option<String>,
    /// The answers to the questions of the event.
    #[graphql(default)]
    pub answers: Vec<AnswerInput>,
}

/// A guest of an event.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct GuestInput {
    /// As what they come, of those that the event takes; not as a `DELEGATE`, whom a delegation sends.
    #[graphql(name = "type")]
    pub kind: RegistrationType,
    /// Who they are.
    #[graphql(flatten)]
    pub person: DelegateInput,
}

/// Guests to be registered.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RegisterGuestsInput {
    /// The event, which is announced and is to come. Its registration need not be open.
    pub event: IdOf<kinds::Event>,
    /// Who comes, from 1 to 200. The first have seats as long as there are some; the others wait.
    pub guests: Vec<GuestInput>,
}

/// Registers guests of an event, in their order.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn register_guests(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &RegisterGuestsInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let event = input::key(&asked_for.event, EVENT, m);
    let guests = asked_for.guests.iter().map(|guest| &guest.person);
    let emails = addresses(guests, GUESTS, m);
    if event.is_nil() {
        // Nothing else can be said of what is not named.
        return Err(mistakes.none().err().unwrap_or_default().into());
    }
    let operation = "registerGuests";
    let begun = open::ask(log, people, actor, operation, asked_for, idempotency_key);
    let mut asked = begun!(begun);
    let held = asked.lock(event, EVENT).await?;
    let permit = asked.for_event(Action::RegisterGuests, &held)?;
    let mut desk = asked.desk(permit, held, EVENT).await?;
    desk.is_to_come(EVENT)?;
    if desk.event.status == EventStatus::Draft {
        let message = "The event is a draft, which its guests could not see: announce it first.";
        return Err(wrong_state(EVENT, message).into());
    }
    for (i, guest) in asked_for.guests.iter().take(200).enumerate() {
        let path = format!("{GUESTS}.{i}.type");
        desk.takes(guest.kind, &path, &mut mistakes);
    }
    let entries = asked_for.guests.iter().zip(&emails);
    let entries: Vec<_> = entries
        .map(|(guest, email)| (&guest.person, guest.kind, email.clone()))
        .collect();
    let newcomers = desk.newcomers(GUESTS, entries, None, mistakes).await?;
    desk.join(GUESTS, newcomers).await?;
    desk.settle().await?;
    let node = desk.node();
    let draft = Draft::of("guests.registered", node).audience(&desk.audience());
    desk.finish(node, draft).await
}

const EVENT: &str = "input.event";
const GUESTS: &str = "input.guests";

/// The addresses of those who come, with everything that is wrong with how they are named.
pub(super) fn addresses<'i>(
    people: impl IntoIterator<Item = &'i DelegateInput>,
    path: &str,
    m: &mut Mistakes,
) -> Vec<Option<String>> {
    let people: Vec<&DelegateInput> = people.into_iter().collect();
    m.check(
        !people.is_empty(),
        UserErrorCode::Blank,
        path,
        "This cannot be empty.",
    );
    at_most(200, people.len(), path, m);
    let mut emails: Vec<Option<String>> = Vec::new();
    for (i, delegate) in people.iter().take(200).enumerate() {
        input::line(&delegate.name, 200, &format!("{path}.{i}.name"), m);
        let at = format!("{path}.{i}.email");
        let email = delegate
            .email
            .as_ref()
            .and_then(|email| validate::email(email, &at, m));
        let email = email.map(|email| email.to_string());
        let is_twice = email.is_some() && emails.contains(&email);
        m.check(
            !is_twice,
            UserErrorCode::Duplicate,
            &at,
            "This address stands here already.",
        );
        emails.push(email);
    }
    emails
}

impl Desk<'_> {
    /// Those who are registered by name, as what, and with which address; with everything that is wrong with
    /// them beside what was found already.
    pub(super) async fn newcomers(
        &mut self,
        path: &str,
        entries: Vec<(&DelegateInput, RegistrationType, Option<String>)>,
        delegation: Option<Uuid>,
        mut mistakes: Mistakes,
    ) -> Result<Vec<Newcomer>, Failure> {
        let known: Vec<String> = (entries.iter())
            .filter_map(|(.., email)| email.clone())
            .collect();
        let mut newcomers = Vec::new();
        for (i, (entry, kind, email)) in entries.into_iter().enumerate() {
            let at = format!("{path}.{i}.answers");
            let questions = &self.registration.questions;
            let answers = input::answers(&entry.answers, questions, kind, &at, &mut mistakes);
            newcomers.push(Newcomer {
                kind,
                person: None,
                delegation,
                name: entry.name.clone(),
                email,
                answers,
            });
        }
        let event = self.id();
        let taken = store::registered(&mut self.write.conn(), event, &[], &known).await?;
        for (i, newcomer) in newcomers.iter().enumerate() {
            let email = &newcomer.email;
            let is_taken = email.is_some() && taken.iter().any(|(_, taken)| taken == email);
            let at = format!("{path}.{i}.email");
            let message = "This address is registered for the event already.";
            mistakes.check(!is_taken, UserErrorCode::Taken, &at, message);
        }
        mistakes.none()?;
        Ok(newcomers)
    }

    /// Refuses what the event takes nobody as, beside delegates.
    pub(super) fn takes(&self, kind: RegistrationType, path: &str, mistakes: &mut Mistakes) {
        let message = if kind == RegistrationType::Delegate {
            "A delegate is registered by the head of the delegation."
        } else if self.seats.types.contains_key(&kind) {
            return;
        } else {
            "The event takes nobody as this."
        };
        mistakes.add(UserError::new(UserErrorCode::Invalid, path, message));
    }
}
