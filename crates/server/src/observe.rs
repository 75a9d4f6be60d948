//! What is seen of every request: its id, its span, and its place in the statistics.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use kernel::Clock;
use metrics::{counter, histogram};
use telemetry::{Client, RequestId};
use tracing::{Instrument as _, field};

/// The id of a request: taken when a proxy or a client has given one, made otherwise, and said with every
/// answer.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Headers by which programs say what they are, as Apollo's and others' clients send them.
static CLIENT: [(HeaderName, HeaderName); 2] = [
    (
        HeaderName::from_static("graphql-client-name"),
        HeaderName::from_static("graphql-client-version"),
    ),
    (
        HeaderName::from_static("apollographql-client-name"),
        HeaderName::from_static("apollographql-client-version"),
    ),
];

/// The headers of this file, and those that make a request part of somebody's trace (W3C Trace Context):
/// pages of other origins may send them.
pub(crate) fn headers() -> impl Iterator<Item = HeaderName> {
    let clients = CLIENT
        .iter()
        .flat_map(|(name, version)| [name.clone(), version.clone()]);
    let traces = ["traceparent", "tracestate"].map(HeaderName::from_static);
    clients.chain([REQUEST_ID]).chain(traces)
}

/// Watches a request: all that is done for it knows its id and its client, and stands in its span.
pub(crate) async fn watch(State(clock): State<Clock>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let headers = request.headers();
    let id = text(headers, &REQUEST_ID).and_then(RequestId::parse);
    let id = id.unwrap_or_else(|| RequestId::of(clock.new_id()));
    let client = client(headers);
    let method = known(request.method());
    // The route, and not the address: the query of a link has its secret.
    let door = request.extensions().get::<MatchedPath>();
    // Not every reader of metrics can read braces in a label.
    let plain = |path: &MatchedPath| path.as_str().replace('{', ":").replace('}', "");
    let door = door.map_or_else(|| "none".to_owned(), plain);
    // Of the highest level, so that whatever is logged has the id, wherever the log begins.
    let span = tracing::error_span!(
        target: "passerelle::trace",
        "request",
        otel.name = format!("{method} {door}"),
        otel.kind = "server",
        otel.status_code = field::Empty,
        request_id = id.as_str(),
        http.request.method = method,
        http.route = door,
        http.response.status_code = field::Empty,
        client = client.name(),
    );
    telemetry::adopt(&span, headers);
    let watched = telemetry::Request::new(id.clone(), client);
    let mut answer = (watched.scope(next.run(request)).instrument(span.clone())).await;
    let status = answer.status();
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    histogram!("passerelle_http_request_duration_seconds", "door" => door.clone())
        .record(start.elapsed());
    counter!(
        "passerelle_http_requests_total",
        "door" => door,
        "method" => method,
        "status" => status.as_u16().to_string()
    )
    .increment(1);
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        answer.headers_mut().insert(REQUEST_ID, value);
    }
    answer
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn client(headers: &HeaderMap) -> Client {
    let found = CLIENT.iter().find(|(name, _)| headers.contains_key(name));
    found.map_or_else(Client::default, |(name, version)| {
        Client::new(text(headers, name), text(headers, version))
    })
}

/// Anybody can invent a method.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
