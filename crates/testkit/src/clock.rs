//! A clock that a test moves on, rather than waiting.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, clock::Source};
use uuid::Uuid;

/// A clock that goes with the machine's, ahead of it by as much as a test says.
#[derive(Clone, Default)]
pub struct Ahead(Arc<AtomicI64>);

impl Ahead {
    /// The clock, for a hub.
    pub fn clock(&self) -> Clock {
        Clock::from_source(AheadOf(Clock::system(), self.clone()))
    }

    /// Moves it on.
    pub fn by(&self, time: TimeDelta) {
        self.0.fetch_add(time.num_milliseconds(), Ordering::Relaxed);
    }
}

struct AheadOf(Clock, Ahead);

impl Source for AheadOf {
    fn now(&self) -> DateTime<Utc> {
        self.0.now() + TimeDelta::milliseconds(self.1.0.load(Ordering::Relaxed))
    }

    fn new_id(&self) -> Uuid {
        self.0.new_id()
    }
}
