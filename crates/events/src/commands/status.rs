//! How an event goes from state to state.

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{Actor, IdOf, Kind, NodeRef, date::today, entity::kinds, validate::Mistakes};
use record::{StatementInput, input::wrong_state};
use serde::Serialize;
use sqlx::types::Json;

use super::open::{Call, EVENT, Open, begun};
use crate::{EventMode, EventStatus};

/// An event to be announced.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AnnounceEventInput {
    /// The event, which is DRAFT or POSTPONED.
    pub event: IdOf<kinds::Event>,
    /// Announce it only if it has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// An event that is called off.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct CancelEventInput {
    /// The event, which has not been held.
    pub event: IdOf<kinds::Event>,
    /// Why.
    pub reason: StatementInput,
}

/// An event that took place.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct HoldEventInput {
    /// The event, which is ANNOUNCED, and has begun.
    pub event: IdOf<kinds::Event>,
    /// Say so only if it has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// Announces an event: from now on whoever it was meant for sees it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn announce_event(
    log: &Log,
    actor: Actor,
    input: &AnnounceEventInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut open = begun!(call.on(Action::AnnounceEvent, &input.event, Mistakes::default()));
    open.expect(input.expected_version)?;
    open.go_to(EventStatus::Announced)?;
    is_ready(&open)?;
    open.held.event.postponed_from = None;
    open.held.details.notice = None;
    open.show().await?;
    open.save().await?;
    let draft = with_host(&open, open.draft("event.announced"));
    open.finish_event(draft).await
}

/// Calls an event off, with the reason why. A draft that is cancelled is never shown to others.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn cancel_event(
    log: &Log,
    actor: Actor,
    input: &CancelEventInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let reason = input.reason.check("input.reason", &mut mistakes);
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut open = begun!(call.on(Action::CancelEvent, &input.event, mistakes));
    open.go_to(EventStatus::Cancelled)?;
    open.held.details.notice = Some(Json(reason));
    open.save().await?;
    let draft = open.draft("event.cancelled");
    open.finish_event(draft).await
}

/// Says that an event took place.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn hold_event(
    log: &Log,
    actor: Actor,
    input: &HoldEventInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut open = begun!(call.on(Action::HoldEvent, &input.event, Mistakes::default()));
    open.expect(input.expected_version)?;
    open.go_to(EventStatus::Held)?;
    let event = &open.held.event;
    let (zone, starts_on) = (event.time_zone.as_deref(), event.starts_on);
    let today = today(zone.unwrap_or("UTC"), open.write.now());
    if let Some(starts_on) = starts_on.filter(|day| day.first_day() > today) {
        let message = format!("It begins on {starts_on}: it has not taken place.");
        return Err(wrong_state(EVENT, message).into());
    }
    open.save().await?;
    let draft = with_host(&open, open.draft("event.held")).occurred_on(starts_on);
    open.finish_event(draft).await
}

/// Refuses to announce what nobody could come to.
fn is_ready(open: &Open) -> Result<(), Failure> {
    let event = &open.held.event;
    let mut mistakes = Mistakes::default();
    let mut check = |good: bool, message: &str| {
        if !good {
            mistakes.add(wrong_state(EVENT, message));
        }
    };
    check(event.starts_on.is_some(), "Its first day is not known.");
    check(event.time_zone.is_some(), "Its time zone is not known.");
    check(
        open.held.details.asked_host_id.is_none(),
        "The city that was asked to host it has not answered.",
    );
    let is_hosted = event.host_city_id.is_some() || open.held.details.asked_host_id.is_some();
    let has_place = is_hosted || event.venue.is_some();
    check(
        event.mode == EventMode::Online || has_place,
        "Nobody knows where it takes place: it has neither a host city nor a venue.",
    );
    Ok(mistakes.none()?)
}

/// An activity whose sentence names the city that hosts the event, if one does.
fn with_host(open: &Open, draft: Draft) -> Draft {
    match open.held.event.host_city_id {
        Some(host) => draft.node("host", NodeRef::new(Kind::City, host)),
        None => draft.code("host", "none"),
    }
}
