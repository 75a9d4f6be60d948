//! Who can read the metrics.

use std::{process::Command, sync::Arc};

use reqwest::StatusCode;
use testkit::{Content, Database, Product};

use super::process::Process;

const TOKEN: &str = "prometheus-0123456789";

async fn on_sqlite(args: &[&str], variables: &[(&str, &str)]) -> Process {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    Process::on(Arc::new(database), args, variables)
}

/// The address of the listener for metrics alone, as the hub says it.
fn own_listener(process: &Process) -> String {
    let line = process.said.iter().find(|line| line.contains("metrics"));
    let line = line.expect("it says where its metrics are");
    line.trim_end_matches('.')
        .split(' ')
        .next_back()
        .unwrap()
        .to_owned()
}

async fn status(url: &str, token: Option<&str>) -> StatusCode {
    let mut request = testkit::client().get(url);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn metrics_are_not_shown_unless_the_operator_says_to_whom() {
    let hub = on_sqlite(&[], &[]).await;
    for token in [None, Some(TOKEN), Some("")] {
        let url = format!("{}/metrics", hub.url);
        assert_eq!(status(&url, token).await, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn metrics_are_shown_to_whoever_has_the_token_and_to_nobody_else() {
    let hub = on_sqlite(&[], &[("PASSERELLE_METRICS_TOKEN", TOKEN)]).await;
    let url = format!("{}/metrics", hub.url);
    assert_eq!(status(&url, Some(TOKEN)).await, StatusCode::OK);
    for wrong in [
        None,
        Some("prometheus-0123456788"),
        Some("prometheus"),
        Some("x"),
    ] {
        assert_eq!(
            status(&url, wrong).await,
            StatusCode::UNAUTHORIZED,
            "{wrong:?}"
        );
    }
    let refused = testkit::client().get(&url).send().await.unwrap();
    let body: serde_json::Value = refused.json().await.unwrap();
    insta::assert_json_snapshot!(body, @r#"
    {
      "errors": [
        {
          "message": "The metrics are for whoever shows the token that the operator has set.",
          "extensions": {
            "code": "UNAUTHENTICATED"
          }
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn metrics_can_have_a_listener_of_their_own_that_serves_nothing_else() {
    let hub = on_sqlite(&["--metrics-listen", "127.0.0.1:0"], &[]).await;
    let url = own_listener(&hub);
    assert_eq!(status(&url, None).await, StatusCode::OK);
    let elsewhere = url.replace("/metrics", "/graphql");
    assert_eq!(status(&elsewhere, None).await, StatusCode::NOT_FOUND);
    let beside = format!("{}/metrics", hub.url);
    assert_eq!(status(&beside, None).await, StatusCode::NOT_FOUND);

    let both = ["--metrics-listen", "127.0.0.1:0", "--metrics-token", TOKEN];
    let hub = on_sqlite(&both, &[]).await;
    for url in [own_listener(&hub), format!("{}/metrics", hub.url)] {
        assert_eq!(status(&url, None).await, StatusCode::UNAUTHORIZED);
        assert_eq!(status(&url, Some(TOKEN)).await, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_token_that_can_be_guessed_is_refused_and_not_repeated() {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    for bad in ["short-secret", "with spaces in it, and a comma"] {
        let output = Command::new(env!("CARGO_BIN_EXE_passerelle"))
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--database-url",
                &database.url,
            ])
            .env("PASSERELLE_METRICS_TOKEN", bad)
            .output()
            .unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            said,
            "passerelle: --metrics-token: write 16 or more letters, digits, and -._~+/=\n"
        );
    }
}
