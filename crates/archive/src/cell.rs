//! One value of a row: from a database, as canonical JSON, and back.
//!
//! Canonical means that the same value gives the same bytes, whichever database it comes from: keys
//! as text with hyphens, instants in UTC with six digits, the keys of JSON values in order, numbers
//! in the shortest form that reads back the same.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use sqlx::{ColumnIndex, Database, Decode, Row, Type, types::Json};
use uuid::Uuid;

use crate::tables::{Column, ColumnKind};

/// A value, or its absence, which has a type too.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Uuid(Option<Uuid>),
    Text(Option<String>),
    Int(Option<i64>),
    Float(Option<f64>),
    Bool(Option<bool>),
    Time(Option<DateTime<Utc>>),
    Json(Option<Value>),
}

impl Cell {
    /// The value of the column at this place of a row.
    pub(crate) fn read<R>(row: &R, at: usize, kind: ColumnKind) -> Result<Self, sqlx::Error>
    where
        R: Row,
        usize: ColumnIndex<R>,
        Uuid: for<'r> Decode<'r, R::Database> + Type<R::Database>,
        String: for<'r> Decode<'r, R::Database> + Type<R::Database>,
        i64: for<'r> Decode<'r, R::Database> + Type<R::Database>,
        f64: for<'r> Decode<'r, R::Database> + Type<R::Database>,
        bool: for<'r> Decode<'r, R::Database> + Type<R::Database>,
        DateTime<Utc>: for<'r> Decode<'r, R::Database> + Type<R::Database>,
        Json<Value>: for<'r> Decode<'r, R::Database> + Type<R::Database>,
        R::Database: Database<Row = R>,
    {
        Ok(match kind {
            ColumnKind::Uuid => Self::Uuid(row.try_get(at)?),
            ColumnKind::Text => Self::Text(row.try_get(at)?),
            ColumnKind::Int => Self::Int(row.try_get(at)?),
            ColumnKind::Float => Self::Float(row.try_get(at)?),
            ColumnKind::Bool => Self::Bool(row.try_get(at)?),
            ColumnKind::Time => Self::Time(row.try_get(at)?),
            ColumnKind::Json => Self::Json(
                row.try_get::<Option<Json<Value>>, _>(at)?
                    .map(|json| json.0),
            ),
        })
    }

    /// Writes it as canonical JSON. Says what is wrong where it cannot be.
    pub(crate) fn write(&self, out: &mut String) -> Result<(), &'static str> {
        match self {
            Self::Uuid(Some(id)) => {
                out.push('"');
                out.push_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
                out.push('"');
            }
            Self::Text(Some(text)) => write_text(text, out),
            // A `String` takes whatever is written.
            Self::Int(Some(number)) => out.push_str(&number.to_string()),
            Self::Float(Some(number)) if number.is_finite() => write_float(*number, out),
            Self::Float(Some(_)) => return Err("a number is infinite, or none"),
            Self::Bool(Some(yes)) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Time(Some(time)) => {
                out.push('"');
                out.push_str(&time.to_rfc3339_opts(SecondsFormat::Micros, true));
                out.push('"');
            }
            Self::Json(Some(value)) => write_json(value, out),
            Self::Uuid(None)
            | Self::Text(None)
            | Self::Int(None)
            | Self::Float(None)
            | Self::Bool(None)
            | Self::Time(None)
            | Self::Json(None) => out.push_str("null"),
        }
        Ok(())
    }

    /// The value of a column, from JSON. Says what is wrong where it is no such value.
    pub(crate) fn parse(column: &Column, value: Value) -> Result<Self, String> {
        if value.is_null() {
            return if column.null {
                Ok(Self::none(column.kind))
            } else {
                Err("must not be null".to_owned())
            };
        }
        let wrong = |what| Err(format!("{} is not {what}", excerpt(&value)));
        match column.kind {
            ColumnKind::Uuid => match value.as_str().map(Uuid::try_parse) {
                Some(Ok(id)) => Ok(Self::Uuid(Some(id))),
                _ => wrong("a UUID"),
            },
            ColumnKind::Text => match value {
                Value::String(text) => Ok(Self::Text(Some(text))),
                _ => wrong("text"),
            },
            ColumnKind::Int => match value.as_i64() {
                Some(number) => Ok(Self::Int(Some(number))),
                None => wrong("a whole number of 64 bits"),
            },
            ColumnKind::Float => match value.as_f64() {
                Some(number) => Ok(Self::Float(Some(number))),
                None => wrong("a number"),
            },
            ColumnKind::Bool => match value.as_bool() {
                Some(yes) => Ok(Self::Bool(Some(yes))),
                None => wrong("true or false"),
            },
            ColumnKind::Time => match value.as_str().map(DateTime::parse_from_rfc3339) {
                Some(Ok(time)) => Ok(Self::Time(Some(time.to_utc()))),
                _ => wrong("an instant of RFC 3339"),
            },
            ColumnKind::Json => Ok(Self::Json(Some(value))),
        }
    }

    fn none(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Uuid => Self::Uuid(None),
            ColumnKind::Text => Self::Text(None),
            ColumnKind::Int => Self::Int(None),
            ColumnKind::Float => Self::Float(None),
            ColumnKind::Bool => Self::Bool(None),
            ColumnKind::Time => Self::Time(None),
            ColumnKind::Json => Self::Json(None),
        }
    }

    pub(crate) fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => *number,
            _ => None,
        }
    }

    pub(crate) fn as_uuid(&self) -> Option<Uuid> {
        match self {
            Self::Uuid(id) => *id,
            _ => None,
        }
    }
}

