//! What a client can do wrong at a door that stays open: it is told so, in the protocol's own codes,
//! and nobody else feels it.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{
    Hub,
    doors::{Heard, Socket},
};
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::tungstenite::Message;

use super::{SUBSCRIPTION, happen, hubs, position};

async fn ready(hub: &Hub) -> Socket {
    Socket::ready(&hub.url, &[], json!({})).await.unwrap()
}

/// Whether somebody else is still told what happens.
async fn others_are_well(hub: &Hub, witness: &mut Socket) {
    let at = happen(hub).await;
    let message = witness.message().await;
    assert_eq!(position(&message["payload"]), at);
}

/// The variables of who wants everything from here on, whenever the hub gets to them.
async fn from_here(hub: &Hub) -> Value {
    json!({ "after": hub.graph.log().cursor(hub.position().await) })
}

async fn witness(hub: &Hub) -> Socket {
    let mut socket = ready(hub).await;
    socket
        .subscribe("w", SUBSCRIPTION, from_here(hub).await)
        .await;
    socket
}

#[tokio::test]
async fn frames_that_are_no_messages_are_closed_with_4400() {
    for hub in Hub::empty().await {
        let mut witness = witness(&hub).await;
        let frames = [
            Message::text("hello"),
            Message::text("[]"),
            Message::text("{\"type\":\"start\"}"),
            Message::text("{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":1}}"),
            Message::text("[".repeat(100_000)),
            Message::binary(b"{\"type\":\"ping\"}".to_vec()),
        ];
        for frame in frames {
            let mut socket = ready(&hub).await;
            socket.send(frame.clone()).await;
            let (code, reason) = socket.closed().await;
            assert_eq!(code, 4400, "{reason}");
            assert!(reason.starts_with("Invalid message: "), "{reason}");
        }
        others_are_well(&hub, &mut witness).await;
    }
}

#[tokio::test]
async fn a_message_that_is_too_large_is_closed_with_1009() {
    let streaming = server::Streaming {
        max_message: 8 * 1024,
        ..server::Streaming::default()
    };
    for hub in hubs(streaming).await {
        let mut witness = witness(&hub).await;
        let mut socket = ready(&hub).await;
        let fits = format!(
            "{{\"type\":\"ping\",\"payload\":{{\"a\":\"{}\"}}}}",
            "x".repeat(8_000)
        );
        socket.send(Message::text(fits)).await;
        assert_eq!(socket.message().await["type"], "pong");
        socket.send(Message::text("x".repeat(8 * 1024 + 1))).await;
        assert_eq!(socket.closed().await.0, 1009);
        others_are_well(&hub, &mut witness).await;
    }
}

#[tokio::test]
async fn the_order_of_the_protocol_is_kept() {
    for hub in Hub::empty().await {
        let subscribe = json!({ "id": "1", "type": "subscribe", "payload": {
            "query": "subscription { activity { cursor } }" } });
        let mut early = Socket::open(&hub.url, &[]).await.unwrap();
        early.say(subscribe.clone()).await;
        assert_eq!(early.closed().await, (4401, "Unauthorized".to_owned()));
        let mut twice = ready(&hub).await;
        twice.say(json!({ "type": "connection_init" })).await;
        let said = "Too many initialisation requests".to_owned();
        assert_eq!(twice.closed().await, (4429, said));
        let mut same_id = ready(&hub).await;
        same_id.say(subscribe.clone()).await;
        same_id.say(subscribe).await;
        let said = "Subscriber for 1 already exists".to_owned();
        assert_eq!(same_id.closed().await, (4409, said));
        for protocol in [None, Some("graphql-ws"), Some("mqtt")] {
            // A client may go when its protocol was not chosen; the hub says why in any case.
            match Socket::open_for(&hub.url, protocol, &[]).await {
                Ok(mut socket) => {
                    let said = "Subprotocol not acceptable".to_owned();
                    assert_eq!(socket.closed().await, (4406, said));
                }
                Err(error) => assert!(error.contains("protocol"), "{error}"),
            }
        }
    }
}

#[tokio::test]
async fn a_client_that_connects_and_says_nothing_is_closed_with_4408() {
    let streaming = server::Streaming {
        init_timeout: Duration::from_millis(200),
        heartbeat: Duration::from_millis(200),
        ..server::Streaming::default()
    };
    for hub in hubs(streaming).await {
        let mut socket = Socket::open(&hub.url, &[]).await.unwrap();
        // Pings do not count as saying who one is.
        socket.say(json!({ "type": "ping" })).await;
        let said = "Connection initialisation timeout".to_owned();
        assert_eq!(socket.closed().await, (4408, said));
    }
}

