//! The bodies of requests: received before anything is done with them, within a budget that all share
//! and in a time that each has. What is received is held as long as its request is answered.
//!
//! A body counts with the bytes that it takes in memory, and not with those that it announces: so nobody
//! can keep others out by announcing much. When the budget is spent, who has been sending for longer
//! than a second makes room, the longest first; when all are quick, who comes last is told to come again.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    body::{Body, BodyDataStream},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures::StreamExt as _;
use metrics::{counter, gauge};
use tokio::{sync::Notify, time};

use crate::error::DoorError;

/// A body that is not whole after this time can be let go for others.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a client that is told off is listened to while nothing comes.
const LINGER: Duration = Duration::from_millis(100);
/// By how much the memory of a body grows, in bytes, as far as it is not known to be shorter.
const STEP: usize = 64 * 1024;

/// What an operator can set of bodies.
#[derive(Clone, Copy, Debug)]
pub struct Receiving {
    /// The longest body of a request, in bytes.
    pub max_body: usize,
    /// How many bytes all bodies together may have that are being received, or of which the request is
    /// being answered.
    pub max_in_all: usize,
    /// How long a client may take to send a body.
    pub timeout: Duration,
}

impl Default for Receiving {
    fn default() -> Self {
        Self {
            max_body: 1024 * 1024,
            max_in_all: 64 * 1024 * 1024,
            timeout: Duration::from_secs(10),
        }
    }
}

/// The bodies that this process holds. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Bodies(Arc<Inner>);

struct Inner {
    settings: Receiving,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    /// By all, in bytes.
    bytes: usize,
    /// Those that are being received, in the order in which they began.
    open: BTreeMap<u64, Open>,
    next: u64,
}

/// A body that is being received.
struct Open {
    since: Instant,
    bytes: usize,
    /// Tells it that it has been let go.
    gone: Arc<Notify>,
}

/// The place of one body. What it holds is given back when this is dropped.
struct Place {
    bodies: Bodies,
    id: u64,
    /// What it holds now that it is whole; before, the open one knows.
    whole: Option<usize>,
    gone: Arc<Notify>,
}

/// Why a body is not taken.
enum Fault {
    /// It is longer than it may be.
    TooLong(usize),
    /// It did not come in time.
    TooSlow(Duration),
    /// It has made room for others.
    LetGo,
    /// There is no room for it.
    NoRoom,
    /// Its client has gone, or does not speak HTTP.
    Broken,
}

/// Receives the body of a request, and hands the request on with it.
pub(crate) async fn receive(
    State(bodies): State<Bodies>,
    request: Request,
    next: Next,
) -> Response {
    // Nobody reads the body of these.
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let mut place = bodies.enter();
    match place.receive(body, announced(&head.headers)).await {
        Ok(body) => {
            let answer = next.run(Request::from_parts(head, body.into())).await;
            drop(place);
            answer
        }
        Err(fault) => fault.into_error().into_response(),
    }
}

/// How long the body is to be, as its client says.
fn announced(headers: &HeaderMap) -> Option<usize> {
    let value = headers.get(header::CONTENT_LENGTH)?;
    value.to_str().ok()?.parse().ok()
}

impl Bodies {
    pub(crate) fn new(settings: Receiving) -> Self {
        Self(Arc::new(Inner {
            settings,
            held: Mutex::default(),
        }))
    }

