//! What may not happen to anybody who follows the log, whatever happens to the hub: three replicas on
//! one Postgres and one Redis, hundreds who follow over both transports, writers of which some roll
//! back; and replicas are killed, Redis stops, Postgres restarts, connections are cut, readers stop
//! reading, replicas are replaced. At the end, what each has seen is the log as they may see it, in
//! order, nothing twice.
//!
//! `PASSERELLE_FAULT_ACTIVITIES=10000 tests/run --test e2e -- faults` goes on until so many activities
//! have been written; `PASSERELLE_FAULT_CLIENTS` says how many follow over each transport.

mod drain;
mod follower;
mod network;
pub(crate) mod proxy;
mod readers;
mod releases;
mod wakes;
mod writer;

use std::time::Duration;

use tokio::time::Instant;

use self::{
    follower::{Door, Follower, Sees, Start},
    network::Network,
    writer::Writers,
};

use crate::doors::SUBSCRIPTION;

/// How long those who follow may take to have everything, when all is well again.
const DEADLINE: Duration = Duration::from_secs(60);

fn number(variable: &str, otherwise: usize) -> usize {
    let given = std::env::var(variable).ok();
    given.map_or(otherwise, |text| text.parse().unwrap())
}

/// What befalls the network, one after another.
const FAULTS: [Fault; 8] = [
    Fault::Kill(0),
    Fault::Cut,
    Fault::Redis,
    Fault::Kill(1),
    Fault::Postgres,
    Fault::Pause(2),
    Fault::Cut,
    Fault::Replace,
];

#[derive(Clone, Copy, Debug)]
enum Fault {
    /// A replica is killed, and started again.
    Kill(usize),
    /// Connections are cut.
    Cut,
    /// Redis stops, and comes back.
    Redis,
    /// Postgres crashes, and comes back.
    Postgres,
    /// A replica stands still for a while, as on a machine that is too busy.
    Pause(usize),
    /// All replicas are replaced, one after another.
    Replace,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_follows_sees_the_whole_log_once_and_in_order_whatever_happens() {
    let Some(mut network) = Network::start(3).await else {
        return;
    };
    let wanted = i64::try_from(number("PASSERELLE_FAULT_ACTIVITIES", 200)).unwrap();
    let clients = number("PASSERELLE_FAULT_CLIENTS", 100);
    let begin = network.position().await;
    let writers = writer::start(&network, 4);
    let mut followers = Vec::new();
    for n in 0..clients {
        for door in [Door::WebSocket, Door::EventStream] {
            let sees = match n % 4 {
                0 => Sees::Everything(network.token.clone()),
                _ => Sees::Public,
            };
            followers.push(Follower::start(Start {
                url: network.proxy.url.clone(),
                client: network.hub.client.clone(),
                door,
                document: SUBSCRIPTION,
                sees,
                cursor: network.hub.graph.log().cursor(begin),
                rests: (n % 10 == 3).then(|| writers.follow()),
            }));
        }
    }
    let mut round = 0;
    loop {
        let before = network.position().await;
        let fault = FAULTS[round % FAULTS.len()];
        befall(&mut network, &writers, fault).await;
        round += 1;
        // Life goes on after it, before the next one.
        writers.past(before + wanted / 10).await;
        let at = network.position().await;
        if at - begin >= wanted && round >= FAULTS.len() {
            break;
        }
    }
    writers.stop().await;
    network.heal().await;
    let end = network.position().await;
    // Hundreds come back to replicas that have just begun, on a machine with other things to do.
    let give_up = Instant::now() + 4 * DEADLINE;
    for follower in followers {
        let expected = network.log(begin, end, &follower.sees).await;
        let seen = follower.until(*expected.last().unwrap(), give_up).await;
        assert_eq!(seen.positions, expected, "{seen:?}");
    }
    network.stop().await;
}

async fn befall(network: &mut Network, writers: &Writers, fault: Fault) {
    match fault {
        Fault::Kill(n) => {
            network.kill(n);
            network.start_again(n).await;
        }
        Fault::Cut => network.proxy.cut(),
        Fault::Redis => {
            network.redis(|redis| redis.stop()).await;
            network.redis(|redis| redis.restart()).await;
        }
        Fault::Postgres => {
            network.postgres(|postgres| postgres.crash()).await;
            network.postgres(|postgres| postgres.restart()).await;
        }
        Fault::Pause(n) => {
            network.signal(n, "STOP");
            // The others go on meanwhile.
            writers.past(network.position().await + 20).await;
            network.signal(n, "CONT");
        }
        Fault::Replace => {
            for n in 0..3 {
                network.terminate(n).await;
                network.start_again(n).await;
            }
        }
    }
}
