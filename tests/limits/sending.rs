//! How much the hub holds of answers that nobody takes.

use std::time::Duration;

use serde_json::{Value, json};
use server::Options;
use testkit::{Content, Database, Hub, Product, Setup};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpSocket,
};

/// Its answer has some million bytes.
fn contracts() -> String {
    let fields = (0..18).map(|i| format!("a{i}: _service {{ sdl }} "));
    format!("{{ {} }}", fields.collect::<String>())
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_makes_room_for_others() {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let setup = Setup {
        server: Options {
            max_sending: 300_000,
            ..Options::default()
        },
        ..Setup::default()
    };
    let hub = Hub::set_up(database, setup).await;
    let contracts = contracts();
    let ask = async || {
        let request = hub.client.post(format!("{}/graphql", hub.url));
        let answer = request
            .json(&json!({ "query": contracts }))
            .send()
            .await
            .unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body: Value = answer.json().await.unwrap();
        (status, headers, body)
    };
    // One that is longer than all may be is sent when there is no other.
    let (status, _, whole) = ask().await;
    let length = whole.to_string().len();
    assert!(status == 200 && length > 3_000_000, "{status} {length}");

    let address = hub.url.strip_prefix("http://").unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(64 * 1024).unwrap();
    let mut deaf = socket.connect(address.parse().unwrap()).await.unwrap();
    let body = json!({ "query": contracts }).to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    deaf.write_all(request.as_bytes()).await.unwrap();
    let mut beginning = [0; 12];
    deaf.read_exact(&mut beginning).await.unwrap();
    assert_eq!(&beginning, b"HTTP/1.1 200");

    let body = testkit::wait::until("there is room", async || {
        let (status, headers, body) = ask().await;
        if status == 200 {
            return Some(body);
        }
        assert_eq!(status, 503, "{body}");
        assert_eq!(headers["retry-after"], "1");
        assert_eq!(body["errors"][0]["extensions"]["code"], "BUSY");
        None
    });
    assert_eq!(body.await["data"], whole["data"]);
    // What it finds when it looks again is not the whole, and does not pretend to be.
    let mut rest = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), deaf.read_to_end(&mut rest));
    let read = read.await.expect("it ends");
    assert!(
        read.is_err() || !rest.ends_with(b"0\r\n\r\n"),
        "{} bytes",
        rest.len()
    );
    assert!(rest.len() < length, "{} of {length}", rest.len());
}
