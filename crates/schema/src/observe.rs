//! What is counted, traced and logged of an operation.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock, OnceLock},
    time::{Duration, Instant},
};

use async_graphql::{Request, Response, parser::types::OperationType};
use kernel::waves::Spent;
use metrics::{counter, gauge, histogram};
use telemetry::Names;
use tracing::{Instrument as _, Span, field};
use usage::Usage;

use crate::{Answer, redact::redacted};

/// How many operations, with the clients that send them, have series of their own; and how many of
/// one client.
static NAMES: LazyLock<Names<2>> = LazyLock::new(|| Names::new(300, 100));
/// How many versions of clients have.
static VERSIONS: LazyLock<Names<2>> = LazyLock::new(|| Names::new(100, 20));

/// The operation of a request, as it says itself.
struct Operation {
    /// What kind it is; none when the document cannot be read.
    ty: Option<OperationType>,
    /// Its name, if it has one.
    name: Option<String>,
}

impl Operation {
    /// The operation that this request asks for.
    fn of(request: &mut Request) -> Self {
        let wanted = request.operation_name.clone();
        let Ok(document) = request.parsed_query() else {
            return Self {
                ty: None,
                name: None,
            };
        };
        let mut operations = document.operations.iter();
        let found = match &wanted {
            Some(wanted) => {
                operations.find(|(name, _)| name.is_some_and(|name| **name == **wanted))
            }
            None => operations.next(),
        };
        Self {
            ty: found.map(|(_, operation)| operation.node.ty),
            name: found.and_then(|(name, _)| Some(name?.to_string())),
        }
    }

    /// What its span is called, by the semantic conventions of OpenTelemetry: of few values.
    fn span_name(&self) -> &'static str {
        match self.ty {
            Some(OperationType::Query) => "GraphQL query",
            Some(OperationType::Mutation) => "GraphQL mutation",
            Some(OperationType::Subscription) => "GraphQL subscription",
            None => "GraphQL operation",
        }
    }

    fn type_name(&self) -> &'static str {
        match self.ty {
            Some(OperationType::Query) => "query",
            Some(OperationType::Mutation) => "mutation",
            Some(OperationType::Subscription) => "subscription",
            None => "none",
        }
    }
}

/// How an operation ended.
#[derive(Clone, Copy)]
enum Outcome {
    /// Without errors.
    Ok,
    /// With errors in some of its fields.
    Errors,
    /// It was not executed: the document is wrong, or asks for too much.
    Refused,
    /// The hub could not answer.
    Failed,
    /// Nobody waited for the answer any more.
    Abandoned,
}

impl Outcome {
    fn of(response: &Response) -> Self {
        let errors = &response.errors;
        if errors.is_empty() {
            Outcome::Ok
        } else if errors.iter().any(|error| code(error) == Some("INTERNAL")) {
            Outcome::Failed
        } else if response.data == async_graphql::Value::Null
            && errors.iter().all(|error| error.path.is_empty())
        {
            Outcome::Refused
        } else {
            Outcome::Errors
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Errors => "errors",
            Outcome::Refused => "refused",
            Outcome::Failed => "failed",
            Outcome::Abandoned => "abandoned",
        }
    }
}

fn code(error: &async_graphql::ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        async_graphql::Value::String(code) => Some(code),
        _ => None,
    }
}

/// What watches the operations of a graph. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Watch {
    /// What counts the use of what is deprecated.
    pub(crate) usage: Usage,
    /// Operations that take this long are logged.
    slow_after: Arc<OnceLock<Duration>>,
}

impl Watch {
    /// Counts the use of what is deprecated there.
    pub(crate) fn new(usage: Usage) -> Self {
        Self {
            usage,
            slow_after: Arc::default(),
        }
    }

    /// Logs the operations that take this long. It can be said once.
    pub(crate) fn log_slower_than(&self, slow: Duration) {
        // Who says it again is not heard.
        let _ = self.slow_after.set(slow);
    }

    /// The operation of a request, which begins now.
    pub(crate) fn begin(&self, request: &mut Request) -> Running {
        let operation = Operation::of(request);
        gauge!("passerelle_operations_running", "type" => operation.type_name()).increment(1.0);
        let span = tracing::info_span!(
            target: "passerelle::trace",
            "operation",
            otel.name = operation.span_name(),
            graphql.operation.type = operation.type_name(),
            graphql.operation.name = operation.name.as_deref(),
            graphql.document = field::Empty,
            outcome = field::Empty,
            statements = field::Empty,
        );
        Running {
            deprecated: self.deprecated_in(request),
            watch: self.clone(),
            document: request.query.clone(),
            operation,
            start: Instant::now(),
            span,
            done: false,
        }
    }

