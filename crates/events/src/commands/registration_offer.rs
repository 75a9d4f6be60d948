//! A seat is offered to somebody else, who takes it or does not; and who was registered by their address
//! takes it up.

use access::{Action, Permit, Resource};
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::{InputObject, OneofObject};
use kernel::{
    Actor, IdOf, Kind, NodeRef,
    entity::kinds,
    seat::SeatNews,
    validate::{self, Mistakes},
    viewer::audience_of_person,
};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    registration::{ROW, on_registration},
    registration_input::{self as input, AnswerInput, wrong_state},
    registration_open::{self as open, Desk, begun},
};
use crate::{
    People, Registration, RegistrationState, model::registration_code, people::Known,
    store::registration as store,
};

/// A seat to be offered to somebody else.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct OfferSeatInput {
    /// The registration, which has a seat. It stays as it is until somebody takes it.
    pub registration: IdOf<kinds::Registration>,
    /// To whom. They are written to, as far as the hub knows an address of theirs.
    pub to: SeatRecipientInput,
}

/// To whom a seat is offered: exactly one of these.
#[derive(OneofObject, Clone, Debug, Serialize)]
pub enum SeatRecipientInput {
    /// This person.
    Person(IdOf<kinds::Person>),
    /// Whoever has this address.
    Email(String),
}

/// An offer to be taken back.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct WithdrawSeatOfferInput {
    /// The registration whose seat is offered.
    pub registration: IdOf<kinds::Registration>,
}

/// What is offered to you, to be taken.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AcceptSeatInput {
    /// The registration, of those in `viewer.seatOffers`.
    pub registration: IdOf<kinds::Registration>,
    /// What stands on the badge; your name, unless told, or what was written where it was registered for
    /// you. At most 200 characters, in one line.
    pub name: Option<String>,
    /// Your answers to the questions of the event. Left out where it was registered for you, they are
    /// what was answered then.
    pub answers: Option<Vec<AnswerInput>>,
}

/// What is offered to you, to be declined.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct DeclineSeatInput {
    /// The registration, of those in `viewer.seatOffers`.
    pub registration: IdOf<kinds::Registration>,
}

/// Offers a seat to somebody else; another offer of it is void.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn offer_seat(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &OfferSeatInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = input::key(&asked_for.registration, ROW, &mut mistakes);
    let (person, email) = match &asked_for.to {
        SeatRecipientInput::Person(id) => {
            (Some(input::key(id, "input.to.person", &mut mistakes)), None)
        }
        SeatRecipientInput::Email(email) => (
            None,
            validate::email(email, "input.to.email", &mut mistakes),
        ),
    };
    mistakes.none()?;
    let email = email.map(|email| email.to_string());
    let (mut desk, mut row) = begun!(on_registration(
        log,
        people,
        actor,
        "offerSeat",
        asked_for,
        idempotency_key,
        id
    ));
    desk.stands(&row)?;
    can_change_hands(&row)?;
    let mut address = email.clone();
    if let Some(person) = person {
        let known = people.person(&mut desk.write.conn(), person).await?;
        address = known
            .ok_or_else(|| input::unknown("person", "input.to.person"))?
            .email;
    }
    let path = if person.is_some() {
        "input.to.person"
    } else {
        "input.to.email"
    };
    // Whose entry it is may be sent the letter for it.
    let is_own = row.person_id.is_none() && email.is_some() && row.email == email;
    if !is_own {
        desk.is_not_registered(person, email.as_deref(), path)
            .await?;
    }
    let now = desk.write.now();
    row.offered_to = person;
    row.offered_email.clone_from(&email);
    row.offered_at = Some(now);
    store::save(&mut desk.write.conn(), &row).await?;
    if let Some(address) = &address {
        desk.write_letter(SeatNews::Offered, &row, address);
    }
    if let Some(person) = person {
        let told = desk.draft_for(person, "seat.offered", &row);
        desk.tell(told);
    }
    let draft = desk.draft("registration.offered", &row);
    desk.finish(row.as_node(), draft).await
}

/// Takes the offer of a seat back.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn withdraw_seat_offer(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &WithdrawSeatOfferInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = input::key(&asked_for.registration, ROW, &mut mistakes);
    mistakes.none()?;
    let (desk, row) = begun!(on_registration(
        log,
        people,
        actor,
        "withdrawSeatOffer",
        asked_for,
        idempotency_key,
        id
    ));
    desk.stands(&row)?;
    if row.offered_at.is_none() {
        return Err(wrong_state(ROW, "This seat is offered to nobody.").into());
    }
    taken_back(desk, row, "registration.offer-withdrawn").await
}

