//! Who still uses what is deprecated, for the secretariat.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    ClientError, Connection, Kind, Listed, connection,
    cursor::Key,
    filter::{self, Filter, StringFilter, Terms, TimeFilter},
    list::{ListSpec, Order, PageArgs},
};
use uuid::Uuid;

use crate::{Usage, Used, store};

impl Listed for Used {
    type Node = DeprecatedUsage;
    const SPEC: ListSpec = store::USAGE;
    const ID: &'static str = "u.id";
    const KIND: Option<Kind> = None;

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, column: &str) -> Key {
        match column {
            "lastAt" => Key::Time(self.last_at),
            "operations" => Key::Int(self.operations),
            _ => Key::Text(self.member.clone()),
        }
    }

    fn node(self: &Arc<Self>) -> DeprecatedUsage {
        DeprecatedUsage(self.clone())
    }
}

/// How much one client has used something that is deprecated.
#[derive(Clone)]
pub struct DeprecatedUsage(Arc<Used>);

/// How much one client has used something that is deprecated.
#[Object]
impl DeprecatedUsage {
    /// What it used: `Type.field`, `Type.field(argument:)`, `Enum.VALUE`, `Input.field`.
    async fn member(&self) -> &str {
        &self.0.member
    }

    /// Which client, by the name that it gives itself in the header `graphql-client-name`; `(none)` for all who
    /// give none, `(other)` for those for whom there was no room.
    async fn client(&self) -> &str {
        &self.0.client
    }

    /// In how many operations; 2147483647 for that many or more.
    async fn operations(&self) -> i32 {
        i32::try_from(self.0.operations).unwrap_or(i32::MAX)
    }

    /// When it was used first, since it is deprecated.
    async fn first_at(&self) -> DateTime<Utc> {
        self.0.first_at
    }

    /// When it was used last.
    async fn last_at(&self) -> DateTime<Utc> {
        self.0.last_at
    }

    /// Why it is deprecated, and what to use instead; null when it is not in the graph any more.
    async fn reason(&self, ctx: &Context<'_>) -> Option<String> {
        Some(self.deprecation(ctx)?.reason.clone())
    }

    /// The day after which it may be removed; null when it is not in the graph any more.
    async fn removed_after(&self, ctx: &Context<'_>) -> Option<NaiveDate> {
        self.deprecation(ctx)?.removed_after
    }
}

impl DeprecatedUsage {
    fn deprecation<'a>(&self, ctx: &'a Context<'_>) -> Option<&'a crate::Deprecation> {
        let all = ctx.data_unchecked::<Usage>().contract().deprecations();
        all.iter().find(|found| found.member == self.0.member)
    }
}

kernel::order_by!(
    /// How to order the use of what is deprecated.
    DeprecatedUsageOrder,
    /// What the use of what is deprecated can be ordered by.
    DeprecatedUsageOrderField {
        /// By when it was used last.
        LastAt => store::LAST_AT,
        /// By how often it was used.
        Operations => store::OPERATIONS,
        /// By what was used.
        Member => store::MEMBER,
    }
);

/// Which use of what is deprecated. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct DeprecatedUsageFilter {
    /// All of these hold.
    pub and: Option<Vec<DeprecatedUsageFilter>>,
    /// One of these holds.
    pub or: Option<Vec<DeprecatedUsageFilter>>,
    /// This does not hold.
    pub not: Option<Box<DeprecatedUsageFilter>>,
    /// What was used.
    pub member: Option<StringFilter>,
    /// Which client.
    pub client: Option<StringFilter>,
    /// When it was used last.
    pub last_at: Option<TimeFilter>,
}

impl Filter for DeprecatedUsageFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("member", self.member.as_ref(), "u.member")?;
        terms.compare("client", self.client.as_ref(), "u.client")?;
        terms.compare("lastAt", self.last_at.as_ref(), "u.last_at")
    }
}

/// The fields of the root for the use of what is deprecated.
#[derive(Default)]
pub struct UsageQuery;

/// The fields of the root for the use of what is deprecated.
#[Object]
impl UsageQuery {
    /// Which clients still use what is deprecated, the latest use first unless told; counts are up to
    /// a minute old. For the secretariat; empty for others.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn deprecated_usage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which uses; all, unless told.")] filter: Option<DeprecatedUsageFilter>,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<
            Vec<DeprecatedUsageOrder>,
        >,
    ) -> Result<Connection<DeprecatedUsage>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let order = DeprecatedUsageOrder::or(order_by, &[Order::descending(store::LAST_AT)])?;
        connection::page::<Used>(ctx, store::USAGE, None, filter, order, page).await
    }
}
