//! What was executed once, for all who get the same.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;

/// A link in the chain of what a group delivers. Whoever has come to `after` has missed nothing.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// Behind this position, nothing before `position` is for the group.
    pub(crate) after: i64,
    /// What it is about; where it is only a step, up to where nothing is for the group.
    pub(crate) position: i64,
    /// The answer; none where it is only a step.
    pub(crate) payload: Option<Arc<Payload>>,
}

/// An answer and its cursor. It may be let go of when too many are kept for slow readers; then it is
/// executed again.
#[derive(Debug)]
pub(crate) struct Payload {
    pub(crate) cursor: Arc<str>,
    bytes: Mutex<Option<Bytes>>,
    kept: Kept,
}

/// How many bytes of answers a process keeps in memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept(Arc<AtomicUsize>);

impl Kept {
    pub(crate) fn bytes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Payload {
    pub(crate) fn new(cursor: Arc<str>, bytes: Bytes, kept: &Kept) -> Self {
        kept.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Self {
            cursor,
            bytes: Mutex::new(Some(bytes)),
            kept: kept.clone(),
        }
    }

    /// The answer; none when it was let go of.
    pub(crate) fn bytes(&self) -> Option<Bytes> {
        self.bytes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Lets go of the answer.
    pub(crate) fn let_go(&self) {
        let bytes = self
            .bytes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let freed = bytes.map_or(0, |bytes| bytes.len());
        self.kept.0.fetch_sub(freed, Ordering::Relaxed);
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        self.let_go();
    }
}
