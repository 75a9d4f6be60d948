//! Buckets in the Redis that replicas share. One script spends and tells, so that two replicas never
//! spend the same point; its time is the server's, so that their clocks do not matter.
//!
//! When Redis is away, each replica counts by itself, and asks Redis again now and then. That is said
//! once in the log, and counted.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use kernel::redis::Redis;
use redis::{RedisError, Script};

use crate::{
    Rate,
    rates::{Spent, Standing},
};

/// How long Redis is left alone after it was away.
const LEAVE_ALONE: Duration = Duration::from_secs(1);

/// A leaky bucket (GCRA): the key holds when the bucket is empty again, in microseconds since 1970.
/// Of the answer, the first number is how long the bucket takes to be empty; the second, how long to
/// wait, 0 when the points were spent.
const SPEND: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local holds, takes = tonumber(ARGV[1]), tonumber(ARGV[2])
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local wait = empty + takes - now - holds
if wait > 0 then
  return { empty - now, wait }
end
empty = empty + takes
redis.call('SET', KEYS[1], string.format('%.0f', empty), 'PX', math.ceil((empty - now) / 1000) + 1)
return { empty - now, 0 }
";

/// How often counting had to be done without Redis since the process started.
static WITHOUT: AtomicU64 = AtomicU64::new(0);

/// How many requests were counted by this process alone, because the shared Redis was away.
pub fn counted_without_redis() -> u64 {
    WITHOUT.load(Ordering::Relaxed)
}

fn without() {
    WITHOUT.fetch_add(1, Ordering::Relaxed);
    metrics::counter!("passerelle_limits_without_redis_total").increment(1);
}

pub(crate) struct Shared {
    redis: Redis,
    script: Script,
    /// Since when it is away, or was tried last.
    away: Mutex<Option<Instant>>,
}

impl Shared {
    pub(crate) fn new(redis: Redis) -> Self {
        Self {
            redis,
            script: Script::new(SPEND),
            away: Mutex::new(None),
        }
    }

    /// Spends points of a bucket; none when Redis is away.
    pub(crate) async fn spend(&self, rate: Rate, key: &str, points: u32) -> Option<Spent> {
        if !self.is_worth_a_try() {
            without();
            return None;
        }
        let found = self.run(rate, key, points).await;
        self.note(found.as_ref().err());
        let (spent, wait) = match found {
            Ok(found) => found,
            Err(_) => {
                without();
                return None;
            }
        };
        let standing = Standing::of(rate, Duration::from_micros(spent));
        Some(match wait {
            0 => Spent::Yes(standing),
            wait => Spent::No(standing, Duration::from_micros(wait)),
        })
    }

    async fn run(&self, rate: Rate, key: &str, points: u32) -> Result<(u64, u64), RedisError> {
        let micros =
            |points: u32| u64::from(points) * 60_000_000 / u64::from(rate.per_minute.max(1));
        let mut connection = self.redis.connection()?;
        let script = &self.script;
        let mut call = script.key(self.redis.name(&format!("rate:{key}")));
        call.arg(micros(rate.burst)).arg(micros(points));
        call.invoke_async(&mut connection).await
    }

    /// When it is away, one request in a second asks for all.
    fn is_worth_a_try(&self) -> bool {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        match *away {
            Some(tried) if tried.elapsed() < LEAVE_ALONE => false,
            Some(_) => {
                *away = Some(Instant::now());
                true
            }
            None => true,
        }
    }

    fn note(&self, error: Option<&RedisError>) {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        match (error, away.is_some()) {
            (Some(error), false) => {
                tracing::warn!(%error, "Redis is away: each replica counts its clients' rates by itself");
                *away = Some(Instant::now());
            }
            (None, true) => {
                tracing::info!("Redis is back: replicas count their clients' rates together");
                *away = None;
            }
            _ => {}
        }
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shared({:?})", self.redis)
    }
}
