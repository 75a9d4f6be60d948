//! `/metrics`, in the text format of Prometheus. They tell how much a network is used and by which
//! clients, so they are for its operator: on a listener of their own, or for whoever shows the token.

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::secret::Digest;
use metrics::{counter, gauge, histogram};
use schema::Graph;
use telemetry::Recorder;
use tokio::time::Instant;

use crate::{asker, error, error::DoorError};

/// The text format that Prometheus reads.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What is shown at `/metrics`, and to whom.
#[derive(Clone)]
pub struct Metrics {
    recorder: Recorder,
    token: Option<Digest>,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Metrics {
    /// What this recorder has counted; with a token, only for those who show it.
    pub fn new(recorder: Recorder, token: Option<&str>) -> Self {
        Self {
            recorder,
            token: token.map(|token| Digest::of(token.as_bytes())),
        }
    }

    /// Whether not everybody is shown them.
    pub(crate) fn has_token(&self) -> bool {
        self.token.is_some()
    }
}

/// `/metrics` for a listener of its own.
pub fn metrics_router(graph: Graph, metrics: Metrics) -> Router {
    routes(graph, metrics)
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
}

/// `/metrics` beside the other doors.
pub(crate) fn routes(graph: Graph, metrics: Metrics) -> Router {
    Router::new()
        .route("/metrics", get(show))
        .with_state((graph, metrics))
}

/// `GET /metrics`.
async fn show(
    State((graph, metrics)): State<(Graph, Metrics)>,
    headers: HeaderMap,
) -> Result<Response, DoorError> {
    if let Some(expected) = &metrics.token {
        let shown = headers.get(header::AUTHORIZATION).map(asker::bearer);
        let shown = shown.transpose()?.unwrap_or_default();
        if Digest::of(shown.as_bytes()) != *expected {
            let message = "The metrics are for whoever shows the token that the operator has set.";
            let error = DoorError::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
            return Err(error.challenge());
        }
    }
    look_up(&graph);
    let headers = [
        (header::CONTENT_TYPE, TEXT_FORMAT),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, metrics.recorder.render()).into_response())
}

/// What is not counted when it happens, but looked up when somebody asks.
fn look_up(graph: &Graph) {
    for pool in graph.db().pools() {
        let connections = |state: &'static str| gauge!("passerelle_database_connections", "pool" => pool.name, "state" => state);
        connections("idle").set(f64::from(pool.idle));
        connections("used").set(f64::from(pool.used));
        gauge!("passerelle_database_connections_max", "pool" => pool.name).set(f64::from(pool.max));
    }
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 activities")]
    gauge!("passerelle_log_position").set(graph.log().head() as f64);
}

/// Counts the requests, by the route they took: what is in an address is no label.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let door = request.extensions().get::<MatchedPath>();
    let door = door.map_or_else(
        || "none".to_owned(),
        |path| path.as_str().replace('{', ":").replace('}', ""),
    );
    let method = known(request.method());
    let answer = next.run(request).await;
    let status = answer.status().as_u16().to_string();
    histogram!("passerelle_http_request_duration_seconds", "door" => door.clone())
        .record(start.elapsed());
    counter!("passerelle_http_requests_total", "door" => door, "method" => method, "status" => status)
        .increment(1);
    answer
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
