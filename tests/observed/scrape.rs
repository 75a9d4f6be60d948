//! What was counted, as Prometheus reads it.

use std::collections::BTreeMap;

use prometheus_parse::{Sample, Scrape, Value};
use reqwest::Method;
use serde_json::json;
use telemetry::CATALOGUE;

use super::process::{Process, eventually};

const TOKEN: &str = "prometheus-0123456789";

/// All samples at one time, by name and labels: `name{a="b"}`.
#[derive(Debug)]
pub(crate) struct Samples(BTreeMap<String, f64>);

impl Samples {
    /// What this series has; 0 where there is none.
    pub(crate) fn get(&self, series: &str) -> f64 {
        self.0.get(series).copied().unwrap_or_default()
    }

    /// The series of this metric.
    pub(crate) fn of(&self, metric: &str) -> BTreeMap<&str, f64> {
        self.since(&Samples(BTreeMap::new()), metric)
    }

    /// The series of this metric, and by how much each has grown since then.
    pub(crate) fn since(&self, before: &Samples, metric: &str) -> BTreeMap<&str, f64> {
        let of_metric = |series: &str| series.split('{').next() == Some(metric);
        let grown = |(series, value): (&'_ String, &f64)| (value - before.get(series)).abs() > 0.0;
        self.0
            .iter()
            .filter(|(series, value)| of_metric(series) && grown((series, value)))
            .map(|(series, value)| (series.as_str(), value - before.get(series)))
            .collect()
    }
}

/// The variables of a hub whose metrics can be read.
pub(crate) const VARIABLES: &[(&str, &str)] = &[("PASSERELLE_METRICS_TOKEN", TOKEN)];

/// The text at `/metrics`.
pub(crate) async fn text(hub: &Process) -> String {
    let request = testkit::client()
        .get(format!("{}/metrics", hub.url))
        .header("authorization", format!("Bearer {TOKEN}"));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let content_type = answer.headers()["content-type"].to_str().unwrap();
    assert!(
        content_type.starts_with("text/plain; version=0.0.4"),
        "{content_type}"
    );
    answer.text().await.unwrap()
}

/// What is at `/metrics`.
pub(crate) async fn scrape(hub: &Process) -> Samples {
    let text = text(hub).await;
    let scrape = Scrape::parse(text.lines().map(|line| Ok(line.to_owned()))).unwrap();
    let mut samples = BTreeMap::new();
    for sample in scrape.samples {
        let series = series(&sample);
        match sample.value {
            Value::Counter(value) | Value::Gauge(value) | Value::Untyped(value) => {
                assert!(samples.insert(series, value).is_none(), "twice: {sample:?}");
            }
            Value::Histogram(counts) => {
                let last = counts.last().expect("a histogram has a bucket for all");
                assert!(last.less_than.is_infinite());
                samples.insert(series, last.count);
            }
            Value::Summary(_) => panic!("a histogram without buckets: {sample:?}"),
        }
    }
    Samples(samples)
}

fn series(sample: &Sample) -> String {
    let mut labels: Vec<String> = (sample.labels.iter())
        .map(|(name, value)| format!("{name}={value:?}"))
        .collect();
    labels.sort();
    if labels.is_empty() {
        return sample.metric.clone();
    }
    format!("{}{{{}}}", sample.metric, labels.join(","))
}

#[tokio::test]
async fn requests_are_counted_by_door_method_and_status() {
    for hub in Process::each(&[], VARIABLES).await {
        let before = scrape(&hub).await;
        let client = testkit::client();
        for _ in 0..3 {
            hub.request("{ __typename }", &json!({}))
                .send()
                .await
                .unwrap();
        }
        hub.request("{ nothing }", &json!({})).send().await.unwrap();
        client
            .get(format!("{}/health/live", hub.url))
            .send()
            .await
            .unwrap();
        for path in ["/a", "/b?secret=abc", "/graphiql/assets/x.js"] {
            client
                .get(format!("{}{path}", hub.url))
                .send()
                .await
                .unwrap();
        }
        let made_up = Method::from_bytes(b"DANCE").unwrap();
        client
            .request(made_up, format!("{}/graphql", hub.url))
            .send()
            .await
            .unwrap();
        let after = scrape(&hub).await;
        insta::allow_duplicates! {
            insta::assert_debug_snapshot!(after.since(&before, "passerelle_http_requests_total"), @r#"
            {
                "passerelle_http_requests_total{door=\"/graphiql/assets/:file\",method=\"GET\",status=\"404\"}": 1.0,
                "passerelle_http_requests_total{door=\"/graphql\",method=\"POST\",status=\"200\"}": 3.0,
                "passerelle_http_requests_total{door=\"/graphql\",method=\"POST\",status=\"400\"}": 1.0,
                "passerelle_http_requests_total{door=\"/graphql\",method=\"other\",status=\"405\"}": 1.0,
                "passerelle_http_requests_total{door=\"/health/live\",method=\"GET\",status=\"200\"}": 1.0,
                "passerelle_http_requests_total{door=\"/metrics\",method=\"GET\",status=\"200\"}": 1.0,
                "passerelle_http_requests_total{door=\"none\",method=\"GET\",status=\"404\"}": 2.0,
            }
            "#);
        }
        let took = after.since(&before, "passerelle_http_request_duration_seconds");
        assert_eq!(
            took[r#"passerelle_http_request_duration_seconds{door="/graphql"}"#],
            5.0
        );
    }
}

#[tokio::test]
async fn whatever_is_shown_is_described() {
    for hub in Process::each(&[], VARIABLES).await {
        hub.request("{ cities { nodes { name } } }", &json!({}))
            .send()
            .await
            .unwrap();
        scrape(&hub).await;
        let text = text(&hub).await;
        let mut described = 0;
        for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
            let name = line.split(' ').next().unwrap();
            let metric = CATALOGUE.iter().find(|metric| metric.name == name);
            let metric = metric.unwrap_or_else(|| panic!("{name} is not in the catalogue"));
            assert!(
                text.contains(&format!("# HELP {name} {}", metric.help)),
                "{name}"
            );
            described += 1;
        }
        assert!(described > 4, "{text}");
    }
}

#[tokio::test]
async fn the_pools_and_the_position_of_the_log_are_shown() {
    for hub in Process::each(&["--database-readers", "3"], VARIABLES).await {
        let answer = hub
            .request("{ __typename }", &json!({}))
            .send()
            .await
            .unwrap();
        let answer: serde_json::Value = answer.json().await.unwrap();
        let samples = scrape(&hub).await;
        let position = answer["extensions"]["position"].as_f64().unwrap();
        assert_eq!(samples.get("passerelle_log_position"), position);
        assert_eq!(
            samples.get(r#"passerelle_database_connections_max{pool="read"}"#),
            3.0
        );
        // A connection that has answered is idle, sooner or later.
        let idle = r#"passerelle_database_connections{pool="read",state="idle"}"#;
        let found = eventually(|| async { (scrape(&hub).await.get(idle) >= 1.0).then_some(()) });
        found.await.expect("an idle connection");
        hub.stop();
    }
}
