//! Who takes nothing of what they are sent, or says nothing: they are let go in time, and nobody else
//! feels it.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{
    Hub,
    doors::{Events, Raw, Socket},
    wait,
};

use super::{SUBSCRIPTION, happen, hubs, position};

/// What a long activity is told by: 60 KB each, so that what is not read soon fills every buffer.
pub(crate) const WIDE: &str = "subscription ($after: String) { activity(after: $after) {
    cursor activity { position } subject { ... on Theme { content { description } } }
    gap { reason } } }";

/// Lets something happen of which [`WIDE`] tells at length; its position.
pub(crate) async fn happen_at_length(hub: &Hub) -> i64 {
    let id = hub.graph.log().clock().new_id().simple().to_string();
    // Dashes are not words: nothing of it has to be made ready for search.
    let document = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
        activity { position } errors { message } } }";
    let input = json!({ "input": { "slug": format!("t-{id}"), "visibility": "PUBLIC", "content": [
        { "locale": "zh", "title": "桥", "description": "—".repeat(20_000) },
    ] } });
    let reply = hub.as_operator(document, input).await;
    let position = &reply.data()["recordTheme"]["activity"]["position"];
    position.as_i64().unwrap()
}

/// The doors at which somebody who reads nothing can subscribe.
pub(crate) async fn lazy(url: &str, after: &str) -> [Raw; 3] {
    let after = || json!({ "after": after });
    [
        Raw::by_socket(url, WIDE, after()).await,
        Raw::by_request(url, "text/event-stream", WIDE, after()).await,
        Raw::by_request(url, "multipart/mixed;subscriptionSpec=1.0", WIDE, after()).await,
    ]
}

/// Somebody who reads.
pub(crate) async fn witness(url: &str, after: &str) -> Socket {
    let mut socket = Socket::ready(url, &[], json!({})).await.unwrap();
    let after = json!({ "after": after });
    socket.subscribe("w", SUBSCRIPTION, after).await;
    socket
}

/// The cursors of the answers that are whole in what somebody has read.
fn cursors(text: &str) -> Vec<&str> {
    text.split(r#""extensions":{"cursor":""#)
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0))
        .collect()
}

/// As when somebody's machine is gone without a word: what is sent to them is taken by nobody.
#[tokio::test]
async fn a_connection_that_takes_nothing_is_let_go_in_time_and_resumed_where_it_was() {
    let streaming = server::Streaming {
        write_timeout: Duration::from_millis(300),
        ..server::Streaming::default()
    };
    for hub in hubs(streaming).await {
        happen(&hub).await;
        let here = hub.graph.log().cursor(hub.position().await);
        let mut witness = witness(&hub.url, &here).await;
        let lazy = lazy(&hub.url, &here).await;
        let open = || hub.live.cost().open;
        wait::until("all are there", async || (open() == 4).then_some(())).await;
        let mut happened = Vec::new();
        wait::until("they are let go", async || {
            let at = happen_at_length(&hub).await;
            assert_eq!(position(&witness.message().await["payload"]), at);
            happened.push(at);
            (open() == 1).then_some(())
        })
        .await;
        for raw in lazy {
            let text = raw.rest().await;
            let read = cursors(&text);
            let known: Vec<String> = happened[..read.len()]
                .iter()
                .map(|at| hub.graph.log().cursor(*at))
                .collect();
            assert_eq!(read, known);
            assert!(read.len() < happened.len(), "it has read everything");
            let request = hub.client.post(format!("{}/graphql", hub.url));
            let request = request.json(&super::body(None));
            let cursor = read.last().copied().unwrap_or(&here);
            let request = request.header("last-event-id", cursor);
            let mut events = Events::open(request).await.unwrap();
            for at in &happened[read.len()..] {
                assert_eq!(position(&events.event().await.unwrap().json()), *at);
            }
        }
    }
}

/// No request, half of one, or no second one.
#[tokio::test]
async fn a_client_that_connects_and_says_nothing_is_let_go() {
    for product in testkit::Product::available() {
        let database = testkit::Database::new(product, testkit::Content::EmptyNetwork).await;
        let setup = testkit::Setup {
            server: server::Options {
                idle_timeout: Duration::from_millis(300),
                ..server::Options::default()
            },
            ..testkit::Setup::default()
        };
        let hub = Hub::set_up(database, setup).await;
        let here = hub.graph.log().cursor(hub.position().await);
        let mut witness = witness(&hub.url, &here).await;
        let silent = Raw::connect(&hub.url).await;
        assert_eq!(silent.rest().await, "");
        let mut half = Raw::connect(&hub.url).await;
        half.say(b"POST /graphql HTTP/1.1\r\nhost: here\r\n").await;
        assert_eq!(half.rest().await, "");
        let mut once = Raw::connect(&hub.url).await;
        once.say(b"GET /health/live HTTP/1.1\r\nhost: here\r\n\r\n")
            .await;
        let answered = once.rest().await;
        assert!(answered.starts_with("HTTP/1.1 200 OK\r\n"), "{answered}");
        // Nor does a stream end on which nothing happens.
        let at = happen(&hub).await;
        let told: Value = witness.message().await;
        assert_eq!(position(&told["payload"]), at);
    }
}
