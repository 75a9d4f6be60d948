//! The comparators that filters are made of.

use async_graphql::InputObject;
use chrono::{DateTime, NaiveDate, Utc};

use super::{Comparator, Predicate, Terms};
use crate::{ClientError, Entity, IdOf, db::Value};

/// Compares a text, letter by letter. All given comparisons must hold.
#[derive(InputObject, Clone, Debug, Default)]
#[graphql(rename_fields = "camelCase")]
pub struct StringFilter {
    /// Is this text.
    pub eq: Option<String>,
    /// Is not this text.
    pub not_eq: Option<String>,
    /// Is one of these texts; at most 100.
    pub r#in: Option<Vec<String>>,
    /// Is none of these texts; at most 100.
    pub not_in: Option<Vec<String>>,
    /// Begins with this text.
    pub starts_with: Option<String>,
    /// Has no value (true), or has one (false).
    pub is_null: Option<bool>,
}

impl Comparator for StringFilter {
    fn compare(&self, column: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.equality(
            column,
            self.eq.as_ref(),
            self.not_eq.as_ref(),
            self.r#in.as_deref(),
            self.not_in.as_deref(),
        )?;
        if let Some(prefix) = &self.starts_with {
            // As a range, which an index answers on both databases; U+10FFFF sorts after every text.
            terms.add(Predicate::And(vec![
                Predicate::Compare(column, ">=", prefix.clone().into()),
                Predicate::Compare(column, "<", format!("{prefix}\u{10FFFF}").into()),
            ]))?;
        }
        terms.null(column, self.is_null)
    }
}

/// Compares a whole number. All given comparisons must hold; an unknown number holds none of them.
#[derive(InputObject, Clone, Debug, Default)]
pub struct IntFilter {
    /// Is this number.
    pub eq: Option<i32>,
    /// Is not this number.
    pub not_eq: Option<i32>,
    /// Is one of these numbers; at most 100.
    pub r#in: Option<Vec<i32>>,
    /// Is none of these numbers; at most 100.
    pub not_in: Option<Vec<i32>>,
    /// Is less.
    pub lt: Option<i32>,
    /// Is less, or the same.
    pub lte: Option<i32>,
    /// Is greater.
    pub gt: Option<i32>,
    /// Is greater, or the same.
    pub gte: Option<i32>,
    /// Is unknown (true), or known (false).
    pub is_null: Option<bool>,
}

impl Comparator for IntFilter {
    fn compare(&self, column: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.equality(
            column,
            self.eq.as_ref(),
            self.not_eq.as_ref(),
            self.r#in.as_deref(),
            self.not_in.as_deref(),
        )?;
        for (op, value) in [
            ("<", self.lt),
            ("<=", self.lte),
            (">", self.gt),
            (">=", self.gte),
        ] {
            if let Some(value) = value {
                terms.add(Predicate::Compare(column, op, value.into()))?;
            }
        }
        terms.null(column, self.is_null)
    }
}

/// Compares a date that may be known only in part: a month counts as its first day. All given
/// comparisons must hold; an unknown date holds none of them.
#[derive(InputObject, Clone, Debug, Default)]
pub struct DateFilter {
    /// Is this day, or later.
    pub on_or_after: Option<NaiveDate>,
    /// Is earlier than this day.
    pub before: Option<NaiveDate>,
    /// Is unknown (true), or known (false).
    pub is_null: Option<bool>,
}

impl Comparator for DateFilter {
    fn compare(&self, column: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        // Partial dates are kept as their first day followed by a letter (see `date`), so that the
        // bare day sorts before all of its forms.
        if let Some(day) = self.on_or_after {
            terms.add(Predicate::Compare(column, ">=", day.to_string().into()))?;
        }
        if let Some(day) = self.before {
            terms.add(Predicate::Compare(column, "<", day.to_string().into()))?;
        }
        terms.null(column, self.is_null)
    }
}

/// Compares an instant. All given comparisons must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct TimeFilter {
    /// Is this instant, or later.
    pub from: Option<DateTime<Utc>>,
    /// Is earlier than this instant.
    pub before: Option<DateTime<Utc>>,
}

impl Comparator for TimeFilter {
    fn compare(&self, column: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        for (op, value) in [(">=", self.from), ("<", self.before)] {
            if let Some(value) = value {
                terms.add(Predicate::Compare(column, op, Value::Time(value)))?;
            }
        }
        Ok(())
    }
}

/// Compares yes and no.
#[derive(InputObject, Clone, Debug, Default)]
pub struct BooleanFilter {
    /// Is this.
    pub eq: Option<bool>,
}

