//! What one replica does for all: what time brings about, and letting go of what is kept no longer.
//!
//! Which one it is, a lease in the database says. When it dies, another takes over as soon as the lease
//! has run out; and what both did at the same time is recorded once, for the database says what was.

use std::time::{Duration, Instant};

use activity::{Clockwork, Log, TICK, Timed};
use chrono::TimeDelta;
use kernel::ClientError;
use metrics::gauge;

/// How often it is looked what is kept no longer.
const PRUNE_EVERY: Duration = Duration::from_secs(60);
/// How often what is overdue is done that takes writes of its own.
const CATCH_UP_EVERY: Duration = Duration::from_secs(10);

/// Looks at the clock, for ever.
pub(crate) async fn run(log: Log, keep: Option<TimeDelta>) {
    let mut clockwork = Clockwork::new(log.clone());
    let timed = schema::timed();
    let mut pruned: Option<Instant> = None;
    let mut caught_up: Option<Instant> = None;
    loop {
        tokio::time::sleep(TICK).await;
        let elected = match clockwork.is_elected().await {
            Ok(elected) => elected,
            Err(error) => {
                tracing::warn!(cause = error.message, "the clock cannot be looked after");
                false
            }
        };
        gauge!("passerelle_clock_elected").set(if elected { 1.0 } else { 0.0 });
        if !elected {
            continue;
        }
        for timed in &timed {
            if let Err(error) = wind(&clockwork, &**timed).await {
                let (name, cause) = (timed.name(), error.message);
                tracing::warn!(
                    name,
                    cause,
                    "what time has brought about is not recorded yet"
                );
            }
        }
        if caught_up.is_none_or(|at| at.elapsed() >= CATCH_UP_EVERY) {
            caught_up = Some(Instant::now());
            schema::catch_up(&log).await;
        }
        if let Some(keep) = keep
            && pruned.is_none_or(|at| at.elapsed() >= PRUNE_EVERY)
        {
            pruned = Some(Instant::now());
            if let Err(error) = log.prune(keep).await {
                let cause = error.message;
                tracing::warn!(cause, "activities that are kept no longer are still there");
            }
        }
    }
}

async fn wind(clockwork: &Clockwork, timed: &dyn Timed) -> Result<(), ClientError> {
    // There may be more than one write can record.
    while clockwork.wind(timed).await? {}
    Ok(())
}
