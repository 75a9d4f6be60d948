//! A client of `graphql-transport-ws`.

use std::{fmt, time::Duration};

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest as _,
        http::{HeaderName, HeaderValue, header},
        protocol::WebSocketConfig,
    },
};

use super::DEADLINE;

/// A WebSocket to a hub.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    patience: Duration,
}

/// What a hub has said.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A message of the protocol.
    Message(Value),
    /// It has closed the socket: why, in a code and in words.
    Closed(u16, String),
    /// The connection is gone without a word.
    Gone,
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Socket")
    }
}

impl Socket {
    /// Opens a socket at a hub (`http://host:port`), with the protocol and these headers.
    ///
    /// # Errors
    /// With what the hub has answered instead: its status, or what has happened.
    pub async fn open(url: &str, headers: &[(&str, &str)]) -> Result<Self, String> {
        Self::open_for(url, Some("graphql-transport-ws"), headers).await
    }

    /// Opens a socket for this protocol, or for none.
    ///
    /// # Errors
    /// With what the hub has answered instead: its status, or what has happened.
    pub async fn open_for(
        url: &str,
        protocol: Option<&str>,
        headers: &[(&str, &str)],
    ) -> Result<Self, String> {
        let said = |error: &dyn fmt::Display| error.to_string();
        let host = url.strip_prefix("http://").ok_or("no http:// address")?;
        let address = format!("ws://{host}/graphql");
        let mut request = address
            .into_client_request()
            .map_err(|error| said(&error))?;
        let values = request.headers_mut();
        if let Some(protocol) = protocol {
            let value = HeaderValue::from_str(protocol).map_err(|error| said(&error))?;
            values.insert(header::SEC_WEBSOCKET_PROTOCOL, value);
        }
        for (name, value) in headers {
            let name: HeaderName = name.parse().map_err(|error| said(&error))?;
            let value = HeaderValue::from_str(value).map_err(|error| said(&error))?;
            values.insert(name, value);
        }
        let config = WebSocketConfig::default()
            .read_buffer_size(2048)
            .write_buffer_size(0);
        let open = async {
            let stream = TcpStream::connect(host)
                .await
                .map_err(|error| said(&error))?;
            let opened = client_async_with_config(request, stream, Some(config)).await;
            match opened {
                Ok((socket, answer)) => {
                    let chosen = answer.headers().get(header::SEC_WEBSOCKET_PROTOCOL);
                    let chosen = chosen.and_then(|value| value.to_str().ok());
                    assert!(chosen.is_none() || chosen == protocol, "{chosen:?}");
                    Ok(Self {
                        stream: socket,
                        patience: DEADLINE,
                    })
                }
                Err(Error::Http(answer)) => Err(answer.status().as_u16().to_string()),
                Err(error) => Err(said(&error)),
            }
        };
        timeout(DEADLINE, open)
            .await
            .map_err(|_| "no answer in time".to_owned())?
    }

    /// Opens a socket and is let in, with this payload of `connection_init`.
    ///
    /// # Errors
    /// With what the hub has said instead.
    pub async fn ready(
        url: &str,
        headers: &[(&str, &str)],
        payload: Value,
    ) -> Result<Self, String> {
        let mut socket = Self::open(url, headers).await?;
        socket
            .say(json!({ "type": "connection_init", "payload": payload }))
            .await;
        match socket.hear().await {
            Heard::Message(message) if message["type"] == "connection_ack" => Ok(socket),
            other => Err(format!("{other:?}")),
        }
    }

    /// Who waits for it has a deadline of their own, and comes back: silence is no mistake.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.patience = Duration::MAX;
        self
    }

    /// Says something; a hub that has gone does not hear it.
    pub async fn say(&mut self, message: Value) {
        self.send(Message::text(message.to_string())).await;
    }

    /// Sends a frame as it is.
    pub async fn send(&mut self, message: Message) {
        // The hub may have closed it: then the next thing heard says so.
        let _ = timeout(DEADLINE, self.stream.send(message)).await;
    }

    /// Asks for this to be run.
    pub async fn subscribe(&mut self, id: &str, document: &str, variables: Value) {
        let payload = json!({ "query": document, "variables": variables });
        self.say(json!({ "id": id, "type": "subscribe", "payload": payload }))
            .await;
    }

    /// What the hub says next, in words of the protocol other than its pings, which are answered.
    ///
    /// # Panics
    /// When nothing comes in time.
    pub async fn hear(&mut self) -> Heard {
        loop {
            match self.hear_all().await {
                Heard::Message(message) if message["type"] == "ping" => {
                    self.say(json!({ "type": "pong" })).await;
                }
                heard => return heard,
            }
        }
    }

    /// What the hub says next, its pings, too, which are not answered.
    ///
    /// # Panics
    /// When nothing comes in time.
    pub async fn hear_all(&mut self) -> Heard {
        loop {
            let next = timeout(self.patience, self.stream.next()).await;
            match next.expect("the hub says something in time") {
                Some(Ok(Message::Text(text))) => {
                    return Heard::Message(serde_json::from_str(&text).expect("JSON"));
                }
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Heard::Closed(frame.code.into(), frame.reason.to_string());
                }
                Some(Ok(Message::Close(None))) | Some(Err(_)) | None => return Heard::Gone,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The message that comes next.
    ///
    /// # Panics
    /// When the socket is closed instead.
    #[track_caller]
    pub fn message(&mut self) -> impl Future<Output = Value> + use<'_> {
        let caller = std::panic::Location::caller();
        async move {
            match self.hear().await {
                Heard::Message(message) => message,
                other => panic!("{other:?}, where a message is awaited at {caller}"),
            }
        }
    }

    /// With which code and words the hub closes the socket; what it says before is passed over.
    ///
    /// # Panics
    /// When it does not, in time.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.hear().await {
                Heard::Message(_) => {}
                Heard::Closed(code, reason) => return (code, reason),
                Heard::Gone => panic!("gone without a word"),
            }
        }
    }

    /// Closes the socket.
    pub async fn close(mut self) {
        // The hub may have done so before.
        let _ = timeout(DEADLINE, self.stream.close(None)).await;
    }
}
