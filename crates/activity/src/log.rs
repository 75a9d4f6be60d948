//! The log of this database: which one it is, and where its end was seen last.

use std::sync::Arc;

use kernel::{Clock, Db};
use tokio::sync::watch;
use uuid::Uuid;

use crate::store;

/// The activity log. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Log(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    clock: Clock,
    epoch: Uuid,
    head: watch::Sender<i64>,
}

impl Log {
    /// Opens the log of a migrated database; a new database gets its epoch here.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open(db: Db, clock: Clock) -> Result<Self, sqlx::Error> {
        let mut tx = db.begin().await?;
        let (epoch, head) = store::open(&mut tx.conn(), clock.new_id()).await?;
        tx.commit().await?;
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            epoch,
            head: watch::Sender::new(head),
        })))
    }

    /// Which log this is: renewed when a backup is restored, so that a position of what was lost is
    /// never taken for one of what came instead.
    pub fn epoch(&self) -> Uuid {
        self.0.epoch
    }

    /// The last position this process has seen committed. Whatever is read from now on is at least
    /// as new.
    pub fn head(&self) -> i64 {
        *self.0.head.borrow()
    }

    /// Wakes whoever follows the log in this process.
    pub fn follow(&self) -> watch::Receiver<i64> {
        self.0.head.subscribe()
    }

    pub(crate) fn committed(&self, position: i64) {
        // Two commits may report in the other order: the head never goes back.
        self.0.head.send_if_modified(|head| {
            let newer = position > *head;
            *head = position.max(*head);
            newer
        });
    }

    /// The database it is kept in.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock that writes are dated by.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The name of this log's cursors. Every list of activities shares them, so that a reader can
    /// go on through another door.
    pub(crate) fn cursor_name(&self) -> String {
        format!("log@{}", self.0.epoch)
    }
}
