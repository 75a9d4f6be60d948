//! What time brings about: a deadline passes, a mandate ends, a vote closes. One replica at a time turns
//! that into ordinary writes, with activities like all others, so that whoever follows the log learns of
//! it.
//!
//! To add something of a domain:
//!
//! 1. a unit struct in the domain that implements [`Timed`]: its [`write`](Timed::write) finds what has
//!    become due within a span of time, and records it;
//! 2. its line in `schema::timed`, which knows all domains.
//!
//! Up to when it was done stands in the database, and moves on in the same transaction as what was
//! recorded: so everything is recorded once, whichever replica dies when.

use std::time::Duration;

use access::Permit;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Actor, ClientError, Db, NodeRef};
use uuid::Uuid;

use crate::{Log, Write, store::clockwork as store};

/// The lease of whoever does what time brings about.
const CLOCK: &str = "clock";
/// For how long a replica is sure that it is the one.
const LEASE: TimeDelta = TimeDelta::seconds(15);
/// How much may be left of that before it asks for more.
const RENEW: TimeDelta = TimeDelta::seconds(10);
/// How often it is looked what has become due.
pub const TICK: Duration = Duration::from_secs(1);

/// A span of time: from behind one instant up to another, with that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Up to here it was done before.
    pub after: DateTime<Utc>,
    /// Up to here it is to be done now.
    pub until: DateTime<Utc>,
}

/// What was recorded within a span.
#[derive(Debug)]
pub enum Due {
    /// Nothing has become due, up to an instant.
    Nothing {
        /// The span's end, unless there was too much to look at.
        until: DateTime<Utc>,
    },
    /// This, for which there is a permit; all of it up to an instant, which is the span's end unless
    /// there is too much for one write.
    Recorded {
        /// The permit of the write.
        permit: Permit,
        /// The node that it comes to; the first, where they are several.
        node: NodeRef,
        /// Up to when everything is recorded.
        until: DateTime<Utc>,
    },
}

/// Something that time brings about.
#[async_trait::async_trait]
pub trait Timed: Send + Sync {
    /// Its name in the database.
    fn name(&self) -> &'static str;

    /// Whether something becomes due within this span: a cheap look, before anything is locked.
    async fn is_due(&self, log: &Log, span: Span) -> Result<bool, ClientError>;

    /// Records what becomes due within this span. It is alone in this: nothing else records the same.
    async fn write(&self, write: &mut Write, span: Span) -> Result<Due, ClientError>;
}

/// A replica that may be the one.
#[derive(Debug)]
pub struct Clockwork {
    log: Log,
    me: Uuid,
    /// Until when it is sure that it is the one.
    until: Option<DateTime<Utc>>,
}

impl Clockwork {
    /// A replica that is not the one yet.
    pub fn new(log: Log) -> Self {
        let me = log.clock().new_id();
        Self {
            log,
            me,
            until: None,
        }
    }

    /// Whether this replica is the one now. It becomes it when nobody else is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_elected(&mut self) -> Result<bool, ClientError> {
        if let Db::Sqlite(_) = self.log.db() {
            // One process serves it; and if another does, both find in the database what was done.
            return Ok(true);
        }
        let now = self.log.clock().now();
        if self.until.is_some_and(|until| now + RENEW < until) {
            return Ok(true);
        }
        let until = now + LEASE;
        let mut tx = self.log.db().begin().await?;
        let held = store::lease(&mut tx.conn(), CLOCK, self.me, now, until).await?;
        tx.commit().await?;
        self.until = held.then_some(until);
        Ok(held)
    }

    /// Records what has become due; whether there was anything.
    ///
    /// # Errors
    /// When the database fails, or the domain refuses.
    pub async fn wind(&self, timed: &dyn Timed) -> Result<bool, ClientError> {
        let until = self.log.clock().now();
        let mut conn = self.log.db().read().await?;
        let done = store::done(&mut conn, timed.name()).await?;
        drop(conn);
        let Some(after) = done else {
            // What became due before anybody looked is history.
            let mut tx = self.log.db().begin().await?;
            store::begin(&mut tx.conn(), timed.name(), until).await?;
            tx.commit().await?;
            return Ok(false);
        };
        let span = Span { after, until };
        if after >= until || !timed.is_due(&self.log, span).await? {
            return Ok(false);
        }
        let mut write = Write::begin(&self.log, Actor::System).await?;
        // Another replica that believed to be the one waits here, and then finds it done.
        let done = store::lock(&mut write.conn(), timed.name()).await?;
        let span = Span {
            after: done.unwrap_or(after),
            until,
        };
        match timed.write(&mut write, span).await? {
            Due::Nothing { until } => {
                // A write without an activity cannot be committed.
                drop(write);
                let mut tx = self.log.db().begin().await?;
                store::move_on(&mut tx.conn(), timed.name(), until).await?;
                tx.commit().await?;
                Ok(false)
            }
            Due::Recorded {
                permit,
                node,
                until,
            } => {
                store::move_on(&mut write.conn(), timed.name(), until).await?;
                write.commit(permit, node).await?;
                Ok(true)
            }
        }
    }
}
