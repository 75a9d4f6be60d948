//! The log of this database: which one it is, and where its end was seen last.

use std::{
    fmt,
    sync::{Arc, atomic::AtomicI64},
};

use access::Policy;
use kernel::{
    Actor, ClientError, Clock, Code, Conn, Db, Kind, NodeRef,
    cursor::{self, Key},
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{Guard, Tail, store};

/// The activity log, with the rules that writes on it obey. Cheap to clone.
#[derive(Clone)]
pub struct Log {
    pub(crate) inner: Arc<Inner>,
    policy: Policy,
    guard: Option<Arc<dyn Guard>>,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// What activities touched.
#[derive(Debug)]
pub enum Touched {
    /// These nodes.
    Nodes(Vec<NodeRef>),
    /// So many that it is not worth telling which.
    Many,
}

/// Where a cursor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// After this position.
    At(i64),
    /// In another epoch of the log, or in the log of another hub.
    OtherEpoch,
}

const MOST_TOUCHED: i64 = 500;

#[derive(Debug)]
pub(crate) struct Inner {
    db: Db,
    clock: Clock,
    epoch: Uuid,
    head: watch::Sender<i64>,
    /// The last position that this process has written itself.
    written: watch::Sender<i64>,
    pub(crate) pruned: AtomicI64,
    pub(crate) tail: Tail,
}

impl Log {
    /// Opens the log of a migrated database; a new database gets its epoch here. Until it is
    /// [guarded](Log::guarded), nobody but the hub itself writes on it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open(db: Db, clock: Clock) -> Result<Self, sqlx::Error> {
        let mut tx = db.begin().await?;
        let (epoch, head) = store::open(&mut tx.conn(), clock.new_id()).await?;
        let (_, pruned) = store::ends(&mut tx.conn()).await?;
        tx.commit().await?;
        Ok(Self {
            inner: Arc::new(Inner {
                db,
                clock,
                epoch,
                head: watch::Sender::new(head),
                written: watch::Sender::new(0),
                pruned: AtomicI64::new(pruned),
                tail: Tail::new(head),
            }),
            policy: Policy::built_in(),
            guard: None,
        })
    }

    /// The same log, with these policies instead of the built-in ones.
    #[must_use]
    pub fn ruled_by(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// The same log, on which people can write whom this guard lets pass.
    #[must_use]
    pub fn guarded(self, guard: Arc<dyn Guard>) -> Self {
        Self {
            guard: Some(guard),
            ..self
        }
    }

    /// Who may do what.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Refuses a person whose mandate or credential ended since the request began.
    pub(crate) async fn check(
        &self,
        conn: &mut Conn<'_>,
        actor: &Actor,
    ) -> Result<(), ClientError> {
        match (actor, &self.guard) {
            (Actor::System, _) => Ok(()),
            (Actor::Person(acting), Some(guard)) => {
                guard.check(conn, acting, self.clock().now()).await
            }
            (Actor::Person(_) | Actor::Anonymous, _) => {
                let message = "Sign in first: this is not for anybody.";
                Err(ClientError::new(Code::Unauthenticated, message))
            }
        }
    }

    /// Which log this is: renewed when a backup is restored, so that a position of what was lost is
    /// never taken for one of what came instead.
    pub fn epoch(&self) -> Uuid {
        self.inner.epoch
    }

    /// The last position this process has seen committed. Whatever is read from now on is at least
    /// as new.
    pub fn head(&self) -> i64 {
        *self.inner.head.borrow()
    }

    /// The last position, as the database has it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_head(&self) -> Result<i64, ClientError> {
        let head = store::head(&mut self.db().read().await?).await?;
        self.committed(head);
        Ok(head)
    }

    /// What was touched since a position, and up to which one: what caches ask, to drop what they
    /// keep. Asks the database, which other replicas write to as well.
    ///
    /// # Errors
    /// When the database fails; then nothing that is kept can be trusted.
    pub async fn touched_since(&self, position: i64) -> Result<(i64, Touched), ClientError> {
        let mut conn = self.db().read().await?;
        let head = store::head(&mut conn).await?;
        if head == position {
            return Ok((head, Touched::Nodes(Vec::new())));
        }
        let rows = store::touched(&mut conn, position, head, MOST_TOUCHED).await?;
        if i64::try_from(rows.len()).is_ok_and(|count| count >= MOST_TOUCHED) {
            return Ok((head, Touched::Many));
        }
        let node = |(kind, id): (String, Uuid)| Some(NodeRef::new(Kind::from_prefix(&kind)?, id));
        Ok((
            head,
            Touched::Nodes(rows.into_iter().filter_map(node).collect()),
        ))
    }

    /// Wakes whoever follows the log in this process.
    pub fn follow(&self) -> watch::Receiver<i64> {
        self.inner.head.subscribe()
    }

    /// Tells of what this process writes, for whoever wakes others.
    pub fn written(&self) -> watch::Receiver<i64> {
        self.inner.written.subscribe()
    }

    pub(crate) fn wrote(&self, position: i64) {
        self.committed(position);
        self.inner.written.send_if_modified(|written| {
            let newer = position > *written;
            *written = position.max(*written);
            newer
        });
    }

    pub(crate) fn committed(&self, position: i64) {
        // Two commits may report in the other order: the head never goes back.
        self.inner.head.send_if_modified(|head| {
            let newer = position > *head;
            *head = position.max(*head);
            newer
        });
    }

    /// The database it is kept in.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The clock that writes are dated by.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The name of this log's cursors. Every list of activities shares them, so that a reader can
    /// go on through another door.
    pub(crate) fn cursor_name(&self) -> String {
        format!("log@{}", self.inner.epoch)
    }

    /// The cursor to go on from after this position, in any list or stream of activities.
    pub fn cursor(&self, position: i64) -> String {
        cursor::encode(&self.cursor_name(), &[Key::Int(position)])
    }

    /// Where a cursor stands.
    ///
    /// # Errors
    /// [`Code::InvalidCursor`] when it is no cursor of a log.
    pub fn place(&self, text: &str) -> Result<Place, ClientError> {
        let (name, keys) = cursor::decode(text)?;
        match keys.as_slice() {
            [Key::Int(position)] if name == self.cursor_name() && *position >= 0 => {
                Ok(Place::At(*position))
            }
            [Key::Int(_)] if name.starts_with("log@") => Ok(Place::OtherEpoch),
            _ => {
                let message = format!("This cursor belongs to the list `{name}`; this is the log.");
                Err(ClientError::new(Code::InvalidCursor, message))
            }
        }
    }
}
