//! How much one client may ask in how much time: in the Redis that replicas share, if there is one,
//! and else in this process.

use std::time::Duration;

use kernel::redis::Redis;

use crate::{
    Limits, Rate,
    attempts::Attempts,
    client::{Client, ClientKind},
    shared::Shared,
};

/// How many clients of a kind are counted in this process.
const COUNTED: usize = 50_000;

/// What a client has left of its rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The rate.
    pub rate: Rate,
    /// How many points can be spent at once now.
    pub remaining: u64,
    /// After which time all of them can.
    pub reset: Duration,
}

impl Standing {
    /// Of a bucket that is empty again after this time.
    pub(crate) fn of(rate: Rate, spent: Duration) -> Self {
        // A part of a point is not there to be spent; nor is what the division of time has left over.
        let points = spent.as_micros() * u128::from(rate.per_minute);
        let left = u128::from(rate.burst).saturating_sub(points.div_ceil(60_000_000));
        Self {
            rate,
            remaining: u64::try_from(left).unwrap_or(0),
            reset: spent,
        }
    }

    /// In whole seconds, rounded up.
    pub fn reset_seconds(self) -> u64 {
        self.reset.as_secs() + u64::from(self.reset.subsec_nanos() > 0)
    }
}

/// What was spent, and what was tried to spend in vain.
pub(crate) enum Spent {
    /// It was spent.
    Yes(Standing),
    /// Not now; after this time.
    No(Standing, Duration),
}

/// The buckets of all clients.
#[derive(Debug)]
pub(crate) struct Rates {
    kinds: [Kind; 3],
    wrong_tokens: Option<Attempts>,
    shared: Option<Shared>,
}

#[derive(Debug)]
struct Kind {
    rate: Rate,
    own: Option<Attempts>,
}

impl Kind {
    fn new(rate: Rate) -> Self {
        let own = rate.is_on().then(|| Attempts::at_rate(rate, COUNTED));
        Self { rate, own }
    }
}

impl Rates {
    pub(crate) fn new(limits: &Limits, redis: Option<Redis>) -> Self {
        let rates = [limits.address, limits.session, limits.token];
        let wrong_tokens = limits.wrong_tokens;
        Self {
            kinds: rates.map(Kind::new),
            wrong_tokens: (wrong_tokens.is_on()).then(|| Attempts::at_rate(wrong_tokens, COUNTED)),
            shared: redis.map(Shared::new),
        }
    }

    /// Spends points of a client's; none where it has no limit.
    pub(crate) async fn spend(&self, client: &Client, points: u64) -> Option<Spent> {
        let kind = match client.kind {
            ClientKind::Address => 0,
            ClientKind::Session => 1,
            ClientKind::Token => 2,
        };
        self.spend_of(&self.kinds[kind], &client.key, points).await
    }

    /// Whether another token may be shown; if not, after which time.
    pub(crate) fn may_show_token(&self, client: &Client) -> Result<(), Duration> {
        match &self.wrong_tokens {
            Some(attempts) => attempts.would(&client.key),
            None => Ok(()),
        }
    }

    /// Counts a token that was none. In this process only: it is there to keep its database at rest.
    pub(crate) fn wrong_token(&self, client: &Client) {
        if let Some(attempts) = &self.wrong_tokens {
            attempts.spend(&client.key, 1);
        }
    }

    async fn spend_of(&self, kind: &Kind, key: &str, points: u64) -> Option<Spent> {
        let own = kind.own.as_ref()?;
        // What costs more than a bucket holds can be had when the bucket is full.
        let points = u32::try_from(points)
            .unwrap_or(u32::MAX)
            .min(kind.rate.burst);
        if let Some(shared) = &self.shared
            && let Some(spent) = shared.spend(kind.rate, key, points).await
        {
            return Some(spent);
        }
        let (spent, wait) = own.spend(key, points);
        let standing = Standing::of(kind.rate, spent);
        Some(match wait {
            None => Spent::Yes(standing),
            Some(wait) => Spent::No(standing, wait),
        })
    }
}
