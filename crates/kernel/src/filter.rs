//! Filters of lists: typed comparators, combined with `and`, `or` and `not`.
//!
//! To add a comparator to a list: a field in the domain's filter type, and a line in its
//! [`Filter::terms`] that says which column it compares.

use std::cell::Cell;

use async_graphql::InputObject;
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    ClientError, Code, Entity, IdOf, Viewer,
    db::{Sql, Value},
    list,
};

/// How deep `and`, `or` and `not` may be nested.
pub const MAX_DEPTH: usize = 8;
/// How many comparisons one filter may make.
pub const MAX_TERMS: usize = 100;
/// How many values `in` may list.
pub const MAX_VALUES: usize = 100;

/// A condition on the rows of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// All of these.
    And(Vec<Predicate>),
    /// One of these; of none, nothing.
    Or(Vec<Predicate>),
    /// Not this. What is unknown counts as false, so that its opposite is true.
    Not(Box<Predicate>),
    /// A comparison: `=`, `<`, `<=`, `>`, `>=`.
    Compare(&'static str, &'static str, Value),
    /// One of these values.
    In(&'static str, Vec<Value>),
    /// Has no value.
    IsNull(&'static str),
    /// A related row exists, leading to a node that the viewer may see. (Else a filter would tell of
    /// links to what is hidden.)
    Linked(Link, Box<Predicate>),
    /// No such related row exists.
    Unlinked(Link),
}

/// How rows are tied to nodes by a related table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The column of the row: `n.id`.
    pub row: &'static str,
    /// The related table: `project_city f`.
    pub from: &'static str,
    /// Its column that names the row: `f.project_id`.
    pub key: &'static str,
    /// What else must hold of it: `f.role = 'LEAD'`.
    pub when: Option<&'static str>,
    /// Its column with the node: `f.city_id`.
    pub node: &'static str,
}

impl Link {
    fn write(self, sql: &mut Sql, viewer: &Viewer) {
        sql.push(" from ").push(self.from).push(" where ");
        if let Some(when) = self.when {
            sql.push(when).push(" and ");
        }
        sql.push("exists (select 1 from node seen where seen.id = ")
            .push(self.node);
        sql.push(" and ");
        list::visible(sql, "seen.audience", viewer);
        sql.push(")");
    }
}

impl Predicate {
    /// What is true of every row.
    pub const fn always() -> Self {
        Predicate::And(Vec::new())
    }

    /// Adds it to a statement.
    pub fn write(&self, sql: &mut Sql, viewer: &Viewer) {
        match self {
            Predicate::And(terms) => join(sql, terms, " and ", "true", viewer),
            Predicate::Or(terms) => join(sql, terms, " or ", "false", viewer),
            Predicate::Not(term) => {
                sql.push("not coalesce(");
                term.write(sql, viewer);
                sql.push(", false)");
            }
            Predicate::Compare(left, op, value) => {
                sql.push(left)
                    .push(" ")
                    .push(op)
                    .push(" ")
                    .bind(value.clone());
            }
            Predicate::In(left, values) => {
                sql.push(left)
                    .push(" in ")
                    .bind_list(values.iter().cloned());
            }
            Predicate::IsNull(left) => {
                sql.push(left).push(" is null");
            }
            Predicate::Linked(link, holds) => {
                // Not `exists`: SQLite would go through the rows to ask it of each.
                sql.push(link.row).push(" in (select ").push(link.key);
                link.write(sql, viewer);
                sql.push(" and ");
                holds.write(sql, viewer);
                sql.push(")");
            }
            Predicate::Unlinked(link) => {
                // Not `in`: it would read all related rows through, where a page asks of few.
                sql.push("not exists (select 1");
                link.write(sql, viewer);
                sql.push(" and ")
                    .push(link.key)
                    .push(" = ")
                    .push(link.row)
                    .push(")");
            }
        }
    }
}

fn join(sql: &mut Sql, terms: &[Predicate], word: &str, of_none: &str, viewer: &Viewer) {
    if terms.is_empty() {
        sql.push(of_none);
        return;
    }
    sql.push("(");
    for (i, term) in terms.iter().enumerate() {
        if i > 0 {
            sql.push(word);
        }
        term.write(sql, viewer);
    }
    sql.push(")");
}

fn linked(link: Link, holds: Vec<Predicate>) -> Predicate {
    Predicate::Linked(link, Box::new(Predicate::And(holds)))
}

/// A filter type of the schema.
pub trait Filter: Sized {
    /// Says what each of its fields compares.
    ///
    /// # Errors
    /// [`Code::InvalidFilter`], or the code of a value that cannot be used.
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError>;
}

/// A comparator type of the schema.
pub trait Comparator {
    /// Adds its comparisons of `column`.
    ///
    /// # Errors
    /// As [`Filter::terms`].
    fn compare(&self, column: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError>;
}

/// The condition that a `filter` argument stands for.
///
/// # Errors
/// When the filter is too deep or too large, or has a value that cannot be compared.
pub fn predicate<F: Filter>(filter: Option<&F>) -> Result<Predicate, ClientError> {
    let Some(filter) = filter else {
        return Ok(Predicate::always());
    };
    let count = Cell::new(0);
    let mut terms = Terms {
        path: "filter".to_owned(),
        depth: 0,
        count: &count,
        all: Vec::new(),
    };
    filter.terms(&mut terms)?;
    Ok(Predicate::And(terms.all))
}

/// The comparisons of one level of a filter, all of which must hold.
pub struct Terms<'a> {
    path: String,
    depth: usize,
    count: &'a Cell<usize>,
    all: Vec<Predicate>,
}

