//! What one request reads with: the database, the viewer, their languages, and a record of what
//! was read.

use std::{
    any::{Any, TypeId},
    collections::{BTreeSet, HashMap},
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    ClientError, Code, Conn, Db, NodeRef, Viewer,
    db::Plan,
    locale::Locale,
    waves::{AtOnce, Waves},
};

/// What a request reads with. Cheap to clone.
#[derive(Clone)]
pub struct Reader(Arc<Inner>);

struct Inner {
    db: Db,
    viewer: Mutex<Arc<Viewer>>,
    languages: Vec<Locale>,
    now: DateTime<Utc>,
    reads: Reads,
}

impl Reader {
    /// A reader for this viewer at this instant; `languages` in the order they are preferred.
    pub fn new(db: Db, viewer: Viewer, languages: Vec<Locale>, now: DateTime<Utc>) -> Self {
        Self(Arc::new(Inner {
            db,
            viewer: Mutex::new(Arc::new(viewer)),
            languages,
            now,
            reads: Reads::default(),
        }))
    }

    /// A connection; its statements are counted.
    ///
    /// # Errors
    /// When none is free in time.
    pub async fn conn(&self) -> Result<Conn<'static>, ClientError> {
        Ok(self.0.db.read().await?.counted(&self.0.reads))
    }

    /// Who asks.
    pub fn viewer(&self) -> Arc<Viewer> {
        let viewer = self.0.viewer.lock();
        viewer.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets the viewer see what has this audience, too, for the rest of this request: of what a
    /// mutation has just made for them, which they could not belong to when the request began.
    pub fn admit(&self, audience: &str) {
        let mut viewer = self.0.viewer.lock().unwrap_or_else(PoisonError::into_inner);
        *viewer = Arc::new(viewer.admitted_to(audience));
    }

    /// When the request is answered: one instant for all of it.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now
    }

    /// The reader's languages, the preferred one first.
    pub fn languages(&self) -> &[Locale] {
        &self.0.languages
    }

    /// What was read so far.
    pub fn reads(&self) -> &Reads {
        &self.0.reads
    }
}

/// What a request read: an answer stays true until an activity touches one of these.
#[derive(Clone, Debug, Default)]
pub struct Reads(Arc<Mutex<ReadSet>>);

/// How many rows of lists one answer may have.
pub const MAX_ROWS: usize = 20_000;

/// The content of [`Reads`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadSet {
    /// Nodes whose rows were read, or asked for and not found.
    pub entities: BTreeSet<NodeRef>,
    /// Lists that were read, by name and parent: `("City.projects", Some(id))`.
    pub lists: BTreeSet<(&'static str, Option<Uuid>)>,
    /// The last position that this request has written itself: what it read afterwards is at least
    /// as new.
    pub wrote: Option<i64>,
    /// The plans of the statements, where they were asked for.
    pub plans: Option<Vec<Plan>>,
    /// How many SQL statements that took.
    pub statements: usize,
    /// How many rows of lists the answer can have, at most.
    pub rows: usize,
}

