//! The graph, and how a request runs on it.

use std::{
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use ::limits::{Admission, Client, Gate, Inspected, Limits, Refused, graph::Account};
use activity::Log;
use async_graphql::{ObjectType, Request, Value, parser::types::OperationType};
use futures::{
    FutureExt as _,
    future::{BoxFuture, ready},
};
use kernel::{Db, Loaders, Reader, redis::Redis, waves::Waves};
use members::PeopleGuard;
use tokio::sync::{OwnedSemaphorePermit, RwLock};
use usage::{Contract, Usage};

use crate::{
    Admitted, Answer, Asker,
    check::Incomplete,
    compose::{Runs, build, sdl},
    federation::Federated,
    limits,
    observe::Watch,
    root::{Extended, Query},
};

/// The extension of a request that says how new the answer has to be: a cursor of the log, or a
/// position.
pub const AT_LEAST: &str = "atLeast";

/// What the contract says, read once: a graph has to be built for it.
static CONTRACT: LazyLock<Arc<Contract>> =
    LazyLock::new(|| Arc::new(Contract::read(&sdl()).unwrap_or_default()));

/// The graph of the network. Cheap to clone.
#[derive(Clone)]
pub struct Graph(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) schema: Arc<dyn Runs>,
    pub(crate) db: Db,
    pub(crate) log: Log,
    gate: Gate,
    pub(crate) watch: Watch,
    /// Held for reading by every mutation that runs.
    writing: Arc<RwLock<()>>,
}

impl Graph {
    /// Composes the graph, and guards its log: from here on, people can write. Its limits are the
    /// defaults.
    ///
    /// # Errors
    /// When a part of it is missing.
    pub fn new(db: Db, log: Log) -> Result<Self, Incomplete> {
        Self::of::<Query>(db, log)
    }

    /// The graph, and more at the root of queries: as another release may have it. So a test can let two
    /// releases serve one network.
    ///
    /// # Errors
    /// When a part of it is missing.
    pub fn with_more<More>(db: Db, log: Log) -> Result<Self, Incomplete>
    where
        More: ObjectType + Default + 'static,
    {
        Self::of::<Extended<More>>(db, log)
    }

    fn of<Q>(db: Db, log: Log) -> Result<Self, Incomplete>
    where
        Q: ObjectType + Default + 'static,
    {
        let log = log.guarded(Arc::new(PeopleGuard));
        let watch = Watch::new(Usage::new(CONTRACT.clone(), log.clone()));
        let schema = build::<Federated<Q>>(Some((log.clone(), watch.usage.clone())))?;
        let gate = Gate::new(Limits::default(), limits::costs()?, None);
        let writing = Arc::default();
        Ok(Self(Arc::new(Inner {
            schema: Arc::new(schema),
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

    /// Lets a request of a client in that the [gate](Graph::gate) has looked at: the one entry for whatever
    /// comes through a door, also a subscription. It is within the limits before anything of it is run.
    ///
    /// # Errors
    /// The limit that it passes.
    pub async fn admit(
        &self,
        mut asked: Inspected,
        asker: Asker,
        client: &Client,
    ) -> Result<Admitted, Refused> {
        let start = Instant::now();
        match self.0.gate.admit(&asked, client).await {
            Ok(admission) => Ok(Admitted {
                request: asked.request,
                operation: asked.operation,
                asker,
                admission,
            }),
            Err(refused) => {
                self.0.watch.refused(&mut asked, &refused, start);
                Err(refused)
            }
        }
    }

    /// Runs a request that the hub asks itself, or its operator: no client is counted for it, but the
    /// limits of a document hold for it, too.
    pub fn execute(&self, request: Request, asker: Asker) -> BoxFuture<'static, Answer> {
        let start = Instant::now();
        let mut asked = self.0.gate.inspect(request);
        match asked.cost.clone() {
            Ok(cost) => self.answer(Admitted {
                request: asked.request,
                operation: asked.operation,
                asker,
                admission: Admission::uncounted(cost),
            }),
            Err(refused) => {
                self.0.watch.refused(&mut asked, &refused, start);
                ready(Answer::of_refused(refused)).boxed()
            }
        }
    }

    /// Runs a request. A mutation runs to its end even when nobody waits for its answer any more; a
    /// query is given up when it takes too long.
    ///
    /// The future is boxed so that the whole graph is compiled here, once: the crates above would
    /// each compile it again.
    pub fn answer(&self, mut admitted: Admitted) -> BoxFuture<'static, Answer> {
        let operation = admitted.operation.clone();
        let ty = operation.as_ref().map(|operation| operation.ty);
        let running = self.0.watch.begin(&mut admitted.request, operation);
        let graph = self.clone();
        let is_mutation = ty == Some(OperationType::Mutation);
        let run = async move { graph.run(admitted, is_mutation).await }.boxed();
        if !is_mutation {
            return running.around(run).boxed();
        }
        let writing = self.0.writing.clone();
        let run = async move {
            let _held = writing.read_owned().await;
            running.around(run).await
        };
        async move {
            match tokio::spawn(telemetry::carry(run)).await {
                Ok(answer) => answer,
                Err(panic) => std::panic::resume_unwind(panic.into_panic()),
            }
        }
        .boxed()
    }

    /// Runs it when its turn has come, and, unless it writes, no longer than it may.
    async fn run(&self, admitted: Admitted, writes: bool) -> Answer {
        let standing = admitted.admission.standing;
        let refused = |refused| {
            Answer::of_refused(Refused {
                standing,
                ..refused
            })
        };
        let running = match self.0.gate.running(admitted.admission.cost).await {
            Ok(running) => running,
            Err(busy) => return refused(busy),
        };
        let run = self.run_now(admitted, running);
        if writes {
            return run.await;
        }
        let limit = self.0.gate.limits().execution;
        let answer = tokio::time::timeout(limit, run).await;
        answer.unwrap_or_else(|_| refused(Refused::execution(limit)))
    }

    async fn run_now(&self, admitted: Admitted, running: OwnedSemaphorePermit) -> Answer {
        let Admitted {
            request,
            asker,
            admission,
            ..
        } = admitted;
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
        let (mut response, spent) = waves.drive(self.0.schema.run(request)).await;
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

    /// Gives these clients series of their own in the metrics, however many others come.
    pub fn keep_clients(&self, clients: &[String]) {
        self.0.watch.keep_clients(clients);
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
