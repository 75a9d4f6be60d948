//! Readers that read nothing: for a while, as a process that stands still; or never. What they have not
//! read is in the log, and not in the memory of the hub.

use std::{io::Write as _, process::Stdio};

use futures::future::join_all;
use testkit::wait;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use super::{
    follower::{Door, Follower, Sees, Start},
    network::{Network, signal},
};
use crate::doors::{
    position,
    slow::{WIDE, happen_at_length, lazy, witness},
};

const URL: &str = "PASSERELLE_TEST_FOLLOW_URL";
const CURSOR: &str = "PASSERELLE_TEST_FOLLOW_CURSOR";
/// What the other process says before a door and a position.
const MARK: &str = "followed: ";
const DOORS: [Door; 2] = [Door::WebSocket, Door::EventStream];

/// Not a test by itself: the process that the next test stops.
#[tokio::test]
#[ignore = "is started, and stopped, by a_process_that_stands_still_keeps_nobody_waiting_and_misses_nothing"]
async fn follows_until_it_is_killed() {
    let (Ok(url), Ok(cursor)) = (std::env::var(URL), std::env::var(CURSOR)) else {
        return;
    };
    let follows = DOORS.map(async |door| {
        let follower = Follower::start(Start {
            url: url.clone(),
            client: testkit::client(),
            door,
            document: WIDE,
            sees: Sees::Public,
            cursor: cursor.clone(),
            rests: None,
        });
        let mut seen = follower.follow();
        let mut said = 0;
        while seen.changed().await.is_ok() {
            let positions = seen.borrow_and_update().positions.clone();
            for position in &positions[said..] {
                writeln!(std::io::stdout(), "\n{MARK}{door:?} {position}").unwrap();
            }
            said = positions.len();
        }
    });
    join_all(follows).await;
}

/// The other process.
struct Reader {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    /// What it was told at each door.
    told: [Vec<i64>; 2],
}

impl Reader {
    fn start(url: &str, cursor: &str) -> Self {
        let (_, module) = module_path!().split_once("::").unwrap();
        let name = format!("{module}::follows_until_it_is_killed");
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--ignored", "--nocapture", &name])
            .env(URL, url)
            .env(CURSOR, cursor)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self {
            process,
            lines,
            told: Default::default(),
        }
    }

    /// Reads what it was told, up to this position at both doors.
    async fn until(&mut self, last: i64) {
        while self.told.iter().any(|told| told.last() != Some(&last)) {
            let line = tokio::time::timeout(wait::DEADLINE, self.lines.next_line()).await;
            let line = line.expect("it is told something in time").unwrap();
            let line = line.expect("it goes on");
            let Some(told) = line.strip_prefix(MARK) else {
                continue;
            };
            let (name, position) = told.split_once(' ').unwrap();
            let door = DOORS.iter().position(|door| format!("{door:?}") == name);
            self.told[door.unwrap()].push(position.parse().unwrap());
        }
    }
}

/// It follows at both doors, and is stopped as a machine that sleeps: what happens meanwhile is more
/// than fits into any buffer.
#[tokio::test]
async fn a_process_that_stands_still_keeps_nobody_waiting_and_misses_nothing() {
    let Some(network) = Network::start(1).await else {
        return;
    };
    let here = network.hub.graph.log().cursor(network.position().await);
    let mut reader = Reader::start(&network.url(0), &here);
    let mut witness = witness(&network.url(0), &here).await;
    let first = happen_at_length(&network.hub).await;
    assert_eq!(position(&witness.message().await["payload"]), first);
    reader.until(first).await;
    let id = reader.process.id().unwrap();
    signal(id, "STOP");
    let mut last = first;
    for _ in 0..120 {
        last = happen_at_length(&network.hub).await;
        assert_eq!(position(&witness.message().await["payload"]), last);
    }
    signal(id, "CONT");
    reader.until(last).await;
    for told in &reader.told {
        assert_eq!(*told, (first..=last).collect::<Vec<_>>());
    }
    network.stop().await;
}

/// What a client that reads nothing may take of the hub's memory, in bytes: an answer of 60 KB that is
/// on its way in the form of its door, and what waits behind it in the buffers of a connection.
const MOST: u64 = 400 * 1024;

#[tokio::test]
async fn clients_that_never_read_take_little_memory() {
    let Some(network) = Network::start(1).await else {
        return;
    };
    let url = network.url(0);
    let here = network.hub.graph.log().cursor(network.position().await);
    let mut witness = witness(&url, &here).await;
    let mut happen = async || {
        let at = happen_at_length(&network.hub).await;
        assert_eq!(position(&witness.message().await["payload"]), at);
    };
    for _ in 0..10 {
        happen().await;
    }
    let before = network.memory(0);
    let mut clients = Vec::new();
    for _ in 0..40 {
        clients.extend(lazy(&url, &here).await);
    }
    // For each of them, 5 MB.
    for _ in 0..80 {
        happen().await;
    }
    let grown = network.memory(0).saturating_sub(before);
    let each = grown / u64::try_from(clients.len()).unwrap();
    assert!(each < MOST, "{each} bytes for each that reads nothing");
    network.stop().await;
}
