//! Subscriptions as an answer of several parts, as Apollo's clients and routers speak it
//! (<https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol>):
//! each part is a JSON object with the result in `payload`; a part without it is a heartbeat; a
//! `payload` of null comes with the errors that have ended the stream.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};

use crate::{
    operation::{Begun, Item, only_errors, rights_ended},
    sse::never_kept,
    subscriber::{News, Subscriber},
};

/// A client knows that a part is whole when it sees the boundary after it. So the boundary is written
/// with the part, and not with the next one.
const FIRST: &[u8] = b"--graphql";
const HEAD: &[u8] = b"\r\ncontent-type: application/json\r\n\r\n";
const BOUNDARY: &[u8] = b"\r\n--graphql";
const LAST: &[u8] = b"--\r\n";

/// An operation as parts.
pub(crate) fn answer(
    begun: Begun,
    subscriber: impl FnOnce(live::Subscription) -> Subscriber,
) -> Response {
    let body = match begun {
        Begun::Live(subscription) => parts(subscriber(subscription)),
        Begun::Whole(payload) => Body::from(whole(&payload)),
        Begun::Refused(errors) => Body::from(whole(&only_errors(&errors))),
        Begun::RightsEnded => Body::from(whole(&only_errors(&rights_ended()))),
    };
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    let kind =
        HeaderValue::from_static("multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0");
    headers.insert(header::CONTENT_TYPE, kind);
    never_kept(headers);
    answer
}

fn part(out: &mut Vec<u8>, json: &[u8]) {
    out.extend_from_slice(HEAD);
    out.extend_from_slice(json);
    out.extend_from_slice(BOUNDARY);
}

/// A result, whose bytes are shared by all who get it.
fn result(out: &mut Vec<u8>, payload: &[u8]) {
    out.extend_from_slice(HEAD);
    out.extend_from_slice(b"{\"payload\":");
    out.extend_from_slice(payload);
    out.push(b'}');
    out.extend_from_slice(BOUNDARY);
}

/// Why the stream ends before its end.
fn broken(out: &mut Vec<u8>, errors: &Value) {
    let json = json!({ "payload": null, "errors": errors });
    part(out, json.to_string().as_bytes());
}

fn whole(payload: &[u8]) -> Vec<u8> {
    let mut out = FIRST.to_vec();
    result(&mut out, payload);
    out.extend_from_slice(LAST);
    out
}

fn parts(subscriber: Subscriber) -> Body {
    let later = stream::unfold(Some(subscriber), |subscriber| async move {
        let mut subscriber = subscriber?;
        let mut out = Vec::new();
        let mut goes_on = true;
        for news in subscriber.next().await {
            match news {
                News::Item(Item::Next(payload, _)) => result(&mut out, &payload),
                News::Item(Item::Opened) => {}
                News::Item(Item::Refused(errors)) => {
                    result(&mut out, &only_errors(&errors));
                    goes_on = false;
                }
                News::Item(Item::RightsEnded) => {
                    broken(&mut out, &rights_ended());
                    goes_on = false;
                }
                News::Item(Item::Complete) => goes_on = false,
                News::Nothing(_) => part(&mut out, b"{}"),
                News::Restart(spread) => {
                    let restart = json!([{
                        "message": "The hub restarts: subscribe again from the last cursor.",
                        "extensions": {
                            "code": "RESTART",
                            "cursor": subscriber.cursor(),
                            "retryAfter": u64::try_from(spread.as_millis()).unwrap_or(0),
                        },
                    }]);
                    broken(&mut out, &restart);
                    goes_on = false;
                }
            }
        }
        if !goes_on {
            out.extend_from_slice(LAST);
        }
        Some((Bytes::from(out), goes_on.then_some(subscriber)))
    });
    // A heartbeat comes first: so there is a byte at once, by which a proxy sees that there is life.
    let mut first = FIRST.to_vec();
    part(&mut first, b"{}");
    let first = stream::once(async { Bytes::from(first) });
    Body::from_stream(first.chain(later).map(Ok::<_, std::convert::Infallible>))
}
