//! Somebody who follows the log over one of the doors, and comes back whenever the connection is gone,
//! with the last cursor they have seen.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{
    doors::{Events, Heard, Socket},
    wait,
};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, timeout, timeout_at},
};

/// For how long somebody rests at most: less than the hub waits for who takes nothing.
const REST: Duration = Duration::from_secs(2);
/// How long a connection may be silent; the hub shows every 15 seconds that it is alive.
const SILENCE: Duration = Duration::from_secs(25);

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
    seen: watch::Receiver<Seen>,
    task: JoinHandle<()>,
}

/// How somebody follows.
#[derive(Clone)]
pub(crate) struct Start {
    /// Where: `http://127.0.0.1:41234`.
    pub(crate) url: String,
    pub(crate) client: reqwest::Client,
    pub(crate) door: Door,
    /// What they ask: [`crate::doors::SUBSCRIPTION`], or another one with a position and a cursor.
    pub(crate) document: &'static str,
    pub(crate) sees: Sees,
    /// From where on.
    pub(crate) cursor: String,
    /// Some stop reading now and then, until so much more was written, of which this tells.
    pub(crate) rests: Option<watch::Receiver<i64>>,
}

struct Run {
    start: Start,
    seen: watch::Sender<Seen>,
}

impl Follower {
    pub(crate) fn start(start: Start) -> Self {
        let (sender, seen) = watch::channel(Seen::default());
        let sees = start.sees.clone();
        let run = Run {
            start,
            seen: sender,
        };
        Self {
            sees,
            seen,
            task: tokio::spawn(run.for_ever()),
        }
    }

    /// What they have seen, when they have seen this; or when time is up.
    pub(crate) async fn until(mut self, last: i64, give_up: Instant) -> Seen {
        let there = |seen: &Seen| seen.positions.last().is_some_and(|at| *at >= last);
        // Whoever asks sees whether they have.
        let _ = timeout_at(give_up, self.seen.wait_for(there)).await;
        self.task.abort();
        self.seen.borrow().clone()
    }

    /// Tells of what they see.
    pub(crate) fn follow(&self) -> watch::Receiver<Seen> {
        self.seen.clone()
    }
}

impl Run {
    async fn for_ever(mut self) {
        loop {
            let ended = match self.start.door {
                Door::WebSocket => self.by_socket().await,
                Door::EventStream => self.by_events().await,
            };
            self.seen.send_modify(|seen| {
                seen.connections += 1;
                seen.last = ended.err().unwrap_or_else(|| "ended".to_owned());
            });
            wait::before_coming_back().await;
        }
    }

    /// Takes one answer; what is no activity is a mistake of the hub.
    fn take(&mut self, answer: &Value) -> Result<(), String> {
        let event = &answer["data"]["activity"];
        let position = event["activity"]["position"].as_i64();
        let position = position.ok_or_else(|| format!("no activity: {answer}"))?;
        self.start.cursor = event["cursor"].as_str().unwrap_or_default().to_owned();
        self.seen.send_modify(|seen| seen.positions.push(position));
        Ok(())
    }

    /// Some stop reading for a while: the connection is full, and the hub must not mind.
    async fn rest(&mut self) {
        if let Some(written) = &mut self.start.rests
            && fastrand::u8(..) < 8
        {
            let far = *written.borrow_and_update() + 50;
            // Perhaps nobody writes any more.
            let _ = timeout(REST, written.wait_for(|last| *last >= far)).await;
        }
    }

    async fn by_socket(&mut self) -> Result<(), String> {
        let payload = match &self.start.sees {
            Sees::Public => json!({}),
            Sees::Everything(token) => json!({ "authorization": format!("Bearer {token}") }),
        };
        let mut socket = Socket::ready(&self.start.url, &[], payload)
            .await?
            .patient();
        socket
            .subscribe(
                "1",
                self.start.document,
                json!({ "after": self.start.cursor }),
            )
            .await;
        loop {
            let heard = timeout(SILENCE, socket.hear()).await;
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
        let request = self
            .start
            .client
            .post(format!("{}/graphql", self.start.url));
        let request = request
            .json(&json!({ "query": self.start.document }))
            .header("last-event-id", &self.start.cursor);
        let request = match &self.start.sees {
            Sees::Public => request,
            Sees::Everything(token) => request.bearer_auth(token),
        };
        let mut events = Events::open(request).await?.patient();
        loop {
            let event = timeout(SILENCE, events.event()).await;
            let event = event.map_err(|_| "silence".to_owned())?.ok_or("the end")?;
            if event.event.as_deref() != Some("next") {
                return Err(format!("{event:?}"));
            }
            self.take(&event.json())?;
            self.rest().await;
        }
    }
}
