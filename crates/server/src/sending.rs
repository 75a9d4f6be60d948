//! Long answers, while they are sent: within a budget that all share. Who takes nothing of an answer for a
//! second makes room for others when there is none; the answer is broken off then.
//!
//! What is being sent lies here, and not in the task that sends it: that one sleeps until its client takes
//! more, and could not be told.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
};
use futures::{StreamExt as _, stream};
use metrics::{counter, gauge};

use crate::error::DoorError;

/// What is sent at a time, in bytes. A shorter answer is not counted.
const PART: usize = 64 * 1024;
/// An answer of which nothing is taken for so long can be broken off for others.
const PATIENCE: Duration = Duration::from_secs(1);

/// The answers that this process is sending. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Sending(Arc<Inner>);

struct Inner {
    /// The bytes that all of them may have.
    most: usize,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    bytes: usize,
    answers: BTreeMap<u64, Rest>,
    next: u64,
}

/// What is still to be sent of an answer.
struct Rest {
    text: Vec<u8>,
    sent: usize,
    /// When its client has taken some of it.
    taken: Instant,
}

/// The place of one answer.
struct Place {
    sending: Sending,
    id: u64,
}

impl Sending {
    pub(crate) fn new(most: usize) -> Self {
        Self(Arc::new(Inner {
            most,
            held: Mutex::default(),
        }))
    }

    /// A body of this text.
    ///
    /// # Errors
    /// When there is no room for it.
    pub(crate) fn body(&self, text: String) -> Result<Body, DoorError> {
        if text.len() <= PART {
            return Ok(text.into());
        }
        let Some(place) = self.enter(text.into_bytes()) else {
            let message = "The hub sends as much as it can. Try again later.";
            let error = DoorError::new(StatusCode::SERVICE_UNAVAILABLE, "BUSY", message);
            return Err(error.with(header::RETRY_AFTER, HeaderValue::from_static("1")));
        };
        let parts = stream::unfold(place, |place| async move { Some((place.take()?, place)) });
        Ok(Body::from_stream(parts.fuse()))
    }

    fn enter(&self, text: Vec<u8>) -> Option<Place> {
        let mut held = self.held();
        // One that is longer than all may be is sent alone.
        while held.bytes > 0 && held.bytes + text.len() > self.0.most {
            held.make_room()?;
        }
        let id = held.next;
        held.next += 1;
        held.bytes += text.len();
        let rest = Rest {
            text,
            sent: 0,
            taken: Instant::now(),
        };
        held.answers.insert(id, rest);
        held.tell();
        Some(Place {
            sending: self.clone(),
            id,
        })
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Breaks the answer off of which nothing was taken for longest; none where all are taken.
    fn make_room(&mut self) -> Option<()> {
        let waits = self.answers.iter().min_by_key(|(_, rest)| rest.taken);
        let (id, _) = waits.filter(|(_, rest)| rest.taken.elapsed() >= PATIENCE)?;
        self.forget(*id);
        counter!("passerelle_http_answers_broken_off_total").increment(1);
        Some(())
    }

    fn forget(&mut self, id: u64) {
        if let Some(rest) = self.answers.remove(&id) {
            self.bytes -= rest.text.len();
            self.tell();
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "there is less memory than 2^53")]
    fn tell(&self) {
        gauge!("passerelle_http_answer_bytes").set(self.bytes as f64);
    }
}

impl Place {
    /// The next part of the answer: a copy, which holds nothing of the rest.
    fn take(&self) -> Option<io::Result<Bytes>> {
        let mut held = self.sending.held();
        let Some(rest) = held.answers.get_mut(&self.id) else {
            return Some(Err(io::Error::other("nothing of the answer was taken")));
        };
        let end = rest.text.len().min(rest.sent + PART);
        let part = Bytes::copy_from_slice(rest.text.get(rest.sent..end).unwrap_or_default());
        rest.sent = end;
        rest.taken = Instant::now();
        (!part.is_empty()).then_some(Ok(part))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.sending.held().forget(self.id);
    }
}
