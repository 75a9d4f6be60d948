//! How much the hub receives at a time, and for how long it waits for it.

use std::time::Duration;

use serde_json::{Value, json};
use server::{Options, Receiving};
use testkit::{Content, Database, Hub, Product, Setup};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const KIB: usize = 1024;

async fn hub(receiving: Receiving) -> Hub {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let setup = Setup {
        server: Options {
            receiving,
            ..Options::default()
        },
        ..Setup::default()
    };
    Hub::set_up(database, setup).await
}

/// A request that has sent so much of a body that is twice as long.
async fn half(hub: &Hub, bytes: usize) -> TcpStream {
    let address = hub.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        2 * bytes
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![b' '; bytes]).await.unwrap();
    stream
}

/// What it is answered with, in one line, and that the connection ends then.
async fn told(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer));
    // What was sent and not read breaks the connection off, after the answer.
    let _ = read.await.expect("it ends");
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").expect(&answer);
    let body: Value = serde_json::from_str(body).unwrap();
    let error = &body["errors"][0];
    let (code, message) = (&error["extensions"]["code"], &error["message"]);
    let retry = head
        .contains("retry-after: 1")
        .then_some(" (retry after 1)");
    let status = &head[9..12];
    assert!(head.contains("connection: close"), "{head}");
    format!("{status} {code} {message}{}", retry.unwrap_or_default())
}

async fn post(hub: &Hub, bytes: usize) -> (u16, String) {
    let query = format!("{{ __typename }}{}", " ".repeat(bytes));
    let request = hub.client.post(format!("{}/graphql", hub.url));
    let answer = request
        .json(&json!({ "query": query }))
        .send()
        .await
        .unwrap();
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap();
    let code = body["errors"][0]["extensions"]["code"].as_str();
    (status, code.unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_body_that_does_not_come_to_its_end_in_time_is_not_waited_for() {
    let hub = hub(Receiving {
        timeout: Duration::from_millis(300),
        ..Receiving::default()
    })
    .await;
    let stream = half(&hub, 10 * KIB).await;
    assert_eq!(
        told(stream).await,
        r#"408 "BODY_TOO_SLOW" "The body of a request has to be here within 300 milliseconds.""#
    );
    assert_eq!(post(&hub, 10 * KIB).await, (200, String::new()));
}

/// When there is no more room, the slowest makes some; who is quick is served.
#[tokio::test]
async fn who_sends_slowly_makes_room_for_others() {
    let hub = hub(Receiving {
        max_in_all: 300 * KIB,
        timeout: Duration::from_secs(60),
        ..Receiving::default()
    })
    .await;
    let first = half(&hub, 120 * KIB).await;
    let mut second = half(&hub, 120 * KIB).await;
    // As soon as both are here, and the first has had a second, it is let go for one of these.
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    loop {
        let (status, code) = post(&hub, 100 * KIB).await;
        let is_told = tokio::time::timeout(Duration::from_millis(20), first.readable()).await;
        if status == 200 && is_told.is_ok() {
            break;
        }
        assert!(
            status == 200 || (status, &*code) == (503, "BUSY"),
            "{status} {code}"
        );
        assert!(tokio::time::Instant::now() < deadline);
    }
    assert_eq!(
        told(first).await,
        r#"408 "BODY_TOO_SLOW" "The hub receives as much as it can, and this body was the slowest.""#
    );
    // One was enough.
    second.write_all(&vec![b' '; 120 * KIB]).await.unwrap();
    let mut answer = [0; 12];
    second.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 400");
}

#[tokio::test]
async fn what_there_is_no_room_for_can_come_again() {
    let hub = hub(Receiving {
        max_in_all: 100 * KIB,
        ..Receiving::default()
    })
    .await;
    assert_eq!(post(&hub, 40 * KIB).await, (200, String::new()));
    let stream = half(&hub, 200 * KIB).await;
    assert_eq!(
        told(stream).await,
        r#"503 "BUSY" "The hub receives as much as it can. Try again later." (retry after 1)"#
    );
    // All that was held is given back.
    assert_eq!(post(&hub, 90 * KIB).await, (200, String::new()));
    assert_eq!(post(&hub, 90 * KIB).await, (200, String::new()));
}

/// Also longer than the library takes unless told.
#[tokio::test]
async fn a_body_is_as_long_as_the_operator_says() {
    let hub = hub(Receiving {
        max_body: 3 * KIB * KIB,
        ..Receiving::default()
    })
    .await;
    let (status, code) = post(&hub, 2 * KIB * KIB + 500 * KIB).await;
    assert_eq!((status, &*code), (200, ""));
    let (status, code) = post(&hub, 3 * KIB * KIB).await;
    assert_eq!((status, &*code), (413, "PAYLOAD_TOO_LARGE"));
}

#[tokio::test]
async fn a_compressed_body_is_refused_and_never_unpacked() {
    let hub = hub(Receiving::default()).await;
    let request = hub.client.post(format!("{}/graphql", hub.url));
    let request = request
        .header("content-type", "application/json")
        .header("content-encoding", "gzip")
        .body("anything");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 415);
    assert_eq!(answer.headers()["accept-encoding"], "identity");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body["errors"][0]["message"],
        "The body must not be compressed."
    );
}