#[tokio::test]
async fn a_thousand_operations_on_one_socket_are_refused_one_by_one_past_its_limit() {
    for hub in Hub::empty().await {
        let mut witness = witness(&hub).await;
        let mut socket = ready(&hub).await;
        let limit = server::Streaming::default().max_operations;
        let here = from_here(&hub).await;
        for n in 0..1_000 {
            socket
                .subscribe(&n.to_string(), SUBSCRIPTION, here.clone())
                .await;
        }
        for n in limit..1_000 {
            let message = socket.message().await;
            assert_eq!(message["type"], "error", "{message}");
            assert_eq!(message["id"], n.to_string());
            let code = &message["payload"][0]["extensions"]["code"];
            assert_eq!(code, "TOO_MANY_OPERATIONS");
        }
        // What had room goes on, once it is open; a place that is free can be taken.
        socket.say(json!({ "type": "complete", "id": "0" })).await;
        socket.subscribe("q", "{ __typename }", json!({})).await;
        assert_eq!(socket.message().await["type"], "next");
        assert_eq!(socket.message().await["type"], "complete");
        let at = happen(&hub).await;
        socket.subscribe("late", SUBSCRIPTION, here).await;
        let mut told = std::collections::BTreeSet::new();
        while told.len() < limit {
            let message = socket.message().await;
            assert_eq!(position(&message["payload"]), at, "{message}");
            assert!(told.insert(message["id"].to_string()), "twice: {message}");
        }
        assert_eq!(position(&witness.message().await["payload"]), at);
        others_are_well(&hub, &mut witness).await;
    }
}

#[tokio::test]
async fn more_connections_than_one_client_may_have_are_refused_until_one_goes() {
    let streaming = server::Streaming {
        max_per_client: 2,
        ..server::Streaming::default()
    };
    for hub in hubs(streaming).await {
        let first = ready(&hub).await;
        let request = hub.client.post(format!("{}/graphql", hub.url));
        let events = testkit::doors::Events::open(request.json(&super::body(None))).await;
        assert_eq!(Socket::open(&hub.url, &[]).await.unwrap_err(), "429");
        let request = hub.client.post(format!("{}/graphql", hub.url));
        let refused = testkit::doors::Events::open(request.json(&super::body(None))).await;
        let refused = refused.unwrap_err();
        assert!(refused.starts_with("429 "), "{refused}");
        assert!(refused.contains("TOO_MANY_CONNECTIONS"), "{refused}");
        first.close().await;
        drop(events.unwrap());
        // The hub notices in its own time.
        let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
        while Socket::open(&hub.url, &[]).await.is_err() {
            assert!(tokio::time::Instant::now() < deadline, "never let in again");
            tokio::task::yield_now().await;
        }
    }
}

/// It asks for everything, and takes nothing of it: neither the hub nor anybody else waits for it, and
/// when it reads at last, nothing is missing.
#[tokio::test]
async fn a_client_that_never_reads_keeps_nobody_waiting_and_finds_everything_later() {
    for hub in Hub::empty().await {
        let mut witness = witness(&hub).await;
        let wide = "subscription ($after: String) { activity(after: $after) { cursor activity { position summary
            a: summary b: summary c: summary d: summary e: summary f: summary g: summary } } }";
        let mut lazy = ready(&hub).await;
        let here = from_here(&hub).await;
        for n in 0..100 {
            lazy.subscribe(&n.to_string(), wide, here.clone()).await;
        }
        let mut positions = Vec::new();
        for _ in 0..40 {
            let at = happen(&hub).await;
            assert_eq!(position(&witness.message().await["payload"]), at);
            positions.push(at);
        }
        let mut told = vec![Vec::new(); 100];
        let mut open = 100 * positions.len();
        while open > 0 {
            let Heard::Message(message) = lazy.hear().await else {
                panic!("closed");
            };
            if message["type"] == "next" && message["payload"]["data"]["activity"].is_object() {
                let n: usize = message["id"].as_str().unwrap().parse().unwrap();
                told[n].push(position(&message["payload"]));
                open -= 1;
            }
        }
        assert!(told.iter().all(|told| *told == positions));
    }
}

#[tokio::test]
async fn a_handshake_that_is_none_is_refused() {
    for hub in Hub::empty().await {
        let url = format!("{}/graphql", hub.url);
        let request = hub.client.get(&url).header("upgrade", "websocket");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 400);
        let said: Value = answer.json().await.unwrap();
        assert_eq!(said["errors"][0]["extensions"]["code"], "INVALID_REQUEST");
        // Bytes that are no frames.
        let host = hub.url.strip_prefix("http://").unwrap();
        let mut raw = tokio::net::TcpStream::connect(host).await.unwrap();
        let handshake = format!(
            "GET /graphql HTTP/1.1\r\nhost: {host}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
             sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
        );
        raw.write_all(handshake.as_bytes()).await.unwrap();
        raw.write_all(&[0xff; 64]).await.unwrap();
        let mut said = Vec::new();
        let read = tokio::io::AsyncReadExt::read_to_end(&mut raw, &mut said);
        let read = tokio::time::timeout(Duration::from_secs(30), read).await;
        // It may be a reset: there were bytes that nobody read.
        let _ = read.expect("the hub closes it");
        let said = String::from_utf8_lossy(&said);
        assert!(said.starts_with("HTTP/1.1 101"), "{said}");
    }
}
