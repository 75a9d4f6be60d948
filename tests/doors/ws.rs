//! GraphQL over WebSocket: the whole protocol, with a real socket.

use std::time::Duration;

use kernel::{Party, actor::Role};
use serde_json::{Value, json};
use testkit::{
    Hub, Setup,
    doors::{Heard, Socket},
};

use super::{SUBSCRIPTION, cursor, happen, hubs, position};

async fn ready(hub: &Hub) -> Socket {
    Socket::ready(&hub.url, &[], json!({})).await.unwrap()
}

/// The next result of this operation.
async fn next(socket: &mut Socket, id: &str) -> Value {
    let message = socket.message().await;
    assert_eq!(message["type"], "next", "{message}");
    assert_eq!(message["id"], id, "{message}");
    message["payload"].clone()
}

#[tokio::test]
async fn what_happens_is_told_to_each_operation_of_a_socket_once_and_in_order() {
    for hub in Hub::empty().await {
        let first = happen(&hub).await;
        let mut socket = ready(&hub).await;
        let after = hub.graph.log().cursor(first);
        let second = happen(&hub).await;
        socket
            .subscribe("a", SUBSCRIPTION, json!({ "after": after }))
            .await;
        let told = next(&mut socket, "a").await;
        assert_eq!(position(&told), second);
        // The cursor is to go on from.
        let resume = json!({ "id": "b", "type": "subscribe", "payload": {
            "query": SUBSCRIPTION, "extensions": { "cursor": cursor(&told) },
        } });
        socket.say(resume).await;
        // Answered when both are under way.
        socket.subscribe("q", "{ __typename }", json!({})).await;
        assert_eq!(next(&mut socket, "q").await["data"]["__typename"], "Query");
        assert_eq!(
            socket.message().await,
            json!({ "id": "q", "type": "complete" })
        );
        for _ in 0..3 {
            let at = happen(&hub).await;
            let mut ids = Vec::new();
            for _ in 0..2 {
                let message = socket.message().await;
                assert_eq!(position(&message["payload"]), at);
                ids.push(message["id"].as_str().unwrap().to_owned());
            }
            ids.sort();
            assert_eq!(ids, ["a", "b"]);
        }
        socket.say(json!({ "id": "a", "type": "complete" })).await;
        // An id is free again when its operation is complete; and again.
        socket.say(json!({ "id": "a", "type": "complete" })).await;
        socket.subscribe("a", "{ __typename }", json!({})).await;
        next(&mut socket, "a").await;
        assert_eq!(socket.message().await["type"], "complete");
        let at = happen(&hub).await;
        assert_eq!(position(&next(&mut socket, "b").await), at);
        socket.close().await;
    }
}

#[tokio::test]
async fn a_mutation_and_its_mistakes_are_answered_on_a_socket() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let token = secretary.token(&["READ", "RECORD"], None).await;
        let shown = json!({ "Authorization": format!("Bearer {}", token.secret),
            "Accept-Language": "fr" });
        let mut socket = Socket::ready(&hub.url, &[], shown).await.unwrap();
        let document = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
            theme { slug title } errors { code path } } }";
        let input = json!({ "slug": "rivers", "visibility": "PUBLIC", "content": [
            { "locale": "en", "title": "Rivers" }, { "locale": "fr", "title": "Fleuves" },
        ] });
        socket
            .subscribe("1", document, json!({ "input": input }))
            .await;
        let payload = next(&mut socket, "1").await;
        let recorded = json!({ "theme": { "slug": "rivers", "title": "Fleuves" }, "errors": [] });
        assert_eq!(payload["data"], json!({ "recordTheme": recorded }));
        assert_eq!(socket.message().await["type"], "complete");
        // What its user can mend is data; what cannot be executed is an error of the operation.
        for document in ["{ nothing }", "{", ""] {
            socket.subscribe("2", document, json!({})).await;
            let message = socket.message().await;
            assert_eq!(message["type"], "error", "{document}: {message}");
            assert_eq!(message["id"], "2");
            assert!(message["payload"].is_array(), "{message}");
            let said = message["payload"][0]["extensions"]["code"].as_str();
            assert!(said.is_some(), "{message}");
        }
    }
}

#[tokio::test]
async fn a_subscription_that_cannot_be_opened_is_an_error_of_its_operation_alone() {
    for hub in Hub::empty().await {
        let mut socket = ready(&hub).await;
        socket
            .subscribe("x", SUBSCRIPTION, json!({ "after": "mangled" }))
            .await;
        let message = socket.message().await;
        assert_eq!(message["type"], "error", "{message}");
        let code = &message["payload"][0]["extensions"]["code"];
        assert_eq!(code, "INVALID_CURSOR", "{message}");
        socket.subscribe("x", SUBSCRIPTION, json!({})).await;
        socket.subscribe("q", "{ __typename }", json!({})).await;
        next(&mut socket, "q").await;
    }
}

