//! Times as the clocks of a place show them, and the instants that they are.
//!
//! Where clocks are changed, a local time may not exist, or come twice. Nothing is guessed: who says
//! such a time is asked which instant is meant. The two answers are those of `disambiguation` in
//! ECMAScript's Temporal (<https://tc39.es/proposal-temporal/docs/timezone.html>), without the ones
//! that guess.

use std::{fmt, str::FromStr};

use async_graphql::{Enum, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{
    DateTime, FixedOffset, MappedLocalTime, NaiveDateTime, Offset as _, TimeDelta, TimeZone as _,
    Utc,
};
pub use chrono_tz::Tz;
use serde::{Deserialize, Serialize, Serializer};

use crate::{UserError, UserErrorCode};

/// A date and a time of day, to the minute, as the clocks of a place show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalDateTime(pub NaiveDateTime);

/// Which instant a local time means that does not exist, or comes twice, where the clocks are changed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClockChange {
    /// The earlier one: of a time that comes twice the first, and for one that is skipped the time as
    /// long before the change.
    Earlier,
    /// The later one: of a time that comes twice the second, and for one that is skipped the time as
    /// long after the change.
    Later,
}

/// A local time that is no instant, or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOnce {
    local: LocalDateTime,
    zone: Tz,
    is_skipped: bool,
    earlier: DateTime<Tz>,
    later: DateTime<Tz>,
}

impl LocalDateTime {
    /// What the clocks of a zone show at an instant.
    pub fn at(instant: DateTime<Utc>, zone: Tz) -> Self {
        Self(instant.with_timezone(&zone).naive_local())
    }

    /// The instant that it is in this zone.
    ///
    /// # Errors
    /// When it does not exist there or comes twice, and nobody said which is meant.
    pub fn instant(
        self,
        zone: Tz,
        change: Option<ClockChange>,
    ) -> Result<DateTime<Utc>, Box<NotOnce>> {
        let (is_skipped, earlier, later) = match zone.from_local_datetime(&self.0) {
            MappedLocalTime::Single(at) => return Ok(at.to_utc()),
            MappedLocalTime::Ambiguous(earlier, later) => (false, earlier, later),
            MappedLocalTime::None => {
                let (earlier, later) = self.around(zone);
                (true, earlier, later)
            }
        };
        match change {
            Some(ClockChange::Earlier) => Ok(earlier.to_utc()),
            Some(ClockChange::Later) => Ok(later.to_utc()),
            None => Err(Box::new(NotOnce {
                local: self,
                zone,
                is_skipped,
                earlier,
                later,
            })),
        }
    }

    /// The instants that a time which is skipped would be by the clocks after the change, and by those
    /// before.
    fn around(self, zone: Tz) -> (DateTime<Tz>, DateTime<Tz>) {
        let offset = |days: i64| -> FixedOffset {
            let near = self.0 + TimeDelta::days(days);
            zone.offset_from_utc_datetime(&near).fix()
        };
        let by = |offset: FixedOffset| {
            let utc = self.0 - TimeDelta::seconds(offset.local_minus_utc().into());
            zone.from_utc_datetime(&utc)
        };
        (by(offset(1)), by(offset(-1)))
    }
}

impl NotOnce {
    /// What the user is told, with the choices.
    pub fn at(&self, path: &str) -> UserError {
        let choice = |at: &DateTime<Tz>| at.format("%H:%M %:z").to_string();
        let (earlier, later) = (choice(&self.earlier), choice(&self.later));
        let (local, zone) = (self.local, self.zone);
        let (code, what) = match self.is_skipped {
            true => (UserErrorCode::SkippedTime, "does not exist"),
            false => (UserErrorCode::RepeatedTime, "comes twice"),
        };
        let message = format!(
            "{local} {what} in {zone}, where the clocks are changed: say `EARLIER` ({earlier}), \
             `LATER` ({later}), or another time."
        );
        UserError::new(code, path, message)
    }
}

impl fmt::Display for LocalDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M"))
    }
}

impl FromStr for LocalDateTime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M") {
            Ok(at) if text.len() == 16 => Ok(Self(at)),
            _ => Err(format!(
                "`{text}` is not a local date and time: write `2027-06-09T09:30`"
            )),
        }
    }
}

impl Serialize for LocalDateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A date and a time of day, to the minute, as the clocks of a place show them: `2027-06-09T09:30`
/// (ISO 8601, without an offset from UTC). Which place is said where it is used.
#[Scalar]
impl ScalarType for LocalDateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => text.parse().map_err(|message: String| {
                InputValueError::custom(message).with_extension("code", "INVALID_ARGUMENT")
            }),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instants(zone: Tz, local: &str) -> Vec<String> {
        let local: LocalDateTime = local.parse().unwrap();
        [None, Some(ClockChange::Earlier), Some(ClockChange::Later)]
            .map(|change| match local.instant(zone, change) {
                Ok(at) => at.format("%Y-%m-%dT%H:%MZ").to_string(),
                Err(not_once) => {
                    let mistake = not_once.at("input.startsAt");
                    format!("{:?}: {}", mistake.code, mistake.message)
                }
            })
            .to_vec()
    }

    #[test]
    fn a_time_that_is_skipped_is_asked_about() {
        assert_eq!(
            instants(Tz::Europe__Paris, "2027-03-28T02:30"),
            [
                "SkippedTime: 2027-03-28T02:30 does not exist in Europe/Paris, where the clocks are \
                 changed: say `EARLIER` (01:30 +01:00), `LATER` (03:30 +02:00), or another time.",
                "2027-03-28T00:30Z",
                "2027-03-28T01:30Z",
            ]
        );
    }

    #[test]
    fn a_time_that_comes_twice_is_asked_about() {
        assert_eq!(
            instants(Tz::Europe__Paris, "2027-10-31T02:30"),
            [
                "RepeatedTime: 2027-10-31T02:30 comes twice in Europe/Paris, where the clocks are \
                 changed: say `EARLIER` (02:30 +02:00), `LATER` (02:30 +01:00), or another time.",
                "2027-10-31T00:30Z",
                "2027-10-31T01:30Z",
            ]
        );
    }

    #[test]
    fn where_clocks_are_not_changed_every_time_is_one_instant() {
        // China has not changed its clocks since 1991, Mexico (its north apart) since 2022.
        for (zone, local, utc) in [
            (Tz::Asia__Shanghai, "2027-03-28T02:30", "2027-03-27T18:30Z"),
            (
                Tz::America__Mexico_City,
                "2027-04-04T02:30",
                "2027-04-04T08:30Z",
            ),
        ] {
            assert_eq!(instants(zone, local), [utc; 3]);
        }
        assert!(instants(Tz::America__Mexico_City, "2022-04-03T02:30")[0].starts_with("Skipped"));
        assert!(instants(Tz::Asia__Shanghai, "1986-05-04T02:30")[0].starts_with("Skipped"));
    }

    #[test]
    fn what_is_no_local_time_is_refused() {
        for text in [
            "",
            "2027-06-09",
            "2027-06-09T25:00",
            "2027-06-09T09:30Z",
            "2027-6-9T9:30",
        ] {
            assert!(text.parse::<LocalDateTime>().is_err(), "{text}");
        }
    }
}
