//! Subscribers who do as little as they can: they look for positions in what comes, and note when.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

use super::Door;

/// What they subscribe to. The position has a name that nothing else has.
pub(crate) const SUBSCRIPTION: &str =
    "subscription { activity { cursor activity { benchmark: position verb summary at } } }";
const MARK: &[u8] = b"\"benchmark\":";

/// Many subscribers.
pub(crate) struct Crowd {
    seen: Vec<Arc<Seen>>,
    tasks: JoinSet<()>,
}

/// What one has seen, and when.
#[derive(Default)]
struct Seen(Mutex<Vec<(i64, Instant)>>);

impl Seen {
    fn lock(&self) -> MutexGuard<'_, Vec<(i64, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What went wrong.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Faults {
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
    pub(crate) disordered: usize,
}

impl Crowd {
    /// Lets so many subscribe.
    pub(crate) async fn gather(address: &str, door: Door, count: usize) -> anyhow::Result<Self> {
        let mut crowd = Self {
            seen: Vec::new(),
            tasks: JoinSet::new(),
        };
        let mut opening = JoinSet::new();
        let mut opened = 0;
        while opened < count {
            // Not more at a time than a listener lets wait.
            while opening.len() < 64 && opened + opening.len() < count {
                let address = address.to_owned();
                opening.spawn(async move { open(&address, door).await });
            }
            let next = opening.join_next().await.context("somebody opens")?;
            let connection = next??;
            opened += 1;
            let seen = Arc::<Seen>::default();
            crowd.seen.push(seen.clone());
            crowd.tasks.spawn(listen(connection, seen));
        }
        Ok(crowd)
    }

    /// Waits until all have seen this position.
    pub(crate) async fn until(&self, position: i64, patience: Duration) -> anyhow::Result<()> {
        let give_up = Instant::now() + patience;
        loop {
            let has = |seen: &&Arc<Seen>| seen.lock().last().is_some_and(|last| last.0 >= position);
            let there = self.seen.iter().filter(has).count();
            if there == self.seen.len() {
                return Ok(());
            }
            if Instant::now() > give_up {
                bail!("only {there} of {} have seen {position}", self.seen.len());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// How long it took to each, the shortest first.
    pub(crate) fn delays(&self, position: i64, since: Instant) -> Vec<Duration> {
        let mut delays: Vec<Duration> = (self.seen.iter())
            .filter_map(|seen| {
                let seen = seen.lock();
                let (_, at) = seen.iter().rev().find(|(at, _)| *at == position)?;
                Some(at.duration_since(since))
            })
            .collect();
        delays.sort_unstable();
        delays
    }

    /// What went wrong between two positions, both included.
    pub(crate) fn faults(&self, first: i64, last: i64) -> Faults {
        let mut faults = Faults::default();
        for seen in &self.seen {
            let seen = seen.lock();
            let positions: Vec<i64> = seen
                .iter()
                .map(|(at, _)| *at)
                .filter(|at| *at >= first)
                .collect();
            let mut once = positions.clone();
            once.sort_unstable();
            once.dedup();
            faults.doubled += positions.len() - once.len();
            faults.disordered += positions
                .windows(2)
                .filter(|pair| pair[0] > pair[1])
                .count();
            let expected = usize::try_from(last - first + 1).unwrap_or(0);
            faults.lost += expected.saturating_sub(once.len());
        }
        faults
    }
}

async fn open(address: &str, door: Door) -> anyhow::Result<TcpStream> {
    let mut connection = TcpStream::connect(address).await?;
    connection.set_nodelay(true)?;
    match door {
        Door::WebSocket => {
            let handshake = format!(
                "GET /graphql HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\n\
                 upgrade: websocket\r\nsec-websocket-version: 13\r\n\
                 sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
                 sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
            );
            connection.write_all(handshake.as_bytes()).await?;
            wait_for(&mut connection, b"\r\n\r\n").await?;
            connection
                .write_all(&frame(r#"{"type":"connection_init"}"#))
                .await?;
            wait_for(&mut connection, b"connection_ack").await?;
            let payload = serde_json::json!({ "query": SUBSCRIPTION });
            let subscribe =
                serde_json::json!({ "id": "1", "type": "subscribe", "payload": payload });
            connection.write_all(&frame(&subscribe.to_string())).await?;
            // Answered in order: so the subscription has been read, if not opened.
            connection.write_all(&frame(r#"{"type":"ping"}"#)).await?;
            wait_for(&mut connection, b"pong").await?;
        }
        Door::EventStream => {
            let body = serde_json::json!({ "query": SUBSCRIPTION }).to_string();
            let request = format!(
                "POST /graphql HTTP/1.1\r\nhost: {address}\r\naccept: text/event-stream\r\n\
                 content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            connection.write_all(request.as_bytes()).await?;
            wait_for(&mut connection, b"\r\n\r\n").await?;
        }
    }
    Ok(connection)
}

/// A frame of text. It is masked, as it has to be, with zeros, which change nothing.
fn frame(text: &str) -> Vec<u8> {
    let mut frame = vec![0x81];
    match u8::try_from(text.len()) {
        Ok(length) if length < 126 => frame.push(0x80 | length),
        _ => {
            frame.push(0x80 | 126);
            let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
            frame.extend(length.to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(text.as_bytes());
    frame
}

async fn wait_for(connection: &mut TcpStream, mark: &[u8]) -> anyhow::Result<()> {
    let mut said = Vec::new();
    let mut byte = [0];
    let wait = async {
        // One by one: what comes after it is for somebody else.
        while !said.ends_with(mark) {
            connection.read_exact(&mut byte).await?;
            said.push(byte[0]);
        }
        anyhow::Ok(())
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), wait).await;
    waited
        .context("no answer")?
        .with_context(|| String::from_utf8_lossy(&said).into_owned())
}

async fn listen(mut connection: TcpStream, seen: Arc<Seen>) {
    let mut buffer = Vec::with_capacity(1024);
    let mut chunk = [0; 4096];
    while let Ok(length @ 1..) = connection.read(&mut chunk).await {
        let now = Instant::now();
        buffer.extend_from_slice(&chunk[..length]);
        let mut done = 0;
        let mut positions = seen.lock();
        while let Some(at) = find(&buffer[done..], MARK) {
            let begin = done + at + MARK.len();
            let digits = buffer[begin..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            if begin + digits == buffer.len() {
                // The rest of it is on its way.
                break;
            }
            let text = String::from_utf8_lossy(&buffer[begin..begin + digits]);
            if let Ok(position) = text.parse() {
                positions.push((position, now));
            }
            done = begin + digits;
        }
        // What was looked through, but for a mark that may have begun.
        let keep = buffer.len().saturating_sub(MARK.len() + 20).max(done);
        let keep = match find(&buffer[done..], MARK) {
            Some(at) => done + at,
            None => keep,
        };
        buffer.drain(..keep);
    }
}

fn find(text: &[u8], mark: &[u8]) -> Option<usize> {
    text.windows(mark.len()).position(|window| window == mark)
}
