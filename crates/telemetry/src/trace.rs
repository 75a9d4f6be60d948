//! Traces and logs for a collector of OpenTelemetry, by the standard variables `OTEL_…`: off, unless one
//! of them says where a collector is.

use std::{
    env,
    sync::atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use opentelemetry::{propagation::TextMapPropagator as _, trace::TracerProvider as _};
use opentelemetry_appender_tracing::layer::{OpenTelemetryTracingBridge, TracingSpanAttributes};
use opentelemetry_http::{Bytes, HeaderExtractor, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{ExporterBuildError, LogExporter, SpanExporter, WithHttpConfig as _};
use opentelemetry_sdk::{
    Resource, logs::SdkLoggerProvider, propagation::TraceContextPropagator,
    trace::SdkTracerProvider,
};
use reqwest::header::HeaderMap;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{FilterExt as _, LevelFilter, Targets, dynamic_filter_fn},
    layer::Filter,
    registry::LookupSpan,
};

/// The target of the spans that make a trace: those of the hub, in its own words.
pub const TRACE: &str = "passerelle::trace";

const TRACES_ENDPOINT: &str = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
const LOGS_ENDPOINT: &str = "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT";

static TRACES: AtomicBool = AtomicBool::new(false);

/// What is sent to a collector, until it is [shut](Collector::shut).
#[derive(Debug, Default)]
pub struct Collector {
    traces: Option<SdkTracerProvider>,
    logs: Option<SdkLoggerProvider>,
}

/// Why nothing can be sent to a collector.
#[derive(Debug, thiserror::Error)]
pub enum CollectorError {
    /// A protocol that the hub does not speak.
    #[error("{variable}: the hub sends http/protobuf, not {protocol}")]
    Protocol {
        /// The variable that names it.
        variable: &'static str,
        /// The protocol.
        protocol: String,
    },
    /// Another value that cannot be used.
    #[error("OTEL_EXPORTER_OTLP_…: {0}")]
    Exporter(#[from] ExporterBuildError),
}

impl Collector {
    /// The collector that the variables name, reached by this client from the present runtime.
    ///
    /// # Errors
    /// When a variable has a value that cannot be used.
    pub fn of_variables(client: reqwest::Client) -> Result<Self, CollectorError> {
        let mut collector = Self::default();
        if is("OTEL_SDK_DISABLED", "true") {
            return Ok(collector);
        }
        let client = Client {
            client,
            runtime: tokio::runtime::Handle::current(),
        };
        if wanted(
            TRACES_ENDPOINT,
            "OTEL_TRACES_EXPORTER",
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
        )? {
            let exporter = SpanExporter::builder().with_http();
            let exporter = exporter.with_http_client(client.clone()).build()?;
            let provider = SdkTracerProvider::builder().with_resource(resource());
            collector.traces = Some(provider.with_batch_exporter(exporter).build());
            TRACES.store(true, Ordering::Relaxed);
        }
        if wanted(
            LOGS_ENDPOINT,
            "OTEL_LOGS_EXPORTER",
            "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL",
        )? {
            let exporter = LogExporter::builder().with_http();
            let exporter = exporter.with_http_client(client).build()?;
            let provider = SdkLoggerProvider::builder().with_resource(resource());
            collector.logs = Some(provider.with_batch_exporter(exporter).build());
        }
        Ok(collector)
    }

    /// What the subscriber of this process has to do beside writing its log: `filter` says what is in
    /// the log.
    pub fn layer<S>(&self, filter: EnvFilter) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
    {
        let traces = self.traces.as_ref().map(|provider| {
            tracing_opentelemetry::layer()
                .with_tracer(provider.tracer("passerelle"))
                // Where in our sources a span begins is of no use to an operator.
                .with_location(false)
                .with_threads(false)
                .with_tracked_inactivity(false)
                .with_filter(each_time(
                    Targets::new().with_target(TRACE, tracing::Level::TRACE),
                ))
        });
        let logs = self.logs.as_ref().map(|provider| {
            OpenTelemetryTracingBridge::builder(provider)
                .with_tracing_span_attributes(TracingSpanAttributes::allowlist(["request_id"]))
                .build()
                .with_filter(each_time(filter))
        });
        Layer::<S>::and_then(traces, logs)
    }

    /// Sends what is still to be sent, and ends. It blocks: call it where that is allowed.
    pub fn shut(self) {
        // Who does not take the last of it does not keep the hub from ending.
        if let Some(traces) = self.traces {
            let _ = traces.shutdown();
        }
        if let Some(logs) = self.logs {
            let _ = logs.shutdown();
        }
    }
}

/// A filter that is asked about each span and each line. Of what a filter always lets pass,
/// `tracing-subscriber` does not ask it again, and takes what it said of the thread's last question;
/// where somebody has asked whether a line would be written and has then not written it, as sqlx does
/// on Postgres, that is the answer to another question, and a span or a line would be lost.
pub fn each_time<S>(filter: impl Filter<S> + 'static) -> impl Filter<S> {
    let ask = dynamic_filter_fn(|_, _| true).with_max_level_hint(LevelFilter::TRACE);
    filter.and(ask)
}

/// Whether traces are sent: what costs something to say need not be said otherwise.
pub fn traces() -> bool {
    TRACES.load(Ordering::Relaxed)
}

/// Makes a span part of the trace that a request comes with (W3C Trace Context, `traceparent`). What is
/// no such header is as if it were not there.
pub fn adopt(span: &Span, headers: &HeaderMap) {
    if !traces() {
        return;
    }
    let parent = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
    // It fails for a span that is not traced.
    let _ = span.set_parent(parent);
}

fn is(variable: &str, value: &str) -> bool {
    env::var(variable).is_ok_and(|set| set.eq_ignore_ascii_case(value))
}

fn set(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|value| !value.is_empty())
}

/// Whether a signal is to be sent: there is an endpoint, and nobody has said `none`.
fn wanted(endpoint: &str, exporter: &str, protocol: &'static str) -> Result<bool, CollectorError> {
    let there = set(endpoint)
        .or_else(|| set("OTEL_EXPORTER_OTLP_ENDPOINT"))
        .is_some();
    if !there || is(exporter, "none") {
        return Ok(false);
    }
    for variable in [protocol, "OTEL_EXPORTER_OTLP_PROTOCOL"] {
        match set(variable) {
            Some(value) if value == "http/protobuf" => return Ok(true),
            Some(protocol) => return Err(CollectorError::Protocol { variable, protocol }),
            None => {}
        }
    }
    Ok(true)
}

/// What the process says of itself; `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` win.
fn resource() -> Resource {
    let mut builder = Resource::builder();
    let attributes = set("OTEL_RESOURCE_ATTRIBUTES").unwrap_or_default();
    let has = |name: &str| {
        attributes
            .split(',')
            .any(|pair| pair.trim().starts_with(name))
    };
    if set("OTEL_SERVICE_NAME").is_none() && !has("service.name=") {
        builder = builder.with_service_name("passerelle");
    }
    if !has("service.version=") {
        let version = opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        builder = builder.with_attribute(version);
    }
    builder.build()
}

/// Our own client. What sends runs in a thread of its own, without a runtime: the runtime of the hub
/// works for it.
#[derive(Clone, Debug)]
struct Client {
    client: reqwest::Client,
    runtime: tokio::runtime::Handle,
}

/// The longest answer of a collector that is looked at, in bytes.
const LONGEST_ANSWER: usize = 64 * 1024;

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let send = async move {
            let mut answer = client.execute(request.try_into()?).await?;
            let mut response = Response::builder().status(answer.status());
            if let Some(headers) = response.headers_mut() {
                headers.extend(answer.headers().clone());
            }
            let mut body = Vec::new();
            while let Some(chunk) = answer.chunk().await? {
                body.extend_from_slice(&chunk);
                if body.len() > LONGEST_ANSWER {
                    return Err("the answer of the collector is too long".into());
                }
            }
            Ok(response.body(body.into())?)
        };
        self.runtime.spawn(send).await?
    }
}
