//! The graph, and how a request runs on it.

use std::sync::Arc;

use activity::{Log, Summaries};
use async_graphql::{
    EmptySubscription, ObjectType, Request, Response, SDLExportOptions, Schema, Value,
    parser::types::OperationType,
};
use futures::{FutureExt as _, future::BoxFuture};
use kernel::{
    Db, Loaders, Reader, Viewer,
    locale::Locale,
    reader::ReadSet,
    waves::{Spent, Waves},
};

use members::PeopleGuard;

use crate::{
    DomainCircles,
    check::{self, Incomplete},
    codes::Codes,
    federation::Federated,
    owners::DomainOwners,
    personal::PERSONAL,
    root::{Mutation, Query},
    types,
};

/// How deep fields may be nested. The introspection query of GraphiQL needs 13.
const MAX_DEPTH: usize = 20;
/// How many fields a document may ask for, with its fragments spread out.
const MAX_FIELDS: usize = 2_000;
/// How deep a document may be nested in all its parts, values included.
const MAX_NESTING: usize = 128;
/// How many directives one field may have.
const MAX_DIRECTIVES: usize = 10;

/// With this root of queries, or with another one.
type HubSchema<Q = Federated<Query>> = Schema<Q, Mutation, EmptySubscription>;

/// The graph of the network. Cheap to clone.
#[derive(Clone)]
pub struct Graph(Arc<Inner>);

struct Inner {
    schema: HubSchema,
    db: Db,
    log: Log,
}

/// Who asks, and in which languages they read.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Who asks.
    pub viewer: Viewer,
    /// Their languages, the preferred one first.
    pub languages: Vec<Locale>,
    /// Whether they want to know how the database answers each statement.
    pub explain: bool,
}

impl Asker {
    /// Anybody, with no language preferred.
    pub fn anonymous() -> Self {
        Self {
            viewer: Viewer::anonymous(),
            languages: Vec::new(),
            explain: false,
        }
    }

    /// The operator of the hub. Never made from a request.
    pub fn system() -> Self {
        Self {
            viewer: Viewer::system(),
            languages: Vec::new(),
            explain: false,
        }
    }
}

/// An answer, and what was read for it.
#[derive(Debug)]
pub struct Answer {
    /// The answer.
    pub response: Response,
    /// What was read.
    pub reads: ReadSet,
    /// What that took.
    pub spent: Spent,
}

impl Graph {
    /// Composes the graph, and guards its log: from here on, people can write.
    ///
    /// # Errors
    /// When a part of it is missing.
    pub fn new(db: Db, log: Log) -> Result<Self, Incomplete> {
        let log = log.guarded(Arc::new(PeopleGuard));
        let schema = build(Some(log.clone()))?;
        Ok(Self(Arc::new(Inner { schema, db, log })))
    }

    /// Runs a request. A mutation runs to its end even when nobody waits for its answer any more.
    ///
    /// The future is boxed so that the whole graph is compiled here, once: the crates above would
    /// each compile it again.
    pub fn execute(&self, mut request: Request, asker: Asker) -> BoxFuture<'static, Answer> {
        let is_mutation = operation_type(&mut request) == Some(OperationType::Mutation);
        let graph = self.clone();
        let run = async move { graph.run(request, asker).await }.boxed();
        if !is_mutation {
            return run;
        }
        async move {
            match tokio::spawn(run).await {
                Ok(answer) => answer,
                Err(panic) => std::panic::resume_unwind(panic.into_panic()),
            }
        }
        .boxed()
    }

    async fn run(&self, request: Request, asker: Asker) -> Answer {
        // What is read from here on is at least as new as this.
        let position = self.0.log.head();
        let reader = Reader::new(
            self.0.db.clone(),
            asker.viewer,
            asker.languages,
            self.0.log.clock().now(),
        );
        if asker.explain {
            reader.reads().explain();
        }
        let waves = Waves::default();
        let request = request.data(Loaders::new(reader.clone(), waves.clone()));
        let (mut response, spent) = waves.drive(self.0.schema.execute(request)).await;
        let reads = reader.reads().snapshot();
        let position = position.max(reads.wrote.unwrap_or(0));
        response
            .extensions
            .insert("position".to_owned(), Value::from(position));
        Answer {
            response,
            reads,
            spent,
        }
    }

    /// The log of this graph.
    pub fn log(&self) -> &Log {
        &self.0.log
    }

    /// The database of this graph.
    pub fn db(&self) -> &Db {
        &self.0.db
    }
}

/// What kind of operation a request asks for; none when it cannot be read.
pub fn operation_type(request: &mut Request) -> Option<OperationType> {
    let name = request.operation_name.clone();
    let document = request.parsed_query().ok()?;
    let mut operations = document.operations.iter();
    match name {
        Some(wanted) => operations.find(|(name, _)| name.is_some_and(|name| **name == *wanted)),
        None => operations.next(),
    }
    .map(|(_, operation)| operation.node.ty)
}

/// The contract of the graph, as SDL.
///
/// # Panics
/// When the graph is incomplete; then it cannot be served, either.
pub fn sdl() -> String {
    export::<Query>(SDLExportOptions::new())
}

/// The contract with this root of queries.
pub(crate) fn export<Q: ObjectType + Default + 'static>(options: SDLExportOptions) -> String {
    let schema = build::<Q>(None).unwrap_or_else(|error| panic!("{error}"));
    let mut sdl = schema.sdl_with_options(options.sorted_enum_items());
    sdl.truncate(sdl.trim_end().len());
    sdl.push('\n');
    sdl
}

fn build<Q>(log: Option<Log>) -> Result<HubSchema<Q>, Incomplete>
where
    Q: ObjectType + Default + 'static,
{
    let resolvers = types::resolvers();
    let summaries = Summaries::new(vec![
        &cities::MESSAGES,
        &projects::MESSAGES,
        &events::MESSAGES,
        &members::MESSAGES,
        &texts::MESSAGES,
    ]);
    let mut builder = Schema::build(Q::default(), Mutation::default(), EmptySubscription)
        .extension(Codes)
        .limit_depth(MAX_DEPTH)
        .limit_complexity(MAX_FIELDS)
        .limit_recursive_depth(MAX_NESTING)
        .limit_directives(MAX_DIRECTIVES)
        .data(summaries)
        .data::<Arc<dyn texts::Owners>>(Arc::new(DomainOwners))
        .data(PERSONAL)
        .data(Arc::new(DomainCircles) as Arc<dyn projects::Network>)
        .data(Arc::new(DomainCircles) as Arc<dyn events::Network>)
        .data(Arc::new(DomainCircles) as Arc<dyn events::People>);
    if let Some(log) = log {
        builder = builder.data(log);
    }
    // The check needs the bindings, the schema owns them.
    let unchecked = builder.data(types::resolvers()).finish();
    check::complete(&resolvers, &unchecked.sdl())?;
    Ok(unchecked)
}
