//! The days of an event change, and its sessions with them, or they are in the way.

use activity::Failure;
use chrono::TimeDelta;
use kernel::{
    Kind, NodeRef, UserError, UserErrorCode,
    date::PartialDate,
    local::{ClockChange, LocalDateTime, Tz},
    validate::Mistakes,
};

use super::open::Open;
use crate::{Days, Said, Slot, store::session as store};

const PATH: &str = "input.startsOn";

/// When an event was, before it was changed.
pub(super) struct Before {
    /// Its first day.
    pub(super) starts_on: Option<PartialDate>,
    /// Its time zone.
    pub(super) time_zone: Option<String>,
}

/// What is to become of the sessions.
pub(super) struct Sessions {
    /// Whether they move as far as the event does.
    pub(super) are_moved: bool,
    /// Which instants are meant, where the clocks are changed.
    pub(super) change: Option<ClockChange>,
}

impl Before {
    /// When the event of a write is. One that was postponed was when it had been announced for.
    pub(super) fn of(open: &Open) -> Self {
        let event = &open.held.event;
        Self {
            starts_on: event.starts_on.or(event.postponed_from),
            time_zone: event.time_zone.clone(),
        }
    }
}

/// Brings the sessions to where the event is now: at the same time of the day by the clocks there, and as
/// many days later as the event if that is wanted. Refuses with which sessions cannot be.
pub(super) async fn reschedule(
    open: &mut Open,
    before: &Before,
    sessions: &Sessions,
) -> Result<(), Failure> {
    // Without days there is nowhere to bring them: they wait.
    let Some(days) = Days::of(&open.held.event) else {
        return Ok(());
    };
    let event = open.id();
    let slots = store::slots(&mut open.write.conn(), event).await?;
    if slots.is_empty() {
        return Ok(());
    }
    let zone = before
        .time_zone
        .as_deref()
        .and_then(|zone| zone.parse().ok());
    let zone: Tz = zone.unwrap_or(days.zone);
    let by = match sessions.are_moved {
        true => distance(before.starts_on, open.held.event.starts_on)?,
        false => TimeDelta::zero(),
    };
    let mut mistakes = Mistakes::default();
    let mut moved: Vec<Slot> = Vec::new();
    for slot in &slots {
        let local = |at| LocalDateTime(LocalDateTime::at(at, zone).0 + by);
        let said = Said {
            starts_at: local(slot.starts_at),
            ends_at: local(slot.ends_at),
            change: sessions.change,
            start_path: PATH,
            end_path: PATH,
        };
        let mut found = Mistakes::default();
        let times = days.place(said, &mut found);
        for mistake in found.none().err().unwrap_or_default() {
            let session = NodeRef::new(Kind::Session, slot.id);
            let message = format!("{session}: {}", mistake.message);
            mistakes.add(UserError::new(mistake.code, PATH, message));
        }
        if let Some((starts_at, ends_at)) = times {
            let slot = Slot {
                starts_at,
                ends_at,
                ..slot.clone()
            };
            // Clocks that are changed can bring two together that were one after the other.
            if let Some(other) = moved.iter().find(|other| slot.overlaps(other)) {
                mistakes.add(slot.taken(other, days.zone, PATH));
            }
            moved.push(slot);
        }
    }
    mistakes.none()?;
    for (slot, before) in moved.iter().zip(&slots) {
        if slot != before {
            store::put(&mut open.write.conn(), slot).await?;
        }
    }
    Ok(store::order(&mut open.write.conn(), event).await?)
}

/// How many days later an event is.
fn distance(before: Option<PartialDate>, now: Option<PartialDate>) -> Result<TimeDelta, Failure> {
    let day = |date: Option<PartialDate>| {
        date.filter(|date| date.first_day() == date.last_day())
            .map(PartialDate::first_day)
    };
    match (day(before), day(now)) {
        (Some(before), Some(now)) => Ok(now - before),
        _ => {
            let message =
                "To move the sessions, the first day must be known to the day, before and now.";
            Err(UserError::new(UserErrorCode::Invalid, PATH, message).into())
        }
    }
}