#[tokio::test]
async fn pings_are_answered_and_a_client_that_answers_none_is_let_go() {
    let streaming = server::Streaming {
        heartbeat: Duration::from_millis(100),
        ..server::Streaming::default()
    };
    for hub in hubs(streaming).await {
        let mut socket = Socket::open(&hub.url, &[]).await.unwrap();
        socket
            .say(json!({ "type": "ping", "payload": { "n": 1 } }))
            .await;
        let pong = json!({ "type": "pong", "payload": { "n": 1 } });
        assert_eq!(socket.message().await, pong);
        let mut silent = ready(&hub).await;
        let mut pings = 0;
        loop {
            match silent.hear_all().await {
                Heard::Message(message) => {
                    assert_eq!(message, json!({ "type": "ping" }));
                    pings += 1;
                }
                Heard::Closed(code, _) => break assert_eq!(code, 1001),
                Heard::Gone => panic!("gone without a word"),
            }
        }
        assert_eq!(pings, 2);
    }
}

#[tokio::test]
async fn a_session_speaks_on_a_socket_of_the_hubs_own_pages_only() {
    for hub in Hub::empty().await {
        let ada = hub
            .invited("Ada", Party::Secretariat, Role::Secretary)
            .await;
        let cookie = ada.cookie();
        let own = [("cookie", &*cookie), ("origin", &*hub.url)];
        let mut socket = Socket::ready(&hub.url, &own, json!({})).await.unwrap();
        let who = "{ viewer { person { name } } }";
        socket.subscribe("1", who, json!({})).await;
        let payload = next(&mut socket, "1").await;
        assert_eq!(payload["data"]["viewer"]["person"]["name"], "Ada");
        // A page of elsewhere is not let in at all, as the operator has not opened the hub to it.
        let other = [
            ("cookie", &*cookie),
            ("origin", "https://elsewhere.example"),
        ];
        assert_eq!(Socket::open(&hub.url, &other).await.unwrap_err(), "403");
        // What a browser says of a page of the same site, and another origin.
        let site = [
            ("cookie", &*cookie),
            ("origin", &*hub.url),
            ("sec-fetch-site", "same-site"),
        ];
        let mut socket = Socket::open(&hub.url, &site).await.unwrap();
        socket.say(json!({ "type": "connection_init" })).await;
        let (code, reason) = socket.closed().await;
        assert_eq!(code, 4403, "{reason}");
    }
}

#[tokio::test]
async fn pages_of_other_origins_come_with_tokens_where_the_operator_lets_them() {
    let elsewhere = "https://elsewhere.example";
    for product in testkit::Product::available() {
        let database = testkit::Database::new(product, testkit::Content::EmptyNetwork).await;
        let setup = Setup {
            server: server::Options {
                cors: server::Cors::These(vec![elsewhere.parse().unwrap()]),
                ..server::Options::default()
            },
            ..Setup::default()
        };
        let hub = Hub::set_up(database, setup).await;
        let ada = hub
            .invited("Ada", Party::Secretariat, Role::Secretary)
            .await;
        let cookie = ada.cookie();
        let headers = [("cookie", &*cookie), ("origin", elsewhere)];
        let mut socket = Socket::open(&hub.url, &headers).await.unwrap();
        socket.say(json!({ "type": "connection_init" })).await;
        assert_eq!(socket.closed().await.0, 4403);
        let token = ada.token(&["READ"], None).await;
        let shown = json!({ "headers": { "authorization": format!("Bearer {}", token.secret) } });
        let mut socket = Socket::ready(&hub.url, &headers, shown).await.unwrap();
        socket
            .subscribe("1", "{ viewer { person { name } } }", json!({}))
            .await;
        let payload = next(&mut socket, "1").await;
        assert_eq!(payload["data"]["viewer"]["person"]["name"], "Ada");
        let third = [("origin", "https://third.example")];
        assert_eq!(Socket::open(&hub.url, &third).await.unwrap_err(), "403");
    }
}

#[tokio::test]
async fn who_shows_what_is_not_taken_is_closed_with_4403() {
    for hub in Hub::empty().await {
        for payload in [
            json!({ "authorization": "Bearer nonsense" }),
            json!({ "authorization": "Basic eDp5" }),
            json!({ "authorization": 7 }),
            json!({ "authorization": "Bearer a\nb" }),
            json!({ "Passerelle-Mandate": "city_01h455vb4pex5vsknk084sn02q" }),
            json!({ "Passerelle-Mandate": "mandate_01h455vb4pex5vsknk084sn02q" }),
        ] {
            let mut socket = Socket::open(&hub.url, &[]).await.unwrap();
            let init = json!({ "type": "connection_init", "payload": payload });
            socket.say(init).await;
            let (code, reason) = socket.closed().await;
            assert_eq!(code, 4403, "{payload}: {reason}");
            assert!(reason.starts_with("Forbidden: "), "{reason}");
        }
    }
}

#[tokio::test]
async fn a_token_that_ends_closes_the_socket_with_4401() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let token = secretary.token(&["READ"], None).await;
        let shown = json!({ "authorization": format!("Bearer {}", token.secret) });
        let mut listening = Socket::ready(&hub.url, &[], shown.clone()).await.unwrap();
        let mut idle = Socket::ready(&hub.url, &[], shown).await.unwrap();
        listening.subscribe("1", SUBSCRIPTION, json!({})).await;
        listening.subscribe("q", "{ __typename }", json!({})).await;
        next(&mut listening, "q").await;
        let input = json!({ "token": token.id });
        let payload = secretary.call("revokeApiToken", input, "__typename").await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(listening.closed().await.0, 4401);
        // Who listens to nothing is told when they ask.
        idle.subscribe("q", "{ __typename }", json!({})).await;
        assert_eq!(idle.closed().await.0, 4401);
    }
}
