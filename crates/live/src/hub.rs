//! Opening subscriptions, and what runs beside them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use activity::{Delivery, Gap, GapReason, Place};
use async_graphql::Request;
use bytes::Bytes;
use chrono::TimeDelta;
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture, stream};
use identity::{Basis, Recogniser};
use kernel::{ClientError, Code, redis::Redis};
use schema::{Answer, Asker, Graph, Opened};
use tokio::sync::Semaphore;

use crate::{
    event::Subscription,
    frame::{Kept, Payload},
    group::{Group, Key},
    member::Member,
    rights::Registry,
    stats::{Cost, Stats},
    ticker, wakes,
};

/// How often is looked for what time has ended.
const SWEEP_EVERY: Duration = Duration::from_millis(250);
/// How many of these go by until what nobody holds is forgotten, and metrics are told.
const TIDY_EVERY: u32 = 20;
/// How many subscriptions are executed at the same time: queries want connections, too.
const AT_ONCE: usize = 4;
/// How often an execution is tried that fails while the database answers.
const TRIES: usize = 3;

/// What an operator, or a benchmark, can set.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether subscribers who ask the same share one execution.
    pub share: bool,
    /// What the replicas wake each other by; without it they find out by asking twice a second.
    pub redis: Option<Redis>,
    /// How long activities are kept; for ever, unless told.
    pub keep: Option<TimeDelta>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            share: true,
            redis: None,
            keep: None,
        }
    }
}

/// The log as it happens. Cheap to clone.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) graph: Graph,
    pub(crate) rights: Registry,
    pub(crate) kept: Kept,
    pub(crate) stats: Stats,
    options: Options,
    groups: Mutex<HashMap<Key, Weak<Group>>>,
    executing: Semaphore,
}

impl Live {
    /// Subscriptions on this graph, of those whom the recogniser knows. Somebody has to
    /// [run](Live::run) it.
    pub fn new(graph: Graph, recogniser: Recogniser, options: Options) -> Self {
        let inner = Arc::new(Inner {
            rights: Registry::new(recogniser, graph.log().clone()),
            graph,
            kept: Kept::default(),
            stats: Stats::default(),
            options,
            groups: Mutex::default(),
            executing: Semaphore::new(AT_ONCE),
        });
        let told = Arc::downgrade(&inner);
        inner.graph.log().tail().observe(Arc::new(move |entries| {
            if let Some(inner) = told.upgrade() {
                inner.rights.tell(entries);
            }
        }));
        Self(inner)
    }

    /// Follows the log for this process, for ever.
    pub fn run(self) -> BoxFuture<'static, ()> {
        self.follow().boxed()
    }

    async fn follow(self) {
        let log = self.0.graph.log().clone();
        let wakes = async {
            // Nobody wakes anybody until they are connected.
            metrics::gauge!("passerelle_live_redis_connected").set(0.0);
            if let Some(redis) = self.0.options.redis.clone() {
                tokio::join!(
                    wakes::listen(redis.clone(), log.clone()),
                    wakes::tell(redis, log.clone())
                );
            }
        };
        tokio::join!(log.clone().run_tail(), self.sweep(), wakes);
    }

    /// Looks at the clock for all replicas, while it is this one's turn; for ever.
    pub fn tick(self) -> BoxFuture<'static, ()> {
        let (log, keep) = (self.0.graph.log().clone(), self.0.options.keep);
        ticker::run(log, keep).boxed()
    }

    async fn sweep(&self) {
        for round in 1_u32.. {
            tokio::time::sleep(SWEEP_EVERY).await;
            self.0.rights.sweep();
            if round.is_multiple_of(TIDY_EVERY) {
                self.0.rights.forget();
                self.0.tidy();
                Stats::publish(self.cost());
            }
        }
    }

    /// What the subscriptions of this process have cost so far.
    pub fn cost(&self) -> Cost {
        let groups = self.0.groups().len();
        Cost {
            groups: u64::try_from(groups).unwrap_or(u64::MAX),
            waiting_bytes: u64::try_from(self.0.kept.bytes()).unwrap_or(u64::MAX),
            ..self.0.stats.cost()
        }
    }

    /// Subscribes. When this returns, the position is fixed: whatever is committed from then on and
    /// may be seen is delivered. `basis` is what the asker was recognised by; none for anybody, and
    /// for who was not recognised by what they showed. `resume` is the cursor that the client's own
    /// protocol says it has come to (SSE's `Last-Event-ID`); it goes before the argument `after`.
    ///
    /// # Errors
    /// Why it cannot be opened, as the graph says it.
    pub fn subscribe(
        &self,
        request: Request,
        asker: Asker,
        basis: Option<Basis>,
        resume: Option<String>,
    ) -> BoxFuture<'_, Result<Subscription, Answer>> {
        self.open(request, asker, basis, resume).boxed()
    }

    async fn open(
        &self,
        request: Request,
        asker: Asker,
        basis: Option<Basis>,
        resume: Option<String>,
    ) -> Result<Subscription, Answer> {
        let log = self.0.graph.log();
        let opened = self.0.graph.open(request, asker.clone()).await;
        let opened = opened.map_err(|answer| *answer)?;
        let resume = resume.map(|cursor| log.place(&cursor)).transpose();
        let resume = resume.map_err(|error| Answer::refused(error.at("after")))?;
        let (position, gap) = match resume.or(opened.wish.after) {
            // As the database has it: another replica may be ahead of this one, and what has happened
            // there is not news.
            None => (log.ask_head().await.map_err(Answer::refused)?, None),
            Some(Place::At(position)) => {
                self.0.must_exist(position).await.map_err(Answer::refused)?;
                (position, None)
            }
            Some(Place::OtherEpoch) => {
                let head = log.ask_head().await.map_err(Answer::refused)?;
                let gap = Gap {
                    reason: GapReason::Epoch,
                    restart_after: log.cursor(head),
                };
                (head, Some(gap))
            }
        };
        let rights = basis.map(|basis| self.0.rights.of(basis));
        let member = Member::new(self.0.clone(), opened, asker, rights, position, gap);
        let place = member.place();
        let stream = stream::unfold(member, |mut member| async move {
            let event = member.next().await?;
            Some((event, member))
        });
        Ok(Subscription {
            log: log.clone(),
            stream: stream.boxed(),
            position: place,
        })
    }
}

