//! `/metrics`, in the text format of Prometheus. They tell how much a network is used and by which
//! clients, so they are for its operator: on a listener of their own, or for whoever shows the token.

use std::time::Duration;

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use identity::Reception;
use kernel::secret::Digest;
use metrics::gauge;
use schema::Graph;
use telemetry::Recorder;

use crate::{asker, error, error::DoorError};

/// The text format that Prometheus reads.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// How long the database is waited for: other metrics do not need it.
const PATIENCE: Duration = Duration::from_secs(2);

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
pub fn metrics_router(graph: Graph, reception: Reception, metrics: Metrics) -> Router {
    routes(graph, reception, metrics)
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
}

/// `/metrics` beside the other doors.
pub(crate) fn routes(graph: Graph, reception: Reception, metrics: Metrics) -> Router {
    Router::new()
        .route("/metrics", get(show))
        .with_state((graph, reception, metrics))
}

/// `GET /metrics`.
async fn show(
    State((graph, reception, metrics)): State<(Graph, Reception, Metrics)>,
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
    look_up(&graph, &reception).await;
    let headers = [
        (header::CONTENT_TYPE, TEXT_FORMAT),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, metrics.recorder.render()).into_response())
}

/// What is not counted when it happens, but looked up when somebody asks.
async fn look_up(graph: &Graph, reception: &Reception) {
    for pool in graph.db().pools() {
        let connections = |state: &'static str| gauge!("passerelle_database_connections", "pool" => pool.name, "state" => state);
        connections("idle").set(f64::from(pool.idle));
        connections("used").set(f64::from(pool.used));
        gauge!("passerelle_database_connections_max", "pool" => pool.name).set(f64::from(pool.max));
    }
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 activities")]
    let exact = |number: i64| number as f64;
    let log = graph.log();
    gauge!("passerelle_log_position").set(exact(log.head()));
    let lag = log.head().saturating_sub(log.tail().seen()).max(0);
    gauge!("passerelle_log_tail_lag").set(exact(lag));
    // Of a database that is away, the last that was known stays.
    let waiting = tokio::time::timeout(PATIENCE, reception.outbox().waiting()).await;
    if let Ok(Ok(waiting)) = waiting {
        gauge!("passerelle_outbox_letters").set(exact(waiting));
    }
}
