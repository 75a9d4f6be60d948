//! Documents that are looked at, and not run.

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{
    Request, Response, ServerError,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, Selection, SelectionSet},
    },
};
use futures::{FutureExt as _, future::BoxFuture};
use limits::{Gate, Limit, Limits};

use crate::{
    check::Incomplete,
    compose::{HubSchema, build},
    limits::costs,
};

/// Checks whether documents are good for the graph: what the specification calls validation, and the
/// hub's own limits.
pub struct Checker {
    schema: HubSchema,
    gate: Gate,
}

impl Checker {
    /// A checker for the graph as this program has it.
    ///
    /// # Errors
    /// When the graph is incomplete.
    pub fn new() -> Result<Self, Incomplete> {
        Ok(Self {
            schema: build(None)?,
            gate: Gate::new(Limits::default(), costs()?, None),
        })
    }

    /// What is wrong with a document, each with the place: nothing, when it can be run.
    ///
    /// Boxed, as all that runs the graph: each crate above would compile the whole of it again.
    pub fn check<'a>(&'a self, text: &'a str) -> BoxFuture<'a, Vec<String>> {
        self.check_all(text).boxed()
    }

    async fn check_all(&self, text: &str) -> Vec<String> {
        let document = match parse_query(text) {
            Ok(document) => document,
            Err(error) => return vec![said(&error.into())],
        };
        let mut problems = BTreeSet::new();
        for (name, operation) in document.operations.iter() {
            let mut request = Request::new(text);
            request.operation_name = name.map(ToString::to_string);
            // The graph does not look at a document that has passed no gate. What it costs may depend on
            // the values of its variables; the rest does not.
            let asked = self.gate.inspect(request);
            if let Err(refused) = asked.cost
                && (refused.limit != Limit::Cost || operation.node.variable_definitions.is_empty())
            {
                problems.insert(refused.message);
                continue;
            }
            let response = self.schema.execute(asked.request).await;
            problems.extend(response.errors.iter().map(said));
        }
        problems.into_iter().collect()
    }
}

fn said(error: &ServerError) -> String {
    match error.locations.first() {
        Some(place) => format!(
            "line {}, column {}: {}",
            place.line, place.column, error.message
        ),
        None => error.message.clone(),
    }
}

/// Stops before anything is executed.
pub(crate) struct NotExecuted;

impl ExtensionFactory for NotExecuted {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for NotExecuted {
    async fn execute(
        &self,
        _: &ExtensionContext<'_>,
        _: Option<&str>,
        _: NextExecute<'_>,
    ) -> Response {
        Response::default()
    }
}

/// Whether a request asks for the contract of the graph and nothing else: all its fields at the root
/// are those of introspection, or the one of Apollo Federation that has the contract.
pub fn is_introspection(request: &mut Request) -> bool {
    let name = request.operation_name.clone();
    let Ok(document) = request.parsed_query() else {
        return false;
    };
    let operation = match (&document.operations, &name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(all), Some(name)) => all.get(name.as_str()),
        (DocumentOperations::Multiple(all), None) => all.values().next().filter(|_| all.len() == 1),
    };
    operation.is_some_and(|operation| {
        let mut seen = BTreeSet::new();
        introspects(document, &operation.node.selection_set.node, &mut seen)
    })
}

fn introspects<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    set.items.iter().all(|item| match &item.node {
        Selection::Field(field) => {
            let name = field.node.name.node.as_str();
            name.starts_with("__") || name == "_service"
        }
        Selection::InlineFragment(inline) => {
            introspects(document, &inline.node.selection_set.node, seen)
        }
        Selection::FragmentSpread(spread) => {
            let name = spread.node.fragment_name.node.as_str();
            // What was looked at before says the same again.
            !seen.insert(name)
                || document.fragments.get(name).is_some_and(|fragment| {
                    introspects(document, &fragment.node.selection_set.node, seen)
                })
        }
    })
}
