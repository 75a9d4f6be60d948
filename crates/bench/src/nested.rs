//! "20 projects with lead city, partner cities, and the first 5 participants, each with its
//! organisation and that one's city."

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use activity::Log;
use anyhow::ensure;
use async_graphql::Request;
use kernel::{
    Clock, Db,
    db::{self, Options},
};
use schema::{Asker, Graph};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How large the generated network is: 1 has 50 projects.
    #[arg(long, default_value_t = 10)]
    scale: u32,
    /// How often the question is asked.
    #[arg(long, default_value_t = 200)]
    rounds: usize,
    /// An empty Postgres database, to be measured beside SQLite.
    #[arg(long)]
    postgres: Option<String>,
}

/// Where the time of one question went.
#[derive(Clone, Copy, Default)]
struct Sample {
    total: Duration,
    waiting: Duration,
    writing: Duration,
    statements: usize,
    waves: usize,
    bytes: usize,
}

pub(crate) async fn run(args: &Args) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut urls = vec![format!("sqlite://{}/bench.db", folder.path().display())];
    urls.extend(args.postgres.clone());
    let mut out = std::io::stdout();
    writeln!(
        out,
        "database  page  statements  waves    median  in SQL  resolving  writing    bytes"
    )?;
    for url in urls {
        let db = Db::connect(&Options::new(&url)).await?;
        db::migrate(&db).await?;
        let log = Log::open(db.clone(), Clock::system()).await?;
        load(&log, args.scale).await?;
        let graph = Graph::new(db.clone(), log)?;
        let mut statements = Vec::new();
        for page in [5, 20, 40] {
            let sample = measure(&graph, page, args.rounds).await?;
            statements.push(sample.statements);
            let share = |part: Duration| 100.0 * part.as_secs_f64() / sample.total.as_secs_f64();
            let resolving = sample
                .total
                .saturating_sub(sample.waiting)
                .saturating_sub(sample.writing);
            writeln!(
                out,
                "{:<8}  {page:>4}  {:>10}  {:>5}  {:>5} µs  {:>5.0}%  {:>8.0}%  {:>6.0}%  {:>7}",
                db.product(),
                sample.statements,
                sample.waves,
                sample.total.as_micros(),
                share(sample.waiting),
                share(resolving),
                share(sample.writing),
                sample.bytes,
            )?;
        }
        ensure!(
            statements.iter().all(|count| *count == statements[0]),
            "the number of statements depends on the size of the page: {statements:?}"
        );
        db.close().await;
    }
    Ok(())
}

pub(crate) async fn load(log: &Log, scale: u32) -> anyhow::Result<()> {
    demo::load(log).await?;
    demo::generate(log, scale, &|_| {}).await?;
    Ok(())
}

/// The median of many rounds, after some that do not count.
async fn measure(graph: &Graph, page: usize, rounds: usize) -> anyhow::Result<Sample> {
    let mut samples = Vec::with_capacity(rounds);
    for round in 0..rounds + rounds / 10 + 1 {
        let sample = ask(graph, page).await?;
        if round > rounds / 10 {
            samples.push(sample);
        }
    }
    samples.sort_by_key(|sample| sample.total);
    ensure!(!samples.is_empty(), "ask at least once");
    Ok(samples[samples.len() / 2])
}

/// The question, for a page of so many projects.
pub(crate) fn document(page: usize) -> String {
    format!(
        "{{ projects(first: {page}, filter: {{ slug: {{ startsWith: \"generated-\" }} }}) {{ nodes {{
            id title stage leadCity {{ id name countryCode }}
            partnerCities(first: 10) {{ nodes {{ id name countryCode }} }}
            participations(first: 5) {{ nodes {{ role organisation {{ id name kind city {{ id name }} }} }} }}
        }} }} }}"
    )
}

async fn ask(graph: &Graph, page: usize) -> anyhow::Result<Sample> {
    let document = document(page);
    let started = Instant::now();
    let answer = graph
        .execute(Request::new(document), Asker::anonymous())
        .await;
    let answered = Instant::now();
    let json = serde_json::to_vec(&answer.response)?;
    let written = Instant::now();
    ensure!(answer.response.is_ok(), "{:?}", answer.response.errors);
    Ok(Sample {
        total: written - started,
        waiting: answer.spent.waiting,
        writing: written - answered,
        statements: answer.reads.statements,
        waves: answer.spent.waves,
        bytes: json.len(),
    })
}