impl Terms<'_> {
    /// Adds `and`, `or` and `not`.
    ///
    /// # Errors
    /// When they are nested too deep.
    pub fn nested<F: Filter>(
        &mut self,
        and: Option<&[F]>,
        or: Option<&[F]>,
        not: Option<&F>,
    ) -> Result<(), ClientError> {
        if let Some(filters) = and {
            let terms = self.each("and", filters)?;
            self.all.push(Predicate::And(terms));
        }
        if let Some(filters) = or {
            let terms = self.each("or", filters)?;
            self.all.push(Predicate::Or(terms));
        }
        if let Some(filter) = not {
            let term = self.inner("not", filter)?;
            self.all.push(Predicate::Not(Box::new(term)));
        }
        Ok(())
    }

    /// Adds a comparator's comparisons of a column, if the filter has them.
    ///
    /// # Errors
    /// As the comparator.
    pub fn compare<C: Comparator>(
        &mut self,
        field: &str,
        comparator: Option<&C>,
        column: &'static str,
    ) -> Result<(), ClientError> {
        let Some(comparator) = comparator else {
            return Ok(());
        };
        let outer = self.path.len();
        self.path.push('.');
        self.path.push_str(field);
        let added = comparator
            .compare(column, self)
            .map_err(|e| e.at(&*self.path));
        self.path.truncate(outer);
        added
    }

    /// Adds a comparator's comparisons of the nodes that a row is linked to, one of which must hold
    /// them; `isNull` asks whether there is no such node.
    ///
    /// # Errors
    /// As the comparator.
    pub fn linked<C: Comparator>(
        &mut self,
        field: &str,
        comparator: Option<&C>,
        link: Link,
    ) -> Result<(), ClientError> {
        let outer = std::mem::take(&mut self.all);
        self.compare(field, comparator, link.node)?;
        let mut inner = std::mem::replace(&mut self.all, outer);
        let absent = Predicate::IsNull(link.node);
        if inner.contains(&absent) {
            self.all.push(Predicate::Unlinked(link));
        }
        inner.retain(|term| *term != absent);
        if !inner.is_empty() {
            self.all.push(linked(link, inner));
        }
        Ok(())
    }

    /// Adds one comparison.
    ///
    /// # Errors
    /// When the filter has too many.
    pub fn add(&mut self, predicate: Predicate) -> Result<(), ClientError> {
        self.count.set(self.count.get() + 1);
        if self.count.get() > MAX_TERMS {
            return Err(self.refuse(format!("A filter makes at most {MAX_TERMS} comparisons.")));
        }
        self.all.push(predicate);
        Ok(())
    }

    fn each<F: Filter>(
        &mut self,
        word: &str,
        filters: &[F],
    ) -> Result<Vec<Predicate>, ClientError> {
        (filters.iter().enumerate())
            .map(|(i, filter)| self.inner(&format!("{word}.{i}"), filter))
            .collect()
    }

    fn inner<F: Filter>(&mut self, at: &str, filter: &F) -> Result<Predicate, ClientError> {
        let path = format!("{}.{at}", self.path);
        if self.depth == MAX_DEPTH {
            let message = format!("`and`, `or` and `not` may be nested {MAX_DEPTH} deep.");
            return Err(ClientError::new(Code::InvalidFilter, message).at(path));
        }
        let mut terms = Terms {
            path,
            depth: self.depth + 1,
            count: self.count,
            all: Vec::new(),
        };
        filter.terms(&mut terms)?;
        Ok(Predicate::And(terms.all))
    }

    fn refuse(&self, message: impl Into<String>) -> ClientError {
        ClientError::new(Code::InvalidFilter, message).at(&*self.path)
    }

    /// Adds the comparisons with equality that all comparators have.
    ///
    /// # Errors
    /// When a list is too long.
    pub fn equality<T: Clone + Into<Value>>(
        &mut self,
        column: &'static str,
        eq: Option<&T>,
        not_eq: Option<&T>,
        one_of: Option<&[T]>,
        none_of: Option<&[T]>,
    ) -> Result<(), ClientError> {
        let equal = |value: &T| Predicate::Compare(column, "=", value.clone().into());
        if let Some(value) = eq {
            self.add(equal(value))?;
        }
        if let Some(value) = not_eq {
            self.add(Predicate::Not(Box::new(equal(value))))?;
        }
        if let Some(values) = one_of {
            let term = self.one_of(column, values)?;
            self.add(term)?;
        }
        if let Some(values) = none_of {
            let term = self.one_of(column, values)?;
            self.add(Predicate::Not(Box::new(term)))?;
        }
        Ok(())
    }

    fn one_of<T: Clone + Into<Value>>(
        &self,
        column: &'static str,
        values: &[T],
    ) -> Result<Predicate, ClientError> {
        if values.len() > MAX_VALUES {
            return Err(self.refuse(format!(
                "A list of values has at most {MAX_VALUES} of them."
            )));
        }
        Ok(Predicate::In(
            column,
            values.iter().cloned().map(Into::into).collect(),
        ))
    }

    /// Adds the comparison with "unknown", if it was asked for.
    ///
    /// # Errors
    /// When the filter has too many comparisons.
    pub fn null(&mut self, column: &'static str, is_null: Option<bool>) -> Result<(), ClientError> {
        match is_null {
            Some(true) => self.add(Predicate::IsNull(column)),
            Some(false) => self.add(Predicate::Not(Box::new(Predicate::IsNull(column)))),
            None => Ok(()),
        }
    }
}

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
