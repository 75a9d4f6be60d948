//! Statements that are put together while the hub runs: filters, orders, pages.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::date::PartialDate;

/// A value bound to a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
    /// A key.
    Uuid(Uuid),
    /// An instant.
    Time(DateTime<Utc>),
    /// A document.
    Json(serde_json::Value),
    /// Nothing, where there could be one of these.
    Null(Null),
}

/// What is missing: Postgres wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// Text.
    Text,
    /// A key.
    Uuid,
    /// An instant.
    Time,
    /// A document.
    Json,
}

/// What may be missing from a column.
pub trait Nullable: Into<Value> {
    /// What is missing then.
    const NULL: Null;
}

impl<T: Nullable> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null(T::NULL), T::into)
    }
}

macro_rules! values {
    ($($from:ty => $null:ident, |$value:ident| $make:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $make
            }
        }

        impl Nullable for $from {
            const NULL: Null = Null::$null;
        }
    )*};
}

values! {
    i32 => Int, |value| Value::Int(value.into());
    f64 => Float, |value| Value::Float(value);
    &str => Text, |value| Value::Text(value.to_owned());
    String => Text, |value| Value::Text(value);
    PartialDate => Text, |value| Value::Text(value.stored());
    Uuid => Uuid, |value| Value::Uuid(value);
    DateTime<Utc> => Time, |value| Value::Time(value);
}

/// A statement in the making: text that the hub wrote, and values that it did not. Values only ever
/// enter through [`Sql::bind`], so no input becomes text of a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// A statement that begins so.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            values: Vec::new(),
        }
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a value, as the next placeholder.
    pub fn bind(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Adds `($1, $2, …)`. The list is filled up to a power of two with its last value, so that
    /// lists of any length share a few prepared statements. An empty list matches nothing.
    pub fn bind_list(&mut self, values: impl IntoIterator<Item = Value>) -> &mut Self {
        let mut values: Vec<Value> = values.into_iter().collect();
        let Some(last) = values.last().cloned() else {
            return self.push("(null)");
        };
        values.resize(values.len().next_power_of_two(), last);
        self.push("(");
        for (i, value) in values.into_iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self.push(")")
    }

    /// Adds `($1, $2), ($3, $4), …`.
    pub fn bind_rows<const N: usize>(
        &mut self,
        rows: impl IntoIterator<Item = [Value; N]>,
    ) -> &mut Self {
        for (i, row) in rows.into_iter().enumerate() {
            self.push(if i > 0 { ", (" } else { "(" });
            for (j, value) in row.into_iter().enumerate() {
                if j > 0 {
                    self.push(", ");
                }
                self.bind(value);
            }
            self.push(")");
        }
        self
    }

    /// What makes two statements ask the same: text and values.
    pub fn fingerprint(&self) -> String {
        format!("{}|{:?}", self.text, self.values)
    }

    pub(super) fn into_parts(self) -> (String, Vec<Value>) {
        (self.text, self.values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_five_to_eight_share_one_statement() {
        let text = |n: i64| {
            let mut sql = Sql::new("x in ");
            sql.bind_list((0..n).map(Value::Int));
            sql.text
        };
        assert_eq!(text(5), text(8));
        assert_eq!(text(0), "x in (null)");
        assert_eq!(text(3), "x in ($1, $2, $3, $4)");
    }

    #[test]
    fn rows_are_bound_one_after_the_other() {
        let mut sql = Sql::new("values ");
        sql.bind_rows([[1.into(), "a".into()], [2.into(), None::<&str>.into()]]);
        assert_eq!(sql.text, "values ($1, $2), ($3, $4)");
        assert_eq!(sql.values[3], Value::Null(Null::Text));
    }
}
