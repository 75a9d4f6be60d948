//! What it costs to tell many subscribers what happens: beside a server that only sends one prepared
//! frame to everybody, which is as little as can be done.
//!
//! The servers are processes of their own ([`server`]), so that their memory and their time can be
//! told from those of the clients ([`client`]), which do as little as they can.

mod client;
mod process;
mod publisher;
mod server;

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::ValueEnum;

pub(crate) use self::server::{Serve, serve};
use self::{client::Crowd, process::Server, publisher::Publisher};

/// How long deliveries may take before they count as lost.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often something happens in a burst: as often as a hub can write it down with room to spare, so
/// that no server is told of it faster than another.
const PACE: Duration = Duration::from_millis(20);
/// How often something is published to hardly anybody, to know what publishing itself takes.
const ALONE: u32 = 20;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many subscribe; several numbers are several rounds.
    #[arg(long, value_delimiter = ',', default_value = "1000,10000")]
    subscribers: Vec<usize>,
    /// By which door they come.
    #[arg(long, default_value = "web-socket")]
    door: Door,
    /// How many activities are published at once in the burst.
    #[arg(long, default_value_t = 50)]
    burst: usize,
    /// How many are published one by one, to see how long one takes.
    #[arg(long, default_value_t = 10)]
    singles: usize,
    /// Leave out the hub that executes for each subscriber alone: it takes long.
    #[arg(long)]
    without_unshared: bool,
    /// The most subscribers for whom it executes for each alone.
    #[arg(long, default_value_t = 1_000)]
    unshared_at_most: usize,
    /// An empty Postgres database; a fresh SQLite file, unless told.
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Door {
    /// graphql-transport-ws.
    WebSocket,
    /// Server-sent events.
    EventStream,
}

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// One prepared frame to everybody.
    Yardstick,
    /// The hub.
    Shared,
    /// The hub, executing for each subscriber alone.
    Unshared,
}

/// What was measured of one server.
struct Measured {
    memory: f64,
    first: Duration,
    median: Duration,
    p99: Duration,
    last: Duration,
    cpu: Duration,
    burst: Duration,
    burst_cpu: Duration,
    faults: client::Faults,
}

pub(crate) async fn run(args: &Args) -> anyhow::Result<()> {
    let mut kinds = vec![Kind::Yardstick, Kind::Shared];
    if !args.without_unshared {
        kinds.push(Kind::Unshared);
    }
    let folder = tempfile::tempdir()?;
    say(
        "each: one activity to all subscribers, median of several; CPU is the server's, for each delivery, \
         without what it takes to publish",
    );
    say(&format!(
        "{:>10} {:>11} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8} {:>6} {:>9} {:>9} {:>6}  lost/double/disorder",
        "server",
        "subscribers",
        "KiB each",
        "first",
        "median",
        "p99",
        "last",
        "CPU",
        "ratio",
        "burst",
        "CPU",
        "ratio",
    ));
    for &count in &args.subscribers {
        let mut yardstick = None;
        for &kind in &kinds {
            if kind == Kind::Unshared && count > args.unshared_at_most {
                continue;
            }
            let url = match &args.postgres {
                Some(url) => url.clone(),
                None => {
                    let file = folder.path().join(format!("{kind:?}-{count}.db"));
                    format!("sqlite://{}", file.display())
                }
            };
            let measured = measure(args, kind, count, &url).await?;
            let base = yardstick.get_or_insert((measured.cpu, measured.burst_cpu));
            show(kind, count, &measured, *base);
        }
    }
    Ok(())
}

