//! Somebody who follows the log over one of the doors, and comes back whenever the connection is gone,
//! with the last cursor they have seen.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use testkit::doors::{Events, Heard, Socket};
use tokio::task::JoinHandle;

use super::network::Network;
use crate::doors::{SUBSCRIPTION, body};

/// By which door somebody comes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Door {
    WebSocket,
    EventStream,
}

/// What somebody may see of what is written in these tests.
#[derive(Clone, Debug)]
pub(crate) enum Sees {
    /// What is for anybody.
    Public,
    /// All of it, by this token.
    Everything(String),
}

/// What somebody has seen, and what befell them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) positions: Vec<i64>,
    /// How often they connected.
    pub(crate) connections: usize,
    /// With what the last connection ended.
    pub(crate) last: String,
}

/// Somebody who follows.
pub(crate) struct Follower {
    pub(crate) sees: Sees,
    seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

struct Run {
    url: String,
    client: reqwest::Client,
    door: Door,
    sees: Sees,
    cursor: String,
    lazy: bool,
    seen: Arc<Mutex<Seen>>,
}

impl Follower {
    pub(crate) fn start(
        network: &Network,
        door: Door,
        sees: Sees,
        cursor: String,
        lazy: bool,
    ) -> Self {
        let seen = Arc::<Mutex<Seen>>::default();
        let run = Run {
            url: network.proxy.url.clone(),
            client: network.hub.client.clone(),
            door,
            sees: sees.clone(),
            cursor,
            lazy,
            seen: seen.clone(),
        };
        Self {
            sees,
            seen,
            task: tokio::spawn(run.for_ever()),
        }
    }

    /// What they have seen, when they have seen this; or when time is up.
    pub(crate) async fn until(self, last: i64, give_up: Instant) -> Seen {
        loop {
            let seen = self
                .seen
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            let done = seen
                .positions
                .last()
                .is_some_and(|position| *position >= last);
            if done || Instant::now() > give_up {
                self.task.abort();
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Run {
    async fn for_ever(mut self) {
        loop {
            let ended = match self.door {
                Door::WebSocket => self.by_socket().await,
                Door::EventStream => self.by_events().await,
            };
            self.with(|seen| {
                seen.connections += 1;
                seen.last = ended.err().unwrap_or_else(|| "ended".to_owned());
            });
            // As clients do, not all at once.
            tokio::time::sleep(Duration::from_millis(fastrand::u64(20..300))).await;
        }
    }

    fn with<T>(&self, run: impl FnOnce(&mut Seen) -> T) -> T {
        run(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes one answer; what is no activity is a mistake of the hub.
    fn take(&mut self, answer: &Value) -> Result<(), String> {
        let event = &answer["data"]["activity"];
        let position = event["activity"]["position"].as_i64();
        let position = position.ok_or_else(|| format!("no activity: {answer}"))?;
        self.cursor = event["cursor"].as_str().unwrap_or_default().to_owned();
        self.with(|seen| seen.positions.push(position));
        Ok(())
    }

    /// Some stop reading for a while: the connection is full, and the hub must not mind.
    async fn rest(&self) {
        if self.lazy && fastrand::u8(..) < 8 {
            tokio::time::sleep(Duration::from_millis(fastrand::u64(500..2_000))).await;
        }
    }

    async fn by_socket(&mut self) -> Result<(), String> {
        let payload = match &self.sees {
            Sees::Public => json!({}),
            Sees::Everything(token) => json!({ "authorization": format!("Bearer {token}") }),
        };
        let mut socket = Socket::ready(&self.url, &[], payload).await?;
        socket
            .subscribe("1", SUBSCRIPTION, json!({ "after": self.cursor }))
            .await;
        loop {
            let heard = tokio::time::timeout(Duration::from_secs(25), socket.hear()).await;
            match heard.map_err(|_| "silence".to_owned())? {
                Heard::Message(message) if message["type"] == "next" => {
                    self.take(&message["payload"])?;
                }
                other => return Err(format!("{other:?}")),
            }
            self.rest().await;
        }
    }

    async fn by_events(&mut self) -> Result<(), String> {
        let request = self.client.post(format!("{}/graphql", self.url));
        let request = request
            .json(&body(None))
            .header("last-event-id", &self.cursor);
        let request = match &self.sees {
            Sees::Public => request,
            Sees::Everything(token) => request.bearer_auth(token),
        };
        let mut events = Events::open(request).await?;
        loop {
            let event = tokio::time::timeout(Duration::from_secs(25), events.event()).await;
            let event = event.map_err(|_| "silence".to_owned())?.ok_or("the end")?;
            if event.event.as_deref() != Some("next") {
                return Err(format!("{event:?}"));
            }
            self.take(&event.json())?;
            self.rest().await;
        }
    }
}
