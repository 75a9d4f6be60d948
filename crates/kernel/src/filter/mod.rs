//! Filters of lists: typed comparators, combined with `and`, `or` and `not`.
//!
//! To add a comparator to a list: a field in the domain's filter type, and a line in its
//! [`Filter::terms`] that says which column it compares.

mod comparators;
mod holds;
mod predicate;

use std::cell::Cell;

pub use comparators::{
    BooleanFilter, DateFilter, IdFilter, IdFilterInput, IntFilter, StringFilter, TimeFilter,
};
pub use holds::{Row, Unseen};
pub use predicate::{Link, Predicate};

use crate::{ClientError, Code, db::Value};

/// How deep `and`, `or` and `not` may be nested.
pub const MAX_DEPTH: usize = 8;
/// How many comparisons one filter may make.
pub const MAX_TERMS: usize = 100;
/// How many values `in` may list.
pub const MAX_VALUES: usize = 100;

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

    pub(crate) fn one_of<T: Clone + Into<Value>>(
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

fn linked(link: Link, holds: Vec<Predicate>) -> Predicate {
    Predicate::Linked(link, Box::new(Predicate::And(holds)))
}