    fn enter(&self) -> Place {
        let gone = Arc::new(Notify::new());
        let mut held = self.held();
        let id = held.next;
        held.next += 1;
        let open = Open {
            since: Instant::now(),
            bytes: 0,
            gone: gone.clone(),
        };
        held.open.insert(id, open);
        Place {
            bodies: self.clone(),
            id,
            whole: None,
            gone,
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Takes so much more for an open body, for which others may have to make room.
    fn take(&mut self, id: u64, bytes: usize, most: usize) -> Result<(), Fault> {
        if !self.open.contains_key(&id) {
            return Err(Fault::LetGo);
        }
        while self.bytes + bytes > most {
            let slow = |(other, open): &(&u64, &Open)| {
                **other != id && open.bytes > 0 && open.since.elapsed() >= PATIENCE
            };
            let slowest = self.open.iter().find(slow).map(|(id, _)| *id);
            let slowest = slowest.and_then(|slowest| self.open.remove(&slowest));
            let Some(slowest) = slowest else {
                return Err(Fault::NoRoom);
            };
            // Its task drops what it has as soon as it is woken.
            self.bytes -= slowest.bytes;
            slowest.gone.notify_one();
        }
        self.bytes += bytes;
        if let Some(open) = self.open.get_mut(&id) {
            open.bytes += bytes;
        }
        gauge!("passerelle_http_body_bytes").set(count(self.bytes));
        Ok(())
    }
}

impl Place {
    /// The whole body.
    async fn receive(&mut self, body: Body, announced: Option<usize>) -> Result<Vec<u8>, Fault> {
        let Receiving {
            max_body, timeout, ..
        } = self.bodies.0.settings;
        let gone = self.gone.clone();
        let mut parts = body.into_data_stream();
        let whole = tokio::select! {
            biased;
            () = gone.notified() => Err(Fault::LetGo),
            whole = time::timeout(timeout, self.collect(&mut parts, announced)) => {
                whole.unwrap_or(Err(Fault::TooSlow(timeout)))
            }
        };
        if let Err(Fault::TooLong(_) | Fault::NoRoom) = whole {
            drain(&mut parts, max_body).await;
        }
        let whole = whole?;
        let open = self.bodies.held().open.remove(&self.id);
        self.whole = Some(open.ok_or(Fault::LetGo)?.bytes);
        Ok(whole)
    }

    async fn collect(
        &self,
        parts: &mut BodyDataStream,
        announced: Option<usize>,
    ) -> Result<Vec<u8>, Fault> {
        let Receiving {
            max_body,
            max_in_all,
            ..
        } = self.bodies.0.settings;
        let expected = announced.unwrap_or(max_body);
        if expected > max_body {
            return Err(Fault::TooLong(max_body));
        }
        let mut whole = Vec::new();
        while let Some(part) = parts.next().await {
            let part = part.map_err(|_| Fault::Broken)?;
            let length = whole.len() + part.len();
            if length > max_body {
                return Err(Fault::TooLong(max_body));
            }
            if length > whole.capacity() {
                let room = length.next_multiple_of(STEP).min(expected).max(length);
                let more = room - whole.capacity();
                self.bodies.held().take(self.id, more, max_in_all)?;
                whole.reserve_exact(room - whole.len());
            }
            whole.extend_from_slice(&part);
        }
        Ok(whole)
    }
}

/// Takes a little more of what is on its way, and lets it go: a client that is told off while it sends may
/// find its connection broken instead of the answer.
async fn drain(parts: &mut BodyDataStream, most: usize) {
    let mut drained = 0;
    while let Ok(Some(Ok(part))) = time::timeout(LINGER, parts.next()).await {
        drained += part.len();
        if drained > most {
            break;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.bodies.held();
        let open = held.open.remove(&self.id);
        let bytes = self.whole.or(open.map(|open| open.bytes));
        // Who was let go has nothing any more.
        held.bytes -= bytes.unwrap_or(0);
        gauge!("passerelle_http_body_bytes").set(count(held.bytes));
    }
}

impl Fault {
    fn into_error(self) -> DoorError {
        let close = (header::CONNECTION, HeaderValue::from_static("close"));
        let (status, code, message) = match self {
            Self::TooLong(most) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "PAYLOAD_TOO_LARGE",
                format!("The body of a request has at most {most} bytes."),
            ),
            Self::TooSlow(limit) => (
                StatusCode::REQUEST_TIMEOUT,
                "BODY_TOO_SLOW",
                format!(
                    "The body of a request has to be here within {} milliseconds.",
                    limit.as_millis()
                ),
            ),
            Self::LetGo => (
                StatusCode::REQUEST_TIMEOUT,
                "BODY_TOO_SLOW",
                "The hub receives as much as it can, and this body was the slowest.".to_owned(),
            ),
            Self::NoRoom => (
                StatusCode::SERVICE_UNAVAILABLE,
                "BUSY",
                "The hub receives as much as it can. Try again later.".to_owned(),
            ),
            Self::Broken => (
                StatusCode::BAD_REQUEST,
                "INVALID_REQUEST",
                "The body of the request did not come to its end.".to_owned(),
            ),
        };
        counter!("passerelle_http_bodies_refused_total", "code" => code).increment(1);
        let mut error = DoorError::new(status, code, message);
        // What is left of the body is not read.
        error = error.with(close.0, close.1);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            error = error.with(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        error
    }
}

#[expect(clippy::cast_precision_loss, reason = "there is less memory than 2^53")]
fn count(bytes: usize) -> f64 {
    bytes as f64
}
