//! A client of subscriptions in several parts, which reads as Apollo's does: a part is whole when the
//! boundary after it has come.

use reqwest::{RequestBuilder, Response};
use serde_json::Value;
use tokio::time::timeout;

use super::DEADLINE;

const BOUNDARY: &[u8] = b"--graphql";
/// What Apollo's clients say that they accept.
const ACCEPT: &str = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json";

/// An answer in parts.
#[derive(Debug)]
pub struct Parts {
    response: Response,
    buffer: Vec<u8>,
    /// Whether the answer has said that it ends.
    pub ended: bool,
}

impl Parts {
    /// Opens a stream by this request.
    ///
    /// # Errors
    /// With what the hub has answered instead: its status and what it says, or what has happened.
    pub async fn open(request: RequestBuilder) -> Result<Self, String> {
        let sent = timeout(DEADLINE, request.header("accept", ACCEPT).send()).await;
        let response = sent
            .map_err(|_| "no answer in time".to_owned())?
            .map_err(|error| error.to_string())?;
        let kind = response.headers().get("content-type");
        let kind = kind.and_then(|value| value.to_str().ok());
        if kind == Some("multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0") {
            return Ok(Self {
                response,
                buffer: Vec::new(),
                ended: false,
            });
        }
        let status = response.status().as_u16();
        let text = response.text().await.unwrap_or_default();
        Err(format!("{status} {text}"))
    }

    /// The part that comes next, heartbeats, too; none at the end.
    ///
    /// # Panics
    /// When nothing comes in time, or what comes is no part.
    pub async fn part(&mut self) -> Option<Value> {
        loop {
            if self.ended {
                return None;
            }
            let find = |from: usize| {
                let rest = self.buffer.get(from..)?;
                let at = rest.windows(BOUNDARY.len()).position(|w| w == BOUNDARY)?;
                Some(from + at)
            };
            let begin = find(0);
            let end = begin.and_then(|begin| find(begin + BOUNDARY.len()));
            if let (Some(begin), Some(end)) = (begin, end) {
                let part = self.buffer[begin + BOUNDARY.len()..end].to_vec();
                self.buffer.drain(..end);
                let part = String::from_utf8(part).expect("UTF-8");
                let (head, body) = part.split_once("\r\n\r\n").expect("a head and a body");
                assert!(head.contains("content-type: application/json"), "{head}");
                return Some(serde_json::from_str(body.trim()).expect("JSON"));
            }
            if self.buffer.starts_with(b"--graphql--") {
                self.ended = true;
                return None;
            }
            let chunk = timeout(DEADLINE, self.response.chunk()).await;
            let chunk = chunk.expect("something comes in time").ok()??;
            self.buffer.extend_from_slice(&chunk);
        }
    }

    /// The part that comes next and is no heartbeat; none at the end.
    ///
    /// # Panics
    /// When nothing comes in time.
    pub async fn result(&mut self) -> Option<Value> {
        loop {
            let part = self.part().await?;
            if part != Value::Object(serde_json::Map::new()) {
                return Some(part);
            }
        }
    }
}
