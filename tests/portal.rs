//! The public pages and feeds: what they show, to whom, in which language, and that others can read them.

mod browser;
mod everybody;
mod feeds;
mod line;
mod pages;
mod words;

use std::{path::PathBuf, process::Stdio};

use serde_json::Value;
use testkit::Hub;
use tokio::{io::AsyncWriteExt as _, process::Command};

use crate::clients;

/// Every kind of page, with an example of the demonstration network.
pub(crate) const PAGES: &[&str] = &[
    "",
    "/cities",
    "/cities/cuneo",
    "/projects",
    "/projects/mobility-lab",
    "/events",
    "/events?when=past",
    "/events/conference-2017",
    "/organisations",
    "/organisations/clermont-auvergne-innovation",
    "/themes",
    "/themes/mobility",
    "/activity",
    "/search?q=mobility",
    "/about",
    "/join",
    "/data",
    "/credits",
    "/accessibility",
    "/privacy",
    "/nothing-is-here",
];

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/portal"))
}

/// Whether what reads pages is there. Where it is not, it is said, and a panic where everything must be.
fn are_installed() -> bool {
    let installed = folder().join("node_modules/.installed").exists();
    if !installed {
        let missing = "the packages of tests/portal are missing";
        assert!(
            !testkit::servers::required(),
            "{missing}: run tests/install"
        );
        eprintln!("SKIPPED: {missing} (`tests/install` brings them)");
    }
    installed
}

/// What a program makes of this input; it answers in JSON.
async fn read_by(mut program: Command, name: &str, input: &[u8]) -> Value {
    let child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn();
    let mut child = child.unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let write = async move {
        // A program that fails at once takes nothing: its error is told below.
        let _ = stdin.write_all(input).await;
        drop(stdin);
    };
    let ended = async { tokio::join!(write, child.wait_with_output()).1.unwrap() };
    let output = tokio::time::timeout(std::time::Duration::from_secs(120), ended).await;
    let output = output.unwrap_or_else(|_| panic!("{name} does not end"));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {error}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What html-validate finds wrong in pages.
async fn validate(pages: &[(String, String)]) -> Value {
    let pages: Vec<Value> = (pages.iter())
        .map(|(address, html)| serde_json::json!({ "address": address, "html": html }))
        .collect();
    let mut program = Command::new(clients::folder().join("../servers/node"));
    program.arg(folder().join("validate.mjs"));
    read_by(
        program,
        "html-validate",
        &serde_json::to_vec(&pages).unwrap(),
    )
    .await
}

/// Asks for an address as a browser does.
async fn open(hub: &Hub, path: &str, headers: &[(&str, &str)]) -> reqwest::Response {
    let mut request = hub.client.get(format!("{}{path}", hub.url));
    request = request.header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}
