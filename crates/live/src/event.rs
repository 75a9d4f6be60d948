//! What a door writes to its client.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    task::{Context, Poll},
};

use activity::Log;
use bytes::Bytes;
use futures::{Stream, stream::BoxStream};

/// What comes next on a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An answer to the subscription.
    Next {
        /// The whole GraphQL answer, as JSON. Shared by all who get the same.
        payload: Bytes,
        /// The cursor to go on from after it: SSE's `id`.
        cursor: Option<Arc<str>>,
    },
    /// Nothing comes any more.
    End(End),
}

/// Why a subscription has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It has come to its end.
    Complete,
    /// What was shown to say who asks is valid no longer, or the mandate that was named is held no
    /// longer. Opened again in the same way, it is refused.
    RightsEnded,
}

/// A subscription that is open. Its position was fixed before it was handed out. It does nothing unless
/// it is polled, and holds little: whoever reads slowly keeps only themselves waiting.
pub struct Subscription {
    pub(crate) log: Log,
    pub(crate) stream: BoxStream<'static, Event>,
    pub(crate) position: Arc<AtomicI64>,
}

impl Subscription {
    /// The cursor to go on from after all that was handed out so far, and all that was passed over:
    /// what a door tells its client now and then, so that somebody to whom little happens does not
    /// come back with a cursor of long ago.
    pub fn cursor(&self) -> String {
        self.log.cursor(self.position.load(Ordering::Acquire))
    }
}

impl Stream for Subscription {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        self.stream.as_mut().poll_next(cx)
    }
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Subscription({})", self.position.load(Ordering::Relaxed))
    }
}
