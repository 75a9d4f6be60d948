//! Batches without a timer: loads are sent when nothing else can go on.
//!
//! A DataLoader has to know when the keys of a level are complete. async-graphql's waits for a
//! millisecond; a loader that only yields may be picked up by another thread while its keys are
//! still coming. Here a request runs as one task: while its resolvers can go on, their loads only
//! queue; when all of them wait, the queue is sent as one wave, and the next wave leaves when the
//! last answer of this one is in. So a level is one statement for each relation, whatever the
//! timing, and the number of statements of a query does not depend on luck.

use std::{
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use async_graphql::runtime::Timer;
use futures::{
    FutureExt, Stream,
    future::{BoxFuture, poll_fn},
    stream::FuturesUnordered,
    task::{FutureObj, Spawn, SpawnError},
};

/// The loads of one request that wait to be sent.
#[derive(Clone, Default)]
pub struct Waves(Arc<Mutex<Vec<FutureObj<'static, ()>>>>);

impl Waves {
    fn take(&self) -> Vec<FutureObj<'static, ()>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs the work of a request together with the loads it asks for.
    pub async fn drive<F: Future>(&self, work: F) -> F::Output {
        let mut work = pin!(work);
        let mut wave = FuturesUnordered::new();
        let output = poll_fn(|cx: &mut Context<'_>| {
            loop {
                if let Poll::Ready(output) = work.as_mut().poll(cx) {
                    return Poll::Ready(output);
                }
                let mut answered = false;
                while let Poll::Ready(Some(())) = Pin::new(&mut wave).poll_next(cx) {
                    answered = true;
                }
                if answered {
                    // What was answered may let resolvers go on: first let them ask for more.
                    continue;
                }
                if !wave.is_empty() {
                    return Poll::Pending;
                }
                wave.extend(self.take());
                if wave.is_empty() {
                    return Poll::Pending;
                }
            }
        })
        .await;
        // Loads that nobody waits for any more hold the request's loaders: let go of them.
        drop(self.take());
        output
    }
}

impl Spawn for Waves {
    fn spawn_obj(&self, load: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(load);
        Ok(())
    }
}

/// The loader's timer: the wave itself is what it waits for.
pub(crate) struct AtOnce;

impl Timer for AtOnce {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        std::future::ready(()).boxed()
    }
}
