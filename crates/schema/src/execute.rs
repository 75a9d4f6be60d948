//! The graph, and how a request runs on it.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use ::limits::{Admission, Client, Gate, Limits, Refused, Standing, graph::Account};
use activity::{ActivitySubscription, Log, Summaries};
use async_graphql::{
    MergedSubscription, ObjectType, Request, Response, SDLExportOptions, Schema, Value,
    parser::types::OperationType,
};
use futures::{
    FutureExt as _,
    future::{BoxFuture, ready},
};
use kernel::{
    Db, Loaders, Reader, Viewer,
    locale::Locale,
    reader::ReadSet,
    redis::Redis,
    waves::{Spent, Waves},
};

use members::PeopleGuard;
use tokio::sync::{OwnedSemaphorePermit, RwLock};
use usage::{Contract, Usage};

use crate::{
    DomainCircles,
    check::{self, Incomplete},
    checker::NotExecuted,
    codes::Codes,
    federation::Federated,
    limits,
    observe::Watch,
    owners::DomainOwners,
    personal::PERSONAL,
    root::{Mutation, Query},
    types,
    variables::RequiredVariables,
};

/// The extension of a request that says how new the answer has to be: a cursor of the log, or a
/// position.
pub const AT_LEAST: &str = "atLeast";

/// What can be followed in the network.
#[derive(MergedSubscription, Default)]
pub(crate) struct Subscription(ActivitySubscription);

/// With this root of queries, or with another one.
pub(crate) type HubSchema<Q = Federated<Query>> = Schema<Q, Mutation, Subscription>;

/// What the contract says, read once: a graph has to be built for it.
static CONTRACT: LazyLock<Arc<Contract>> =
    LazyLock::new(|| Arc::new(Contract::read(&sdl()).unwrap_or_default()));

/// The graph of the network. Cheap to clone.
#[derive(Clone)]
pub struct Graph(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) schema: HubSchema,
    pub(crate) db: Db,
    pub(crate) log: Log,
    gate: Gate,
    watch: Watch,
    /// Held for reading by every mutation that runs.
    writing: Arc<RwLock<()>>,
}

/// A request that was let in: it is within the limits, and its client has the points and the turn for
/// it. [`Graph::answer`] runs it.
#[derive(Debug)]
pub struct Admitted {
    /// What is asked.
    pub request: Request,
    /// Who asks.
    pub asker: Asker,
    /// What it takes; given back when this is dropped.
    pub admission: Admission,
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
    /// What its client has left; none where that is not limited.
    pub standing: Option<Standing>,
    /// The limit that kept it from being run, or from being run to its end.
    pub refused: Option<Refused>,
    /// Its client's turn, and what it takes of what the process can run at once.
    pub(crate) _held: Option<(Admission, OwnedSemaphorePermit)>,
}

impl Answer {
    fn of_refused(refused: Refused) -> Self {
        Self {
            response: refused.response(),
            reads: ReadSet::default(),
            spent: Spent::default(),
            standing: refused.standing,
            refused: Some(refused),
            _held: None,
        }
    }
}

impl Graph {
    /// Composes the graph, and guards its log: from here on, people can write. Its limits are the
    /// defaults.
    ///
    /// # Errors
    /// When a part of it is missing.
    pub fn new(db: Db, log: Log) -> Result<Self, Incomplete> {
        let log = log.guarded(Arc::new(PeopleGuard));
        let watch = Watch::new(Usage::new(CONTRACT.clone(), log.clone()));
        let schema = build(Some((log.clone(), watch.usage.clone())))?;
        let gate = Gate::new(Limits::default(), limits::costs()?, None);
        let writing = Arc::default();
        Ok(Self(Arc::new(Inner {
            schema,
            db,
            log,
            gate,
            watch,
            writing,
        })))
    }

    /// The same graph with other limits; rates are shared through Redis, if there is one.
    ///
    /// # Errors
    /// Never for a graph that was made.
    pub fn limited(&self, to: Limits, redis: Option<Redis>) -> Result<Self, Incomplete> {
        Ok(Self(Arc::new(Inner {
            schema: self.0.schema.clone(),
            db: self.0.db.clone(),
            log: self.0.log.clone(),
            gate: Gate::new(to, limits::costs()?, redis),
            watch: self.0.watch.clone(),
            writing: self.0.writing.clone(),
        })))
    }

    /// What lets requests in.
    pub fn gate(&self) -> &Gate {
        &self.0.gate
    }

    /// Lets a request of a client in: the one entry for whatever comes through a door, also a
    /// subscription. It is within the limits before anything of it is parsed or run.
    ///
    /// # Errors
    /// The limit that it passes.
    pub async fn admit(
        &self,
        mut request: Request,
        asker: Asker,
        client: &Client,
    ) -> Result<Admitted, Refused> {
        let admission = self.0.gate.admit(&mut request, client).await?;
        Ok(Admitted {
            request,
            asker,
            admission,
        })
    }

