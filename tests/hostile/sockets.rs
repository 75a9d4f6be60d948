//! The same over WebSockets, where many operations share a connection; and messages that are half sent.

use futures::future::join_all;
use serde_json::{Value, json};
use testkit::doors::{Heard, Socket};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use super::DEADLINE;
use crate::observed::process::Process;

const SOCKETS: usize = 20;
/// How many send a part of a message, and then nothing.
const HALF_SENT: usize = 300;

pub(super) async fn send_all(hub: &Process) {
    join_all((0..SOCKETS).map(|_| subscribe(hub))).await;
    half_sent(hub).await;
}

/// Subscriptions that are refused for what they are, each with its error, and one that is not.
async fn subscribe(hub: &Process) {
    let mut socket = Socket::open(&hub.url, &[]).await.unwrap();
    socket.say(json!({ "type": "connection_init" })).await;
    let heard = socket.hear().await;
    assert!(
        matches!(&heard, Heard::Message(said) if said["type"] == "connection_ack"),
        "{heard:?}"
    );
    let doubling: String = (0..30)
        .map(|i| {
            format!(
                " fragment F{i} on Subscription {{ ...F{0} ...F{0} }}",
                i + 1
            )
        })
        .collect();
    let aliases: String = (0..500).map(|i| format!("a{i}: id ")).collect();
    let pages = "projects(first: 100) { nodes { cities(first: 100) { nodes { ".repeat(3);
    let closed = "} } } }".repeat(3);
    let deep = format!("{} id {}", "activity { ".repeat(40), "}".repeat(40));
    let documents = [
        format!("subscription {{ ...F0 }}{doubling} fragment F30 on Subscription {{ __typename }}"),
        format!("subscription {{ activity {{ activity {{ {aliases} }} }} }}"),
        format!(
            "subscription {{ activity {{ activity {{ subject {{ ... on City {{ {pages} slug {closed} }} }} }} }} }}"
        ),
        format!("subscription {{ {deep} }}"),
        "subscription { a: activity { cursor } b: activity { cursor } }".to_owned(),
        "subscription ($after: String) { activity(after: $after) { cursor } }".to_owned(),
        "subscription { nothing }".to_owned(),
        "subscription {".to_owned(),
    ];
    for (n, document) in documents.iter().enumerate() {
        let variables = json!({ "after": "QUFB".repeat(20_000) });
        socket.subscribe(&n.to_string(), document, variables).await;
    }
    let mut refused = Vec::new();
    while refused.len() < documents.len() {
        match timeout(DEADLINE, socket.hear()).await.unwrap() {
            Heard::Message(said) if said["type"] == "error" => {
                let code = &said["payload"][0]["extensions"]["code"];
                assert!(code.is_string() && code != "INTERNAL", "{said:.500}");
                refused.push(said["id"].clone());
            }
            Heard::Message(said) if said["type"] == "ping" => {}
            heard => panic!("{heard:?}"),
        }
    }
    socket.subscribe("last", "{ __typename }", json!({})).await;
    loop {
        match timeout(DEADLINE, socket.hear()).await.unwrap() {
            Heard::Message(said) if said["type"] == "next" => break,
            Heard::Message(Value::Object(_)) => {}
            heard => panic!("{heard:?}"),
        }
    }
    socket.close().await;
}

/// The head of a frame that announces 250 kB, and most of them.
async fn half_sent(hub: &Process) {
    let open = join_all((0..HALF_SENT).map(|_| begin(hub))).await;
    super::served(hub, "beside messages half sent").await;
    if let Some(peak) = hub.peak_memory() {
        assert!(peak < super::MOST_MEMORY, "messages half sent: {peak} MiB");
    }
    drop(open);
}

async fn begin(hub: &Process) -> TcpStream {
    let address = hub.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET /graphql HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 1024];
    let read = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 101"), "{answer}");
    // A text of 250,000 bytes, masked with zeros.
    let mut frame = vec![0x81, 0x80 | 127];
    frame.extend_from_slice(&250_000_u64.to_be_bytes());
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(&vec![b' '; 240_000]);
    // The hub may have ended it already.
    let _ = stream.write_all(&frame).await;
    stream
}
