//! The seats of delegations: given to them, and given back.

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Party, UserError, UserErrorCode,
    entity::kinds,
    validate::{self, Mistakes},
};
use serde::Serialize;

use super::{
    delegation::DELEGATION,
    registration_input::{self as input, DelegationPartyInput, at_most, wrong_state},
    registration_open::{self as open, begun},
    registration_settings::seats_of,
};
use crate::{People, store::delegation as store};

/// Seats for delegations.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AllotSeatsInput {
    /// The event.
    pub event: IdOf<kinds::Event>,
    /// To whom how many; from 1 to 300 of them, each once. Who is not named keeps what they have.
    pub allotments: Vec<AllotmentInput>,
}

/// The seats of one delegation.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AllotmentInput {
    /// Whose delegation it is; they are invited.
    pub party: DelegationPartyInput,
    /// How many seats are its own, from 0 to 20,000, and not fewer than its people have. With null it
    /// has none of its own, and takes seats as everybody does.
    pub seats: Option<i32>,
}

/// Seats that a delegation does not need.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ReleaseSeatsInput {
    /// The delegation.
    pub delegation: IdOf<kinds::EventDelegation>,
    /// How many seats it gives back, of those that nobody has taken; from 1.
    pub seats: i32,
}

/// Gives seats to delegations.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn allot_seats(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &AllotSeatsInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let event = input::key(&asked_for.event, "input.event", m);
    let parties = allotments(&asked_for.allotments, m);
    mistakes.none()?;
    let mut asked = begun!(open::ask(
        log,
        people,
        actor,
        "allotSeats",
        asked_for,
        idempotency_key
    ));
    let held = asked.lock(event, "input.event").await?;
    let permit = asked.for_event(Action::AllotSeats, &held)?;
    let mut desk = asked.desk(permit, held, "input.event").await?;
    desk.is_to_come("input.event")?;
    desk.takes_delegates("input.event")?;
    if desk.write.now() >= desk.registration.release_at() {
        let message = "The time until which seats are held for delegations is over.";
        return Err(wrong_state("input.event", message).into());
    }
    desk.are_invited(people, &parties).await?;
    let known = store::all_of(&mut desk.write.conn(), event).await?;
    let mut concerned = Vec::new();
    let mut mistakes = Mistakes::default();
    for (i, ((party, _), allotment)) in parties.iter().zip(&asked_for.allotments).enumerate() {
        let row = match known.iter().find(|row| row.party() == Some(*party)) {
            Some(row) => row.clone(),
            None => desk.begin(*party).await?,
        };
        let of = desk.seats.delegations.entry(row.id).or_default();
        if allotment.seats.is_some_and(|seats| seats < of.seated) {
            let message = format!("{} of its people have seats.", of.seated);
            let path = format!("input.allotments.{i}.seats");
            mistakes.add(UserError::new(UserErrorCode::Invalid, &path, message));
        }
        of.seats = allotment.seats;
        concerned.extend(party.node());
    }
    mistakes.none()?;
    if let Some((_, by)) = desk.seats.lacking() {
        let message = format!("That is {by} more seats than there are.");
        return Err(UserError::new(UserErrorCode::Invalid, "input.allotments", message).into());
    }
    desk.settle().await?;
    let draft = Draft::of("delegations.allotted", desk.node())
        .related(concerned)
        .audience(&desk.event.node.audience);
    let node = desk.node();
    desk.finish(node, draft).await
}

/// Gives seats of a delegation back: they go to who waits.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn release_seats(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &ReleaseSeatsInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = input::key(&asked_for.delegation, DELEGATION, &mut mistakes);
    let good = asked_for.seats >= 1;
    mistakes.check(good, UserErrorCode::Invalid, "input.seats", "From 1.");
    mistakes.none()?;
    let mut asked = begun!(open::ask(
        log,
        people,
        actor,
        "releaseSeats",
        asked_for,
        idempotency_key
    ));
    let (row, held) = asked.lock_delegation(id, DELEGATION).await?;
    let permit = asked.for_delegation(&row, &held)?;
    let mut desk = asked.desk(permit, held, DELEGATION).await?;
    desk.is_to_come(DELEGATION)?;
    let of = desk.seats.delegations.entry(id).or_default();
    let free = of.held();
    if asked_for.seats > free {
        let message = format!("It has {free} seats of its own that nobody has taken.");
        return Err(UserError::new(UserErrorCode::Invalid, "input.seats", message).into());
    }
    of.seats = of.seats.map(|seats| seats - asked_for.seats);
    desk.settle().await?;
    let draft = desk.draft_of_delegation("delegation.seats-released", &row);
    desk.finish(row.as_node(), draft).await
}

fn allotments(asked: &[AllotmentInput], m: &mut Mistakes) -> Vec<(Party, String)> {
    let path = "input.allotments";
    m.check(
        !asked.is_empty(),
        UserErrorCode::Blank,
        path,
        "This cannot be empty.",
    );
    at_most(300, asked.len(), path, m);
    let mut parties = Vec::new();
    for (i, allotment) in asked.iter().take(300).enumerate() {
        let at = format!("{path}.{i}.party");
        parties.push((input::party(&allotment.party, &at, m), at));
        seats_of(allotment.seats, &format!("{path}.{i}.seats"), m);
    }
    validate::distinct(parties.iter().map(|(party, _)| party), path, m);
    parties
}
