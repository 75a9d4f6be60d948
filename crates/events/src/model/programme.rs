//! When the sessions of an event are: within its days, and one at a time in each place.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kernel::{
    Kind, NodeRef, UserError, UserErrorCode,
    date::PartialDate,
    local::{ClockChange, LocalDateTime, Tz},
    validate::Mistakes,
};
use uuid::Uuid;

use crate::Event;

/// How long after the end of its last day an event may go on: its last evening ends in the night.
const NIGHT_HOURS: i64 = 6;

/// A session that has a time, as far as others have to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The session.
    pub id: Uuid,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where it is.
    pub room: Option<String>,
}

/// When an event is, and by which clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// Its time zone.
    pub zone: Tz,
}

/// A time of a session, as it was said, and where in the input.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// When it begins.
    pub starts_at: LocalDateTime,
    /// When it ends.
    pub ends_at: LocalDateTime,
    /// Which instants are meant, where the clocks are changed.
    pub change: Option<ClockChange>,
    /// Where the beginning stands.
    pub start_path: &'a str,
    /// Where the end stands.
    pub end_path: &'a str,
}

impl Days {
    /// The days of an event; none as long as they or its time zone are unknown.
    pub fn of(event: &Event) -> Option<Self> {
        Self::between(event.starts_on?, event.ends_on, event.time_zone.as_deref())
    }

    /// From a day to another in a time zone, as far as they are known.
    pub fn between(
        starts_on: PartialDate,
        ends_on: Option<PartialDate>,
        zone: Option<&str>,
    ) -> Option<Self> {
        Some(Self {
            first: starts_on.first_day(),
            last: ends_on.unwrap_or(starts_on).last_day(),
            zone: zone?.parse().ok()?,
        })
    }

    /// The instants of a session, or what is wrong with its times.
    pub fn place(
        self,
        said: Said<'_>,
        mistakes: &mut Mistakes,
    ) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let mut instant = |at: LocalDateTime, path: &str| match at.instant(self.zone, said.change) {
            Ok(instant) => Some(instant),
            Err(not_once) => {
                mistakes.add(not_once.at(path));
                None
            }
        };
        let starts_at = instant(said.starts_at, said.start_path);
        let ends_at = instant(said.ends_at, said.end_path);
        let (starts_at, ends_at) = (starts_at?, ends_at?);
        mistakes.check(
            starts_at < ends_at,
            UserErrorCode::Invalid,
            said.end_path,
            "A session ends after it begins.",
        );
        let days = format!("{} to {}", self.first, self.last);
        let begins = said.starts_at.0.date();
        if !(self.first..=self.last).contains(&begins) {
            let message = format!("{begins} is not one of the event's days, {days}.");
            mistakes.add(UserError::new(
                UserErrorCode::OutsideEvent,
                said.start_path,
                message,
            ));
        }
        let night = (self.last + TimeDelta::days(1)).and_time(chrono::NaiveTime::MIN)
            + TimeDelta::hours(NIGHT_HOURS);
        if said.ends_at.0 > night {
            let message =
                format!("The event is from {days}, and ends in the night after its last day.");
            mistakes.add(UserError::new(
                UserErrorCode::OutsideEvent,
                said.end_path,
                message,
            ));
        }
        Some((starts_at, ends_at))
    }
}

impl Slot {
    /// Whether both are in one place at one time. Where one ends, another can begin.
    pub fn overlaps(&self, other: &Slot) -> bool {
        let place = |room: &Option<String>| room.as_deref().map(search::fold);
        self.id != other.id
            && self.room.is_some()
            && place(&self.room) == place(&other.room)
            && self.starts_at < other.ends_at
            && other.starts_at < self.ends_at
    }

    /// That another session is there at that time.
    pub fn taken(&self, by: &Slot, zone: Tz, path: &str) -> UserError {
        let local = |at| LocalDateTime::at(at, zone);
        let message = format!(
            "In “{}” there is {} from {} to {}.",
            by.room.as_deref().unwrap_or_default(),
            NodeRef::new(Kind::Session, by.id),
            local(by.starts_at),
            local(by.ends_at),
        );
        UserError::new(UserErrorCode::Overlap, path, message)
    }
}
