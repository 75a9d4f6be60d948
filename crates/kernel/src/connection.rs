//! Connections, by the specification of Relay
//! (<https://relay.dev/graphql/connections.htm>): pages of a list, with cursors.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{Context, Enum, Object, OutputType, SimpleObject, TypeName};
use uuid::Uuid;

use crate::{
    ClientError, ContextExt, Entity, Item, Kind, NodeRef,
    cursor::Key,
    db::Row,
    filter::Predicate,
    list::{ListArgs, ListKey, ListSpec, Order, PageArgs, Pages, Totals},
};

/// A row that a list is made of.
pub trait Listed: Row + Sync + 'static {
    /// What a row is in the graph.
    type Node: OutputType + Clone + 'static;
    /// Where all rows come from.
    const SPEC: ListSpec;
    /// The column with the row's key.
    const ID: &'static str = "n.id";
    /// What kind of node a row is, if it is one.
    const KIND: Option<Kind>;

    /// The row's key.
    fn id(&self) -> Uuid;

    /// The value of a column that lists of these rows can be ordered by.
    fn key(&self, column: &str) -> Key;

    /// The value that settles ties.
    fn tie(&self) -> Key {
        Key::Uuid(self.id())
    }

    /// The row in the graph.
    fn node(self: &Arc<Self>) -> Self::Node;

    /// The node that the row is of.
    fn node_ref(&self) -> Option<NodeRef> {
        Self::KIND.map(|kind| NodeRef::new(kind, self.id()))
    }
}

/// The direction of an order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderDirection {
    /// From the smallest up; unknown values last.
    Asc,
    /// From the greatest down; unknown values last.
    Desc,
}

/// How many columns one order may have.
const MAX_ORDER: usize = 4;

/// The order that was asked for, or the list's own.
///
/// # Errors
/// When it has too many columns, or one twice.
pub fn order_or(asked: Option<Vec<Order>>, default: &[Order]) -> Result<Vec<Order>, ClientError> {
    let Some(order) = asked.filter(|order| !order.is_empty()) else {
        return Ok(default.to_vec());
    };
    let mut names: Vec<&str> = order.iter().map(|order| order.column.name).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < order.len() || order.len() > MAX_ORDER {
        let message = format!("An order has at most {MAX_ORDER} columns, each of them once.");
        return Err(ClientError::new(crate::Code::InvalidArgument, message).at("orderBy"));
    }
    Ok(order)
}

