//! Documents that are named and not sent: those that clients repeat under their hash, and those that
//! an operator has registered, and may allow alone.

mod automatic;
mod manifests;
mod only;
mod register;
mod requests;

use std::{
    path::Path,
    process::{Command, Output},
};

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Content, Database, Hub, Product, Setup, wait};

pub(crate) const CITY: &str = "query City($slug: String!) { city(slug: $slug) { slug } }";

pub(crate) fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Apollo's extension.
pub(crate) fn persisted(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

pub(crate) async fn hub_with(documents: documents::Options, product: Product) -> Hub {
    let setup = Setup {
        server: server::Options {
            documents,
            ..server::Options::default()
        },
        ..Setup::default()
    };
    Hub::set_up(Database::new(product, Content::Demo).await, setup).await
}

/// What a request with this body comes to: status, code or nothing, and data.
pub(crate) async fn ask(request: RequestBuilder, body: &Value) -> (u16, String, Value) {
    let request = request.header("accept", "application/graphql-response+json");
    let answer = request.json(body).send().await.unwrap();
    let status = answer.status().as_u16();
    let json: Value = answer.json().await.unwrap();
    let code = json["errors"][0]["extensions"]["code"].as_str();
    (
        status,
        code.unwrap_or_default().to_owned(),
        json["data"].clone(),
    )
}

pub(crate) async fn post(hub: &Hub, body: &Value) -> (u16, String, Value) {
    ask(hub.client.post(format!("{}/graphql", hub.url)), body).await
}

/// Runs `passerelle documents …` on the database of a hub.
pub(crate) async fn documents(hub: &Hub, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
    command.arg("documents").args(args);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PASSERELLE_")) {
        command.env_remove(name);
    }
    command.env("PASSERELLE_DATABASE_URL", &hub.database.url);
    let run = move || command.output().unwrap();
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// The same, and it must go well: what it said.
pub(crate) async fn done(hub: &Hub, args: &[&str]) -> String {
    let output = documents(hub, args).await;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// The same, and it must not: the lines that it said, without the folder.
pub(crate) async fn refused(hub: &Hub, args: &[&str], folder: &Path) -> Vec<String> {
    let output = documents(hub, args).await;
    assert!(!output.status.success(), "it did not fail");
    let said = String::from_utf8(output.stderr).unwrap();
    let folder = format!("{}/", folder.display());
    said.lines().map(|line| line.replace(&folder, "")).collect()
}

/// Asks until the answer is this one: a change is known after half a second, and a loaded machine may
/// take longer.
pub(crate) async fn until(hub: &Hub, body: &Value, expected: (u16, &str)) {
    let found = wait::within(wait::DEADLINE, async || {
        let (status, code, _) = post(hub, body).await;
        ((status, code.as_str()) == expected).then_some(())
    });
    let what = format!("{body} is not answered with {expected:?}");
    assert!(found.await.is_some(), "{what}");
}
