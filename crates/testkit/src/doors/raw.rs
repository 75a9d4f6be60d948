//! A client that reads nothing unless it is told to, and has as little room as the system gives for
//! what it does not read.

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    time::timeout,
};

use super::DEADLINE;

/// The room for what is not read, in bytes. The system makes something of its own of it.
const ROOM: u32 = 4096;

/// A connection that reads nothing unless it is told to.
#[derive(Debug)]
pub struct Raw {
    stream: TcpStream,
    host: String,
}

impl Raw {
    /// Connects to a hub (`http://host:port`), and says nothing.
    ///
    /// # Panics
    /// When nobody is there.
    pub async fn connect(url: &str) -> Self {
        let host = url.strip_prefix("http://").expect("an address").to_owned();
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(ROOM).expect("a small one");
        let address = host.parse().expect("an address");
        let stream = timeout(DEADLINE, socket.connect(address)).await;
        Self {
            stream: stream.expect("in time").expect("the hub is there"),
            host,
        }
    }

    /// Subscribes over a WebSocket.
    ///
    /// # Panics
    /// When it cannot be said.
    pub async fn by_socket(url: &str, document: &str, variables: Value) -> Self {
        let mut raw = Self::connect(url).await;
        let handshake = format!(
            "GET /graphql HTTP/1.1\r\nhost: {}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
             sec-websocket-protocol: graphql-transport-ws\r\n\r\n",
            raw.host
        );
        raw.say(handshake.as_bytes()).await;
        let payload = json!({ "query": document, "variables": variables });
        for message in [
            json!({ "type": "connection_init" }),
            json!({ "id": "1", "type": "subscribe", "payload": payload }),
        ] {
            raw.say(&frame(&message.to_string())).await;
        }
        raw
    }

    /// Subscribes by a request that accepts this kind of answer.
    ///
    /// # Panics
    /// When it cannot be said.
    pub async fn by_request(url: &str, accept: &str, document: &str, variables: Value) -> Self {
        let mut raw = Self::connect(url).await;
        let body = json!({ "query": document, "variables": variables }).to_string();
        let request = format!(
            "POST /graphql HTTP/1.1\r\nhost: {}\r\naccept: {accept}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            raw.host,
            body.len()
        );
        raw.say(request.as_bytes()).await;
        raw
    }

    /// Sends bytes as they are.
    ///
    /// # Panics
    /// When nobody takes them.
    pub async fn say(&mut self, bytes: &[u8]) {
        let said = timeout(DEADLINE, self.stream.write_all(bytes)).await;
        said.expect("in time").expect("the hub listens");
    }

    /// Reads to the end, however that comes: all that there was.
    ///
    /// # Panics
    /// When it does not end in time.
    pub async fn rest(mut self) -> String {
        let mut all = Vec::new();
        // A connection that was broken off is at its end, too.
        let read = timeout(DEADLINE, self.stream.read_to_end(&mut all)).await;
        assert!(read.is_ok(), "it does not end: {} bytes", all.len());
        String::from_utf8_lossy(&all).into_owned()
    }
}

/// A frame of text. It is masked, as it has to be, with zeros, which change nothing.
fn frame(text: &str) -> Vec<u8> {
    let mut frame = vec![0x81];
    match u8::try_from(text.len()) {
        Ok(length) if length < 126 => frame.push(0x80 | length),
        _ => {
            frame.push(0x80 | 126);
            let length = u16::try_from(text.len()).expect("a short text");
            frame.extend(length.to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(text.as_bytes());
    frame
}
