//! The id of a request: everywhere a user or an operator looks for it.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::process::Process;

#[tokio::test]
async fn every_answer_has_an_id_that_is_taken_when_it_is_sane() {
    for hub in Process::each(&[], &[]).await {
        let client = testkit::client();
        let id = async |path: &str, given: Option<&[u8]>| {
            let mut request = client.get(format!("{}{path}", hub.url));
            if let Some(given) = given {
                request = request.header("x-request-id", given);
            }
            let answer = request.send().await.unwrap();
            answer.headers()["x-request-id"]
                .to_str()
                .unwrap()
                .to_owned()
        };
        for path in [
            "/graphql?query={__typename}",
            "/graphql",
            "/health/live",
            "/nowhere",
            "/graphiql",
        ] {
            assert_eq!(
                id(path, Some(b"quoted-by_ada.7")).await,
                "quoted-by_ada.7",
                "{path}"
            );
            let made = id(path, None).await;
            assert!(
                made.len() == 32 && made.chars().all(|c| c.is_ascii_hexdigit()),
                "{made}"
            );
        }
        let long = "x".repeat(65);
        for bad in [
            "".as_bytes(),
            b"a b",
            b"ada@example.org",
            "é".as_bytes(),
            long.as_bytes(),
        ] {
            let made = id("/health/live", Some(bad)).await;
            assert_eq!(made.len(), 32, "{made}");
        }
        assert_ne!(
            id("/health/live", None).await,
            id("/health/live", None).await
        );
    }
}

#[tokio::test]
async fn an_internal_error_has_the_id_and_so_has_its_line_in_the_log() {
    for format in ["text", "json"] {
        for hub in Process::each(&["--log-format", format], &[]).await {
            // A table that is gone is nothing that a user can mend.
            hub.sql("drop table text_version").await;
            let answer = hub
                .request(
                    "{ city(slug: \"cuneo\") { name textHistory(first: 1) { nodes { title } } } }",
                    &json!({}),
                )
                .header("x-request-id", "internal-1")
                .send()
                .await
                .unwrap();
            assert_eq!(answer.headers()["x-request-id"], "internal-1");
            let body: Value = answer.json().await.unwrap();
            let error = &body["errors"][0];
            assert_eq!(error["extensions"]["code"], "INTERNAL", "{body}");
            assert_eq!(error["extensions"]["requestId"], "internal-1");
            assert!(!error.to_string().contains("text_version"), "{error}");
            let line = hub.line(|line| line.contains("a request failed")).await;
            assert!(
                line.contains("text_version") && line.contains("internal-1"),
                "{line}"
            );
            if format == "json" {
                let line: Value = serde_json::from_str(&line).unwrap();
                assert_eq!(line["spans"][0]["request_id"], "internal-1", "{line}");
                assert_eq!(line["spans"][0]["http.route"], "/graphql", "{line}");
            }
            // What the user can mend has no need of it.
            let answer = hub
                .request("{ node(id: \"x\") { id } }", &json!({}))
                .send()
                .await
                .unwrap();
            let body: Value = answer.json().await.unwrap();
            assert_eq!(
                body["errors"][0]["extensions"].get("requestId"),
                None,
                "{body}"
            );
        }
    }
}

#[tokio::test]
async fn a_request_that_takes_too_long_has_the_id_too() {
    for hub in Process::each(&["--request-timeout", "1"], &[]).await {
        let much =
            "projects(first: 20) { nodes { title activities(first: 5) { nodes { summary } } } }";
        let everything = format!("{{ cities(first: 47) {{ nodes {{ name {much} }} }} }}");
        let answer = hub
            .request(&everything, &json!({}))
            .header("x-request-id", "late-1")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::GATEWAY_TIMEOUT);
        assert_eq!(answer.headers()["x-request-id"], "late-1");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(
            body["errors"][0]["extensions"],
            json!({ "code": "TIMEOUT", "requestId": "late-1" })
        );
    }
}
