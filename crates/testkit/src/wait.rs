//! Waiting for what nobody announces: a row, a page, a process. All tests wait here, and nowhere else:
//! a test that only lets time go by is slow where it need not be, and fails on a machine that is slower.

use std::time::Duration;

use tokio::time::Instant;

/// How long a test waits for what has to come. A machine that many share may stand still for seconds.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// How long it waits before it asks again: what is asked is a server that others ask, too.
const MOMENT: Duration = Duration::from_millis(20);

/// What this finds, as soon as it finds something.
///
/// # Panics
/// When it finds nothing within [`DEADLINE`]; `what` says what was waited for.
pub async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    let found = within(DEADLINE, ask).await;
    found.unwrap_or_else(|| panic!("waited in vain until {what}"))
}

/// What this finds, as soon as it finds something; none when it has found nothing in all this time.
pub async fn within<T>(patience: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let give_up = Instant::now() + patience;
    loop {
        if let Some(found) = ask().await {
            return Some(found);
        }
        if Instant::now() > give_up {
            return None;
        }
        tokio::time::sleep(MOMENT).await;
    }
}

/// What a client does before it comes back after a connection has ended: it waits a little, at random,
/// so that not all come at once. It is no wait for anything: no test may rest on how long it takes.
pub async fn before_coming_back() {
    tokio::time::sleep(Duration::from_millis(fastrand::u64(20..300))).await;
}

/// As [`until`], for a test without a runtime.
///
/// # Panics
/// As [`until`].
#[track_caller]
pub fn until_now<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let give_up = std::time::Instant::now() + DEADLINE;
    loop {
        if let Some(found) = ask() {
            return found;
        }
        let in_time = std::time::Instant::now() < give_up;
        assert!(in_time, "waited in vain until {what}");
        std::thread::sleep(MOMENT);
    }
}
