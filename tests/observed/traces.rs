//! Traces and logs for a collector of OpenTelemetry: a real one listens here, in small.

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use opentelemetry_proto::tonic::{
    collector::{
        logs::v1::ExportLogsServiceRequest,
        trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse},
    },
    common::v1::{AnyValue, KeyValue, any_value::Value as Any},
    logs::v1::LogRecord,
    trace::v1::{Span, span::SpanKind},
};
use prost::Message as _;
use serde_json::{Value, json};

use super::process::{Process, eventually};

/// What it has received, as it came.
#[derive(Clone, Default)]
struct Received(Arc<Mutex<Vec<(String, HeaderMap, Bytes)>>>);

impl Received {
    /// A collector, and its address.
    async fn start() -> (Self, String) {
        let received = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/v1/traces", post(take))
            .route("/v1/logs", post(take))
            .with_state(received.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (received, url)
    }

    fn bodies(&self, path: &str) -> Vec<Bytes> {
        let all = self.0.lock().unwrap();
        let of_path = all.iter().filter(|(found, ..)| found == path);
        of_path.map(|(.., body)| body.clone()).collect()
    }

    fn spans(&self) -> Vec<Span> {
        let bodies = self.bodies("/v1/traces").into_iter();
        let requests = bodies.map(|body| ExportTraceServiceRequest::decode(body).unwrap());
        requests
            .flat_map(|request| request.resource_spans)
            .flat_map(|resource| resource.scope_spans)
            .flat_map(|scope| scope.spans)
            .collect()
    }

    fn logs(&self) -> Vec<LogRecord> {
        let bodies = self.bodies("/v1/logs").into_iter();
        let requests = bodies.map(|body| ExportLogsServiceRequest::decode(body).unwrap());
        requests
            .flat_map(|request| request.resource_logs)
            .flat_map(|resource| resource.scope_logs)
            .flat_map(|scope| scope.log_records)
            .collect()
    }

    /// Everything that came, as text.
    fn text(&self) -> String {
        let all = self.0.lock().unwrap();
        all.iter()
            .map(|(.., body)| String::from_utf8_lossy(body).into_owned())
            .collect()
    }
}

async fn take(
    State(received): State<Received>,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Vec<u8> {
    received
        .0
        .lock()
        .unwrap()
        .push((uri.path().to_owned(), headers, body));
    // Both answers are the empty message, when all was taken.
    ExportTraceServiceResponse::default().encode_to_vec()
}

fn attributes(of: &[KeyValue]) -> Value {
    let value = |value: &Option<AnyValue>| match value.as_ref().and_then(|any| any.value.as_ref()) {
        Some(Any::StringValue(text)) => json!(text),
        Some(Any::IntValue(number)) => json!(number),
        Some(Any::BoolValue(value)) => json!(value),
        other => json!(format!("{other:?}")),
    };
    of.iter()
        .map(|pair| (pair.key.clone(), value(&pair.value)))
        .collect()
}

const TRACE_ID: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT_ID: &str = "b7ad6b7169203331";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_traced_in_the_trace_that_it_comes_with() {
    let (received, url) = Received::start().await;
    let variables = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &*url),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=cities"),
        ("OTEL_BSP_SCHEDULE_DELAY", "50"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "50"),
    ];
    for hub in Process::each(&[], &variables).await {
        received.0.lock().unwrap().clear();
        let document = r#"query Find($slug: String!) {
            city(slug: $slug) { name projects(first: 1) { nodes { title } } }
            other: city(slug: "secret-literal") { name }
        }"#;
        let answer = hub
            .request(document, &json!({ "slug": "secret-variable" }))
            .header("traceparent", format!("00-{TRACE_ID}-{PARENT_ID}-01"))
            .header("x-request-id", "traced-1")
            .header("graphql-client-name", "map")
            .send()
            .await
            .unwrap();
        drop(answer);
        let in_trace = || {
            let mut spans = received.spans();
            spans.retain(|span| hex(&span.trace_id) == TRACE_ID);
            spans
        };
        let spans = eventually(|| async {
            let spans = in_trace();
            spans
                .iter()
                .any(|span| hex(&span.parent_span_id) == PARENT_ID)
                .then_some(spans)
        });
        let spans = spans
            .await
            .unwrap_or_else(|| panic!("no span: {:?}", hub.log()));
        let request = spans
            .iter()
            .find(|span| hex(&span.parent_span_id) == PARENT_ID)
            .unwrap();
        assert_eq!(request.name, "POST /graphql");
        assert_eq!(request.kind(), SpanKind::Server);
        let of_request = attributes(&request.attributes);
        assert_eq!(of_request["request_id"], "traced-1");
        assert_eq!(of_request["http.route"], "/graphql");
        assert_eq!(of_request["client"], "map");
        hub.stop();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn spans_nest_from_request_to_operation_to_wave() {
    let (received, url) = Received::start().await;
    for hub in Process::each(&[], &[("OTEL_EXPORTER_OTLP_ENDPOINT", &*url)]).await {
        received.0.lock().unwrap().clear();
        let document =
            r#"query Find { city(slug: "cuneo") { name projects(first: 1) { nodes { title } } } }"#;
        let answer = hub.request(document, &json!({})).send().await.unwrap();
        let timing = answer.headers()["server-timing"]
            .to_str()
            .unwrap()
            .to_owned();
        let waves: usize = timing.split(' ').nth(3).unwrap().parse().unwrap();
        // What was not sent yet is sent at the end.
        hub.stop();
        let spans = received.spans();
        let request = spans
            .iter()
            .find(|span| span.name == "POST /graphql")
            .unwrap();
        assert!(request.parent_span_id.is_empty());
        let below = |of: &Span| -> Vec<&Span> {
            spans
                .iter()
                .filter(|span| span.parent_span_id == of.span_id)
                .collect()
        };
        let [operation] = below(request)[..] else {
            panic!("one operation: {spans:#?}")
        };
        assert_eq!(operation.name, "GraphQL query");
        let of_operation = attributes(&operation.attributes);
        assert_eq!(of_operation["graphql.operation.name"], "Find");
        assert_eq!(of_operation["outcome"], "ok");
        assert_eq!(
            of_operation["graphql.document"],
            "query Find { city(slug: \"\") { name projects(first: 0) { nodes { title } } } }"
        );
        let below_operation = below(operation);
        assert_eq!(below_operation.len(), waves, "{timing}");
        assert!(below_operation.iter().all(|span| span.name == "SQL wave"));
        for span in below_operation {
            assert!(span.start_time_unix_nano >= operation.start_time_unix_nano);
            assert!(span.end_time_unix_nano <= operation.end_time_unix_nano);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_sent_with_the_trace_and_the_id_they_belong_to() {
    let (received, url) = Received::start().await;
    for hub in Process::each(&[], &[("OTEL_EXPORTER_OTLP_ENDPOINT", &*url)]).await {
        received.0.lock().unwrap().clear();
        hub.sql("drop table text_version").await;
        hub.request(
            "{ city(slug: \"cuneo\") { textHistory(first: 1) { nodes { title } } } }",
            &json!({}),
        )
        .header("traceparent", format!("00-{TRACE_ID}-{PARENT_ID}-01"))
        .header("x-request-id", "logged-1")
        .send()
        .await
        .unwrap();
        hub.stop();
        let logs = received.logs();
        let failed = logs.iter().find(|log| {
            let body = log.body.as_ref().and_then(|body| body.value.as_ref());
            matches!(body, Some(Any::StringValue(text)) if text == "a request failed")
        });
        let failed = failed.unwrap_or_else(|| panic!("{logs:#?}"));
        assert_eq!(hex(&failed.trace_id), TRACE_ID);
        assert_eq!(attributes(&failed.attributes)["request_id"], "logged-1");
        assert_eq!(failed.severity_text, "ERROR");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_value_and_no_secret_is_in_a_trace_a_log_or_a_metric() {
    let (received, url) = Received::start().await;
    let variables = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &*url),
        super::scrape::VARIABLES[0],
        ("PASSERELLE_LOG", "debug,sqlx=warn,hyper=warn"),
    ];
    for hub in Process::each(&["--slow-operation", "0.001"], &variables).await {
        let token = hub.token(&["READ"]).await;
        let document = r#"mutation M($slug: String!) {
            a: recordTheme(input: { slug: $slug, content: [{ locale: "en", title: "SECRET-literal" }] }) { errors { code } }
            b: recordTheme(input: { slug: "secret-literal", content: [] }) { errors { code } }
        }"#;
        for wrong in [token.clone(), "pat_SECRET-bearer".to_owned()] {
            hub.request(document, &json!({ "slug": "secret-variable" }))
                .header("authorization", format!("Bearer {wrong}"))
                .header("graphql-client-name", "secret@client.example")
                .send()
                .await
                .unwrap();
        }
        let client = testkit::client();
        for path in [
            "/auth/link?secret=SECRET-link",
            "/graphql?query={__typename}&variables={\"x\":\"SECRET-variable\"}",
            "/nowhere/SECRET-path",
        ] {
            let request = client.get(format!("{}{path}", hub.url));
            request
                .header("cookie", "passerelle_session=SECRET-cookie")
                .send()
                .await
                .unwrap();
        }
        let metrics = super::scrape::text(&hub).await;
        let log = hub.stop().join("\n");
        let sent = received.text();
        assert!(
            sent.contains("POST /graphql") && log.contains("slow"),
            "{log}"
        );
        for (place, text) in [("metrics", metrics), ("log", log), ("traces", sent)] {
            let text = text.to_lowercase();
            let at = text.find("secret-").or_else(|| text.find("secret@"));
            let around = at.map(|at| {
                text[at.saturating_sub(200)..]
                    .chars()
                    .take(400)
                    .collect::<String>()
            });
            assert_eq!(around, None, "in the {place}");
            assert!(!text.contains(&token.to_lowercase()), "in the {place}");
        }
    }
}

#[tokio::test]
async fn a_protocol_that_the_hub_does_not_speak_is_named() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_passerelle"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317")
        .env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "passerelle: OTEL_EXPORTER_OTLP_PROTOCOL: the hub sends http/protobuf, not grpc\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_away_or_switched_off_changes_nothing() {
    let (received, url) = Received::start().await;
    for variables in [
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "500"),
        ],
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &*url),
            ("OTEL_SDK_DISABLED", "true"),
        ],
    ] {
        for hub in Process::each(&[], &variables).await {
            let answer = hub
                .request("{ __typename }", &json!({}))
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 200);
            hub.stop();
        }
    }
    assert!(received.0.lock().unwrap().is_empty());
}
