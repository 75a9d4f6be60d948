//! Time and new ids are parameters: tests replace both.

use std::sync::Arc;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use uuid::Uuid;

/// Where the time and new ids come from.
#[derive(Clone)]
pub struct Clock(Arc<dyn Source>);

/// What a [`Clock`] is made of.
pub trait Source: Send + Sync + 'static {
    /// This instant, in UTC.
    fn now(&self) -> DateTime<Utc>;
    /// An id that was never given before.
    fn new_id(&self) -> Uuid;
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::from_source(System)
    }

    /// A clock of one's own, for tests.
    pub fn from_source(source: impl Source) -> Self {
        Self(Arc::new(source))
    }

    /// This instant, in UTC, in whole microseconds: Postgres keeps no more, and a value must not
    /// change by being stored.
    pub fn now(&self) -> DateTime<Utc> {
        let now = self.0.now();
        now.duration_trunc(TimeDelta::microseconds(1))
            .unwrap_or(now)
    }

    /// A new key. Keys made later sort later (UUIDv7).
    pub fn new_id(&self) -> Uuid {
        self.0.new_id()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

struct System;

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the wall clock is read"
)]
impl Source for System {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}
