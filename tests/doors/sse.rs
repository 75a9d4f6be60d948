//! GraphQL over server-sent events.

use std::time::Duration;

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use testkit::{Hub, doors::Events};

use super::{SUBSCRIPTION, body, cursor, happen, hubs, position};

fn post(hub: &Hub, body: &Value) -> RequestBuilder {
    hub.client.post(format!("{}/graphql", hub.url)).json(body)
}

async fn open(hub: &Hub, after: Option<&str>) -> Events {
    Events::open(post(hub, &body(after))).await.unwrap()
}

#[tokio::test]
async fn a_browser_gets_everything_from_where_it_was_with_a_first_byte_at_once() {
    for hub in Hub::empty().await {
        happen(&hub).await;
        let here = hub.graph.log().cursor(hub.position().await);
        let url = reqwest::Url::parse_with_params(
            &format!("{}/graphql", hub.url),
            [("query", SUBSCRIPTION)],
        );
        let url = url.unwrap();
        let mut events = Events::open(hub.client.get(url.clone())).await.unwrap();
        for (name, value) in [
            ("content-type", "text/event-stream; charset=utf-8"),
            ("cache-control", "no-store, no-transform"),
            ("x-accel-buffering", "no"),
        ] {
            assert_eq!(events.header(name), Some(value));
        }
        assert_eq!(events.header("content-encoding"), None);
        // Nothing has happened yet, and it knows already from where to go on.
        let first = events.chunk().await.unwrap();
        let first = String::from_utf8(first).unwrap();
        assert_eq!(first, format!("retry: 2000\n\nid: {here}\n\n"));
        let one = happen(&hub).await;
        let event = events.event().await.unwrap();
        assert_eq!(event.event.as_deref(), Some("next"));
        assert_eq!(position(&event.json()), one);
        assert_eq!(event.id, Some(cursor(&event.json())));
        drop(events);
        let (two, three) = (happen(&hub).await, happen(&hub).await);
        // It comes back as browsers do: the same address, and the header.
        let id = event.id.unwrap();
        let request = hub.client.get(url.clone()).header("last-event-id", &id);
        let mut again = Events::open(request).await.unwrap();
        for at in [two, three] {
            assert_eq!(position(&again.event().await.unwrap().json()), at);
        }
        // Or as those do that cannot send headers. What they have seen goes before what they began with.
        let mut url = url;
        url.query_pairs_mut()
            .append_pair("lastEventId", again.last_event_id.as_deref().unwrap())
            .append_pair("variables", &json!({ "after": here }).to_string());
        let mut again = Events::open(hub.client.get(url)).await.unwrap();
        let four = happen(&hub).await;
        assert_eq!(position(&again.event().await.unwrap().json()), four);
    }
}

#[tokio::test]
async fn a_stream_on_which_nothing_happens_shows_that_it_is_alive_and_how_far_it_is() {
    let streaming = server::Streaming {
        heartbeat: Duration::from_millis(50),
        ..server::Streaming::default()
    };
    for hub in hubs(streaming).await {
        let nothing =
            "subscription { activity(filter: { verb: { eq: \"city.recorded\" } }) { cursor } }";
        let mut events = Events::open(post(&hub, &json!({ "query": nothing })))
            .await
            .unwrap();
        events.block().await.unwrap();
        let first = events.block().await.unwrap().id.unwrap();
        happen(&hub).await;
        // It is passed over, and the cursor goes on: else it would grow old.
        loop {
            let block = events.block().await.unwrap();
            assert!(block.comment && block.data.is_none(), "{block:?}");
            if block.id.as_deref() != Some(&*first) {
                break;
            }
        }
    }
}