impl Inner {
    fn groups(&self) -> MutexGuard<'_, HashMap<Key, Weak<Group>>> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses a position that the log has not come to yet.
    async fn must_exist(&self, position: i64) -> Result<(), ClientError> {
        let log = self.graph.log();
        // Another replica may be ahead of this one.
        if position <= log.head() || position <= log.ask_head().await? {
            return Ok(());
        }
        let message = "This cursor is ahead of the log: nothing has come to it yet.";
        Err(ClientError::new(Code::InvalidCursor, message).at("after"))
    }

    /// The group of those who ask this, and see as this asker does.
    pub(crate) fn group(self: &Arc<Self>, opened: &Arc<Opened>, asker: &Arc<Asker>) -> Arc<Group> {
        let begin = |key| Group::begin(self.clone(), key, opened.clone(), asker.clone());
        if !self.options.share {
            return begin(None);
        }
        let key = Key::of(opened, asker);
        let mut groups = self.groups();
        if let Some(group) = groups.get(&key).and_then(Weak::upgrade) {
            return group;
        }
        let group = begin(Some(key));
        groups.insert(key, Arc::downgrade(&group));
        group
    }

    fn tidy(&self) {
        let groups: Vec<Arc<Group>> = self.groups().values().filter_map(Weak::upgrade).collect();
        for group in groups {
            group.tidy();
        }
    }

    /// Forgets a group that has no members any more.
    pub(crate) fn forget(&self, key: Key) {
        let mut groups = self.groups();
        // Another one may have taken its place.
        if groups
            .get(&key)
            .is_some_and(|group| group.strong_count() == 0)
        {
            groups.remove(&key);
        }
    }

    /// Executes a subscription for what is delivered, and writes the answer down. What fails because
    /// the database is away is not an answer: an activity would be lost with it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn execute(
        &self,
        opened: &Opened,
        asker: &Asker,
        delivery: Delivery,
    ) -> Result<Arc<Payload>, ClientError> {
        let _turn = self
            .executing
            .acquire()
            .await
            .map_err(ClientError::internal)?;
        let mut tries = 0;
        loop {
            let cursor = delivery.cursor.clone();
            let answer = self
                .graph
                .deliver(opened, asker.clone(), delivery.clone())
                .await;
            self.stats.executed(answer.reads.statements);
            tries += 1;
            if !has_failed(&answer) || tries == TRIES {
                let json = serde_json::to_vec(&answer.response).map_err(ClientError::internal)?;
                let payload = Payload::new(cursor, Bytes::from(json), &self.kept);
                return Ok(Arc::new(payload));
            }
            self.graph.db().read().await?.ping().await?;
        }
    }
}

fn has_failed(answer: &Answer) -> bool {
    let internal = async_graphql::Value::from(Code::Internal.as_str());
    answer.response.errors.iter().any(|error| {
        let extensions = error.extensions.as_ref();
        extensions.and_then(|extensions| extensions.get("code")) == Some(&internal)
    })
}
