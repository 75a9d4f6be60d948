//! GraphQL over server-sent events, in distinct connections mode
//! (<https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>): one operation, one
//! connection. Every event has the cursor after it as its `id`, so that a browser that comes back says
//! by itself how far it had come.

use std::fmt::Write as _;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use futures::stream;
use serde_json::Value;

use crate::{
    operation::{Begun, Item, only_errors, rights_ended},
    subscriber::{News, Subscriber},
};

/// How long a browser waits before it comes back, in milliseconds, unless it is told otherwise.
const RETRY: u64 = 2_000;

/// An operation as a stream of events.
pub(crate) fn answer(
    begun: Begun,
    subscriber: impl FnOnce(live::Subscription) -> Subscriber,
) -> Response {
    let body = match begun {
        Begun::Live(subscription) => events(subscriber(subscription)),
        Begun::Whole(payload) => Body::from(whole(&payload)),
        Begun::Refused(errors) => Body::from(whole(&only_errors(&errors))),
        Begun::RightsEnded => Body::from(whole(&only_errors(&rights_ended()))),
    };
    stream(body)
}

/// What was refused is said in events: a browser shows its page nothing of an answer with another
/// status.
pub(crate) fn refused(errors: &Value) -> Response {
    stream(Body::from(whole(&only_errors(errors))))
}

/// How far a client has come that was here before: by the header that browsers send, or by the query
/// for those that can send none.
pub(crate) fn last_event_id(headers: &HeaderMap, query: Option<&str>) -> Option<String> {
    let header = headers.get("last-event-id");
    let header = header.and_then(|value| value.to_str().ok().map(str::to_owned));
    let query = || {
        let mut fields = form_urlencoded::parse(query?.as_bytes());
        let (_, value) = fields.find(|(name, _)| name == "lastEventId")?;
        Some(value.into_owned())
    };
    header.or_else(query).filter(|cursor| !cursor.is_empty())
}

fn stream(body: Body) -> Response {
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    let value = HeaderValue::from_static;
    headers.insert(
        header::CONTENT_TYPE,
        value("text/event-stream; charset=utf-8"),
    );
    never_kept(headers);
    answer
}

/// What an answer that goes on says to all that stands between hub and client.
pub(crate) fn never_kept(headers: &mut HeaderMap) {
    let value = HeaderValue::from_static;
    headers.insert(header::CACHE_CONTROL, value("no-store, no-transform"));
    // nginx, and those who have learned it from there.
    headers.insert(HeaderName::from_static("x-accel-buffering"), value("no"));
}

/// One answer, and its end.
fn whole(payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(payload.len() + 64);
    next(&mut out, payload, None);
    out.extend_from_slice(COMPLETE);
    out
}

/// The field `data` is there so that browsers tell their page of it.
const COMPLETE: &[u8] = b"event: complete\ndata:\n\n";

fn next(out: &mut Vec<u8>, payload: &[u8], cursor: Option<&str>) {
    out.extend_from_slice(b"event: next\n");
    if let Some(cursor) = cursor {
        out.extend_from_slice(b"id: ");
        out.extend_from_slice(cursor.as_bytes());
        out.push(b'\n');
    }
    // JSON as it is written here has no line breaks.
    out.extend_from_slice(b"data: ");
    out.extend_from_slice(payload);
    out.extend_from_slice(b"\n\n");
}

/// An `id` alone is no event: a browser only remembers it.
fn position(out: &mut Vec<u8>, cursor: &str) {
    out.extend_from_slice(b"id: ");
    out.extend_from_slice(cursor.as_bytes());
    out.extend_from_slice(b"\n\n");
}

fn retry(out: &mut Vec<u8>, milliseconds: u64) {
    let mut line = String::new();
    // Writing into a string does not fail.
    let _ = write!(line, "retry: {milliseconds}\n\n");
    out.extend_from_slice(line.as_bytes());
}

fn events(subscriber: Subscriber) -> Body {
    let mut first = Vec::new();
    retry(&mut first, RETRY);
    // From here on it loses nothing, even if it has to come back before the first event.
    position(&mut first, &subscriber.cursor());
    let later = stream::unfold(Some(subscriber), |subscriber| async move {
        let mut subscriber = subscriber?;
        let mut out = Vec::new();
        let mut goes_on = true;
        for news in subscriber.next().await {
            match news {
                News::Item(Item::Next(payload, cursor)) => {
                    next(&mut out, &payload, cursor.as_deref())
                }
                News::Item(Item::Opened) => {}
                News::Item(Item::Refused(errors)) => {
                    next(&mut out, &only_errors(&errors), None);
                    out.extend_from_slice(COMPLETE);
                    goes_on = false;
                }
                News::Item(Item::RightsEnded) => {
                    next(&mut out, &only_errors(&rights_ended()), None);
                    out.extend_from_slice(COMPLETE);
                    goes_on = false;
                }
                News::Item(Item::Complete) => {
                    out.extend_from_slice(COMPLETE);
                    goes_on = false;
                }
                News::Nothing(cursor) => {
                    out.extend_from_slice(b":\n");
                    position(&mut out, &cursor);
                }
                // Not complete: it goes on elsewhere.
                News::Restart(spread) => {
                    let spread = u64::try_from(spread.as_millis()).unwrap_or(RETRY);
                    retry(&mut out, spread);
                    position(&mut out, &subscriber.cursor());
                    goes_on = false;
                }
            }
        }
        Some((Bytes::from(out), goes_on.then_some(subscriber)))
    });
    let first = stream::once(async { Bytes::from(first) });
    let chunks = futures::StreamExt::chain(first, later);
    Body::from_stream(futures::StreamExt::map(
        chunks,
        Ok::<_, std::convert::Infallible>,
    ))
}
