//! Pages a second, beside the same data as JSON: what does it cost to make a page of an answer?

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use live::Live;
use tokio::net::TcpListener;

use crate::hub;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How large the generated network is: 1 has 50 projects.
    #[arg(long, default_value_t = 100)]
    scale: u32,
    /// How many requests of each kind are sent.
    #[arg(long, default_value_t = 400)]
    requests: usize,
    /// How many are under way at the same time.
    #[arg(long, default_value_t = 8)]
    clients: usize,
    /// An empty Postgres database, instead of SQLite.
    #[arg(long)]
    postgres: Option<String>,
}

/// What is measured: the pages that are read most.
const PAGES: &[(&str, &str)] = &[
    ("home", "/en"),
    ("city", "/en/cities/clermont-ferrand"),
    ("project", "/en/projects/generated-project-1"),
];
/// Rounds in which page and JSON take turns, so that neither has the quieter machine.
const ROUNDS: usize = 10;

pub(crate) async fn run(args: &Args) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let sqlite = format!("sqlite://{}/bench.db", folder.path().display());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (graph, reception) = hub::open(args.postgres.as_ref().unwrap_or(&sqlite), address).await?;
    demo::load(graph.log()).await?;
    demo::generate(graph.log(), args.scale, &|_| {}).await?;
    let live = Live::new(
        graph.clone(),
        reception.recogniser().clone(),
        live::Options::default(),
    );
    let options = server::Options::default();
    let never = std::future::pending();
    tokio::spawn(server::serve(
        listener, options, graph, reception, live, never,
    ));
    let client = identity::http::builder().build()?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "page       pages/s   JSON/s  page to JSON  bytes of the page, of the JSON"
    )?;
    for (name, path) in PAGES {
        let page = format!("http://{address}{path}");
        let (html, _) = get(&client, &page).await?;
        let json = format!("http://{address}{}", behind(&html)?);
        let (data, _) = get(&client, &json).await?;
        ensure!(data.starts_with("{\"data\":{"), "{name}: {data}");
        let (mut of_pages, mut of_json) = (Duration::ZERO, Duration::ZERO);
        // The first round warms up.
        for round in 0..=ROUNDS {
            let each = args.requests / ROUNDS;
            let (pages, answers) = (
                time(&client, &page, each, args.clients).await?,
                time(&client, &json, each, args.clients).await?,
            );
            if round > 0 {
                of_pages += pages;
                of_json += answers;
            }
        }
        let count = u32::try_from(args.requests / ROUNDS * ROUNDS)?;
        let rate = |time: Duration| f64::from(count) / time.as_secs_f64();
        writeln!(
            out,
            "{name:<8}  {:>8.0}  {:>7.0}  {:>12.2}  {:>8} {:>8}",
            rate(of_pages),
            rate(of_json),
            rate(of_pages) / rate(of_json),
            html.len(),
            data.len(),
        )?;
    }
    Ok(())
}

/// The request of GraphQL behind a page: the one that it offers to open in the explorer.
fn behind(html: &str) -> anyhow::Result<String> {
    let (_, rest) = html
        .split_once("href=\"/graphiql?")
        .context("the page names its document")?;
    let (query, _) = rest.split_once('"').context("an address ends")?;
    Ok(format!(
        "/graphql?{}",
        query.replace("&#38;", "&").replace("&amp;", "&")
    ))
}

async fn get(client: &reqwest::Client, url: &str) -> anyhow::Result<(String, Duration)> {
    let started = Instant::now();
    let answer = client
        .get(url)
        .header("accept", "text/html, application/json;q=0.9");
    let answer = answer.send().await?;
    let status = answer.status();
    let text = answer.text().await?;
    ensure!(status.is_success(), "{url}: {status} {text}");
    Ok((text, started.elapsed()))
}

/// How long it takes until so many requests are answered.
async fn time(
    client: &reqwest::Client,
    url: &str,
    requests: usize,
    clients: usize,
) -> anyhow::Result<Duration> {
    let started = Instant::now();
    stream::iter(0..requests)
        .map(|_| get(client, url))
        .buffer_unordered(clients)
        .try_for_each(|_| async { Ok(()) })
        .await?;
    Ok(started.elapsed())
}
