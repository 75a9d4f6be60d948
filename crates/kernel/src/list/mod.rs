//! Lists: one way to select, filter, order, page and count, for every list in the graph.
//!
//! A domain says in a [`ListSpec`] where the rows of a list come from; everything else is here.
//! A list below other nodes is loaded for all of them by one statement.

mod batch;
mod merged;
mod sql;

pub use batch::{ById, ListKey, Pages, Totals};
pub use merged::Merged;
pub use sql::visible;

use crate::{
    ClientError, Code, Listed,
    cursor::{self, Key},
    filter::Predicate,
};

/// The longest page.
pub const MAX_PAGE: i32 = 100;
/// The page when nobody says how long.
pub const DEFAULT_PAGE: i32 = 20;

/// Where the rows of a list come from.
#[derive(Clone, Copy, Debug)]
pub struct ListSpec {
    /// The field it answers, as `Type.field`: what cursors and recorded reads are named by.
    pub name: &'static str,
    /// What is selected.
    pub columns: &'static str,
    /// The tables, joined.
    pub from: &'static str,
    /// The column with the node whose list it is; none for a list of the root.
    pub parent: Option<&'static str>,
    /// The column with the audience of a row; several, with commas between them, for rows that more
    /// than one audience may see.
    pub audience: &'static str,
    /// The column that no two rows of the list share, which settles every tie.
    pub tie: &'static str,
    /// Whether a list without another order goes from the greatest tie down.
    pub tie_descending: bool,
}

/// A column to order by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// Its name in the graph, and for [`Listed::key`].
    pub name: &'static str,
    /// The column.
    pub sql: &'static str,
    /// Whether it may be null. Rows without a value come last, in both directions.
    pub nullable: bool,
}

/// One column of an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order {
    /// The column.
    pub column: Column,
    /// From the greatest down.
    pub descending: bool,
}

impl Order {
    /// From the smallest up.
    pub const fn ascending(column: Column) -> Self {
        Self {
            column,
            descending: false,
        }
    }

    /// From the greatest down.
    pub const fn descending(column: Column) -> Self {
        Self {
            column,
            descending: true,
        }
    }
}

/// The page of a list, as it was asked for.
#[derive(Clone, Debug, Default)]
pub struct PageArgs {
    /// How many from the start.
    pub first: Option<i32>,
    /// Only what comes after this cursor.
    pub after: Option<String>,
    /// How many from the end.
    pub last: Option<i32>,
    /// Only what comes before this cursor.
    pub before: Option<String>,
}

impl PageArgs {
    /// The four arguments of Relay.
    pub fn new(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Self {
        Self {
            first,
            after,
            last,
            before,
        }
    }
}

/// What is asked of a list: everything but whose list it is.
#[derive(Clone, Debug)]
pub struct ListArgs {
    pub(crate) spec: ListSpec,
    filter: Predicate,
    order: Vec<Order>,
    after: Option<Vec<Key>>,
    before: Option<Vec<Key>>,
    cursor_name: String,
    /// How many rows a page has.
    pub(crate) size: usize,
    /// Whether the page is taken from the end.
    pub(crate) backward: bool,
    /// The lists that it is made of, if it is.
    pub(crate) merged: Option<Merged>,
}

impl ListArgs {
    /// Checks what is asked.
    ///
    /// # Errors
    /// [`Code::InvalidPage`] and [`Code::InvalidCursor`] say which argument is wrong.
    pub fn new(
        spec: ListSpec,
        filter: Predicate,
        order: Vec<Order>,
        page: &PageArgs,
    ) -> Result<Self, ClientError> {
        let name = cursor_name(&spec, &order);
        Self::with_cursors(spec, filter, order, page, name)
    }

    /// As [`ListArgs::new`], for lists that share their cursors under a name of their own. What
    /// follows an `@` in it is the epoch of the log.
    ///
    /// # Errors
    /// Also [`Code::Gap`], when a cursor is of another epoch.
    pub fn with_cursors(
        spec: ListSpec,
        filter: Predicate,
        order: Vec<Order>,
        page: &PageArgs,
        name: String,
    ) -> Result<Self, ClientError> {
        let (size, backward) = page_size(page)?;
        let keys = |cursor: &Option<String>, argument: &str| {
            cursor
                .as_deref()
                .map(|cursor| cursor_keys(cursor, &name, order.len()))
                .transpose()
                .map_err(|error| error.at(argument))
        };
        let after = keys(&page.after, "after")?;
        let before = keys(&page.before, "before")?;
        Ok(Self {
            spec,
            filter,
            order,
            after,
            before,
            cursor_name: name,
            size,
            backward,
            merged: None,
        })
    }

    /// The cursor of a row.
    pub fn cursor<R: Listed>(&self, row: &R) -> String {
        let mut keys: Vec<Key> = self
            .order
            .iter()
            .map(|order| row.key(order.column.name))
            .collect();
        keys.push(row.tie());
        cursor::encode(&self.cursor_name, &keys)
    }

    /// Whether there may be rows before the page, or after it, that its bounds have left out.
    pub(crate) const fn bounds(&self) -> (bool, bool) {
        (self.after.is_some(), self.before.is_some())
    }
}

fn page_size(page: &PageArgs) -> Result<(usize, bool), ClientError> {
    let refuse = |argument: &str, message: String| {
        Err(ClientError::new(Code::InvalidPage, message).at(argument))
    };
    let (argument, size) = match (page.first, page.last) {
        (Some(_), Some(_)) => {
            return refuse(
                "last",
                "Ask for `first` or for `last`, not for both.".into(),
            );
        }
        (None, Some(last)) => ("last", last),
        (first, None) => ("first", first.unwrap_or(DEFAULT_PAGE)),
    };
    match usize::try_from(size) {
        Ok(found) if size <= MAX_PAGE => Ok((found, page.last.is_some())),
        _ => refuse(
            argument,
            format!("`{argument}` is {size}; it can be from 0 to {MAX_PAGE}."),
        ),
    }
}

fn cursor_name(spec: &ListSpec, order: &[Order]) -> String {
    let mut name = spec.name.to_owned();
    for order in order {
        name.push_str(if order.descending { " -" } else { " " });
        name.push_str(order.column.name);
    }
    name
}

fn cursor_keys(text: &str, name: &str, columns: usize) -> Result<Vec<Key>, ClientError> {
    let (made_by, keys) = cursor::decode(text)?;
    if let (Some((log, _)), Some((wanted, _))) = (made_by.split_once('@'), name.split_once('@'))
        && log == wanted
        && made_by != name
    {
        let message = "This cursor is of another epoch of the log, which was restored or replaced \
                       since: read it from the start.";
        return Err(ClientError::new(Code::Gap, message));
    }
    if made_by != name {
        let message = format!("This cursor belongs to the list `{made_by}`; this is `{name}`.");
        return Err(ClientError::new(Code::InvalidCursor, message));
    }
    if keys.len() != columns + 1 {
        let message = "This is not a cursor of this hub, or it was changed on the way.";
        return Err(ClientError::new(Code::InvalidCursor, message));
    }
    Ok(keys)
}