#[tokio::test]
async fn questions_are_answered_as_a_stream_of_one() {
    for hub in Hub::empty().await {
        let mut events = Events::open(post(&hub, &json!({ "query": "{ __typename }" })))
            .await
            .unwrap();
        let next = events.event().await.unwrap();
        assert_eq!(next.event.as_deref(), Some("next"));
        assert_eq!(next.json()["data"], json!({ "__typename": "Query" }));
        let complete = events.event().await.unwrap();
        assert_eq!(complete.event.as_deref(), Some("complete"));
        assert_eq!(complete.data.as_deref(), Some(""));
        assert_eq!(events.event().await, None);
    }
}

#[tokio::test]
async fn what_cannot_be_executed_is_said_in_events() {
    for hub in Hub::empty().await {
        let subscription =
            |after: &str| json!({ "query": SUBSCRIPTION, "variables": { "after": after } });
        let ahead = hub.graph.log().cursor(1_000_000);
        for (body, code) in [
            (json!({ "query": "{ nothing }" }), None),
            (json!({ "query": "subscription { nothing }" }), None),
            (json!({ "query": "{" }), None),
            (json!({}), Some("INVALID_REQUEST")),
            (json!({ "query": 7 }), Some("INVALID_REQUEST")),
            (subscription("mangled"), Some("INVALID_CURSOR")),
            (subscription(&ahead), Some("INVALID_CURSOR")),
        ] {
            let mut events = Events::open(post(&hub, &body)).await.unwrap();
            let next = events.event().await.unwrap().json();
            assert!(next.get("data").is_none(), "{body}: {next}");
            let said = next["errors"][0]["extensions"]["code"].as_str();
            assert!(code.is_none() || said == code, "{body}: {next}");
            let complete = events.event().await.unwrap();
            assert_eq!(complete.event.as_deref(), Some("complete"));
            assert_eq!(events.event().await, None);
        }
        // A mangled cursor in the header, too.
        let request = post(&hub, &body(None)).header("last-event-id", "mangled");
        let mut events = Events::open(request).await.unwrap();
        let next = events.event().await.unwrap().json();
        assert_eq!(next["errors"][0]["extensions"]["code"], "INVALID_CURSOR");
    }
}

#[tokio::test]
async fn a_cursor_of_another_log_is_answered_with_a_gap_and_not_with_its_history() {
    let hubs = Hub::empty().await;
    for hub in &hubs {
        let other = Hub::empty().await.remove(0);
        happen(&other).await;
        let foreign = other.graph.log().cursor(1);
        happen(hub).await;
        let mut events = open(hub, Some(&foreign)).await;
        let gap = events.event().await.unwrap().json();
        assert_eq!(gap["data"]["activity"]["gap"]["reason"], "EPOCH", "{gap}");
        let at = happen(hub).await;
        assert_eq!(position(&events.event().await.unwrap().json()), at);
    }
}

#[tokio::test]
async fn who_is_not_let_in_is_told_by_the_status() {
    for hub in Hub::empty().await {
        let request = post(&hub, &body(None)).header("authorization", "Bearer nonsense");
        let said = Events::open(request).await.unwrap_err();
        assert!(said.starts_with("401 "), "{said}");
    }
}

#[tokio::test]
async fn a_stream_ends_with_the_token_that_opened_it() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let token = secretary.token(&["READ"], None).await;
        let bearer = format!("Bearer {}", token.secret);
        let request = post(&hub, &body(None)).header("authorization", bearer);
        let mut events = Events::open(request).await.unwrap();
        let input = json!({ "token": token.id });
        let payload = secretary.call("revokeApiToken", input, "__typename").await;
        assert_eq!(payload["errors"], json!([]));
        // What happened before may come first.
        let end = loop {
            let event = events.event().await.unwrap().json();
            if event.get("errors").is_some() {
                break event;
            }
        };
        assert_eq!(end["errors"][0]["extensions"]["code"], "CREDENTIAL_ENDED");
        let complete = events.event().await.unwrap();
        assert_eq!(complete.event.as_deref(), Some("complete"));
        assert_eq!(events.event().await, None);
    }
}