    /// What is deprecated and used by this request.
    fn deprecated_in(&self, request: &mut Request) -> BTreeSet<String> {
        let contract = self.usage.contract();
        let name = request.operation_name.clone();
        let variables = request.variables.clone();
        match request.parsed_query() {
            Ok(document) => contract.used_by(document, name.as_deref(), &variables),
            Err(_) => BTreeSet::new(),
        }
    }
}

/// An operation that runs. Dropped before its end, it was abandoned.
pub(crate) struct Running {
    operation: Operation,
    document: String,
    deprecated: BTreeSet<String>,
    watch: Watch,
    start: Instant,
    span: Span,
    done: bool,
}

impl Running {
    /// The work of answering it: counted, traced and logged at its end, however it ends.
    pub(crate) async fn around(self, work: impl Future<Output = Answer>) -> Answer {
        let answer = work.instrument(self.span.clone()).await;
        self.end(&answer.response, answer.reads.statements, answer.spent);
        answer
    }

    /// It has its answer.
    fn end(mut self, response: &Response, statements: usize, spent: Spent) {
        self.done = true;
        let outcome = Outcome::of(response);
        if !matches!(outcome, Outcome::Refused) {
            let deprecated = std::mem::take(&mut self.deprecated);
            self.watch.usage.count(deprecated, &client_name());
        }
        for error in &response.errors {
            let code = code(error).unwrap_or("none").to_owned();
            counter!("passerelle_errors_total", "code" => code).increment(1);
        }
        let ty = self.operation.type_name();
        histogram!("passerelle_operation_sql_statements", "type" => ty).record(count(statements));
        histogram!("passerelle_operation_sql_waves", "type" => ty).record(count(spent.waves));
        self.finish(outcome, Some(statements), cost(response));
    }

    fn finish(&self, outcome: Outcome, statements: Option<usize>, cost: Option<u64>) {
        let elapsed = self.start.elapsed();
        let ty = self.operation.type_name();
        gauge!("passerelle_operations_running", "type" => ty).decrement(1.0);
        histogram!("passerelle_operation_duration_seconds", "type" => ty).record(elapsed);
        let request = telemetry::Request::current();
        let client = request.as_ref().map(telemetry::Request::client);
        let client_name = client.and_then(telemetry::Client::name);
        // A document that is not valid can have any name.
        let operation = match (outcome, &self.operation.name) {
            (Outcome::Refused, _) => "(refused)",
            (_, Some(name)) => name,
            (_, None) => "(anonymous)",
        };
        let [client_label, operation] = NAMES.labels([client_name.unwrap_or("(none)"), operation]);
        counter!(
            "passerelle_operations_total",
            "client" => client_label.to_string(),
            "operation" => operation.to_string(),
            "type" => ty,
            "outcome" => outcome.as_str()
        )
        .increment(1);
        if let Some(name) = client_name {
            let version = client.and_then(telemetry::Client::version);
            let [name, version] = VERSIONS.labels([name, version.unwrap_or("(none)")]);
            counter!(
                "passerelle_client_operations_total",
                "client" => name.to_string(),
                "version" => version.to_string()
            )
            .increment(1);
        }
        if let Some(cost) = cost {
            #[expect(clippy::cast_precision_loss, reason = "a cost is far below 2^53")]
            histogram!("passerelle_operation_cost", "type" => ty).record(cost as f64);
            counter!("passerelle_operations_cost_total", "client" => client_label.to_string())
                .increment(cost);
        }
        self.trace(outcome, statements);
        if self
            .watch
            .slow_after
            .get()
            .is_some_and(|slow| elapsed >= *slow)
        {
            let version = client.and_then(telemetry::Client::version);
            let id = request.as_ref().map(|request| request.id().as_str());
            tracing::warn!(
                target: "passerelle::slow",
                request_id = id,
                operation = self.operation.name.as_deref(),
                type = ty,
                outcome = outcome.as_str(),
                client = client_name,
                version,
                milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
                statements,
                cost,
                document = redacted(&self.document),
                "a slow operation"
            );
        }
    }

    fn trace(&self, outcome: Outcome, statements: Option<usize>) {
        if self.span.is_disabled() {
            return;
        }
        self.span.record("outcome", outcome.as_str());
        self.span.record("statements", statements);
        if telemetry::traces() {
            self.span
                .record("graphql.document", redacted(&self.document));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.done {
            self.finish(Outcome::Abandoned, None, None);
        }
    }
}

/// Which client sends the request, as a label.
fn client_name() -> String {
    let request = telemetry::Request::current();
    let name = request.as_ref().and_then(|request| request.client().name());
    name.unwrap_or("(none)").to_owned()
}

/// What the limits say that it cost.
fn cost(response: &Response) -> Option<u64> {
    let async_graphql::Value::Object(cost) = response.extensions.get("cost")? else {
        return None;
    };
    match cost.get("requested")? {
        async_graphql::Value::Number(cost) => cost.as_u64(),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn count(n: usize) -> f64 {
    n as f64
}