    /// Runs a request that the hub asks itself, or its operator: no client is counted for it, but the
    /// limits of a document hold for it, too.
    pub fn execute(&self, mut request: Request, asker: Asker) -> BoxFuture<'static, Answer> {
        match self.0.gate.inspect(&mut request) {
            Ok(cost) => self.answer(Admitted {
                request,
                asker,
                admission: Admission::uncounted(cost),
            }),
            Err(refused) => ready(Answer::of_refused(refused)).boxed(),
        }
    }

    /// Runs a request. A mutation runs to its end even when nobody waits for its answer any more; a
    /// query is given up when it takes too long.
    ///
    /// The future is boxed so that the whole graph is compiled here, once: the crates above would
    /// each compile it again.
    pub fn answer(&self, mut admitted: Admitted) -> BoxFuture<'static, Answer> {
        let operation = operation_type(&mut admitted.request);
        let is_mutation = operation == Some(OperationType::Mutation);
        let running = self.0.watch.begin(&mut admitted.request);
        let graph = self.clone();
        let limit = self.0.gate.limits().execution;
        let standing = admitted.admission.standing;
        let run = running
            .around(async move { graph.run(admitted).await })
            .boxed();
        if !is_mutation {
            return async move {
                match tokio::time::timeout(limit, run).await {
                    Ok(answer) => answer,
                    Err(_) => Answer::of_refused(Refused {
                        standing,
                        ..Refused::execution(limit)
                    }),
                }
            }
            .boxed();
        }
        let writing = self.0.writing.clone();
        let run = async move {
            let _held = writing.read_owned().await;
            run.await
        };
        async move {
            match tokio::spawn(telemetry::carry(run)).await {
                Ok(answer) => answer,
                Err(panic) => std::panic::resume_unwind(panic.into_panic()),
            }
        }
        .boxed()
    }

    async fn run(&self, admitted: Admitted) -> Answer {
        let Admitted {
            request,
            asker,
            admission,
        } = admitted;
        let running = match self.0.gate.running(admission.cost).await {
            Ok(running) => running,
            Err(refused) => return Answer::of_refused(refused),
        };
        if let Some(at_least) = request.extensions.get(AT_LEAST)
            && let Err(error) = self.0.log.reach(at_least).await
        {
            return Answer::refused(error.at(format!("extensions.{AT_LEAST}")));
        }
        // What is read from here on is at least as new as this.
        let position = self.0.log.head();
        let reader = self.reader(&asker);
        let waves = Waves::default();
        let account = Account {
            cost: admission.cost,
            standing: admission.standing,
        };
        let request = (request.data(account)).data(Loaders::new(reader.clone(), waves.clone()));
        let (mut response, spent) = waves.drive(self.0.schema.execute(request)).await;
        let reads = reader.reads().snapshot();
        let position = position.max(reads.wrote.unwrap_or(0));
        response
            .extensions
            .insert("position".to_owned(), Value::from(position));
        let maximum = self.0.gate.limits().cost;
        let cost = ::limits::cost(admission.cost, maximum, &response.data);
        response.extensions.insert("cost".to_owned(), cost);
        Answer {
            response,
            reads,
            spent,
            standing: admission.standing,
            refused: None,
            _held: Some((admission, running)),
        }
    }

    /// Waits until no mutation runs any more, also none whose client has gone.
    pub async fn written(&self) {
        drop(self.0.writing.write().await);
    }

    /// What somebody reads with, at this instant.
    pub fn reader(&self, asker: &Asker) -> Reader {
        let reader = Reader::new(
            self.0.db.clone(),
            asker.viewer.clone(),
            asker.languages.clone(),
            self.0.log.clock().now(),
        );
        if asker.explain {
            reader.reads().explain();
        }
        reader
    }

    /// From now on, operations that take this long are logged, without the values that they carry. It
    /// can be said once.
    pub fn log_slower_than(&self, slow: Duration) {
        self.0.watch.log_slower_than(slow);
    }

    /// What counts the use of what is deprecated.
    pub fn usage(&self) -> &Usage {
        &self.0.watch.usage
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

/// What kind of operation a request asks for; none when it cannot be read. For requests that were let
/// in: it parses the document.
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

/// The graph over this log; without one, it is there to be looked at, and runs nothing.
pub(crate) fn build<Q>(bound: Option<(Log, Usage)>) -> Result<HubSchema<Q>, Incomplete>
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
    let mut builder = Schema::build(Q::default(), Mutation::default(), Subscription::default())
        .extension(Codes)
        // The gate has looked at every document before: the library's limits spread fragments out.
        .limit_recursive_depth(usize::MAX)
        .data(summaries)
        .data::<Arc<dyn texts::Owners>>(Arc::new(DomainOwners))
        .data(PERSONAL)
        .data(Arc::new(DomainCircles) as Arc<dyn projects::Network>)
        .data(Arc::new(DomainCircles) as Arc<dyn events::Network>)
        .data(Arc::new(DomainCircles) as Arc<dyn events::People>);
    builder = match bound {
        Some((log, usage)) => builder.data(log).data(usage).extension(RequiredVariables),
        None => builder.extension(NotExecuted),
    };
    // The check needs the bindings, the schema owns them.
    let unchecked = builder.data(types::resolvers()).finish();
    check::complete(&resolvers, &unchecked.sdl())?;
    Ok(unchecked)
}
