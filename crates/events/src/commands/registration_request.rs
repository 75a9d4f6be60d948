//! Whoever asks to come as what an organiser confirms is confirmed, or refused.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{Actor, IdOf, entity::kinds, seat::SeatNews, validate::Mistakes};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    registration::ROW,
    registration_input::{self as input, wrong_state},
    registration_open::{self as open, Desk, begun},
};
use crate::{
    People, Registration, RegistrationState, model::registration_question::Answers,
    store::registration as store,
};

/// A request to come, to be confirmed.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ConfirmRegistrationInput {
    /// The registration, which is `REQUESTED`.
    pub registration: IdOf<kinds::Registration>,
}

/// A request to come, to be refused.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RefuseRegistrationInput {
    /// The registration, which is `REQUESTED`.
    pub registration: IdOf<kinds::Registration>,
}

/// Confirms who asked to come: from now on they stand in the line, by the number they have.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn confirm_registration(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &ConfirmRegistrationInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = input::key(&asked_for.registration, ROW, &mut mistakes);
    mistakes.none()?;
    let call = (log, people, actor, "confirmRegistration");
    let (mut desk, mut row) = begun!(on_request(call, asked_for, idempotency_key, id));
    row.state = RegistrationState::Waiting;
    store::save(&mut desk.write.conn(), &row).await?;
    desk.seats.request(row.kind, -1);
    desk.arrive(&row);
    desk.settle().await?;
    desk.write_to(SeatNews::Confirmed, &row);
    let draft = desk.draft("registration.confirmed", &row);
    desk.finish(row.as_node(), draft).await
}

/// Refuses who asked to come.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn refuse_registration(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &RefuseRegistrationInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = input::key(&asked_for.registration, ROW, &mut mistakes);
    mistakes.none()?;
    let call = (log, people, actor, "refuseRegistration");
    let (mut desk, mut row) = begun!(on_request(call, asked_for, idempotency_key, id));
    desk.seats.request(row.kind, -1);
    row.state = RegistrationState::Cancelled;
    row.cancelled_at = Some(desk.write.now());
    // Nobody needs to know any more what they answered.
    row.answers = Json(Answers::new());
    store::save(&mut desk.write.conn(), &row).await?;
    desk.write_to(SeatNews::Refused, &row);
    let draft = desk.draft("registration.refused", &row);
    desk.finish(row.as_node(), draft).await
}

type Call<'a> = (&'a Log, &'a dyn People, Actor, &'static str);

/// Begins a write on a request, by who runs the registration of its event.
async fn on_request<'a>(
    (log, people, actor, operation): Call<'a>,
    asked_for: &impl Serialize,
    idempotency_key: Option<&str>,
    id: Uuid,
) -> Result<Result<(Desk<'a>, Registration), Outcome>, Failure> {
    let begun = open::ask(log, people, actor, operation, asked_for, idempotency_key).await?;
    let mut asked = match begun {
        Ok(asked) => asked,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let (row, held) = asked.lock_registration(id, ROW).await?;
    let permit = asked.for_event(Action::ConfirmRegistration, &held)?;
    let desk = asked.desk(permit, held, ROW).await?;
    desk.is_to_come(ROW)?;
    if row.state != RegistrationState::Requested {
        let state = row.state.as_str();
        let message = format!("This registration is {state}: there is nothing to confirm.");
        return Err(wrong_state(ROW, message).into());
    }
    Ok(Ok((desk, row)))
}
