//! The doors that stay open: WebSocket, server-sent events, and answers in several parts.

mod bad_input;
mod parts;
pub(crate) mod slow;
mod sse;
mod switch;
mod ws;

use serde_json::{Value, json};
use testkit::{Database, Hub, Product, Setup};

/// What a client subscribes to: positions and cursors of what happens.
pub(crate) const SUBSCRIPTION: &str = "subscription ($after: String) { activity(after: $after) {
    cursor activity { position } gap { reason } } }";

/// A hub on each database, whose doors are set up so.
pub(crate) async fn hubs(streaming: server::Streaming) -> Vec<Hub> {
    let mut hubs = Vec::new();
    for product in Product::available() {
        let database = Database::new(product, testkit::Content::EmptyNetwork).await;
        let setup = Setup {
            server: server::Options {
                streaming,
                ..server::Options::default()
            },
            ..Setup::default()
        };
        hubs.push(Hub::set_up(database, setup).await);
    }
    hubs
}

/// Lets something happen that anybody may see; its position.
pub(crate) async fn happen(hub: &Hub) -> i64 {
    let id = hub.graph.log().clock().new_id().simple().to_string();
    crate::live::record_theme(hub, &format!("t-{id}"), "PUBLIC").await
}

/// The position of an activity in an answer to [`SUBSCRIPTION`].
#[track_caller]
pub(crate) fn position(answer: &Value) -> i64 {
    let position = answer["data"]["activity"]["activity"]["position"].as_i64();
    position.unwrap_or_else(|| panic!("no position: {answer}"))
}

/// The cursor in an answer to [`SUBSCRIPTION`].
#[track_caller]
pub(crate) fn cursor(answer: &Value) -> String {
    let cursor = answer["data"]["activity"]["cursor"].as_str();
    cursor
        .unwrap_or_else(|| panic!("no cursor: {answer}"))
        .to_owned()
}

/// The body of a request.
pub(crate) fn body(after: Option<&str>) -> Value {
    json!({ "query": SUBSCRIPTION, "variables": { "after": after } })
}
