//! Work that others wait for, too.

use std::panic::resume_unwind;

/// Does something to its end, whether or not who asked for it goes on asking. A subscription is only as
/// fast as its reader: what it did in its own time, while it holds a turn that others wait for, would make
/// them all as slow as that reader.
///
/// It begins at once, so that who waits for it has no room for it: each open subscription would keep that.
pub(crate) fn driven<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = T> + Send {
    let task = tokio::spawn(telemetry::carry(work));
    async move {
        match task.await {
            Ok(done) => done,
            Err(failed) => match failed.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                // The runtime is shutting down: nothing goes on any more.
                Err(_) => std::future::pending().await,
            },
        }
    }
}
