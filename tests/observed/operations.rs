//! What is counted of operations: by exactly what was done, and without end by nobody.

use serde_json::json;

use super::{
    process::Process,
    scrape::{VARIABLES, scrape},
};

async fn ask(hub: &Process, document: &str, headers: &[(&str, &str)]) {
    let mut request = hub.request(document, &json!({}));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap();
}

#[tokio::test]
async fn operations_are_counted_by_name_client_type_and_outcome() {
    for hub in Process::each(&[], VARIABLES).await {
        let before = scrape(&hub).await;
        let apollo = [
            ("apollographql-client-name", "web"),
            ("apollographql-client-version", "1.2"),
        ];
        for _ in 0..3 {
            ask(
                &hub,
                "query Cities { cities(first: 1) { nodes { name } } }",
                &apollo,
            )
            .await;
        }
        ask(
            &hub,
            "query Cities { city(slug: \"cuneo\") { name } }",
            &[("graphql-client-name", "map")],
        )
        .await;
        ask(&hub, "{ __typename }", &[]).await;
        // With an error in a field, not valid, not to be read, and not allowed.
        ask(&hub, "query Bad { node(id: \"x\") { id } }", &apollo).await;
        ask(&hub, "query Invalid { nothing }", &apollo).await;
        ask(&hub, "{", &apollo).await;
        ask(
            &hub,
            "mutation Write { recordTheme(input: { slug: \"a\", content: [] }) { errors { code } } }",
            &[],
        )
        .await;
        let after = scrape(&hub).await;
        insta::allow_duplicates! {
            insta::assert_debug_snapshot!(after.since(&before, "passerelle_operations_total"), @r#"
            {
                "passerelle_operations_total{client=\"(none)\",operation=\"(anonymous)\",outcome=\"ok\",type=\"query\"}": 1.0,
                "passerelle_operations_total{client=\"(none)\",operation=\"Write\",outcome=\"errors\",type=\"mutation\"}": 1.0,
                "passerelle_operations_total{client=\"map\",operation=\"Cities\",outcome=\"ok\",type=\"query\"}": 1.0,
                "passerelle_operations_total{client=\"web\",operation=\"(refused)\",outcome=\"refused\",type=\"none\"}": 1.0,
                "passerelle_operations_total{client=\"web\",operation=\"(refused)\",outcome=\"refused\",type=\"query\"}": 1.0,
                "passerelle_operations_total{client=\"web\",operation=\"Bad\",outcome=\"errors\",type=\"query\"}": 1.0,
                "passerelle_operations_total{client=\"web\",operation=\"Cities\",outcome=\"ok\",type=\"query\"}": 3.0,
            }
            "#);
            insta::assert_debug_snapshot!(after.since(&before, "passerelle_client_operations_total"), @r#"
            {
                "passerelle_client_operations_total{client=\"map\",version=\"(none)\"}": 1.0,
                "passerelle_client_operations_total{client=\"web\",version=\"1.2\"}": 6.0,
            }
            "#);
            insta::assert_debug_snapshot!(after.since(&before, "passerelle_errors_total"), @r#"
            {
                "passerelle_errors_total{code=\"GRAPHQL_PARSE_FAILED\"}": 1.0,
                "passerelle_errors_total{code=\"GRAPHQL_VALIDATION_FAILED\"}": 1.0,
                "passerelle_errors_total{code=\"INVALID_ID\"}": 1.0,
                "passerelle_errors_total{code=\"UNAUTHENTICATED\"}": 1.0,
            }
            "#);
            insta::assert_debug_snapshot!(after.since(&before, "passerelle_operation_duration_seconds"), @r#"
            {
                "passerelle_operation_duration_seconds{type=\"mutation\"}": 1.0,
                "passerelle_operation_duration_seconds{type=\"none\"}": 1.0,
                "passerelle_operation_duration_seconds{type=\"query\"}": 7.0,
            }
            "#);
        }
        for ty in ["query", "mutation", "none"] {
            let running = format!("passerelle_operations_running{{type={ty:?}}}");
            assert_eq!(after.get(&running), 0.0, "{running}");
        }
    }
}

#[tokio::test]
async fn statements_are_counted_by_kind_as_the_answer_says() {
    for hub in Process::each(&[], VARIABLES).await {
        let document =
            "{ cities(first: 3) { nodes { name projects(first: 2) { nodes { title } } } } }";
        // The first time, prepared statements and caches are filled.
        ask(&hub, document, &[]).await;
        let before = scrape(&hub).await;
        let answer = hub.request(document, &json!({})).send().await.unwrap();
        let timing = answer.headers()["server-timing"]
            .to_str()
            .unwrap()
            .to_owned();
        let said = timing
            .split(['"', ' '])
            .nth(1)
            .unwrap()
            .parse::<f64>()
            .unwrap();
        let after = scrape(&hub).await;
        let name = "passerelle_sql_statement_duration_seconds";
        // What follows the log asks, too.
        let select = after.since(&before, name)[&*format!("{name}{{kind=\"select\"}}")];
        assert!(said >= 2.0 && select >= said, "{select} and {timing}");
        let waits = after.since(&before, "passerelle_database_wait_seconds");
        assert!(
            waits[r#"passerelle_database_wait_seconds{pool="read"}"#] >= 1.0,
            "{waits:?}"
        );
        let of_query = after.since(&before, "passerelle_operation_sql_statements");
        assert_eq!(of_query.values().sum::<f64>(), 1.0);
    }
}

#[tokio::test]
async fn nobody_can_make_series_without_end() {
    for hub in Process::each(&[], VARIABLES).await {
        for i in 0..600 {
            let client = format!("client-{}", i % 40);
            let version = format!("1.{i}");
            let headers = [
                ("graphql-client-name", &*client),
                ("graphql-client-version", &*version),
            ];
            ask(
                &hub,
                &format!("query Operation{i} {{ __typename }}"),
                &headers,
            )
            .await;
        }
        let samples = scrape(&hub).await;
        for (metric, most) in [
            ("passerelle_operations_total", 341.0),
            ("passerelle_client_operations_total", 141.0),
        ] {
            let series = samples.of(metric);
            assert!((series.len() as f64) <= most, "{metric}: {}", series.len());
            // None is lost: what had no room is counted as other.
            assert_eq!(series.values().sum::<f64>(), 600.0, "{metric}");
            assert!(
                series.keys().any(|series| series.contains("(other)")),
                "{metric}"
            );
        }
    }
}

#[tokio::test]
async fn a_reader_who_was_seen_lately_is_found_in_the_cache() {
    for hub in Process::each(&[], VARIABLES).await {
        let token = hub.token(&["READ"]).await;
        let hits = r#"passerelle_cache_hits_total{cache="recogniser"}"#;
        let misses = r#"passerelle_cache_misses_total{cache="recogniser"}"#;
        let before = scrape(&hub).await;
        for _ in 0..4 {
            let bearer = format!("Bearer {token}");
            ask(
                &hub,
                "{ viewer { person { id } } }",
                &[("authorization", &bearer)],
            )
            .await;
        }
        let after = scrape(&hub).await;
        assert!(after.get(misses) - before.get(misses) >= 1.0);
        let asked = after.get(hits) + after.get(misses) - before.get(hits) - before.get(misses);
        assert!(asked >= 4.0, "{asked}");
        assert!(after.get(hits) > before.get(hits));
    }
}
