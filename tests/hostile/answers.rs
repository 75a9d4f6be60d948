//! The dearest queries that are allowed, by many at once; and some who never read what they have asked for.

use futures::future::join_all;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use super::{DEADLINE, send, served};
use crate::observed::process::Process;

const AT_ONCE: usize = 20;
const NEVER_READ: usize = 30;

/// About 80,000 points, of which a network of this size has a good part.
const DEAREST: &str =
    "{ projects(first: 100) { nodes { id slug title cities(first: 5) { nodes { id slug
    projects(first: 40) { nodes { id slug title stage } } } } } } }";

pub(super) async fn ask_all(hub: &Process) {
    let body = json!({ "query": DEAREST }).to_string();
    let (status, codes) = send(hub, "the dearest", body.clone()).await;
    assert_eq!((status, codes), (200, vec![]), "it is allowed");
    let mut deaf = Vec::new();
    for _ in 0..NEVER_READ {
        deaf.push(ask_and_look_away(hub, &body).await);
    }
    // Answered, or told to come again.
    let all = (0..AT_ONCE).map(|_| send(hub, "the dearest, by many", body.clone()));
    join_all(all).await;
    served(hub, "beside the dearest").await;
    // Those who have looked away find the beginning, and an end.
    let ended = deaf.into_iter().map(|mut stream| async move {
        let mut rest = Vec::new();
        let ended = timeout(DEADLINE, stream.read_to_end(&mut rest)).await;
        // It may be broken off, but it ends.
        ended.expect("an answer ends").is_ok()
    });
    join_all(ended).await;
}

async fn ask_and_look_away(hub: &Process, body: &str) -> TcpStream {
    let address = hub.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}
