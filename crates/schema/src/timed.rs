//! What time brings about, in all domains.

use activity::{Log, Timed};
use futures::{FutureExt as _, future::BoxFuture};

use crate::DomainCircles;

/// Everything that time brings about. One replica at a time looks after it (`live`).
pub fn timed() -> Vec<Box<dyn Timed>> {
    vec![Box::new(members::MandatesExpire)]
}

/// Does what is overdue and takes a write of its own for each: seats that were held for delegations until
/// now go to those who wait. What fails is in the log already, and is tried again.
pub fn catch_up(log: &Log) -> BoxFuture<'_, ()> {
    release_due(log).boxed()
}

async fn release_due(log: &Log) {
    if let Ok(many @ 1..) = events::release_due(log, &DomainCircles).await {
        tracing::info!(
            events = many,
            "released the seats that were held for delegations"
        );
    }
}
