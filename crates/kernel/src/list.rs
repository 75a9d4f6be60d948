//! Lists: one way to select, filter, order, page and count, for every list in the graph.
//!
//! A domain says in a [`ListSpec`] where the rows of a list come from; everything else is here.
//! A list below other nodes is loaded for all of them by one statement.

use std::{collections::HashMap, marker::PhantomData, sync::Arc};

use uuid::Uuid;

use crate::{
    Batch, ClientError, Code, Listed, Reader, Viewer,
    cursor::{self, Key},
    db::{self, Sql, Value},
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
    /// The column with the audience of a row.
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

    /// The statement for the page, of these parents' lists or the root's.
    fn select(&self, parents: Option<&[Uuid]>, viewer: &Viewer) -> Sql {
        // One row more than the page tells whether there is more.
        let limit = self.size + 1;
        match (self.spec.parent, parents) {
            (Some(parent), Some(parents)) => {
                let mut sql = Sql::new("select * from (select ");
                sql.push(self.spec.columns)
                    .push(", ")
                    .push(parent)
                    .push(" as parent_id, ");
                sql.push("row_number() over (partition by ")
                    .push(parent)
                    .push(" order by ");
                self.write_order(&mut sql);
                sql.push(") as list_rank from ")
                    .push(self.spec.from)
                    .push(" where ");
                sql.push(parent)
                    .push(" in ")
                    .bind_list(parents.iter().copied().map(Value::Uuid));
                sql.push(" and ");
                self.write_where(&mut sql, viewer);
                self.write_bounds(&mut sql);
                sql.push(&format!(
                    ") page where list_rank <= {limit} order by parent_id, list_rank"
                ));
                sql
            }
            _ => {
                let mut sql = Sql::new("select ");
                sql.push(self.spec.columns)
                    .push(" from ")
                    .push(self.spec.from)
                    .push(" where ");
                self.write_where(&mut sql, viewer);
                self.write_bounds(&mut sql);
                sql.push(" order by ");
                self.write_order(&mut sql);
                sql.push(&format!(" limit {limit}"));
                sql
            }
        }
    }

    /// The statement for the total, of these parents' lists or the root's.
    fn count(&self, parents: Option<&[Uuid]>, viewer: &Viewer) -> Sql {
        let mut sql = Sql::new("select ");
        let grouped = self.spec.parent.zip(parents);
        if let Some((parent, _)) = grouped {
            sql.push(parent).push(" as parent_id, ");
        }
        sql.push("count(*) as total from ")
            .push(self.spec.from)
            .push(" where ");
        if let Some((parent, parents)) = grouped {
            sql.push(parent)
                .push(" in ")
                .bind_list(parents.iter().copied().map(Value::Uuid));
            sql.push(" and ");
        }
        self.write_where(&mut sql, viewer);
        if let Some((parent, _)) = grouped {
            sql.push(" group by ").push(parent);
        }
        sql
    }

    fn write_where(&self, sql: &mut Sql, viewer: &Viewer) {
        visible(sql, self.spec.audience, viewer);
        sql.push(" and ");
        self.filter.write(sql, viewer);
    }

    fn write_bounds(&self, sql: &mut Sql) {
        if let Some(keys) = &self.after {
            sql.push(" and ");
            self.write_beyond(sql, keys, false);
        }
        if let Some(keys) = &self.before {
            sql.push(" and ");
            self.write_beyond(sql, keys, true);
        }
    }

    /// What comes after the keys in the list's order, or before them.
    fn write_beyond(&self, sql: &mut Sql, keys: &[Key], before: bool) {
        let columns = self.columns();
        let uniform = columns
            .iter()
            .all(|c| !c.nullable && c.descending == columns[0].descending);
        let operator = |descending: bool| if descending == before { ">" } else { "<" };
        if uniform {
            // A comparison of rows, which an index on the order answers.
            let names: Vec<&str> = columns.iter().map(|column| column.sql).collect();
            sql.push(&format!(
                "({}) {} (",
                names.join(", "),
                operator(columns[0].descending)
            ));
            for (i, key) in keys.iter().enumerate() {
                if i > 0 {
                    sql.push(", ");
                }
                if let Some(value) = key.clone().into_value() {
                    sql.bind(value);
                } else {
                    sql.push("null");
                }
            }
            sql.push(")");
            return;
        }
        sql.push("(");
        for i in 0..columns.len() {
            if i > 0 {
                sql.push(" or ");
            }
            sql.push("(");
            for (column, key) in columns[..i].iter().zip(keys) {
                match key.clone().into_value() {
                    Some(value) => sql.push(column.sql).push(" = ").bind(value),
                    None => sql.push(column.sql).push(" is null"),
                };
                sql.push(" and ");
            }
            let column = &columns[i];
            match keys[i].clone().into_value() {
                Some(value) => {
                    sql.push("(")
                        .push(column.sql)
                        .push(" ")
                        .push(operator(column.descending));
                    sql.push(" ").bind(value);
                    if column.nullable && !before {
                        // Rows without a value come last.
                        sql.push(" or ").push(column.sql).push(" is null");
                    }
                    sql.push(")");
                }
                None if before => {
                    sql.push(column.sql).push(" is not null");
                }
                None => {
                    sql.push("false");
                }
            }
            sql.push(")");
        }
        sql.push(")");
    }

    fn write_order(&self, sql: &mut Sql) {
        for (i, column) in self.columns().iter().enumerate() {
            if i > 0 {
                sql.push(", ");
            }
            sql.push(column.sql);
            sql.push(if column.descending == self.backward {
                " asc"
            } else {
                " desc"
            });
            if column.nullable {
                sql.push(if self.backward {
                    " nulls first"
                } else {
                    " nulls last"
                });
            }
        }
    }

    /// The order with the column that settles ties, which goes the way of the last one.
    fn columns(&self) -> Vec<Ordered> {
        let mut columns: Vec<Ordered> = (self.order.iter())
            .map(|order| Ordered {
                sql: order.column.sql,
                nullable: order.column.nullable,
                descending: order.descending,
            })
            .collect();
        let descending = columns
            .last()
            .map_or(self.spec.tie_descending, |c| c.descending);
        columns.push(Ordered {
            sql: self.spec.tie,
            nullable: false,
            descending,
        });
        columns
    }
}