impl Reads {
    fn with<T>(&self, f: impl FnOnce(&mut ReadSet) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Records nodes.
    pub fn entities(&self, nodes: impl IntoIterator<Item = NodeRef>) {
        self.with(|reads| reads.entities.extend(nodes));
    }

    /// Records a list of a parent, or of the root.
    pub fn list(&self, name: &'static str, parent: Option<Uuid>) {
        self.with(|reads| reads.lists.insert((name, parent)));
    }

    /// Records a position of the log that this request has written.
    pub fn wrote(&self, position: i64) {
        self.with(|reads| reads.wrote = reads.wrote.max(Some(position)));
    }

    /// Counts the rows that a page of the answer can have. A row that stands in the answer twice
    /// counts twice: what is bounded is the answer, not what is read for it.
    ///
    /// # Errors
    /// [`Code::AnswerTooLarge`].
    pub fn rows(&self, page: usize) -> Result<(), ClientError> {
        let rows = self.with(|reads| {
            reads.rows += page;
            reads.rows
        });
        if rows <= MAX_ROWS {
            return Ok(());
        }
        let message =
            format!("An answer has at most {MAX_ROWS} rows of lists: ask for shorter pages.");
        Err(ClientError::new(Code::AnswerTooLarge, message).at("first"))
    }

    /// Asks for the plans of all statements from here on.
    pub fn explain(&self) {
        self.with(|reads| {
            reads.plans.get_or_insert_default();
        });
    }

    /// Whether plans are asked for.
    pub(crate) fn explains(&self) -> bool {
        self.with(|reads| reads.plans.is_some())
    }

    /// Keeps a plan.
    pub(crate) fn plan(&self, plan: Plan) {
        self.with(|reads| reads.plans.get_or_insert_default().push(plan));
    }

    /// Counts one statement.
    pub(crate) fn count_statement(&self) {
        self.with(|reads| reads.statements += 1);
    }

    /// A copy of what was read so far.
    pub fn snapshot(&self) -> ReadSet {
        self.with(|reads| reads.clone())
    }
}

/// A relation that is loaded for many keys at once.
///
/// To add one: a unit struct in the domain's `loaders.rs` that implements this, and
/// `ctx.load::<It>(key)` where it is needed. It must record what it reads.
pub trait Batch: Send + Sync + 'static {
    /// What it is loaded by.
    type Key: Send + Sync + Hash + Eq + Clone + 'static;
    /// What is found for a key; keys without one are left out.
    type Value: Send + Sync + Clone + 'static;

    /// Loads all of these keys, each of which occurs once.
    fn load(
        reader: &Reader,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>, ClientError>> + Send;
}

/// The DataLoaders of one request.
pub struct Loaders {
    reader: Reader,
    waves: Waves,
    made: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl Loaders {
    /// Loaders that read with `reader` and send their loads with `waves`.
    pub fn new(reader: Reader, waves: Waves) -> Self {
        Self {
            reader,
            waves,
            made: Mutex::default(),
        }
    }

    /// What the loaders read with.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Forgets what was loaded: a mutation may have changed it.
    pub fn forget(&self) {
        self.made
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// What is found for one key.
    ///
    /// # Errors
    /// When the batch fails, each of its keys has the error.
    pub async fn load<B: Batch>(&self, key: B::Key) -> Result<Option<B::Value>, ClientError> {
        self.loader::<B>().load_one(key).await
    }

    /// What is found for several keys.
    ///
    /// # Errors
    /// When the batch fails.
    pub async fn load_many<B: Batch>(
        &self,
        keys: impl IntoIterator<Item = B::Key> + Send,
    ) -> Result<HashMap<B::Key, B::Value>, ClientError> {
        self.loader::<B>().load_many(keys).await
    }

    fn loader<B: Batch>(&self) -> Arc<DataLoader<Batched<B>, HashMapCache>> {
        let make = || {
            let batched = Batched::<B>(self.reader.clone(), std::marker::PhantomData);
            let cache = HashMapCache::default();
            Arc::new(DataLoader::with_cache(
                batched,
                self.waves.clone(),
                AtOnce,
                cache,
            )) as _
        };
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let loader = made.entry(TypeId::of::<B>()).or_insert_with(make).clone();
        match loader.downcast() {
            Ok(loader) => loader,
            Err(_) => unreachable!("a loader is kept under its own type"),
        }
    }
}

struct Batched<B>(Reader, std::marker::PhantomData<fn() -> B>);

impl<B: Batch> Loader<B::Key> for Batched<B> {
    type Value = B::Value;
    type Error = ClientError;

    async fn load(&self, keys: &[B::Key]) -> Result<HashMap<B::Key, B::Value>, ClientError> {
        B::load(&self.0, keys).await
    }
}
