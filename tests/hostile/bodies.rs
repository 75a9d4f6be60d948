//! Bodies that are too long, compressed, in lists, or never end.

use std::time::Duration;

use futures::future::join_all;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use super::{DEADLINE, judge, send, served};
use crate::observed::process::Process;

/// How many send a body that they never end.
const HALF_SENT: usize = 300;
/// How much of it they send.
const HALF: usize = 900_000;

pub(super) async fn send_all(hub: &Process) {
    too_long(hub).await;
    compressed(hub).await;
    many_at_once(hub).await;
    half_sent(hub).await;
}

async fn too_long(hub: &Process) {
    let longest = 1024 * 1024;
    let (status, codes) = send(hub, "as long as it may be", " ".repeat(longest)).await;
    assert_eq!(
        (status, &*codes),
        (400, &["INVALID_REQUEST".to_owned()][..])
    );
    let (status, codes) = send(hub, "too long", " ".repeat(longest + 1)).await;
    assert_eq!(
        (status, &*codes),
        (413, &["PAYLOAD_TOO_LARGE".to_owned()][..])
    );
    // And one that does not say how long it is.
    let address = hub.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let part = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    for _ in 0..17 {
        stream.write_all(part.as_bytes()).await.unwrap();
    }
    let mut answer = [0; 12];
    let answered = timeout(DEADLINE, stream.read_exact(&mut answer)).await;
    answered.unwrap().unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    let list = |count| {
        format!(
            "[{}]",
            vec![r#"{"query":"{ __typename }"}"#; count].join(",")
        )
    };
    for (case, body) in [
        ("a list", list(30_000)),
        ("lists in lists", "[".repeat(1_000_000)),
        ("objects in objects", r#"{"query":"#.repeat(100_000)),
        (
            "keys without end",
            format!(
                "{{{}\"query\":\"{{ __typename }}\"}}",
                r#""a":0,"#.repeat(100_000)
            ),
        ),
    ] {
        send(hub, case, body).await;
    }
}

/// Ten megabytes of spaces, which gzip makes ten kilobytes of: nothing is unpacked.
async fn compressed(hub: &Process) {
    for encoding in ["gzip", "br", "deflate", "zstd", "identity, gzip"] {
        let request = testkit::client()
            .post(format!("{}/graphql", hub.url))
            .header("content-type", "application/json")
            .header("content-encoding", encoding)
            .body(include_bytes!("spaces.gz").as_slice());
        let answer = request.timeout(DEADLINE).send().await.unwrap();
        assert_eq!(answer.status(), 415, "{encoding}");
        assert_eq!(
            answer.headers()["accept-encoding"],
            "identity",
            "{encoding}"
        );
        let body = answer.text().await.unwrap();
        judge(encoding, 415, false, &body);
    }
}

async fn many_at_once(hub: &Process) {
    let values: Vec<u32> = (0..90_000).collect();
    let body = serde_json::json!({ "query": "{ __typename }", "unknown": values }).to_string();
    let all = (0..100).map(|_| send(hub, "many long bodies", body.clone()));
    join_all(all).await;
}

/// Each has sent most of a body, and says nothing more. They are let go; meanwhile others are served.
async fn half_sent(hub: &Process) {
    let open = join_all((0..HALF_SENT).map(|_| begin(hub))).await;
    served(hub, "beside bodies half sent").await;
    let ended = open.into_iter().flatten().map(|stream| async {
        let ended = timeout(DEADLINE, end(stream)).await;
        ended.expect("who sends slowly is let go")
    });
    let answers: Vec<String> = join_all(ended).await;
    let told = answers.iter().filter(|answer| !answer.is_empty());
    for answer in told.clone() {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        assert!(matches!(status, 408 | 503), "{answer:.300}");
        judge("half sent", status, head.contains("retry-after"), body);
    }
    assert!(told.count() > 0, "nobody was told why");
}

/// None when it was let go already.
async fn begin(hub: &Process) -> Option<TcpStream> {
    let address = hub.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.ok()?;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: 1000000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    let written = timeout(Duration::from_secs(20), stream.write_all(&vec![b' '; HALF])).await;
    // A hub that takes no more of it, or has ended the connection, may still have said why.
    let _ = written;
    Some(stream)
}

async fn end(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // It ends in whatever way.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}