struct Ordered {
    sql: &'static str,
    nullable: bool,
    descending: bool,
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

/// Adds to a statement that only rows are wanted which the viewer may see.
pub fn visible(sql: &mut Sql, audience: &str, viewer: &Viewer) {
    match viewer.audiences() {
        None => {
            sql.push("true");
        }
        Some(audiences) => {
            sql.push(audience).push(" in ");
            sql.bind_list(audiences.iter().cloned().map(Value::Text));
        }
    }
}

/// One list, of one node or of the root.
#[derive(Clone)]
pub struct ListKey {
    pub(crate) args: Arc<ListArgs>,
    pub(crate) parent: Option<Uuid>,
    fingerprint: Arc<str>,
}

impl ListKey {
    /// The list of `parent`, or of the root.
    pub fn new(args: ListArgs, parent: Option<Uuid>) -> Self {
        let fingerprint = format!("{args:?}").into();
        Self {
            args: Arc::new(args),
            parent,
            fingerprint,
        }
    }
}

impl PartialEq for ListKey {
    fn eq(&self, other: &Self) -> bool {
        self.parent == other.parent && self.fingerprint == other.fingerprint
    }
}

impl Eq for ListKey {}

impl std::hash::Hash for ListKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.parent.hash(state);
        self.fingerprint.hash(state);
    }
}

