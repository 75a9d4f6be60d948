//! What is counted, traced and logged of an operation: one that is run, one that is not let in, and a
//! subscription, which is done when it is open.

mod outcome;

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock, OnceLock},
    time::{Duration, Instant},
};

use async_graphql::{
    Request, Response, Variables,
    parser::types::{ExecutableDocument, OperationType},
};
use kernel::waves::Spent;
use limits::{Inspected, Limit, Operation, Refused};
use metrics::{counter, gauge, histogram};
use telemetry::Names;
use tracing::{Instrument as _, Span, field};
use usage::Usage;

use self::outcome::{Outcome, code, cost};
use crate::{Answer, Opened, redact::redacted};

/// How many operations, with the clients that send them, have series of their own; and how many of
/// one client.
static NAMES: LazyLock<Names<2>> = LazyLock::new(|| Names::new(300, 100));
/// How many versions of clients have.
static VERSIONS: LazyLock<Names<2>> = LazyLock::new(|| Names::new(100, 20));

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

    /// Gives these clients series of their own, however many others there are. It can be said once.
    pub(crate) fn keep_clients(&self, clients: &[String]) {
        NAMES.keep(clients);
        VERSIONS.keep(clients);
    }

    /// An operation that was let in, and begins now.
    pub(crate) fn begin(&self, request: &mut Request, operation: Option<Operation>) -> Running {
        let name = request.operation_name.clone();
        let variables = std::mem::take(&mut request.variables);
        let deprecated = match request.parsed_query() {
            Ok(document) => self.deprecated_in(document, name.as_deref(), &variables),
            Err(_) => BTreeSet::new(),
        };
        request.variables = variables;
        self.running(request, operation, deprecated, Instant::now())
    }

    /// An operation that is not let in, and has come at `start`.
    pub(crate) fn refused(&self, asked: &mut Inspected, refused: &Refused, start: Instant) {
        let name = asked.request.operation_name.clone();
        let variables = std::mem::take(&mut asked.request.variables);
        let deprecated = (asked.document())
            .map(|document| self.deprecated_in(document, name.as_deref(), &variables))
            .unwrap_or_default();
        let operation = asked.operation.clone();
        let running = self.running(&asked.request, operation, deprecated, start);
        running.end(&Ended {
            refused: Some(refused),
            ..Ended::with(&refused.response())
        });
    }

    fn running(
        &self,
        request: &Request,
        operation: Option<Operation>,
        deprecated: BTreeSet<String>,
        start: Instant,
    ) -> Running {
        let ty = operation.as_ref().map(|operation| operation.ty);
        gauge!("passerelle_operations_running", "type" => type_name(ty)).increment(1.0);
        let name = operation.and_then(|operation| operation.name);
        let span = tracing::info_span!(
            target: "passerelle::trace",
            "operation",
            otel.name = span_name(ty),
            graphql.operation.type = type_name(ty),
            graphql.operation.name = name.as_deref(),
            graphql.document = field::Empty,
            outcome = field::Empty,
            code = field::Empty,
            statements = field::Empty,
        );
        Running {
            deprecated,
            watch: self.clone(),
            document: request.query.clone(),
            ty,
            name,
            start,
            span,
            done: false,
        }
    }

    fn deprecated_in(
        &self,
        document: &ExecutableDocument,
        operation: Option<&str>,
        variables: &Variables,
    ) -> BTreeSet<String> {
        let contract = self.usage.contract();
        contract.used_by(document, operation, variables)
    }
}

/// What has become of an operation.
struct Ended<'a> {
    response: &'a Response,
    /// How many statements it took, and what they were waited for; none where nothing was run.
    work: Option<(usize, Spent)>,
    /// The limit that it has passed.
    refused: Option<&'a Refused>,
}

impl<'a> Ended<'a> {
    fn with(response: &'a Response) -> Self {
        Self {
            response,
            work: None,
            refused: None,
        }
    }
}