impl Comparator for BooleanFilter {
    fn compare(&self, column: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        match self.eq {
            Some(value) => terms.add(Predicate::Compare(column, "=", Value::Bool(value))),
            None => Ok(()),
        }
    }
}

/// Compares the ids of one kind of node.
#[derive(Clone, Debug)]
pub struct IdFilter<E: Entity> {
    inner: IdFilterInput,
    entity: std::marker::PhantomData<fn() -> E>,
}

/// Compares the id of a node. All given comparisons must hold.
#[derive(InputObject, Clone, Debug, Default)]
#[graphql(name = "IDFilter")]
pub struct IdFilterInput {
    /// Is this node.
    pub eq: Option<async_graphql::ID>,
    /// Is one of these nodes; at most 100.
    pub r#in: Option<Vec<async_graphql::ID>>,
    /// Is unknown (true), or known (false).
    pub is_null: Option<bool>,
}

impl<E: Entity> async_graphql::InputType for IdFilter<E> {
    type RawValueType = Self;

    fn type_name() -> std::borrow::Cow<'static, str> {
        <IdFilterInput as async_graphql::InputType>::type_name()
    }

    fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
        IdFilterInput::create_type_info(registry)
    }

    fn parse(value: Option<async_graphql::Value>) -> async_graphql::InputValueResult<Self> {
        let inner =
            IdFilterInput::parse(value).map_err(async_graphql::InputValueError::propagate)?;
        Ok(Self {
            inner,
            entity: std::marker::PhantomData,
        })
    }

    fn to_value(&self) -> async_graphql::Value {
        self.inner.to_value()
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<E: Entity> Comparator for IdFilter<E> {
    fn compare(&self, column: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        let key = |id: &async_graphql::ID| IdOf::<E>::parse_text(id).map(Value::Uuid);
        if let Some(id) = &self.inner.eq {
            let value = key(id)?;
            terms.add(Predicate::Compare(column, "=", value))?;
        }
        if let Some(ids) = &self.inner.r#in {
            let values = ids.iter().map(key).collect::<Result<Vec<_>, _>>()?;
            let term = terms.one_of(column, &values)?;
            terms.add(term)?;
        }
        terms.null(column, self.inner.is_null)
    }
}

/// Makes the filter of nodes that are asked for by their id and their name in addresses, and nothing else.
///
/// ```ignore
/// kernel::node_filter!(/// Which themes. All given conditions must hold.
///     ThemeFilter, kinds::Theme);
/// ```
#[macro_export]
macro_rules! node_filter {
    ($(#[$doc:meta])* $name:ident, $kind:ty) => {
        $(#[$doc])*
        #[derive(async_graphql::InputObject, Clone, Debug, Default)]
        pub struct $name {
            /// All of these hold.
            pub and: Option<Vec<$name>>,
            /// One of these holds.
            pub or: Option<Vec<$name>>,
            /// This does not hold.
            pub not: Option<Box<$name>>,
            /// The id.
            pub id: Option<$crate::filter::IdFilter<$kind>>,
            /// The name in addresses.
            pub slug: Option<$crate::filter::StringFilter>,
        }

        impl $crate::filter::Filter for $name {
            fn terms(
                &self,
                terms: &mut $crate::filter::Terms<'_>,
            ) -> Result<(), $crate::ClientError> {
                terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
                terms.compare("id", self.id.as_ref(), "n.id")?;
                terms.compare("slug", self.slug.as_ref(), "n.slug")
            }
        }
    };
}

/// Makes the comparator of an enum.
///
/// ```ignore
/// kernel::enum_filter!(/// Compares a stage.
///     StageFilter, Stage);
/// ```
#[macro_export]
macro_rules! enum_filter {
    ($(#[$doc:meta])* $name:ident, $enum:ty) => {
        $(#[$doc])*
        #[derive(async_graphql::InputObject, Clone, Debug, Default)]
        pub struct $name {
            /// Is this.
            pub eq: Option<$enum>,
            /// Is not this.
            pub not_eq: Option<$enum>,
            /// Is one of these; at most 100.
            pub r#in: Option<Vec<$enum>>,
            /// Is none of these; at most 100.
            pub not_in: Option<Vec<$enum>>,
            /// Is unknown (true), or known (false).
            pub is_null: Option<bool>,
        }

        impl $crate::filter::Comparator for $name {
            fn compare(
                &self,
                column: &'static str,
                terms: &mut $crate::filter::Terms<'_>,
            ) -> Result<(), $crate::ClientError> {
                terms.equality(
                    column,
                    self.eq.as_ref(),
                    self.not_eq.as_ref(),
                    self.r#in.as_deref(),
                    self.not_in.as_deref(),
                )?;
                terms.null(column, self.is_null)
            }
        }
    };
}
