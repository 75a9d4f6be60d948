//! GraphiQL: its examples run, and it works in a real browser, without a network.

use std::{collections::BTreeMap, process::Command};

use testkit::{Content, Database, Hub, Product};

fn examples() -> BTreeMap<String, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../server/graphiql/examples");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[tokio::test]
async fn every_example_is_answered() {
    let examples = examples();
    assert!(examples.len() >= 6);
    for hub in Hub::with_demo().await {
        for (name, document) in &examples {
            let reply = hub.query(document).await;
            let data = reply.data();
            // An example that finds nothing shows nothing.
            for field in data.as_object().unwrap().values() {
                assert!(!field.is_null(), "{name}: {data:#}");
                for list in ["nodes", "edges"] {
                    assert_ne!(field[list], serde_json::json!([]), "{name}: {data:#}");
                }
            }
        }
    }
}

/// The bundle is built from the examples: its tabs are what the test above has run.
#[test]
fn the_built_explorer_has_these_examples() {
    let bundle = include_str!("../crates/server/assets/graphiql/assets/graphiql.js");
    for (name, document) in examples() {
        let first = document.lines().next().unwrap();
        assert!(
            bundle.contains(first),
            "{name} is not in the bundle: run crates/server/graphiql/build"
        );
    }
}

#[tokio::test]
async fn the_explorer_is_served_whole_and_asks_nobody_else() {
    let hub = Hub::on(Database::new(Product::Sqlite, Content::EmptyNetwork).await).await;
    let page = hub
        .client
        .get(format!("{}/graphiql", hub.url))
        .send()
        .await
        .unwrap();
    assert!(
        page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .starts_with("default-src 'none'")
    );
    let html = page.text().await.unwrap();
    assert!(!html.contains("https://"), "{html}");
    let mut files = 0;
    for part in html
        .split('"')
        .filter(|part| part.starts_with("/graphiql/assets/"))
    {
        let file = hub
            .client
            .get(format!("{}{part}", hub.url))
            .send()
            .await
            .unwrap();
        assert_eq!(file.status(), 200, "{part}");
        assert!(
            file.headers()["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable"),
            "{part}"
        );
        files += 1;
    }
    assert!(files >= 2);
}

/// In a real browser: the editor starts, and reads the contract from the hub.
#[tokio::test(flavor = "multi_thread")]
async fn the_explorer_starts_in_a_browser() {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    let found = browsers
        .iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok());
    let Some(browser) = found else {
        assert!(
            !testkit::servers::required(),
            "Chromium is missing: run tests/install"
        );
        eprintln!("SKIPPED: there is no Chromium (Debian package `chromium`)");
        return;
    };
    let hub = Hub::on(Database::new(Product::Sqlite, Content::Demo).await).await;
    let profile = tempfile::tempdir().unwrap();
    let output = tokio::process::Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--virtual-time-budget=20000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("{}/graphiql", hub.url))
        .output()
        .await
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    assert!(dom.contains("graphiql-container"), "{dom:.2000}");
    assert!(
        dom.contains("monaco-editor"),
        "the editor did not start: {dom:.2000}"
    );
    for tab in ["MemberCities", "SearchEverything", "ActivityLog"] {
        assert!(dom.contains(tab), "no tab {tab}");
    }
}
