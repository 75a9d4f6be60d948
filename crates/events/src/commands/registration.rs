//! Somebody registers for an event, edits what they answered, or does not come after all.

use access::{Action, Resource};
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, UserError, UserErrorCode, Viewer, entity::kinds, validate::Mistakes,
};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    registration_input::{self as input, AnswerInput, wrong_state},
    registration_line::Newcomer,
    registration_open::{self as open, Desk, begun},
};
use crate::{
    People, Registration, RegistrationState, RegistrationType,
    model::registration_question::Answers, store::registration as store,
};

/// How many registrations of an event can stand at a time, those that wait included.
pub(super) const MOST_REGISTRATIONS: i32 = 20_000;

/// Somebody who registers for an event: who is signed in.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RegisterInput {
    /// The event, whose registration is open.
    pub event: IdOf<kinds::Event>,
    /// As what, of those that the event takes. A `DELEGATE` is registered by the head of the delegation.
    #[graphql(name = "type")]
    pub kind: RegistrationType,
    /// What stands on the badge; your name, unless told. At most 200 characters, in one line.
    pub name: Option<String>,
    /// The answers to the questions of the event.
    #[graphql(default)]
    pub answers: Vec<AnswerInput>,
}

/// What is to stand in a registration. Whatever is left out stays as it is.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct EditRegistrationInput {
    /// The registration.
    pub registration: IdOf<kinds::Registration>,
    /// What stands on the badge; at most 200 characters, in one line.
    pub name: Option<String>,
    /// The answers to the questions of the event, in the place of all there were.
    pub answers: Option<Vec<AnswerInput>>,
}

/// A registration to be cancelled.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct CancelRegistrationInput {
    /// The registration.
    pub registration: IdOf<kinds::Registration>,
}

/// Registers whoever is signed in.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn register(
    log: &Log,
    people: &dyn People,
    viewer: &Viewer,
    actor: Actor,
    asked_for: &RegisterInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let event = input::key(&asked_for.event, "input.event", &mut mistakes);
    if let Some(name) = &asked_for.name {
        input::line(name, 200, "input.name", &mut mistakes);
    }
    if event.is_nil() {
        // Nothing else can be said of what is not named.
        return Err(mistakes.none().err().unwrap_or_default().into());
    }
    let actor = actor.for_oneself();
    let Some(person) = actor.person().map(|acting| acting.person) else {
        mistakes.none()?;
        return Err(nobody(actor).into());
    };
    let mut asked = begun!(open::ask(
        log,
        people,
        actor,
        "register",
        asked_for,
        idempotency_key
    ));
    let held = asked.lock(event, "input.event").await?;
    let permit = asked
        .write
        .authorize(Action::Register, &Resource::Person(person))?;
    if !viewer.sees(&held.event.node.audience) {
        return Err(input::unknown("event", "input.event").into());
    }
    let mut desk = asked.desk(permit, held, "input.event").await?;
    desk.is_open("input.event")?;
    let kind = asked_for.kind;
    desk.takes(kind, "input.type", &mut mistakes);
    let questions = &desk.registration.questions;
    let answers = input::answers(
        &asked_for.answers,
        questions,
        kind,
        "input.answers",
        &mut mistakes,
    );
    mistakes.none()?;
    let known = people.person(&mut desk.write.conn(), person).await?;
    let known = known.ok_or_else(|| input::unknown("person", "input"))?;
    desk.is_not_registered(Some(person), known.email.as_deref(), "input.event")
        .await?;
    let newcomer = Newcomer {
        kind,
        person: Some(person),
        delegation: None,
        name: asked_for.name.clone().unwrap_or(known.name),
        email: known.email,
        answers,
    };
    let is_request = desk.is_confirmed_first(kind);
    let made = desk.join("input.event", vec![newcomer]).await?;
    desk.settle().await?;
    let row = made
        .first()
        .ok_or_else(|| input::impossible("nobody was registered"))?;
    if is_request {
        // Those who confirm it learn that there is something to confirm.
        let request = desk.draft_of_desk("request.made", row);
        desk.tell(request);
    }
    let verb = match is_request {
        true => "registration.requested",
        false => "registration.made",
    };
    let draft = desk.draft(verb, row);
    desk.finish(row.as_node(), draft).await
}

/// Edits a registration.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn edit_registration(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &EditRegistrationInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = input::key(&asked_for.registration, ROW, &mut mistakes);
    if let Some(name) = &asked_for.name {
        input::line(name, 200, "input.name", &mut mistakes);
    }
    if id.is_nil() {
        // Nothing else can be said of what is not named.
        return Err(mistakes.none().err().unwrap_or_default().into());
    }
    let (mut desk, mut row) = begun!(on_registration(
        log,
        people,
        actor,
        "editRegistration",
        asked_for,
        idempotency_key,
        id
    ));
    desk.stands(&row)?;
    if let Some(given) = &asked_for.answers {
        let questions = &desk.registration.questions;
        row.answers = Json(input::answers(
            given,
            questions,
            row.kind,
            "input.answers",
            &mut mistakes,
        ));
    }
    mistakes.none()?;
    if let Some(name) = &asked_for.name {
        row.name = Some(name.clone());
    }
    store::save(&mut desk.write.conn(), &row).await?;
    let draft = desk.draft("registration.edited", &row);
    desk.finish(row.as_node(), draft).await
}