async fn measure(args: &Args, kind: Kind, count: usize, url: &str) -> anyhow::Result<Measured> {
    let server = Server::start(kind, url).await?;
    let publisher = Publisher::new(&server, kind)?;
    // What the first of everything needs is there before memory is looked at.
    let warm = Crowd::gather(&server.address, args.door, 10).await?;
    all_listen(&warm, &publisher).await?;
    let before = server.cpu()?;
    for _ in 0..ALONE {
        publisher.publish().await?;
    }
    let publishing = (server.cpu()? - before) / ALONE;
    drop(warm);
    let empty = server.memory()?;
    let crowd = Crowd::gather(&server.address, args.door, count).await?;
    let begin = all_listen(&crowd, &publisher).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let memory = (server.memory()? as f64 - empty as f64) / count as f64;

    let mut singles = Vec::new();
    let cpu = server.cpu()?;
    for _ in 0..args.singles {
        let sent = Instant::now();
        let at = publisher.publish().await?;
        crowd.until(at, PATIENCE).await?;
        singles.push(crowd.delays(at, sent));
    }
    let each = |spent: Duration, times: usize| -> anyhow::Result<Duration> {
        let times = u32::try_from(times)?;
        let spent = spent.saturating_sub(publishing * times);
        Ok(spent / (times * u32::try_from(count)?))
    };
    let cpu = each(server.cpu()? - cpu, args.singles)?;

    let before = server.cpu()?;
    let sent = Instant::now();
    let mut last = 0;
    let mut pace = tokio::time::interval(PACE);
    for _ in 0..args.burst {
        pace.tick().await;
        last = publisher.publish().await?;
    }
    crowd.until(last, PATIENCE).await?;
    let burst = sent.elapsed();
    let burst_cpu = each(server.cpu()? - before, args.burst)?;
    let faults = crowd.faults(begin, last);
    server.stop().await?;

    let middle = |of: fn(&[Duration]) -> Option<Duration>| -> anyhow::Result<Duration> {
        let mut all: Vec<Duration> = singles.iter().filter_map(|one| of(one)).collect();
        all.sort_unstable();
        all.get(all.len() / 2)
            .copied()
            .context("nothing was delivered")
    };
    Ok(Measured {
        memory: memory / 1024.0,
        first: middle(|delays| delays.first().copied())?,
        median: middle(|delays| delays.get(delays.len() / 2).copied())?,
        p99: middle(|delays| delays.get(delays.len() * 99 / 100).copied())?,
        last: middle(|delays| delays.last().copied())?,
        cpu,
        burst,
        burst_cpu,
        faults,
    })
}

/// Publishes until all have seen the same: a WebSocket does not say when a subscription is open.
async fn all_listen(crowd: &Crowd, publisher: &Publisher) -> anyhow::Result<i64> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        let at = publisher.publish().await?;
        match crowd.until(at, Duration::from_secs(5)).await {
            Ok(()) => return Ok(at),
            Err(error) if Instant::now() > give_up => return Err(error),
            Err(_) => {}
        }
    }
}

fn show(kind: Kind, count: usize, measured: &Measured, base: (Duration, Duration)) {
    let ms = |time: Duration| format!("{:.1}ms", time.as_secs_f64() * 1e3);
    let us = |time: Duration| format!("{:.1}µs", time.as_secs_f64() * 1e6);
    let ratio = |time: Duration, base: Duration| time.as_secs_f64() / base.as_secs_f64().max(1e-9);
    say(&format!(
        "{:>10} {count:>11} {:>9.1} {:>8} {:>8} {:>8} {:>8} {:>8} {:>6.2} {:>9} {:>9} {:>6.2}  {}/{}/{}",
        format!("{kind:?}"),
        measured.memory,
        ms(measured.first),
        ms(measured.median),
        ms(measured.p99),
        ms(measured.last),
        us(measured.cpu),
        ratio(measured.cpu, base.0),
        ms(measured.burst),
        us(measured.burst_cpu),
        ratio(measured.burst_cpu, base.1),
        measured.faults.lost,
        measured.faults.doubled,
        measured.faults.disordered,
    ));
}

/// A number in `/proc`.
fn number(text: &str) -> anyhow::Result<u64> {
    match text.trim().parse() {
        Ok(number) => Ok(number),
        Err(_) => bail!("`{text}` is no number"),
    }
}

#[expect(clippy::print_stdout, reason = "what a benchmark is for")]
fn say(line: &str) {
    println!("{line}");
}
