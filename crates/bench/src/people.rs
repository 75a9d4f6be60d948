//! What people cost: deciding what somebody may do, and recognising who asks.

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use access::{Action, Policy, Resource};
use activity::Log;
use anyhow::{Context as _, anyhow};
use chrono::TimeDelta;
use identity::recogniser::Recogniser;
use kernel::{
    Actor, Clock, Db, Kind, Party,
    actor::{Role, Scope},
    db::{self, Options},
    node,
    secret::Secret,
};
use members::{CreateApiTokenInput, NewToken, Shown, TOKEN_PREFIX, TakeUp};
use schema::{DomainCircles, Graph};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// An empty Postgres database to measure, too.
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// How often each thing is done.
    #[arg(long, default_value_t = 2_000)]
    times: u32,
}

pub(crate) async fn run(args: &Args) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let sqlite = format!("sqlite://{}", folder.path().join("bench.db").display());
    for url in [Some(sqlite), args.postgres.clone()].into_iter().flatten() {
        let db = Db::connect(&Options::new(&url)).await?;
        db::migrate(&db).await?;
        let log = Log::open(db.clone(), Clock::system()).await?;
        let graph = Graph::new(db.clone(), log)?;
        demo::load(graph.log()).await?;
        measure(db.product(), graph.log(), args.times).await?;
        db.close().await;
    }
    Ok(())
}

async fn measure(product: &str, log: &Log, times: u32) -> anyhow::Result<()> {
    let shown = token(log).await?;
    let recogniser = || Recogniser::new(log.clone(), Arc::new(DomainCircles));

    let known = recogniser();
    let (viewer, _) = known.viewer(&shown, None).await.map_err(said)?;
    let held = viewer.standing().map(|standing| &standing.mandates);
    let secretary = held.and_then(|held| held.iter().find(|held| held.role == Role::Secretary));
    let secretary = secretary.context("she runs the secretariat")?.id;
    let seen = time(times, async || {
        black_box(known.viewer(&shown, None).await.map_err(said)?);
        Ok(())
    })
    .await?;
    let unseen = time(times, async || {
        let fresh = recogniser();
        black_box(fresh.viewer(&shown, None).await.map_err(said)?);
        Ok(())
    })
    .await?;
    let statement = time(times, async || {
        log.db().read().await?.ping().await?;
        Ok(())
    })
    .await?;

    let actor = viewer.actor(Some(secretary)).map_err(said)?;
    let party = Resource::Party(Party::Secretariat);
    let policy = Policy::built_in();
    let allowed = time(times, async || {
        let permit = policy.authorize(&actor, Action::GrantMandate, &party);
        black_box(permit.map_err(said)?);
        Ok(())
    })
    .await?;
    let denied = time(times, async || {
        let permit = policy.authorize(&Actor::Anonymous, Action::GrantMandate, &party);
        black_box(permit.is_err());
        Ok(())
    })
    .await?;

    let show = |what: &str, took: Duration| {
        let ratio = took.as_secs_f64() / statement.as_secs_f64();
        println(&format!("{product:9} {what:44} {took:>10.1?} {ratio:>8.3}"));
    };
    println(&format!(
        "{:9} {:44} {:>10} {:>8}",
        "", "median of each", "time", "ratio"
    ));
    show("the smallest statement there is", statement);
    show("recognise a token that was seen lately", seen);
    show("recognise a token that was not", unseen);
    show("decide: a secretary may", allowed);
    show("decide: anybody may not", denied);
    Ok(())
}

/// The median of so many times.
async fn time(times: u32, run: impl AsyncFn() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let mut took = Vec::new();
    for _ in 0..times {
        let started = Instant::now();
        run().await?;
        took.push(started.elapsed());
    }
    took.sort_unstable();
    took.get(took.len() / 2)
        .copied()
        .context("do it at least once")
}

/// A token of a secretary who also works for a city with projects.
async fn token(log: &Log) -> anyhow::Result<Shown> {
    let slugs = ["clermont-ferrand".to_owned()].into_iter();
    let found = node::known(&mut log.db().read().await?, Kind::City, slugs).await?;
    let city = found
        .into_values()
        .next()
        .context("the network has cities")?;
    let parties = [
        (Party::Secretariat, Role::Secretary),
        (Party::City(city), Role::Officer),
    ];
    let secret = token_of(log, &parties).await?;
    Ok(Shown::Token(secret.digest().stored()))
}

/// A token of a secretary, as programs show it.
pub(crate) async fn publisher(log: &Log) -> anyhow::Result<String> {
    let secret = token_of(log, &[(Party::Secretariat, Role::Secretary)]).await?;
    Ok(format!("{TOKEN_PREFIX}{}", secret.reveal()))
}

async fn token_of(log: &Log, parties: &[(Party, Role)]) -> anyhow::Result<Secret> {
    let mut person = None;
    for &(party, role) in parties {
        let digest = Secret::generate().digest().stored();
        members::invite_by_link(log, Actor::System, "ada@example.org", party, role, &digest)
            .await
            .map_err(|failure| anyhow!("{failure:?}"))?;
        let take = TakeUp {
            secret_digest: &digest,
            name: Some("Ada"),
            locale: None,
        };
        let entered = members::take_up(log, &take).await;
        person = entered.map_err(|failure| anyhow!("{failure:?}"))?;
    }
    let person = person.context("she came in")?.person;
    let secret = Secret::generate();
    let digest = secret.digest().stored();
    let input = CreateApiTokenInput {
        name: "bench".to_owned(),
        scopes: Scope::ALL.to_vec(),
        expires_at: log.clock().now() + TimeDelta::days(1),
        mandate: None,
    };
    let new = NewToken {
        person,
        secret_digest: &digest,
    };
    members::create_api_token(log, Actor::System, &new, &input, None)
        .await
        .map_err(|failure| anyhow!("{failure:?}"))?;
    Ok(secret)
}

fn said(error: kernel::ClientError) -> anyhow::Error {
    anyhow!(error.message)
}

#[expect(clippy::print_stdout, reason = "what a benchmark is for")]
fn println(line: &str) {
    println!("{line}");
}