/// Cancels a registration; its seat goes to whoever waits for it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn cancel_registration(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &CancelRegistrationInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = input::key(&asked_for.registration, ROW, &mut mistakes);
    mistakes.none()?;
    let (mut desk, mut row) = begun!(on_registration(
        log,
        people,
        actor,
        "cancelRegistration",
        asked_for,
        idempotency_key,
        id
    ));
    desk.stands(&row)?;
    if row.checked_in_at.is_some() {
        let message = "They have come already: take that back first.";
        return Err(wrong_state(ROW, message).into());
    }
    let before = row.clone();
    row.state = RegistrationState::Cancelled;
    row.cancelled_at = Some(desk.write.now());
    // Nobody needs to know any more what they would have eaten.
    row.answers = Json(Answers::new());
    row.take_offer_back();
    store::save(&mut desk.write.conn(), &row).await?;
    desk.leave(&before).await?;
    let draft = desk.draft("registration.cancelled", &row);
    desk.finish(row.as_node(), draft).await
}

pub(super) const ROW: &str = "input.registration";

/// Begins a write on a registration, by whom it is of or who looks after it. What it was promoted to by
/// a release that was due is in the row.
pub(super) async fn on_registration<'a>(
    log: &Log,
    people: &'a dyn People,
    actor: Actor,
    operation: &'static str,
    asked_for: &impl Serialize,
    idempotency_key: Option<&str>,
    id: Uuid,
) -> Result<Result<(Desk<'a>, Registration), Outcome>, Failure> {
    let mut asked =
        match open::ask(log, people, actor, operation, asked_for, idempotency_key).await? {
            Ok(asked) => asked,
            Err(outcome) => return Ok(Err(outcome)),
        };
    let (row, held) = asked.lock_registration(id, ROW).await?;
    let permit = asked.for_registration(&row, &held).await?;
    let mut desk = asked.desk(permit, held, ROW).await?;
    let row = store::find(&mut desk.write.conn(), id).await?;
    let row = row.ok_or_else(|| input::unknown("registration", ROW))?;
    Ok(Ok((desk, row)))
}

/// What nobody in particular, and no program of the hub's own, is told.
fn nobody(actor: Actor) -> kernel::ClientError {
    let code = match actor {
        Actor::Anonymous => kernel::Code::Unauthenticated,
        _ => kernel::Code::Forbidden,
    };
    let message = "Sign in first: this is for people, each for themselves.";
    kernel::ClientError::new(code, message)
}

impl Desk<'_> {
    /// Refuses a registration that does not stand any more, or whose event does not lie ahead.
    pub(super) fn stands(&self, row: &Registration) -> Result<(), Failure> {
        self.is_to_come(ROW)?;
        if row.state == RegistrationState::Cancelled {
            return Err(wrong_state(ROW, "The registration was cancelled.").into());
        }
        Ok(())
    }

    /// Refuses whoever is registered already.
    pub(super) async fn is_not_registered(
        &mut self,
        person: Option<Uuid>,
        email: Option<&str>,
        path: &str,
    ) -> Result<(), Failure> {
        let (event, emails) = (self.id(), email.map(str::to_owned));
        let people: Vec<Uuid> = person.into_iter().collect();
        let emails: Vec<String> = emails.into_iter().collect();
        let found = store::registered(&mut self.write.conn(), event, &people, &emails).await?;
        let message = match found.first() {
            None => return Ok(()),
            Some((Some(_), _)) => "This person is registered for the event already.",
            Some((None, _)) => {
                "Somebody has registered this address already: what waits to be taken up is in \
                 `viewer.seatOffers`."
            }
        };
        Err(UserError::new(UserErrorCode::Taken, path, message).into())
    }

    /// What happened to a registration, for those who run the registration of the event.
    pub(super) fn draft_of_desk(&self, verb: &'static str, row: &Registration) -> Draft {
        Draft::of(verb, row.as_node())
            .related([self.node()])
            .audience(&self.audience())
            .node("event", self.node())
    }

    /// What happened to a delegation, for who sees the event.
    pub(super) fn draft_of_delegation(
        &self,
        verb: &'static str,
        row: &crate::EventDelegation,
    ) -> Draft {
        let party = row.party().and_then(kernel::Party::node);
        let draft = Draft::of(verb, row.as_node())
            .related([self.node()].into_iter().chain(party))
            .audience(&self.event.node.audience)
            .node("event", NodeRef::new(Kind::Event, self.id()));
        match party {
            Some(party) => draft.node("party", party),
            None => draft,
        }
    }
}

impl Registration {
    /// Offers the seat to nobody any more.
    pub(super) fn take_offer_back(&mut self) {
        self.offered_to = None;
        self.offered_email = None;
        self.offered_at = None;
    }
}