/// The beginning of a value, for a sentence.
fn excerpt(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

pub(crate) fn write_text(text: &str, out: &mut String) {
    // Text always has a JSON form.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// Postgres keeps the numbers of a JSON value as decimals: there is no minus zero, and no
/// difference between `1e16` and `10000000000000000`. A whole number that fits is written as one.
fn write_float(number: f64, out: &mut String) {
    const WHOLE: std::ops::Range<f64> = -9_223_372_036_854_775_808.0..18_446_744_073_709_551_616.0;
    if number.fract() == 0.0 && WHOLE.contains(&number) {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and fits")]
        let whole = number as i128;
        let _ = write!(out, "{whole}");
    } else {
        out.push_str(&Value::from(number).to_string());
    }
}

fn write_json(value: &Value, out: &mut String) {
    match value {
        Value::Object(object) => {
            let mut pairs: Vec<_> = object.iter().collect();
            pairs.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (i, (key, value)) in pairs.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_text(key, out);
                out.push(':');
                write_json(value, out);
            }
            out.push('}');
        }
        Value::Array(values) => {
            out.push('[');
            for (i, value) in values.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_json(value, out);
            }
            out.push(']');
        }
        Value::String(text) => write_text(text, out),
        Value::Number(number) if number.is_f64() => {
            write_float(number.as_f64().unwrap_or_default(), out);
        }
        other => out.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        let mut out = String::new();
        write_json(&serde_json::from_str(text).unwrap(), &mut out);
        out
    }

    #[test]
    fn the_same_value_has_the_same_bytes() {
        for (one, other) in [
            (
                r#"{"b": 1, "a": {"d": [], "c": null}}"#,
                r#"{"a":{"c":null,"d":[]},"b":1}"#,
            ),
            ("1e16", "10000000000000000"),
            ("1e30", "1000000000000000000000000000000"),
            ("-0.0", "0"),
            ("1.0", "1"),
            ("1.50", "1.5"),
            ("1e-10", "0.0000000001"),
            ("9223372036854775808.0", "9223372036854775808"),
            (r#""\u00e9\n""#, "\"é\\n\""),
        ] {
            assert_eq!(canonical(one), canonical(other));
        }
        assert_eq!(canonical("45.77972221"), "45.77972221");
        assert_eq!(canonical("0.1234567890123456"), "0.1234567890123456");
    }
}