/// Takes a seat that is offered, or takes up what was registered for one's address. The number stays, so
/// nobody in the line is passed; the code is another one.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn accept_seat(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &AcceptSeatInput,
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
    let call = (log, people, actor, "acceptSeat");
    let (mut desk, mut row, recipient) = begun!(on_offer(call, asked_for, idempotency_key, id));
    // Who was registered by their address has been here all along, and may only now come forward.
    let is_taken_up = row.person_id.is_none();
    if !is_taken_up {
        can_change_hands(&row)?;
    }
    let is_own = is_taken_up && row.email.is_some() && row.email == recipient.known.email;
    if is_own {
        desk.is_not_registered(Some(recipient.person), None, ROW)
            .await?;
    } else {
        let email = recipient.known.email.as_deref();
        desk.is_not_registered(Some(recipient.person), email, ROW)
            .await?;
    }
    let before = desk.draft("registration.passed-on", &row);
    match &asked_for.answers {
        None if is_taken_up => {}
        given => {
            let questions = &desk.registration.questions;
            let given = given.as_deref().unwrap_or_default();
            let answers =
                input::answers(given, questions, row.kind, "input.answers", &mut mistakes);
            row.answers = Json(answers);
        }
    }
    mistakes.none()?;
    row.name = match (&asked_for.name, row.name) {
        (Some(name), _) => Some(name.clone()),
        (None, Some(name)) if is_taken_up => Some(name),
        (None, _) => Some(recipient.known.name),
    };
    row.person_id = Some(recipient.person);
    row.email = recipient.known.email;
    row.code = registration_code::generate();
    row.take_offer_back();
    store::save(&mut desk.write.conn(), &row).await?;
    if !is_taken_up {
        // Who gave it learns that it was taken, and not by whom.
        desk.tell(before.unattended());
    }
    let draft = desk.draft("registration.taken", &row);
    desk.finish(row.as_node(), draft).await
}

/// Declines a seat that is offered. What was registered for one's address is cancelled by whoever did it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn decline_seat(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &DeclineSeatInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = input::key(&asked_for.registration, ROW, &mut mistakes);
    mistakes.none()?;
    let call = (log, people, actor, "declineSeat");
    let (mut desk, row, recipient) = begun!(on_offer(call, asked_for, idempotency_key, id));
    if row.offered_at.is_none() {
        let message = "This was registered for you: whoever did it cancels it.";
        return Err(wrong_state(ROW, message).into());
    }
    // Who gave it learns that it was declined; who declined it keeps a note of their own.
    let told = desk.draft("registration.offer-declined", &row).unattended();
    let mut row = row;
    row.take_offer_back();
    store::save(&mut desk.write.conn(), &row).await?;
    desk.tell(told);
    let draft = desk.draft_for(recipient.person, "seat.declined", &row);
    desk.finish(row.as_node(), draft).await
}

/// Whoever a seat is offered to.
struct Recipient {
    person: Uuid,
    known: Known,
}

type Call<'a> = (&'a Log, &'a dyn People, Actor, &'static str);

/// Begins a write on what is offered to the actor. What is not offered to them is not there for them.
async fn on_offer<'a>(
    (log, people, actor, operation): Call<'a>,
    asked_for: &impl Serialize,
    idempotency_key: Option<&str>,
    id: Uuid,
) -> Result<Result<(Desk<'a>, Registration, Recipient), Outcome>, Failure> {
    let actor = actor.for_oneself();
    let mut asked =
        match open::ask(log, people, actor, operation, asked_for, idempotency_key).await? {
            Ok(asked) => asked,
            Err(outcome) => return Ok(Err(outcome)),
        };
    let person = asked.write.actor().person().map(|acting| acting.person);
    let resource = Resource::Person(person.unwrap_or_default());
    let permit: Permit = asked.write.authorize(Action::Register, &resource)?;
    let (row, held) = asked.lock_registration(id, ROW).await?;
    let known = match person {
        Some(person) => people.person(&mut asked.write.conn(), person).await?,
        None => None,
    };
    let (Some(person), Some(known)) = (person, known) else {
        return Err(input::unknown("registration", ROW).into());
    };
    let is_offered = row.offered_to == Some(person)
        || (known.email.is_some() && row.offered_email == known.email)
        || (row.person_id.is_none() && known.email.is_some() && row.email == known.email);
    if !is_offered {
        return Err(input::unknown("registration", ROW).into());
    }
    let mut desk = asked.desk(permit, held, ROW).await?;
    let row = store::find(&mut desk.write.conn(), id).await?;
    let row = row.ok_or_else(|| input::unknown("registration", ROW))?;
    desk.stands(&row)?;
    Ok(Ok((desk, row, Recipient { person, known })))
}

/// Refuses to pass on what has no seat, or where somebody has come already.
fn can_change_hands(row: &Registration) -> Result<(), Failure> {
    if row.state != RegistrationState::Seated {
        let message = "Only a seat can be passed on, and this waits for one.";
        return Err(wrong_state(ROW, message).into());
    }
    if row.checked_in_at.is_some() {
        return Err(wrong_state(ROW, "They have come already.").into());
    }
    Ok(())
}

async fn taken_back(
    mut desk: Desk<'_>,
    mut row: Registration,
    verb: &'static str,
) -> Result<Outcome, Failure> {
    if let Some(person) = row.offered_to {
        let told = desk.draft_for(person, "seat.withdrawn", &row).unattended();
        desk.tell(told);
    }
    row.take_offer_back();
    store::save(&mut desk.write.conn(), &row).await?;
    let draft = desk.draft(verb, &row);
    desk.finish(row.as_node(), draft).await
}

impl Desk<'_> {
    /// What concerns somebody who is not registered by it.
    fn draft_for(&self, person: Uuid, verb: &'static str, row: &Registration) -> Draft {
        let own = NodeRef::new(Kind::Person, person);
        Draft::of(verb, row.as_node())
            .related([self.node(), own])
            .audience(&audience_of_person(person))
            .node("event", self.node())
    }
}
