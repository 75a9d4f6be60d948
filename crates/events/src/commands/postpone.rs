//! An event is postponed, to other days or until they are known.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, UserError, UserErrorCode, date::PartialDate, entity::kinds, local::ClockChange,
    validate::Mistakes,
};
use record::{StatementInput, input::wrong_state};
use serde::Serialize;
use sqlx::types::Json;

use super::{
    check::is_before,
    days::{Before, Sessions, reschedule},
    open::{Call, EVENT, begun},
    said,
};
use crate::EventStatus;

/// An event that takes place later than was announced.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct PostponeEventInput {
    /// The event, which is ANNOUNCED or POSTPONED.
    pub event: IdOf<kinds::Event>,
    /// Why.
    pub reason: StatementInput,
    /// Its new first day, as precisely as that is known: it stays ANNOUNCED, or is so again. Left out,
    /// it is POSTPONED until its days are known.
    pub starts_on: Option<PartialDate>,
    /// Its new last day; it is as long as before, unless told.
    pub ends_on: Option<PartialDate>,
    /// Whether its sessions move as many days, at the same time of the day by the clocks there. Else those
    /// that would be outside of it are refused.
    #[graphql(default)]
    pub move_sessions: bool,
    /// Which instants are meant, where the clocks are changed and a time does not exist or comes twice.
    pub clock_change: Option<ClockChange>,
    /// Postpone it only if it has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// Postpones an event, to other days or until they are known.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn postpone_event(
    log: &Log,
    actor: Actor,
    input: &PostponeEventInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let reason = input.reason.check("input.reason", &mut mistakes);
    said::days(input.starts_on, input.ends_on, &mut mistakes);
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut open = begun!(call.on(Action::PostponeEvent, &input.event, mistakes));
    open.expect(input.expected_version)?;
    let before = Before::of(&open);
    let known = match input.starts_on {
        Some(starts_on) => {
            match open.held.event.status {
                EventStatus::Announced => {}
                EventStatus::Draft => {
                    let message = "Nobody expects a draft on its days: edit it.";
                    return Err(wrong_state(EVENT, message).into());
                }
                _ => open.go_to(EventStatus::Announced)?,
            }
            later(before.starts_on, starts_on)?;
            let until = (open.held.event.ends_on).or(open.held.details.postponed_until);
            let length = as_long(before.starts_on, until, starts_on);
            open.held.event.ends_on = input.ends_on.or(length);
            open.held.event.starts_on = Some(starts_on);
            open.held.event.postponed_from = None;
            open.held.details.postponed_until = None;
            reschedule(
                &mut open,
                &before,
                &Sessions {
                    are_moved: input.move_sessions,
                    change: input.clock_change,
                },
            )
            .await?;
            "known"
        }
        None => {
            open.go_to(EventStatus::Postponed)?;
            let event = &mut open.held.event;
            event.postponed_from = event.starts_on;
            event.starts_on = None;
            open.held.details.postponed_until = event.ends_on.take();
            "unknown"
        }
    };
    open.held.details.notice = Some(Json(reason));
    open.save().await?;
    let draft = open.draft("event.postponed").code("days", known);
    open.finish_event(draft).await
}

/// Refuses to bring an event forward under the name of postponing it.
fn later(before: Option<PartialDate>, now: PartialDate) -> Result<(), Failure> {
    if before.is_some_and(|before| is_before(now, before)) {
        let message = "An event is postponed to a later day; to bring it forward, edit it.";
        return Err(UserError::new(UserErrorCode::Invalid, "input.startsOn", message).into());
    }
    Ok(())
}

/// The last day of an event that is as long as it was, where that is known to the day.
fn as_long(
    from: Option<PartialDate>,
    until: Option<PartialDate>,
    starts_on: PartialDate,
) -> Option<PartialDate> {
    let day = |date: PartialDate| (date.first_day() == date.last_day()).then(|| date.first_day());
    let lasts = day(until?)? - day(from?)?;
    Some(PartialDate::day(day(starts_on)? + lasts))
}