/// Makes the argument `orderBy` of a list.
///
/// ```ignore
/// kernel::order_by!(/// How to order cities.
///     CityOrder, CityOrderField { /// By name.
///         Name => store::NAME });
/// ```
#[macro_export]
macro_rules! order_by {
    ($(#[$doc:meta])* $order:ident, $(#[$field_doc:meta])* $field:ident {
        $($(#[$variant_doc:meta])* $variant:ident => $column:expr),* $(,)?
    }) => {
        $(#[$field_doc])*
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $field { $($(#[$variant_doc])* $variant,)* }

        $(#[$doc])*
        #[derive(async_graphql::InputObject, Clone, Debug)]
        pub struct $order {
            /// What to order by.
            pub field: $field,
            /// In which direction; ascending unless told.
            #[graphql(default_with = "kernel::connection::OrderDirection::Asc")]
            pub direction: $crate::connection::OrderDirection,
        }

        impl $order {
            /// The columns that were asked for, or the list's own order.
            ///
            /// # Errors
            /// When there are too many, or one twice.
            pub fn or(
                asked: Option<Vec<Self>>,
                default: &[$crate::list::Order],
            ) -> Result<Vec<$crate::list::Order>, $crate::ClientError> {
                let column = |order: Self| $crate::list::Order {
                    column: match order.field { $($field::$variant => $column,)* },
                    descending: order.direction == $crate::connection::OrderDirection::Desc,
                };
                let asked = asked.map(|orders| orders.into_iter().map(column).collect());
                $crate::connection::order_or(asked, default)
            }
        }
    };
}

/// A page of a list.
pub struct Connection<N> {
    rows: Vec<(String, N)>,
    page_info: PageInfo,
    key: ListKey,
}

/// Where a page lies in its list.
#[derive(SimpleObject, Clone, Debug)]
pub struct PageInfo {
    /// Whether there is more after the page.
    pub has_next_page: bool,
    /// Whether there is more before the page.
    pub has_previous_page: bool,
    /// The cursor of the first row; null on an empty page.
    pub start_cursor: Option<String>,
    /// The cursor of the last row; null on an empty page.
    pub end_cursor: Option<String>,
}

/// Loads a page: of the root, or with `parent` of that node.
///
/// # Errors
/// When the arguments do not go together, or the database fails.
pub async fn page<R: Listed>(
    ctx: &Context<'_>,
    spec: ListSpec,
    parent: Option<Uuid>,
    filter: Predicate,
    order: Vec<Order>,
    page: PageArgs,
) -> Result<Connection<R::Node>, ClientError> {
    of_args::<R>(ctx, ListArgs::new(spec, filter, order, &page)?, parent).await
}

/// Loads a page that was checked already.
///
/// # Errors
/// When the database fails.
pub async fn of_args<R: Listed>(
    ctx: &Context<'_>,
    args: ListArgs,
    parent: Option<Uuid>,
) -> Result<Connection<R::Node>, ClientError> {
    ctx.reader().reads().rows(args.size)?;
    let key = ListKey::new(args, parent);
    let rows = ctx.load::<Pages<R>>(key.clone()).await?.unwrap_or_default();
    let args = key.args.clone();
    let more = rows.len() > args.size;
    let mut rows: Vec<(String, R::Node)> = (rows.iter().take(args.size))
        .map(|row| (args.cursor(&**row), row.node()))
        .collect();
    if args.backward {
        rows.reverse();
    }
    let (bounded_before, bounded_after) = args.bounds();
    let page_info = PageInfo {
        has_next_page: if args.backward { bounded_after } else { more },
        has_previous_page: if args.backward { more } else { bounded_before },
        start_cursor: rows.first().map(|(cursor, _)| cursor.clone()),
        end_cursor: rows.last().map(|(cursor, _)| cursor.clone()),
    };
    Ok(Connection {
        rows,
        page_info,
        key,
    })
}

impl<N> Connection<N> {
    /// The same page of other rows, each made of one of these.
    pub fn map<M>(self, make: impl Fn(N) -> M) -> Connection<M> {
        let rows = self.rows.into_iter();
        Connection {
            rows: rows.map(|(cursor, row)| (cursor, make(row))).collect(),
            page_info: self.page_info,
            key: self.key,
        }
    }
}

impl<N: OutputType> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

/// A page of a list.
#[Object(name_type)]
impl<N: OutputType + Clone> Connection<N> {
    /// The rows of the page, each with its cursor.
    async fn edges(&self) -> Vec<Edge<N>> {
        let edge = |(cursor, node): &(String, N)| Edge {
            cursor: cursor.clone(),
            node: node.clone(),
        };
        self.rows.iter().map(edge).collect()
    }

    /// The rows of the page.
    async fn nodes(&self) -> Vec<&N> {
        self.rows.iter().map(|(_, node)| node).collect()
    }

    /// Where the page lies in its list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many rows the whole list has for this viewer and filter. Counted only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, ClientError> {
        let total = ctx.load::<Totals>(self.key.clone()).await?.unwrap_or(0);
        Ok(i32::try_from(total).unwrap_or(i32::MAX))
    }
}

/// A row of a page.
pub struct Edge<N> {
    cursor: String,
    node: N,
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// A row of a page, with its cursor.
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// Where the list goes on after this row, or ends before it.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The row.
    async fn node(&self) -> &N {
        &self.node
    }
}

/// A row of a list of references: only the key of a node that another domain owns, and what it is
/// ordered by.
#[derive(Debug)]
pub struct RefRow<E> {
    id: Uuid,
    sort_key: String,
    entity: std::marker::PhantomData<fn() -> E>,
}

/// Ordering by the title of the original language.
pub const TITLE: crate::list::Column = crate::list::Column {
    name: "TITLE",
    sql: "n.sort_key",
    nullable: false,
};

impl<'r, R, E> sqlx::FromRow<'r, R> for RefRow<E>
where
    R: sqlx::Row,
    Uuid: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    for<'c> &'c str: sqlx::ColumnIndex<R>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            sort_key: row.try_get("sort_key")?,
            entity: std::marker::PhantomData,
        })
    }
}

/// The columns of a [`RefRow`].
pub const REF_COLUMNS: &str = "n.id, n.sort_key";

impl<E: Entity> Listed for RefRow<E> {
    type Node = Item<E>;
    const KIND: Option<Kind> = Some(E::KIND);
    const SPEC: ListSpec = ListSpec {
        name: "Node",
        columns: REF_COLUMNS,
        from: "node n",
        parent: None,
        audience: "n.audience",
        tie: "n.id",
        tie_descending: false,
    };

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: &str) -> Key {
        Key::Text(self.sort_key.clone())
    }

    fn node(self: &Arc<Self>) -> Item<E> {
        Item::new(self.id)
    }
}
