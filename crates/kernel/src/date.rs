//! Dates of which not everything may be known.

use std::{fmt, str::FromStr};

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

/// A date as precisely as it is known: a day `2017-11-29`, a month `2017-04`, or a year `2024`
/// (ISO 8601, with reduced precision).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    first_day: NaiveDate,
    precision: Precision,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Day,
    Month,
    Year,
}

impl PartialDate {
    /// A day.
    pub const fn day(day: NaiveDate) -> Self {
        Self {
            first_day: day,
            precision: Precision::Day,
        }
    }

    /// The first day that it can mean.
    pub const fn first_day(self) -> NaiveDate {
        self.first_day
    }

    /// The last day that it can mean.
    pub fn last_day(self) -> NaiveDate {
        let months = match self.precision {
            Precision::Day => return self.first_day,
            Precision::Month => 1,
            Precision::Year => 12,
        };
        let next = self.first_day.checked_add_months(Months::new(months));
        // Beyond the calendar there is no next month.
        next.and_then(|day| day.pred_opt())
            .unwrap_or(self.first_day)
    }

    /// The month, from 1, unless only the year is known.
    pub fn month(self) -> Option<u32> {
        (self.precision != Precision::Year).then(|| self.first_day.month())
    }

    /// The day of the month, if it is known.
    pub fn day_of_month(self) -> Option<u32> {
        (self.precision == Precision::Day).then(|| self.first_day.day())
    }

    /// As it is kept in the database: the first day and a letter for the precision, `2017-04-01M`.
    /// So dates of any precision sort by their first day, and a range is two comparisons.
    pub fn stored(self) -> String {
        let letter = match self.precision {
            Precision::Day => 'D',
            Precision::Month => 'M',
            Precision::Year => 'Y',
        };
        format!("{}{letter}", self.first_day)
    }

    fn from_stored(text: &str) -> Option<Self> {
        let (day, letter) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let precision = match letter {
            "D" => Precision::Day,
            "M" => Precision::Month,
            "Y" => Precision::Year,
            _ => return None,
        };
        Some(Self {
            first_day: day.parse().ok()?,
            precision,
        })
    }
}

/// The day that it is in this time zone of the IANA database at this instant; in UTC, where there is
/// no such zone.
pub fn today(time_zone: &str, now: DateTime<Utc>) -> NaiveDate {
    match time_zone.parse::<chrono_tz::Tz>() {
        Ok(zone) => now.with_timezone(&zone).date_naive(),
        Err(_) => now.date_naive(),
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first_day;
        match self.precision {
            Precision::Day => write!(f, "{day}"),
            Precision::Month => write!(f, "{:04}-{:02}", day.year(), day.month()),
            Precision::Year => write!(f, "{:04}", day.year()),
        }
    }
}

impl serde::Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for PartialDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (full, precision) = match text.len() {
            4 => (format!("{text}-01-01"), Precision::Year),
            7 => (format!("{text}-01"), Precision::Month),
            _ => (text.to_owned(), Precision::Day),
        };
        match full.parse() {
            Ok(first_day) if full.len() == 10 => Ok(Self {
                first_day,
                precision,
            }),
            _ => Err(format!(
                "`{text}` is not a date: write `2017-11-29`, `2017-11` or `2017`"
            )),
        }
    }
}

/// A date as precisely as it is known: a day `2017-11-29`, a month `2017-04`, or a year `2024`
/// (ISO 8601, with reduced precision), in the local calendar of the place it happened.
#[Scalar]
impl ScalarType for PartialDate {
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

macro_rules! stored {
    ($db:ty, $value:ty) => {
        impl sqlx::Type<$db> for PartialDate {
            fn type_info() -> <$db as sqlx::Database>::TypeInfo {
                <String as sqlx::Type<$db>>::type_info()
            }

            fn compatible(ty: &<$db as sqlx::Database>::TypeInfo) -> bool {
                <String as sqlx::Type<$db>>::compatible(ty)
            }
        }

        impl<'r> sqlx::Decode<'r, $db> for PartialDate {
            fn decode(value: $value) -> Result<Self, sqlx::error::BoxDynError> {
                let text = <String as sqlx::Decode<'r, $db>>::decode(value)?;
                Self::from_stored(&text).ok_or_else(|| format!("`{text}` is no date").into())
            }
        }

        impl<'q> sqlx::Encode<'q, $db> for PartialDate {
            fn encode_by_ref(
                &self,
                buffer: &mut <$db as sqlx::Database>::ArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                <String as sqlx::Encode<'q, $db>>::encode(self.stored(), buffer)
            }
        }
    };
}

stored!(sqlx::Sqlite, sqlx::sqlite::SqliteValueRef<'r>);
stored!(sqlx::Postgres, sqlx::postgres::PgValueRef<'r>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_precision_survives_the_way_to_the_database_and_back() {
        for text in ["2017-11-29", "2017-04", "2024"] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
            assert_eq!(PartialDate::from_stored(&date.stored()), Some(date));
        }
    }

    #[test]
    fn a_date_ends_with_the_last_day_that_it_can_mean() {
        for (text, last) in [
            ("2017-11-29", "2017-11-29"),
            ("2024-02", "2024-02-29"),
            ("2017-12", "2017-12-31"),
            ("2017", "2017-12-31"),
        ] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!(date.last_day().to_string(), last);
        }
    }

    #[test]
    fn a_day_begins_earlier_in_the_east() {
        let now = "2026-05-31T22:30:00Z".parse().unwrap();
        let day = |zone| today(zone, now).to_string();
        assert_eq!(day("Asia/Tokyo"), "2026-06-01");
        assert_eq!(day("America/Montreal"), "2026-05-31");
        assert_eq!(day("nowhere"), "2026-05-31");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "20",
            "2017-13",
            "2017-02-30",
            "2017-1-1",
            "29/11/2017",
            "２０１７",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }
}