/// An operation that runs. Dropped before its end, it was abandoned.
pub(crate) struct Running {
    /// What kind it is; none when the document cannot be read.
    ty: Option<OperationType>,
    name: Option<String>,
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
        self.end(&Ended {
            response: &answer.response,
            work: Some((answer.reads.statements, answer.spent)),
            refused: answer.refused.as_ref(),
        });
        answer
    }

    /// The work of opening a subscription: it ends when that is open, or cannot be.
    pub(crate) async fn opening(
        self,
        work: impl Future<Output = Result<Opened, Box<Answer>>>,
    ) -> Result<Opened, Box<Answer>> {
        let opened = work.instrument(self.span.clone()).await;
        match &opened {
            Ok(_) => self.end(&Ended::with(&Response::default())),
            Err(answer) => self.end(&Ended::with(&answer.response)),
        }
        opened
    }

    fn end(mut self, ended: &Ended<'_>) {
        self.done = true;
        let outcome = self.outcome(ended);
        // Who asks for too much of what is deprecated uses it, too; a document that is wrong uses nothing.
        if outcome != Outcome::Refused || ended.refused.is_some() {
            let deprecated = std::mem::take(&mut self.deprecated);
            self.watch.usage.count(deprecated, &client_name());
        }
        let errors = &ended.response.errors;
        for error in errors {
            let code = code(error).unwrap_or("none").to_owned();
            counter!("passerelle_errors_total", "code" => code).increment(1);
        }
        if let Some((statements, spent)) = ended.work {
            let ty = type_name(self.ty);
            histogram!("passerelle_operation_sql_statements", "type" => ty)
                .record(count(statements));
            histogram!("passerelle_operation_sql_waves", "type" => ty).record(count(spent.waves));
        }
        let statements = ended.work.map(|(statements, _)| statements);
        let refused = (outcome == Outcome::Refused)
            .then(|| errors.first().map(|error| code(error).unwrap_or("none")))
            .flatten();
        let cost = match refused {
            None => cost(ended.response),
            Some(_) => None,
        };
        self.finish(outcome, refused, statements, cost);
    }

    fn outcome(&self, ended: &Ended<'_>) -> Outcome {
        match ended.refused.map(|refused| refused.limit) {
            Some(Limit::Execution) => Outcome::Abandoned,
            Some(_) => Outcome::Refused,
            None => match Outcome::of(ended.response) {
                // A subscription that cannot be opened has not answered in any of its fields.
                Outcome::Errors if self.ty == Some(OperationType::Subscription) => Outcome::Refused,
                outcome => outcome,
            },
        }
    }

    /// `refused`: why it was not run, if it was not.
    fn finish(
        &self,
        outcome: Outcome,
        refused: Option<&str>,
        statements: Option<usize>,
        cost: Option<u64>,
    ) {
        let elapsed = self.start.elapsed();
        let ty = type_name(self.ty);
        gauge!("passerelle_operations_running", "type" => ty).decrement(1.0);
        histogram!("passerelle_operation_duration_seconds", "type" => ty).record(elapsed);
        let request = telemetry::Request::current();
        let client = request.as_ref().map(telemetry::Request::client);
        let client_name = client.and_then(telemetry::Client::name);
        let operation = match (&self.ty, &self.name) {
            // A document that is not valid, or was not read, can have any name.
            _ if refused.is_some_and(|code| code.starts_with("GRAPHQL_")) => "(refused)",
            (None, _) => "(refused)",
            (Some(_), Some(name)) => name,
            (Some(_), None) => "(anonymous)",
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
        if let Some(code) = refused {
            counter!(
                "passerelle_operations_refused_total",
                "client" => client_label.to_string(),
                "operation" => operation.to_string(),
                "code" => code.to_owned()
            )
            .increment(1);
        }
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
        self.trace(outcome, refused, statements);
        let slow = self.watch.slow_after.get();
        if slow.is_some_and(|slow| elapsed >= *slow) {
            let version = client.and_then(telemetry::Client::version);
            let id = request.as_ref().map(|request| request.id().as_str());
            tracing::warn!(
                target: "passerelle::slow",
                request_id = id,
                operation = self.name.as_deref(),
                type = ty,
                outcome = outcome.as_str(),
                code = refused,
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

    fn trace(&self, outcome: Outcome, refused: Option<&str>, statements: Option<usize>) {
        if self.span.is_disabled() {
            return;
        }
        self.span.record("outcome", outcome.as_str());
        self.span.record("code", refused);
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
            self.finish(Outcome::Abandoned, None, None, None);
        }
    }
}

/// What a span is called, by the semantic conventions of OpenTelemetry: of few values.
fn span_name(ty: Option<OperationType>) -> &'static str {
    match ty {
        Some(OperationType::Query) => "GraphQL query",
        Some(OperationType::Mutation) => "GraphQL mutation",
        Some(OperationType::Subscription) => "GraphQL subscription",
        None => "GraphQL operation",
    }
}

fn type_name(ty: Option<OperationType>) -> &'static str {
    match ty {
        Some(OperationType::Query) => "query",
        Some(OperationType::Mutation) => "mutation",
        Some(OperationType::Subscription) => "subscription",
        None => "none",
    }
}

/// Which client sends the request, as a label.
fn client_name() -> String {
    let request = telemetry::Request::current();
    let name = request.as_ref().and_then(|request| request.client().name());
    name.unwrap_or("(none)").to_owned()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn count(n: usize) -> f64 {
    n as f64
}
