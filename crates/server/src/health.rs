//! Whether the hub is well.

use std::time::Duration;

use axum::{Json, extract::State, http::StatusCode};
use serde_json::{Value, json};

use crate::{router::Hub, streams::Phase};

/// A database that takes longer cannot be called ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process runs.
pub(crate) async fn live() -> Json<Value> {
    Json(json!({ "status": "live" }))
}

/// The hub can answer: its database does, and it is not about to stop.
pub(crate) async fn ready(State(hub): State<Hub>) -> (StatusCode, Json<Value>) {
    let graph = &hub.graph;
    let ping = async { graph.db().read().await?.ping().await };
    let database = match tokio::time::timeout(PATIENCE, ping).await {
        Ok(Ok(())) => "up",
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database does not answer");
            "down"
        }
        Err(_) => {
            tracing::warn!("the database does not answer in time");
            "down"
        }
    };
    let stays = hub.streams.phase() == Phase::Serving;
    let ready = database == "up" && stays;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let word = match ready {
        true => "ready",
        false if !stays => "stopping",
        false => "not ready",
    };
    (
        status,
        Json(json!({ "status": word, "database": database })),
    )
}
