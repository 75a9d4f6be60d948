//! What the hub does when its time has come, without anybody asking for it.

use std::time::Duration;

use activity::Log;

/// How often the hub looks at the clock.
const EVERY: Duration = Duration::from_secs(20);

/// Goes on for ever. Several replicas may look at the same time: what is done is an ordinary write, under
/// a lock, and the second finds it done.
pub(crate) async fn run(log: Log) {
    loop {
        // What fails is tried again; the failure is in the hub's log already.
        if let Ok(many @ 1..) = events::release_due(&log).await {
            tracing::info!(
                events = many,
                "released the seats that were held for delegations"
            );
        }
        tokio::time::sleep(EVERY).await;
    }
}
