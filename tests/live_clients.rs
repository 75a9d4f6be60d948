//! The clients of docs/live.md: each is taken out of the document as it stands there, and run with the
//! library that people use. In the middle its connection is cut, and things happen while it is away.

use std::{path::Path, process::Stdio};

use testkit::{Browser, Hub, wait};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use crate::{doors::happen, faults::proxy::Proxy};

/// Where the libraries are.
const CLIENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/live_clients");
/// Node.js, in the version that the tests have.
const NODE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/servers/node");

/// The code below this mark in the document.
fn example(name: &str) -> &'static str {
    let document = include_str!("../docs/live.md");
    let mark = format!("<!-- example: {name} -->\n```js\n");
    let (_, rest) = (document.split_once(&mark)).unwrap_or_else(|| panic!("no example {name}"));
    rest.split_once("\n```").unwrap().0
}

/// Some of them, one after another.
fn examples(names: &[&str]) -> String {
    let examples: Vec<&str> = names.iter().map(|name| example(name)).collect();
    examples.join("\n")
}

/// A hub, with a proxy before it that cuts connections.
async fn hub_behind_proxy() -> (Hub, Proxy) {
    let hub = Hub::empty().await.remove(0);
    let proxy = Proxy::start().await;
    proxy.add(hub.url.rsplit(':').next().unwrap().parse().unwrap());
    (hub, proxy)
}

/// A program of JavaScript that says on its output what it is shown.
struct Program {
    lines: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Program {
    async fn start(url: &str, token: Option<&str>, code: &str) -> Option<Self> {
        if !Path::new(CLIENTS).join("node_modules").exists() {
            let missing = "the packages of tests/live_clients were not found: run tests/install";
            assert!(!testkit::servers::required(), "{missing}");
            eprintln!("SKIPPED: {missing}");
            return None;
        }
        let code = format!(
            "const hub = process.env.HUB, token = process.env.TOKEN;\n\
             const show = (activity) => console.log(activity.position);\n{code}"
        );
        let mut process = Command::new(NODE)
            .args(["--input-type=module", "-"])
            .current_dir(CLIENTS)
            .env("HUB", url)
            .env("TOKEN", token.unwrap_or_default())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut input = process.stdin.take().unwrap();
        input.write_all(code.as_bytes()).await.unwrap();
        drop(input);
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Some(Self {
            lines,
            _process: process,
        })
    }

    /// The next position that it was shown.
    async fn next(&mut self) -> i64 {
        let line = tokio::time::timeout(wait::DEADLINE, self.lines.next_line()).await;
        let line = line.expect("it shows something in time").unwrap();
        line.expect("it goes on").parse().unwrap()
    }
}

/// Waits until somebody listens, and lets something happen; its position.
async fn begun(hub: &Hub) -> i64 {
    let listens = async || (hub.live.cost().open > 0).then_some(());
    wait::until("somebody listens", listens).await;
    happen(hub).await
}

/// Waits until it has begun to listen, and lets something happen; then cuts its connection, lets things happen while
/// it is away, and after; it must be shown all of them once and in order.
async fn goes_on(token: bool, code: &str) {
    let (hub, proxy) = hub_behind_proxy().await;
    let secretary = hub.secretary().await;
    let token = match token {
        true => Some(secretary.token(&["READ"], None).await.secret),
        false => None,
    };
    let Some(mut program) = Program::start(&proxy.url, token.as_deref(), code).await else {
        return;
    };
    let first = begun(&hub).await;
    assert_eq!(program.next().await, first);
    let mut expected = first + 1;
    for _ in 0..2 {
        proxy.cut_all();
        for _ in 0..3 {
            happen(&hub).await;
        }
        let last = hub.position().await;
        while expected <= last {
            assert_eq!(program.next().await, expected);
            expected += 1;
        }
    }
}

#[tokio::test]
async fn graphql_ws_goes_on_where_it_was() {
    goes_on(false, &examples(&["follow", "graphql-ws"])).await;
}

#[tokio::test]
async fn graphql_ws_goes_on_with_a_token() {
    goes_on(true, &examples(&["follow", "graphql-ws"])).await;
}

#[tokio::test]
async fn apollo_client_goes_on_where_it_was() {
    goes_on(false, &examples(&["follow", "apollo"])).await;
}

/// Not in the document: the library of the protocol of event streams, with the same helper.
#[tokio::test]
async fn graphql_sse_goes_on_where_it_was() {
    let code = "import { createClient } from 'graphql-sse';
        const client = createClient({ url: new URL('/graphql', hub).href, retryAttempts: 1000 });
        const query = `subscription { activity { activity { position } } }`;
        follow(client, { query }, {
          next: ({ data }) => data?.activity.activity && show(data.activity.activity),
          error: (error) => console.error(error),
          complete: () => {},
        });";
    goes_on(false, &format!("{}\n{code}", example("follow"))).await;
}

/// Not in the document: Apollo's own reading of answers in several parts.
#[tokio::test]
async fn apollo_client_listens_without_a_socket() {
    let code = "import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client/core';
        const link = new HttpLink({ uri: new URL('/graphql', hub).href });
        const client = new ApolloClient({ cache: new InMemoryCache(), link });
        const query = gql`subscription { activity { activity { position } } }`;
        client.subscribe({ query, fetchPolicy: 'no-cache' }).subscribe({
          next: ({ data }) => data?.activity.activity && show(data.activity.activity),
          error: (error) => console.error(error),
        });";
    let (hub, proxy) = hub_behind_proxy().await;
    let Some(mut program) = Program::start(&proxy.url, None, code).await else {
        return;
    };
    let first = begun(&hub).await;
    for _ in 0..3 {
        happen(&hub).await;
    }
    for position in first..=hub.position().await {
        assert_eq!(program.next().await, position);
    }
}

#[tokio::test]
async fn urql_goes_on_where_it_was() {
    goes_on(false, &examples(&["follow", "urql"])).await;
}

#[tokio::test]
async fn a_browser_goes_on_where_it_was_and_so_does_a_page_that_is_opened_again() {
    let Some(browser) = Browser::start("en").await else {
        return;
    };
    let (hub, proxy) = hub_behind_proxy().await;
    let open = async || {
        let page = format!("{}/schema.graphql", proxy.url);
        browser.driver.goto(page).await.unwrap();
        let code = format!(
            "window.shown = []; const hub = location.origin; \
             const show = (activity) => window.shown.push(activity.position);\n{}\n\
             window.events = events;",
            example("event-source")
        );
        browser.driver.execute(code, vec![]).await.unwrap();
    };
    let shown = async || -> Vec<i64> {
        let found = browser
            .driver
            .execute("return window.shown", vec![])
            .await
            .unwrap();
        serde_json::from_value(found.json().clone()).unwrap()
    };
    let until = async |last: i64| -> Vec<i64> {
        let what = format!("{last} is shown");
        let find = async || Some(shown().await).filter(|found| found.last() == Some(&last));
        wait::until(&what, find).await
    };
    open().await;
    let first = begun(&hub).await;
    until(first).await;
    proxy.cut_all();
    let mut last = 0;
    for _ in 0..3 {
        last = happen(&hub).await;
    }
    let found = until(last).await;
    assert_eq!(found, (first..=last).collect::<Vec<_>>());
    // The page is left, things happen, and it is opened again.
    browser
        .driver
        .goto(format!("{}/health/live", proxy.url))
        .await
        .unwrap();
    let first = happen(&hub).await;
    let last = happen(&hub).await;
    open().await;
    assert_eq!(until(last).await, (first..=last).collect::<Vec<_>>());
    browser.quit().await;
}
