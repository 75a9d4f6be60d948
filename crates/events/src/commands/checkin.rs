//! Whoever comes is let in, by their code.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{Actor, IdOf, UserError, UserErrorCode, entity::kinds, validate::Mistakes};
use serde::Serialize;

use super::{
    registration::ROW,
    registration_input::{self as input, wrong_state},
    registration_open::{self as open, begun},
};
use crate::{
    EventStatus, People, RegistrationState, model::registration_code, store::registration as store,
};

/// Somebody who comes.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct CheckInInput {
    /// The event at whose door they stand.
    pub event: IdOf<kinds::Event>,
    /// The code of their registration: twelve letters and digits, as they stand in a QR code, or as
    /// somebody has typed them, with hyphens and spaces.
    pub code: String,
}

/// Somebody who has not come after all.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct UndoCheckInInput {
    /// Their registration.
    pub registration: IdOf<kinds::Registration>,
}

/// Lets in who shows a code. Whoever was let in before stays so: nothing has to change then.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn check_in(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &CheckInInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let event = input::key(&asked_for.event, "input.event", &mut mistakes);
    let code = registration_code::parse(&asked_for.code);
    let message = "A code has twelve letters and digits.";
    mistakes.check(
        code.is_some(),
        UserErrorCode::Invalid,
        "input.code",
        message,
    );
    mistakes.none()?;
    let mut asked = begun!(open::ask(
        log,
        people,
        actor,
        "checkIn",
        asked_for,
        idempotency_key
    ));
    let held = asked.lock(event, "input.event").await?;
    let permit = asked.for_event(Action::CheckIn, &held)?;
    let mut desk = asked.desk(permit, held, "input.event").await?;
    if desk.event.status == EventStatus::Cancelled {
        return Err(wrong_state("input.event", "The event was cancelled.").into());
    }
    let found = store::by_code(&mut desk.write.conn(), &code.unwrap_or_default()).await?;
    let Some(mut row) = found.filter(|row| row.event_id == event) else {
        let message = "No registration for this event has this code.";
        return Err(UserError::new(UserErrorCode::NotFound, "input.code", message).into());
    };
    let message = match row.state {
        RegistrationState::Seated => None,
        RegistrationState::Waiting => Some("This registration waits for a seat."),
        RegistrationState::Requested => Some("Nobody has confirmed this registration."),
        RegistrationState::Cancelled => Some("This registration was cancelled."),
    };
    if let Some(message) = message {
        return Err(wrong_state("input.code", message).into());
    }
    if row.checked_in_at.is_some() {
        return Ok(Outcome {
            node: row.as_node(),
            activity: None,
            position: None,
        });
    }
    row.checked_in_at = Some(desk.write.now());
    row.checked_in_by = desk.write.actor().person().map(|acting| acting.person);
    store::save(&mut desk.write.conn(), &row).await?;
    desk.seats.check_in(row.kind, row.delegation_id, 1);
    let draft = desk.draft("registration.checked-in", &row);
    desk.finish(row.as_node(), draft).await
}

/// Says that somebody has not come after all.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn undo_check_in(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &UndoCheckInInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = input::key(&asked_for.registration, ROW, &mut mistakes);
    mistakes.none()?;
    let mut asked = begun!(open::ask(
        log,
        people,
        actor,
        "undoCheckIn",
        asked_for,
        idempotency_key
    ));
    let (_, held) = asked.lock_registration(id, ROW).await?;
    let permit = asked.for_event(Action::CheckIn, &held)?;
    let mut desk = asked.desk(permit, held, ROW).await?;
    let found = store::find(&mut desk.write.conn(), id).await?;
    let mut row = found.ok_or_else(|| input::unknown("registration", ROW))?;
    if row.checked_in_at.is_none() {
        return Err(wrong_state(ROW, "They have not come.").into());
    }
    row.checked_in_at = None;
    row.checked_in_by = None;
    store::save(&mut desk.write.conn(), &row).await?;
    desk.seats.check_in(row.kind, row.delegation_id, -1);
    let draft = desk.draft("registration.check-in-undone", &row);
    desk.finish(row.as_node(), draft).await
}
