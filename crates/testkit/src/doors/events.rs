//! A client of server-sent events (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).

use std::time::Duration;

use reqwest::{RequestBuilder, Response};
use serde_json::Value;
use tokio::time::timeout;

use super::DEADLINE;

/// A stream of events.
#[derive(Debug)]
pub struct Events {
    response: Response,
    buffer: Vec<u8>,
    patience: Duration,
    /// The `id` that came last: what a browser shows as `Last-Event-ID` when it comes back.
    pub last_event_id: Option<String>,
}

/// What stands between two empty lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The name of the event.
    pub event: Option<String>,
    /// The cursor after it.
    pub id: Option<String>,
    /// What it says; without, it is no event.
    pub data: Option<String>,
    /// How long to wait before coming back, in milliseconds.
    pub retry: Option<u64>,
    /// Whether there was a comment.
    pub comment: bool,
}

impl Block {
    /// What it says, as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[track_caller]
    pub fn json(&self) -> Value {
        let data = self.data.as_deref().unwrap_or_default();
        serde_json::from_str(data).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

impl Events {
    /// Opens a stream by this request.
    ///
    /// # Errors
    /// With what the hub has answered instead: its status and what it says, or what has happened.
    pub async fn open(request: RequestBuilder) -> Result<Self, String> {
        let sent = request.header("accept", "text/event-stream").send();
        let sent = timeout(DEADLINE, sent).await;
        let response = sent
            .map_err(|_| "no answer in time".to_owned())?
            .map_err(|error| error.to_string())?;
        let kind = response.headers().get("content-type");
        let kind = kind.and_then(|value| value.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("text/event-stream")) {
            return Ok(Self {
                response,
                buffer: Vec::new(),
                patience: DEADLINE,
                last_event_id: None,
            });
        }
        let status = response.status().as_u16();
        let text = response.text().await.unwrap_or_default();
        Err(format!("{status} {text}"))
    }

    /// Who waits for it has a deadline of their own, and comes back: silence is no mistake.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.patience = Duration::MAX;
        self
    }

    /// A header of the answer.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.response.headers().get(name)?.to_str().ok()
    }

    /// The bytes that come next, as they are; none at the end.
    ///
    /// # Panics
    /// When nothing comes in time.
    pub async fn chunk(&mut self) -> Option<Vec<u8>> {
        let chunk = timeout(self.patience, self.response.chunk()).await;
        let chunk = chunk.expect("something comes in time").ok()?;
        chunk.map(|chunk| chunk.to_vec())
    }

    /// What comes next, be it an event or not; none at the end, however that has come.
    ///
    /// # Panics
    /// When nothing comes in time.
    pub async fn block(&mut self) -> Option<Block> {
        loop {
            let end = self.buffer.windows(2).position(|pair| pair == b"\n\n");
            if let Some(end) = end {
                let text: Vec<u8> = self.buffer.drain(..end + 2).collect();
                let block = read(&String::from_utf8(text).expect("UTF-8"));
                if block.id.is_some() {
                    self.last_event_id.clone_from(&block.id);
                }
                return Some(block);
            }
            let chunk = self.chunk().await?;
            self.buffer.extend(chunk);
        }
    }

    /// The event that comes next; none at the end.
    ///
    /// # Panics
    /// When nothing comes in time.
    pub async fn event(&mut self) -> Option<Block> {
        loop {
            let block = self.block().await?;
            if block.data.is_some() {
                return Some(block);
            }
        }
    }
}

fn read(text: &str) -> Block {
    let mut block = Block::default();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
        match name {
            "" => block.comment = true,
            "event" => block.event = Some(value),
            "id" => block.id = Some(value),
            "data" => match &mut block.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(&value);
                }
                None => block.data = Some(value),
            },
            "retry" => block.retry = value.parse().ok(),
            other => panic!("there is no field `{other}`"),
        }
    }
    block
}
