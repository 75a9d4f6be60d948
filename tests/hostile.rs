//! Whoever means harm: the program itself, on a network of some size, is sent whatever was made to take its
//! memory or its time, much of it at once. It goes on, in less memory than a small machine has, and says
//! nothing of its insides.
//!
//! What is in the set: `documents` (fragments that double, circles, pages in pages, floods of aliases,
//! directives, operations, mistakes, variables that are large and used everywhere, introspection in circles,
//! filters, cursors, entities), `bodies` (too long, compressed, half sent by hundreds, in lists), `answers`
//! (the dearest queries that are allowed, by many, of whom some never read), and `sockets` (the same over
//! WebSockets, and messages that are half sent).
//!
//! Clients are not told apart by address here, as if each came from one of its own: limits per client are
//! off. What may be answered with 503 is documented as such: the hub is busy, and `Retry-After` says so.

mod answers;
mod bodies;
mod documents;
mod sockets;

use std::{sync::Arc, time::Duration};

use serde_json::Value;
use testkit::{Content, Database, Hub, Product};

use crate::{limits::property::INTERNAL, observed::process::Process};

/// The most memory that the process may have had, in MiB.
const MOST_MEMORY: u64 = 500;
/// By then whatever was sent is answered: longer than the hub allows itself, and than CI machines stall.
const DEADLINE: Duration = Duration::from_secs(90);
/// 200 projects, and what belongs to them.
const SCALE: u32 = 4;

/// A hub of this network in a process of its own, whose clients are many.
async fn hub(product: Product) -> Process {
    let database = Arc::new(Database::new(product, Content::Demo).await);
    let before = Hub::on(database.of_a_replica()).await;
    let generated = demo::generate(before.graph.log(), SCALE, &|_| {}).await;
    generated.unwrap();
    before.db.close().await;
    let args = ["--rate-address", "off", "--max-concurrent", "100000"];
    Process::on(database, &args, &[])
}

/// What holds for every answer, whatever was sent.
#[track_caller]
fn judge(case: &str, status: u16, retry_after: bool, body: &str) {
    let busy = status == 503 && retry_after && body.contains("\"BUSY\"");
    // A query that takes too long is given up: docs/limits.md.
    let given_up = status == 504 && body.contains("\"EXECUTION_TIMEOUT\"");
    assert!(
        (200..500).contains(&status) || busy || given_up,
        "{case}: {status} {body:.500}"
    );
    if status == 304 || body.is_empty() {
        return;
    }
    let json: Value = serde_json::from_str(body)
        .unwrap_or_else(|error| panic!("{case}: {status} {error}: {body:.500}"));
    let errors = json["errors"].as_array().cloned().unwrap_or_default();
    assert!(errors.len() <= 1_000, "{case}: {} errors", errors.len());
    for error in errors {
        let code = error["extensions"]["code"].as_str().unwrap_or_default();
        assert!(
            !code.is_empty() && code != "INTERNAL",
            "{case}: {error:.500}"
        );
        let message = error["message"].as_str().unwrap_or_default().to_lowercase();
        let internal = INTERNAL.iter().find(|text| message.contains(**text));
        assert_eq!(internal, None, "{case}: {error:.500}");
    }
}

/// Sends a body of JSON, and judges what comes; gives the codes of its errors, and its length.
async fn send(hub: &Process, case: &str, body: impl Into<reqwest::Body>) -> (u16, Vec<String>) {
    let request = testkit::client()
        .post(format!("{}/graphql", hub.url))
        .header("accept", "application/graphql-response+json")
        .header("content-type", "application/json")
        .timeout(DEADLINE)
        .body(body);
    let answer = request.send().await;
    let answer = answer.unwrap_or_else(|error| panic!("{case}: {error:?}"));
    let status = answer.status().as_u16();
    let retry_after = answer.headers().contains_key("retry-after");
    let text = answer.text().await;
    let text = text.unwrap_or_else(|error| panic!("{case}: {error:?}"));
    judge(case, status, retry_after, &text);
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let errors = json["errors"].as_array().cloned().unwrap_or_default();
    let code = |error: &Value| error["extensions"]["code"].as_str().unwrap().to_owned();
    (status, errors.iter().map(code).collect())
}

/// It goes on as if nothing had been, and has never had more memory than it may.
async fn is_well(hub: &Process, after: &str) {
    let plain =
        r#"{"query":"{ city(slug: \"cuneo\") { name projects(first: 3) { nodes { slug } } } }"}"#;
    let (status, codes) = send(hub, after, plain).await;
    assert_eq!((status, codes), (200, vec![]), "{after}");
    if let Some(peak) = hub.peak_memory() {
        eprintln!("{after}: {peak} MiB at most");
        assert!(peak < MOST_MEMORY, "{after}: it has had {peak} MiB");
    }
}

/// It serves others all the while: now, or as soon as it has told that it is busy.
async fn served(hub: &Process, case: &str) {
    let asked = testkit::wait::within(DEADLINE, async || {
        let (status, codes) = send(hub, case, r#"{"query":"{ __typename }"}"#).await;
        let busy = (status, &*codes) == (503, &["BUSY".to_owned()][..]);
        assert!(status == 200 || busy, "{case}: {status} {codes:?}");
        (status == 200).then_some(())
    });
    asked
        .await
        .unwrap_or_else(|| panic!("{case}: nobody is served"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hub_goes_on_whatever_is_sent_and_stays_small() {
    for product in Product::available() {
        let hub = hub(product).await;
        is_well(&hub, "before").await;
        documents::send_all(&hub).await;
        is_well(&hub, "documents").await;
        bodies::send_all(&hub).await;
        is_well(&hub, "bodies").await;
        sockets::send_all(&hub).await;
        is_well(&hub, "sockets").await;
        answers::ask_all(&hub).await;
        is_well(&hub, "answers").await;
        let log = hub.stop();
        let panicked = log.iter().find(|line| line.contains("panicked"));
        assert_eq!(panicked, None);
    }
}
