//! What a write asks of whoever knows people: whether who acts may still act, now that it is written.

use chrono::{DateTime, Utc};
use kernel::{Acting, ClientError, Conn};

/// Asks, inside the transaction of a write, whether a person's mandate still holds and their
/// credential has not ended. A request recognises its viewer once, at its start; what ended since
/// then ends here, before anything is written. The rows are locked until the write ends, so that
/// the two come one after the other.
#[async_trait::async_trait]
pub trait Guard: Send + Sync {
    /// Refuses a person who may not act any more.
    async fn check(
        &self,
        conn: &mut Conn<'_>,
        acting: &Acting,
        now: DateTime<Utc>,
    ) -> Result<(), ClientError>;
}
