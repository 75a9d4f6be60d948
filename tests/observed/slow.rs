//! The log of slow operations, which tells what was asked and nothing of what was in it.

use serde_json::{Value, json};

use super::process::Process;

#[tokio::test]
async fn a_slow_operation_is_logged_without_its_values() {
    let args = ["--slow-operation", "0.001", "--log-format", "json"];
    for hub in Process::each(&args, &[]).await {
        let document = r#"
            # For ada@secret.example
            query Find($name: String!, $n: Int = 4711) {
              a: cities(first: $n, filter: { slug: { eq: $name } }) { totalCount }
              b: cities(first: 17, filter: { slug: { eq: "secret-city" } }) { totalCount }
            }"#;
        hub.request(document, &json!({ "name": "secret-variable", "n": 13 }))
            .header("graphql-client-name", "map")
            .header("graphql-client-version", "2.1")
            .header("x-request-id", "slow-1")
            .header("cookie", "other=secret-cookie")
            .send()
            .await
            .unwrap();
        let line = hub.line(|line| line.contains("a slow operation")).await;
        let line: Value = serde_json::from_str(&line).unwrap();
        let mut fields = line["fields"].clone();
        assert!(fields["milliseconds"].is_u64(), "{line}");
        fields["milliseconds"] = json!(0);
        let object = fields.as_object_mut().unwrap();
        assert!(
            object
                .remove("cost")
                .is_some_and(|cost| cost.as_u64() > Some(0)),
            "{line}"
        );
        assert!(
            object
                .remove("statements")
                .is_some_and(|count| count.is_u64()),
            "{line}"
        );
        assert_eq!(line["target"], "passerelle::slow");
        assert_eq!(line["level"], "WARN");
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(fields, @r#"
            {
              "message": "a slow operation",
              "request_id": "slow-1",
              "operation": "Find",
              "type": "query",
              "outcome": "ok",
              "client": "map",
              "version": "2.1",
              "milliseconds": 0,
              "document": "query Find($name: String! $n: Int = 0) { a: cities(first: $n filter: { slug: { eq: $name } }) { totalCount } b: cities(first: 0 filter: { slug: { eq: \"\" } }) { totalCount } }"
            }
            "#);
        }
        for secret in ["secret", "4711", "17", "13"] {
            assert!(!fields.to_string().contains(secret), "{secret}: {line}");
        }
    }
}

#[tokio::test]
async fn what_is_not_slow_is_not_logged_and_the_log_can_be_off() {
    for args in [["--slow-operation", "60000"], ["--slow-operation", "0"]] {
        for hub in Process::each(&args, &[]).await {
            hub.request("{ cities { totalCount } }", &json!({}))
                .send()
                .await
                .unwrap();
            let log = hub.stop();
            assert!(!log.iter().any(|line| line.contains("slow")), "{log:?}");
        }
    }
}

#[tokio::test]
async fn an_operation_that_was_given_up_is_logged_and_bounded_too() {
    let args = [
        "--slow-operation",
        "0.001",
        "--request-timeout",
        "1",
        "--log-format",
        "json",
    ];
    for hub in Process::each(&args, &[]).await {
        let long =
            "projects(first: 1) { nodes { title activities(first: 1) { nodes { summary } } } } ";
        let aliases: String = (0..60).map(|i| format!("a{i}: {long}")).collect();
        let document =
            format!("query Long {{ cities(first: 2) {{ nodes {{ name {aliases} }} }} }}");
        hub.request(&document, &json!({})).send().await.unwrap();
        let line = hub
            .line(|line| line.contains("\"operation\":\"Long\""))
            .await;
        let line: Value = serde_json::from_str(&line).unwrap();
        let shown = line["fields"]["document"].as_str().unwrap();
        assert!(shown.len() <= 2_003 && shown.ends_with('…'), "{shown}");
    }
}
