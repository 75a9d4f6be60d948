//! What is not let in is seen, too: which operation, of which client, and why. And subscriptions.

use serde_json::{Value, json};
use testkit::{
    Content, Database, Product,
    doors::{Heard, Socket},
};

use super::{
    process::Process,
    scrape::{Samples, VARIABLES, scrape},
};

const LIMITS: &[&str] = &[
    "--max-cost",
    "1000",
    "--rate-address",
    "200:1",
    "--log-format",
    "json",
    "--slow-operation",
    "0.0001",
];

async fn ask(hub: &Process, document: &str) -> Vec<String> {
    let answer = hub
        .request(document, &json!({}))
        .header("graphql-client-name", "map")
        .send()
        .await
        .unwrap();
    let answer: Value = answer.json().await.unwrap();
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    let code = |error: &Value| error["extensions"]["code"].as_str().unwrap().to_owned();
    errors.iter().map(code).collect()
}

#[tokio::test]
async fn operations_that_are_not_let_in_are_counted_with_the_reason() {
    for hub in Process::each(LIMITS, VARIABLES).await {
        let before = scrape(&hub).await;
        let dear = "query Dear { cities(first: 100) { nodes { slug name projects(first: 10) { nodes { slug } } } } }";
        assert_eq!(ask(&hub, dear).await, ["COST_TOO_HIGH"]);
        let long = format!("query Long {{ {} }}", "__typename ".repeat(2_001));
        assert_eq!(ask(&hub, &long).await, ["TOO_MANY_FIELDS"]);
        // Nothing of what has too many tokens is read, also not its name.
        let longer = format!("query Longer {{ {} }}", "__typename ".repeat(10_001));
        assert_eq!(ask(&hub, &longer).await, ["DOCUMENT_TOO_LONG"]);
        assert_eq!(
            ask(&hub, "query Wrong { nothing }").await,
            ["GRAPHQL_VALIDATION_FAILED"]
        );
        let page = "query Page { cities(first: 40) { nodes { slug } } }";
        assert_eq!(ask(&hub, page).await, [""; 0]);
        // The points are spent.
        assert_eq!(ask(&hub, page).await, ["RATE_LIMITED"]);
        let after = scrape(&hub).await;
        insta::allow_duplicates! {
            insta::assert_debug_snapshot!(of(&after, &before, "passerelle_operations_refused_total"), @r#"
            {
                "passerelle_operations_refused_total{client=\"map\",code=\"COST_TOO_HIGH\",operation=\"Dear\"}": 1.0,
                "passerelle_operations_refused_total{client=\"map\",code=\"DOCUMENT_TOO_LONG\",operation=\"(refused)\"}": 1.0,
                "passerelle_operations_refused_total{client=\"map\",code=\"GRAPHQL_VALIDATION_FAILED\",operation=\"(refused)\"}": 1.0,
                "passerelle_operations_refused_total{client=\"map\",code=\"RATE_LIMITED\",operation=\"Page\"}": 1.0,
                "passerelle_operations_refused_total{client=\"map\",code=\"TOO_MANY_FIELDS\",operation=\"Long\"}": 1.0,
            }
            "#);
            insta::assert_debug_snapshot!(of(&after, &before, "passerelle_operations_total"), @r#"
            {
                "passerelle_operations_total{client=\"map\",operation=\"(refused)\",outcome=\"refused\",type=\"none\"}": 1.0,
                "passerelle_operations_total{client=\"map\",operation=\"(refused)\",outcome=\"refused\",type=\"query\"}": 1.0,
                "passerelle_operations_total{client=\"map\",operation=\"Dear\",outcome=\"refused\",type=\"query\"}": 1.0,
                "passerelle_operations_total{client=\"map\",operation=\"Long\",outcome=\"refused\",type=\"query\"}": 1.0,
                "passerelle_operations_total{client=\"map\",operation=\"Page\",outcome=\"ok\",type=\"query\"}": 1.0,
                "passerelle_operations_total{client=\"map\",operation=\"Page\",outcome=\"refused\",type=\"query\"}": 1.0,
            }
            "#);
            insta::assert_debug_snapshot!(of(&after, &before, "passerelle_errors_total"), @r#"
            {
                "passerelle_errors_total{code=\"COST_TOO_HIGH\"}": 1.0,
                "passerelle_errors_total{code=\"DOCUMENT_TOO_LONG\"}": 1.0,
                "passerelle_errors_total{code=\"GRAPHQL_VALIDATION_FAILED\"}": 1.0,
                "passerelle_errors_total{code=\"RATE_LIMITED\"}": 1.0,
                "passerelle_errors_total{code=\"TOO_MANY_FIELDS\"}": 1.0,
            }
            "#);
        }
        // What was not run has cost nothing.
        let cost = of(&after, &before, "passerelle_operations_cost_total");
        assert_eq!(cost.values().sum::<f64>(), 42.0, "{cost:?}");
        for ty in ["query", "none"] {
            let running = format!("passerelle_operations_running{{type={ty:?}}}");
            assert_eq!(after.get(&running), 0.0, "{running}");
        }
        // What takes long is logged, also when it was for nothing.
        let line = hub
            .line(|line| line.contains("\"operation\":\"Dear\""))
            .await;
        let line: Value = serde_json::from_str(&line).unwrap();
        let fields = &line["fields"];
        assert_eq!(line["target"], "passerelle::slow");
        assert_eq!(
            (&fields["outcome"], &fields["code"], &fields["client"]),
            (&json!("refused"), &json!("COST_TOO_HIGH"), &json!("map")),
            "{line}"
        );
    }
}

fn of<'a>(
    after: &'a Samples,
    before: &Samples,
    metric: &str,
) -> std::collections::BTreeMap<&'a str, f64> {
    after.since(before, metric)
}

#[tokio::test]
async fn subscriptions_are_counted_when_they_are_open_or_cannot_be() {
    let args = ["--log-format", "json", "--slow-operation", "0.0001"];
    for hub in Process::each(&args, VARIABLES).await {
        let before = scrape(&hub).await;
        let headers = [("graphql-client-name", "wall")];
        let mut socket = Socket::open(&hub.url, &headers).await.unwrap();
        socket.say(json!({ "type": "connection_init" })).await;
        let follow = "subscription Follow($after: String) { activity(after: $after) { cursor } }";
        socket.subscribe("open", follow, json!({})).await;
        socket
            .subscribe("bad", follow, json!({ "after": "mangled" }))
            .await;
        socket
            .subscribe("wrong", "subscription Wrong { nothing }", json!({}))
            .await;
        let mut refused = 0;
        while refused < 2 {
            if let Heard::Message(said) = socket.hear().await {
                refused += u32::from(said["type"] == "error");
            }
        }
        // Messages are answered in any order; this is behind the first of them.
        let open = r#"passerelle_operations_total{client="wall",operation="Follow",outcome="ok",type="subscription"}"#;
        let found = super::process::eventually(|| async {
            let samples = scrape(&hub).await;
            (samples.get(open) > 0.0).then_some(samples)
        });
        let after = found.await.expect("an open subscription is counted");
        insta::allow_duplicates! {
            insta::assert_debug_snapshot!(of(&after, &before, "passerelle_operations_total"), @r#"
            {
                "passerelle_operations_total{client=\"wall\",operation=\"(refused)\",outcome=\"refused\",type=\"subscription\"}": 1.0,
                "passerelle_operations_total{client=\"wall\",operation=\"Follow\",outcome=\"ok\",type=\"subscription\"}": 1.0,
                "passerelle_operations_total{client=\"wall\",operation=\"Follow\",outcome=\"refused\",type=\"subscription\"}": 1.0,
            }
            "#);
            insta::assert_debug_snapshot!(of(&after, &before, "passerelle_operations_refused_total"), @r#"
            {
                "passerelle_operations_refused_total{client=\"wall\",code=\"GRAPHQL_VALIDATION_FAILED\",operation=\"(refused)\"}": 1.0,
                "passerelle_operations_refused_total{client=\"wall\",code=\"INVALID_CURSOR\",operation=\"Follow\"}": 1.0,
            }
            "#);
            insta::assert_debug_snapshot!(of(&after, &before, "passerelle_operation_duration_seconds"), @r#"
            {
                "passerelle_operation_duration_seconds{type=\"subscription\"}": 3.0,
            }
            "#);
        }
        let line = hub
            .line(|line| line.contains("\"operation\":\"Follow\""))
            .await;
        assert!(line.contains("\"type\":\"subscription\""), "{line}");
        assert!(line.contains("\"client\":\"wall\""), "{line}");
    }
}

#[tokio::test]
async fn clients_that_the_operator_names_have_series_whoever_comes_before() {
    let args = ["--metrics-clients", "portal,@city/map"];
    for hub in Process::each(&args, VARIABLES).await {
        for i in 0..320 {
            let name = format!("client-{i}");
            let request = hub.request("query Q { __typename }", &json!({}));
            let request = request.header("graphql-client-name", name);
            request.send().await.unwrap();
        }
        for name in ["late", "portal", "@city/map"] {
            let request = hub.request("query Home { __typename }", &json!({}));
            let request = request
                .header("graphql-client-name", name)
                .header("graphql-client-version", "7");
            request.send().await.unwrap();
        }
        let samples = scrape(&hub).await;
        for name in ["portal", "@city/map"] {
            let operation = format!(
                "passerelle_operations_total{{client={name:?},operation=\"Home\",outcome=\"ok\",type=\"query\"}}"
            );
            assert_eq!(samples.get(&operation), 1.0, "{operation}");
            let version =
                format!("passerelle_client_operations_total{{client={name:?},version=\"7\"}}");
            assert_eq!(samples.get(&version), 1.0, "{version}");
        }
        let late = samples.of("passerelle_operations_total");
        assert!(
            !late.keys().any(|series| series.contains("late")),
            "{late:?}"
        );
    }
}

#[tokio::test]
async fn a_client_that_cannot_be_called_so_is_refused() {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let refused = |names: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_passerelle"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--database-url", &database.url, "--metrics-clients", names])
            .output()
            .unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(
        refused("portal,a{b}"),
        "passerelle: --metrics-clients: `a{b}` is no name that a client can give itself\n"
    );
    let many: Vec<String> = (0..101).map(|i| format!("c{i}")).collect();
    assert_eq!(
        refused(&many.join(",")),
        "passerelle: --metrics-clients: name 100 of them, or fewer\n"
    );
}
