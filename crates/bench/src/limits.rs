//! What it costs to look at a document before it runs, beside running it; and the worst document there is,
//! beside parsing it.

use std::{
    hint::black_box,
    io::Write as _,
    time::{Duration, Instant},
};

use activity::Log;
use anyhow::ensure;
use async_graphql::{Request, Value, Variables, parser::parse_query};
use kernel::{
    Clock, Db,
    db::{self, Options},
};
use schema::{Asker, Graph};

use crate::nested;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How large the generated network is: 1 has 50 projects.
    #[arg(long, default_value_t = 4)]
    scale: u32,
    /// How often each thing is done.
    #[arg(long, default_value_t = 200)]
    rounds: usize,
}

pub(crate) async fn run(args: &Args) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let db = Db::connect(&Options::new(format!(
        "sqlite://{}/bench.db",
        folder.path().display()
    )))
    .await?;
    db::migrate(&db).await?;
    let log = Log::open(db.clone(), Clock::system()).await?;
    nested::load(&log, args.scale).await?;
    let graph = Graph::new(db.clone(), log)?;
    beside_execution(&graph, args.rounds).await?;
    beside_parsing(&graph, args.rounds)?;
    db.close().await;
    Ok(())
}

/// The question of `nested`, from its text to its answer, and the parts of that.
async fn beside_execution(graph: &Graph, rounds: usize) -> anyhow::Result<()> {
    let text = nested::document(20);
    let mut whole = Vec::new();
    for _ in 0..rounds {
        let started = Instant::now();
        let answer = graph
            .execute(Request::new(text.clone()), Asker::anonymous())
            .await;
        whole.push(started.elapsed());
        ensure!(answer.response.is_ok(), "{:?}", answer.response.errors);
    }
    let whole = median(whole);
    let document = parse_query(&text)?;
    let parse = time(rounds, || parse_query(&text).is_ok());
    let copy = time(rounds, || document.clone());
    let look = time(rounds, || graph.gate().inspect(Request::new(text.clone())));
    let mut out = std::io::stdout();
    let share = |part: Duration| 100.0 * part.as_secs_f64() / whole.as_secs_f64();
    writeln!(
        out,
        "The nested question, {} bytes: {} µs in all, of which",
        text.len(),
        whole.as_micros()
    )?;
    for (what, part) in [
        ("looking at it, parsing included", look),
        ("parsing it", parse),
        (
            "its tokens, shape and cost: what a cache of costs would save",
            look.saturating_sub(parse),
        ),
        (
            "what a cache of parsed documents would save",
            parse.saturating_sub(copy),
        ),
    ] {
        writeln!(
            out,
            "{:>6.1} µs  {:>5.2} %  {what}",
            micros(part),
            share(part)
        )?;
    }
    Ok(())
}

/// Documents that were made to be dear to look at.
fn beside_parsing(graph: &Graph, rounds: usize) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    writeln!(
        out,
        "\n{:<44} {:>9} {:>10} {:>10} {:>8}",
        "document", "bytes", "parsing", "looking", "ratio"
    )?;
    for (name, text, variables) in worst() {
        let request = || Request::new(text.clone()).variables(variables.clone());
        // Making the request is no part of it.
        let make = time(rounds, request);
        let look = time(rounds, || graph.gate().inspect(request())).saturating_sub(make);
        let parse = time(rounds, || parse_query(&text).is_ok());
        writeln!(
            out,
            "{name:<44} {:>9} {:>7.0} µs {:>7.0} µs {:>7.2}×",
            text.len(),
            micros(parse),
            micros(look),
            look.as_secs_f64() / parse.as_secs_f64()
        )?;
    }
    Ok(())
}

/// Each within the limits of its tokens, so that nothing is spared.
fn worst() -> Vec<(&'static str, String, Variables)> {
    let many = |count: usize, one: &dyn Fn(usize) -> String| {
        (0..count).map(one).collect::<Vec<_>>().join(" ")
    };
    let none = Variables::default;
    let doubling = |i| format!("fragment F{i} on Query {{ ...F{0} ...F{0} }}", i + 1);
    let inline = format!("{} name {}", "... on City { ".repeat(90), "}".repeat(90));
    let wrapped = format!(
        "{{ city(slug: \"a\") {{ {} }} }} fragment F on City {{ {inline} }}",
        "...F ".repeat(999)
    );
    let nodes = format!(
        "{} id {}",
        "... on City { ... on Node { ".repeat(44),
        "} }".repeat(44)
    );
    let narrowed = format!(
        "{{ node(id: \"a\") {{ {} }} }} fragment F on Node {{ {nodes} }}",
        "...F ".repeat(999)
    );
    let pages = format!(
        "{{ {} }}",
        many(99, &|i| format!(
            "a{i}: cities(first: 100) {{ nodes {{ slug projects(first: 100) {{ nodes {{ slug cities(first: $n) {{ nodes {{ slug }} }} }} }} }} }}"
        ))
    );
    let values = (0..40_000).map(Value::from).collect::<Vec<_>>();
    let large = Variables::from_value(async_graphql::value!({ "n": values }));
    let literal = format!(
        "{{ {} }} fragment F on Query {{ nodes(ids: [{}]) {{ id }} }}",
        "...F ".repeat(99),
        "\"a\" ".repeat(8_000)
    );
    let declared = format!(
        "query ({}) {{ city(slug: \"a\") {{ {} }} }}",
        many(1_200, &|i| format!("$v{i}: Int = {i}")),
        many(190, &|i| format!(
            "a{i}: projects(first: $v1199) {{ totalCount }}"
        ))
    );
    vec![
        (
            "fragments that double",
            format!(
                "{{ ...F0 }} {} fragment F99 on Query {{ a }}",
                many(99, &doubling)
            ),
            none(),
        ),
        ("fragments in fragments, everywhere", wrapped, none()),
        ("types in types, everywhere", narrowed, none()),
        ("pages in pages, and what is to be lowered", pages, large),
        ("a long list in a fragment", literal, none()),
        ("variables in thousands", declared, none()),
        (
            "fields in thousands",
            format!("{{ city(slug: \"a\") {{ {} }} }}", "name ".repeat(1_990)),
            none(),
        ),
        (
            "tokens without end",
            format!("{{ {} }}", "name ".repeat(200_000)),
            none(),
        ),
        ("comments", "#\n".repeat(400_000) + "{ __typename }", none()),
    ]
}

/// The median time of doing it.
fn time<T>(rounds: usize, mut work: impl FnMut() -> T) -> Duration {
    let once = |_| {
        let started = Instant::now();
        black_box(work());
        started.elapsed()
    };
    median((0..rounds).map(once).collect())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
