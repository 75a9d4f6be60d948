//! How long the log is kept: for ever, unless the operator says otherwise.
//!
//! What is to go is announced first and deleted a round later. Every process learns of it in between: so
//! a list never answers as if what has gone had never been, but says that there is a gap.

use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use kernel::{ClientError, Code};

use crate::{Log, store::clockwork as store};

/// How many activities are deleted in one transaction.
const AT_ONCE: i64 = 500;
/// A write is dated when it begins; it may be committed a little after later ones.
const MARGIN: TimeDelta = TimeDelta::minutes(1);

impl Log {
    /// The last position that the log does not promise to hold any more, as the database has it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pruned(&self) -> Result<i64, ClientError> {
        let pruned = store::pruned(&mut self.db().read().await?).await?;
        self.inner.pruned.fetch_max(pruned, Ordering::Relaxed);
        Ok(pruned)
    }

    /// The same, as this process was told last.
    pub(crate) fn known_pruned(&self) -> i64 {
        self.inner.pruned.load(Ordering::Relaxed)
    }

    /// Refuses a position behind which something is not held any more.
    pub(crate) fn must_hold(&self, position: i64) -> Result<(), ClientError> {
        let pruned = self.known_pruned();
        if position >= pruned {
            return Ok(());
        }
        let message = "The log does not hold all that comes after this cursor any more: read again \
                       what you hold, and go on from `restartAfter`.";
        let mut error = ClientError::new(Code::Gap, message);
        error.restart_after = Some(self.cursor(pruned));
        Err(error)
    }

    /// Deletes what was announced before, and announces what has become older than this since. To be
    /// called now and then, by one process.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune(&self, keep: TimeDelta) -> Result<(), ClientError> {
        let mut conn = self.db().read().await?;
        let announced = store::pruned(&mut conn).await?;
        let due = store::before(&mut conn, self.clock().now() - keep - MARGIN).await?;
        drop(conn);
        let mut more = announced > 0;
        while more {
            let mut tx = self.db().begin().await?;
            more = store::delete(&mut tx.conn(), announced, AT_ONCE).await?;
            tx.commit().await?;
        }
        if due > announced {
            let mut tx = self.db().begin().await?;
            store::announce(&mut tx.conn(), due).await?;
            tx.commit().await?;
            tracing::info!(upto = due, "activities are not kept any longer");
        }
        Ok(())
    }
}
