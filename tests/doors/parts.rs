//! Subscriptions as answers of several parts.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{Hub, doors::Parts};

use super::{body, happen, hubs, position};

async fn open(hub: &Hub, body: &Value) -> Result<Parts, String> {
    let request = hub.client.post(format!("{}/graphql", hub.url));
    Parts::open(request.json(body)).await
}

#[tokio::test]
async fn each_result_is_a_part_and_silence_is_one_too() {
    let streaming = server::Streaming {
        heartbeat: Duration::from_millis(50),
        ..server::Streaming::default()
    };
    for hub in hubs(streaming).await {
        let mut parts = open(&hub, &body(None)).await.unwrap();
        // The first is there at once; more come as long as nothing happens.
        assert_eq!(parts.part().await, Some(json!({})));
        assert_eq!(parts.part().await, Some(json!({})));
        for _ in 0..2 {
            let at = happen(&hub).await;
            let part = parts.result().await.unwrap();
            assert_eq!(position(&part["payload"]), at);
            assert_eq!(part.as_object().unwrap().len(), 1, "{part}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_executed_is_a_part_with_its_errors_and_the_last() {
    for hub in Hub::empty().await {
        let query = json!({ "query": "subscription { nothing }" });
        for body in [query, body(Some("mangled"))] {
            let mut parts = open(&hub, &body).await.unwrap();
            let part = parts.result().await.unwrap();
            let message = &part["payload"]["errors"][0]["message"];
            assert!(message.is_string(), "{part}");
            assert_eq!(parts.result().await, None);
            assert!(parts.ended);
        }
    }
}

#[tokio::test]
async fn the_end_of_a_right_is_an_error_of_the_stream() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let token = secretary.token(&["READ"], None).await;
        let request = hub.client.post(format!("{}/graphql", hub.url));
        let bearer = format!("Bearer {}", token.secret);
        let request = request.header("authorization", bearer).json(&body(None));
        let mut parts = Parts::open(request).await.unwrap();
        let input = json!({ "token": token.id });
        let payload = secretary.call("revokeApiToken", input, "__typename").await;
        assert_eq!(payload["errors"], json!([]));
        let end = loop {
            let part = parts.result().await.unwrap();
            if part["payload"].is_null() {
                break part;
            }
        };
        assert_eq!(end["errors"][0]["extensions"]["code"], "CREDENTIAL_ENDED");
        assert_eq!(parts.result().await, None);
        assert!(parts.ended);
    }
}
