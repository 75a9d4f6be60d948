//! What clients can ask about their limits.

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::ContextExt;

use crate::Standing;

/// What a request costs and what its client has left: put into the request's data.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// What the request costs at most.
    pub cost: u64,
    /// What its client has left; none where that is not limited.
    pub standing: Option<Standing>,
}

/// The field of the root for limits.
#[derive(Default)]
pub struct RateLimitQuery;

/// The field of the root for limits.
#[Object]
impl RateLimitQuery {
    /// What this request costs, and how much you can ask from here on; null where that is not limited.
    #[graphql(cache_control(private))]
    async fn rate_limit(&self, ctx: &Context<'_>) -> Option<RateLimit> {
        let account = ctx.data_opt::<Account>()?;
        let standing = account.standing?;
        let number = |value: u64| i32::try_from(value).unwrap_or(i32::MAX);
        let reset = TimeDelta::from_std(standing.reset).unwrap_or_default();
        Some(RateLimit {
            cost: number(account.cost),
            limit: number(u64::from(standing.rate.burst)),
            remaining: number(standing.remaining),
            reset_at: ctx.reader().now() + reset,
        })
    }
}

/// What a client can ask. Points are spent for each operation, as many as its answer can have values,
/// and come back evenly.
#[derive(SimpleObject)]
pub struct RateLimit {
    /// What this operation costs, in points: how many values its answer can have at most.
    cost: i32,
    /// How many points can be spent at once.
    limit: i32,
    /// How many are left after this operation.
    remaining: i32,
    /// When all of them will be back if nothing more is asked, in UTC.
    reset_at: DateTime<Utc>,
}