/// The lists of one batch that differ only in their parents.
fn groups(keys: &[ListKey]) -> Vec<(Arc<ListArgs>, Vec<&ListKey>)> {
    let mut groups: Vec<(Arc<ListArgs>, Vec<&ListKey>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for key in keys {
        let place = *places.entry(&key.fingerprint).or_insert_with(|| {
            groups.push((key.args.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(key);
    }
    groups
}

fn parents_of(keys: &[&ListKey]) -> Option<Vec<Uuid>> {
    let parents: Vec<Uuid> = keys.iter().filter_map(|key| key.parent).collect();
    (!parents.is_empty()).then_some(parents)
}

/// The rows of pages, each with the row after its end if there is one.
pub struct Pages<R>(PhantomData<fn() -> R>);

impl<R: Listed> Batch for Pages<R> {
    type Key = ListKey;
    type Value = Arc<Vec<Arc<R>>>;

    async fn load(
        reader: &Reader,
        keys: &[ListKey],
    ) -> Result<HashMap<ListKey, Self::Value>, ClientError> {
        let mut conn = reader.conn().await?;
        let mut pages: HashMap<ListKey, Vec<Arc<R>>> = HashMap::new();
        for (args, keys) in groups(keys) {
            for key in &keys {
                reader.reads().list(args.spec.name, key.parent);
                pages.insert((*key).clone(), Vec::new());
            }
            let parents = parents_of(&keys);
            let sql = args.select(parents.as_deref(), reader.viewer());
            if parents.is_some() {
                let by_parent: HashMap<Option<Uuid>, &ListKey> =
                    keys.iter().map(|key| (key.parent, *key)).collect();
                for db::Page { parent, row } in conn.fetch_all::<db::Page<R>>(sql).await? {
                    if let Some(page) = by_parent.get(&Some(parent)).and_then(|k| pages.get_mut(k))
                    {
                        page.push(Arc::new(row));
                    }
                }
            } else {
                let rows: Vec<Arc<R>> = conn
                    .fetch_all::<R>(sql)
                    .await?
                    .into_iter()
                    .map(Arc::new)
                    .collect();
                for key in &keys {
                    pages.insert((*key).clone(), rows.clone());
                }
            }
        }
        reader
            .reads()
            .entities(pages.values().flatten().filter_map(|row| row.node_ref()));
        Ok(pages
            .into_iter()
            .map(|(key, rows)| (key, Arc::new(rows)))
            .collect())
    }
}

/// How many rows lists have in all.
pub struct Totals;

impl Batch for Totals {
    type Key = ListKey;
    type Value = i64;

    async fn load(reader: &Reader, keys: &[ListKey]) -> Result<HashMap<ListKey, i64>, ClientError> {
        let mut conn = reader.conn().await?;
        let mut totals = HashMap::new();
        for (args, keys) in groups(keys) {
            let parents = parents_of(&keys);
            let sql = args.count(parents.as_deref(), reader.viewer());
            let by_parent: HashMap<Option<Uuid>, i64> = if parents.is_some() {
                let rows: Vec<(Uuid, i64)> = conn.fetch_all(sql).await?;
                rows.into_iter()
                    .map(|(parent, total)| (Some(parent), total))
                    .collect()
            } else {
                let rows: Vec<(i64,)> = conn.fetch_all(sql).await?;
                rows.into_iter().map(|(total,)| (None, total)).collect()
            };
            for key in keys {
                reader.reads().list(args.spec.name, key.parent);
                totals.insert(
                    key.clone(),
                    by_parent.get(&key.parent).copied().unwrap_or(0),
                );
            }
        }
        Ok(totals)
    }
}

/// Rows by their keys, if the viewer may see them.
pub struct ById<R>(PhantomData<fn() -> R>);

impl<R: Listed> Batch for ById<R> {
    type Key = Uuid;
    type Value = Arc<R>;

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, Arc<R>>, ClientError> {
        let spec = R::SPEC;
        if let Some(kind) = R::KIND {
            reader
                .reads()
                .entities(keys.iter().map(|id| crate::NodeRef::new(kind, *id)));
        }
        let mut sql = Sql::new("select ");
        sql.push(spec.columns)
            .push(" from ")
            .push(spec.from)
            .push(" where ");
        sql.push(R::ID)
            .push(" in ")
            .bind_list(keys.iter().copied().map(Value::Uuid))
            .push(" and ");
        visible(&mut sql, spec.audience, reader.viewer());
        let rows: Vec<R> = reader.conn().await?.fetch_all(sql).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.id(), Arc::new(row)))
            .collect())
    }
}
