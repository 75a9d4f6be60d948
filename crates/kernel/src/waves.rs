//! Batches without a timer: loads are sent when nothing else can go on.
//!
//! A DataLoader has to know when the keys of a level are complete. async-graphql's waits for a
//! millisecond; a loader that only yields may be picked up by another thread while its keys are
//! still coming. Here a request runs as one task: while its resolvers can go on, their loads only
//! queue; when all of them wait, the queue is sent as one wave, and they go on when the last answer
//! of the wave is in. So a level is one statement for each relation, whatever the timing, and the
//! number of statements of a query does not depend on luck.
//!
//! While a wave is out, the resolvers stand still: one that held a connection of its own could keep
//! the wave from getting one. So every read of a resolver is a load.

use std::{
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker, ready},
    time::{Duration, Instant},
};

use async_graphql::runtime::Timer;
use futures::{
    FutureExt, Stream,
    future::{BoxFuture, poll_fn},
    stream::FuturesUnordered,
    task::{AtomicWaker, FutureObj, Spawn, SpawnError},
};
use tracing::Span;

/// The loads of one request that wait to be sent.
#[derive(Clone, Default)]
pub struct Waves(Arc<Mutex<Vec<FutureObj<'static, ()>>>>);

/// What a request spent on its loads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// How many waves went out, one after the other.
    pub waves: usize,
    /// How long it waited for them.
    pub waiting: Duration,
}

impl Waves {
    fn take(&self) -> Vec<FutureObj<'static, ()>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs the work of a request together with the loads it asks for.
    pub async fn drive<F: Future>(&self, work: F) -> (F::Output, Spent) {
        let mut spent = Spent::default();
        let mut sent_at = None;
        let mut work = pin!(work);
        let mut wave = FuturesUnordered::new();
        let mut span = Span::none();
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        let output = poll_fn(|cx: &mut Context<'_>| {
            woken.outer.register(cx.waker());
            loop {
                // First the whole wave: work that went on in the middle of it would ask again for
                // what is under way.
                while let Some(()) = ready!(span.in_scope(|| Pin::new(&mut wave).poll_next(cx))) {}
                span = Span::none();
                spent.waiting += sent_at
                    .take()
                    .map_or(Duration::ZERO, |at: Instant| at.elapsed());
                woken.again.store(false, Ordering::Release);
                let polled = work.as_mut().poll(&mut Context::from_waker(&waker));
                if let Poll::Ready(output) = polled {
                    return Poll::Ready(output);
                }
                // Work that gives way in the middle has woken itself: it is not waiting for loads.
                if woken.again.load(Ordering::Acquire) {
                    return Poll::Pending;
                }
                wave.extend(self.take());
                if wave.is_empty() {
                    return Poll::Pending;
                }
                spent.waves += 1;
                span = tracing::debug_span!(
                    target: "passerelle::trace",
                    "SQL wave",
                    loads = wave.len()
                );
                sent_at = Some(Instant::now());
            }
        })
        .await;
        // Loads that nobody waits for any more hold the request's loaders: let go of them.
        drop(self.take());
        (output, spent)
    }
}

/// Tells whether the work was woken since it was polled last.
#[derive(Default)]
struct Woken {
    again: AtomicBool,
    outer: AtomicWaker,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.again.store(true, Ordering::Release);
        self.outer.wake();
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

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, sync::atomic::AtomicUsize};

    use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
    use futures::future::join_all;

    use super::*;

    struct Doubles(Arc<AtomicUsize>);

    impl Loader<u32> for Doubles {
        type Value = u32;
        type Error = ();

        async fn load(&self, keys: &[u32]) -> Result<HashMap<u32, u32>, ()> {
            self.0.fetch_add(1, Ordering::Relaxed);
            // As an answer of a database, it takes several turns.
            for _ in 0..keys.len() % 7 {
                tokio::task::yield_now().await;
            }
            Ok(keys.iter().map(|key| (*key, 2 * key)).collect())
        }
    }

    /// Two levels of 300 loads each, with work that gives way in between: two batches, always.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_level_is_one_batch_whatever_the_timing() {
        for _ in 0..50 {
            let waves = Waves::default();
            let batches = Arc::new(AtomicUsize::new(0));
            let loader = Arc::new(DataLoader::with_cache(
                Doubles(batches.clone()),
                waves.clone(),
                AtOnce,
                HashMapCache::default(),
            ));
            let work = join_all((0..300).map(|key| {
                let loader = loader.clone();
                async move {
                    if key % 3 == 0 {
                        tokio::task::yield_now().await;
                    }
                    let first = loader.load_one(1_000 + key).await.unwrap().unwrap();
                    loader.load_one(first + 1_000_000).await.unwrap().unwrap()
                }
            }));
            let (found, spent) = waves.drive(work).await;
            assert_eq!(found[1], 2 * (2 * 1_001 + 1_000_000));
            assert_eq!(batches.load(Ordering::Relaxed), 2);
            assert_eq!(spent.waves, 2);
        }
    }
}
