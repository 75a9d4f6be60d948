//! The end of the log in memory: one task for each process reads what is new, in order, and keeps the
//! last of it for whoever follows.
//!
//! It is woken by the commits of its own process, and by whoever hears of another's
//! ([`Log::wake`]). Twice a second it asks in any case: so nothing that is promised rests on a message.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt,
    sync::{Arc, Mutex, PoisonError, RwLock, atomic::Ordering},
    time::{Duration, Instant},
};

use kernel::{Conn, Db, NodeRef};
use tokio::sync::{Notify, OnceCell, watch};
use uuid::Uuid;

use crate::{Activity, Log, store};

/// How long the log may go unasked.
pub const ASK_EVERY: Duration = Duration::from_millis(500);
/// How many activities are kept in memory.
const KEPT: usize = 4_096;
/// How many are read at once.
const PAGE: i64 = 500;

/// An activity, with the nodes it concerns.
#[derive(Debug)]
pub struct Entry {
    /// The activity.
    pub activity: Arc<Activity>,
    /// Its subject and the related nodes.
    pub nodes: Vec<NodeRef>,
    audiences: OnceCell<HashMap<Uuid, String>>,
}

impl Entry {
    /// An activity that concerns these nodes.
    pub fn new(activity: Arc<Activity>, nodes: Vec<NodeRef>) -> Self {
        Self {
            activity,
            nodes,
            audiences: OnceCell::new(),
        }
    }

    /// Its place in the log.
    pub fn position(&self) -> i64 {
        self.activity.position
    }

    /// Who may see each of its nodes, as it was when somebody asked first: one statement, however
    /// many ask.
    pub(crate) async fn audiences(&self, db: &Db) -> Result<&HashMap<Uuid, String>, sqlx::Error> {
        let load = || async {
            let ids: Vec<Uuid> = self.nodes.iter().map(|node| node.id).collect();
            let rows = store::audiences(&mut db.read().await?, &ids).await?;
            Ok(rows.into_iter().collect())
        };
        self.audiences.get_or_try_init(load).await
    }

    pub(crate) fn known_audiences(&self) -> Option<&HashMap<Uuid, String>> {
        self.audiences.get()
    }
}

/// Told of new activities before anybody else is. Told of none, it has missed some: then nothing that
/// rests on having been told can be trusted.
pub type Observer = Arc<dyn Fn(&[Arc<Entry>]) + Send + Sync>;

/// The end of the log in memory.
pub struct Tail {
    ring: RwLock<Ring>,
    /// Up to where the log has been read.
    seen: watch::Sender<i64>,
    /// Up to where it was at its end, and when that was asked last.
    asked: Mutex<Option<(i64, Instant)>>,
    observers: Mutex<Vec<Observer>>,
    pub(crate) woken: Notify,
}

struct Ring {
    /// The position before the first entry. The entries have no gaps.
    floor: i64,
    entries: VecDeque<Arc<Entry>>,
    capacity: usize,
}

impl fmt::Debug for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tail({})", self.seen())
    }
}

impl Tail {
    pub(crate) fn new(head: i64) -> Self {
        Self {
            ring: RwLock::new(Ring {
                floor: head,
                entries: VecDeque::new(),
                capacity: KEPT,
            }),
            seen: watch::Sender::new(head),
            asked: Mutex::default(),
            observers: Mutex::default(),
            woken: Notify::new(),
        }
    }

    /// Keeps at most this many activities: for tests of what happens to those who fall behind.
    pub fn keep(&self, capacity: usize) {
        self.ring
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .capacity = capacity;
    }

    /// Up to where the log has been read. Whoever was told of new activities first, knows of all of
    /// these.
    pub fn seen(&self) -> i64 {
        *self.seen.borrow()
    }

    /// Wakes whoever follows.
    pub fn follow(&self) -> watch::Receiver<i64> {
        self.seen.subscribe()
    }

    /// What comes after a position, at most `most`, the oldest first; none when that is not in memory
    /// any more, or not yet.
    pub fn after(&self, position: i64, most: usize) -> Option<Vec<Arc<Entry>>> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        let skip = usize::try_from(position - ring.floor).ok()?;
        if skip > ring.entries.len() {
            return None;
        }
        Some(ring.entries.range(skip..).take(most).cloned().collect())
    }

    /// Whether the activities behind one position up to another are known to concern none of these
    /// nodes.
    pub fn spared(&self, nodes: &HashSet<NodeRef>, after: i64, upto: i64) -> bool {
        if after >= upto {
            return true;
        }
        let Some(entries) = self.after(after, usize::MAX) else {
            return false;
        };
        entries.last().is_some_and(|last| last.position() >= upto)
            && !(entries.iter().flat_map(|entry| &entry.nodes)).any(|node| nodes.contains(node))
    }

    /// Whether everything was seen that was committed this long ago: not when the tail does not run,
    /// or the database does not answer it.
    pub fn is_fresh(&self, within: Duration) -> bool {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.is_some_and(|(head, at)| self.seen() >= head && at.elapsed() < within)
    }

    /// Has somebody told of new activities before anybody else.
    pub fn observe(&self, observer: Observer) {
        self.observers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(observer);
    }

    fn asked(&self, head: i64, at: Instant) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some((head, at));
    }

    fn tell(&self, entries: &[Arc<Entry>]) {
        let observers = self.observers.lock();
        let observers = observers.unwrap_or_else(PoisonError::into_inner).clone();
        for observer in observers {
            observer(entries);
        }
    }

    /// Goes on from behind what is not held any more.
    fn skip(&self, position: i64) {
        self.tell(&[]);
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        ring.entries.clear();
        ring.floor = position;
        drop(ring);
        self.seen.send_replace(position);
    }

    fn publish(&self, entries: Vec<Arc<Entry>>) {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return;
        };
        let (first, last) = (first.position(), last.position());
        // What is missing was taken out of the log while nobody looked.
        let is_whole = first == self.seen() + 1;
        if !is_whole {
            self.tell(&[]);
        }
        self.tell(&entries);
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        if !is_whole {
            ring.entries.clear();
            ring.floor = first - 1;
        }
        ring.entries.extend(entries);
        while ring.entries.len() > ring.capacity {
            ring.entries.pop_front();
            ring.floor += 1;
        }
        drop(ring);
        self.seen.send_replace(last);
    }
}

impl Log {
    /// The end of the log in memory.
    pub fn tail(&self) -> &Tail {
        &self.inner.tail
    }

    /// Has the tail look: somebody said that there is something new.
    pub fn wake(&self) {
        self.tail().woken.notify_one();
    }

    /// Follows the log for this process, for ever. It goes on when the database comes back.
    pub async fn run_tail(self) {
        let mut head = self.follow();
        loop {
            if let Err(error) = self.catch_up().await {
                tracing::warn!(%error, "the log cannot be read; it is asked again");
                tokio::time::sleep(ASK_EVERY).await;
                continue;
            }
            head.mark_unchanged();
            if self.head() > self.tail().seen() {
                continue;
            }
            tokio::select! {
                _ = head.changed() => {}
                () = self.tail().woken.notified() => {}
                () = tokio::time::sleep(ASK_EVERY) => {}
            }
        }
    }

    /// Reads what is new.
    async fn catch_up(&self) -> Result<(), sqlx::Error> {
        let tail = self.tail();
        let at = Instant::now();
        let mut conn = self.db().read().await?;
        let (head, pruned) = store::ends(&mut conn).await?;
        self.inner.pruned.fetch_max(pruned, Ordering::Relaxed);
        while tail.seen() < head {
            let entries = read(&mut conn, tail.seen(), head).await?;
            if !entries.is_empty() {
                tail.publish(entries);
                continue;
            }
            // It was paused for so long that what it wants is not kept any longer.
            let entries = read(&mut conn, pruned.max(tail.seen()), head).await?;
            if entries.is_empty() {
                tail.skip(head);
            }
            tail.publish(entries);
        }
        drop(conn);
        tail.asked(head, at);
        self.committed(head);
        Ok(())
    }
}

async fn read(conn: &mut Conn<'_>, after: i64, upto: i64) -> Result<Vec<Arc<Entry>>, sqlx::Error> {
    let activities = store::range(conn, after, upto.min(after.saturating_add(PAGE))).await?;
    let (Some(first), Some(last)) = (activities.first(), activities.last()) else {
        return Ok(Vec::new());
    };
    let mut nodes = store::nodes_of(conn, first.position, last.position).await?;
    let entry = |activity: Activity| {
        let nodes = nodes.remove(&activity.position).unwrap_or_default();
        Arc::new(Entry::new(Arc::new(activity), nodes))
    };
    Ok(activities.into_iter().map(entry).collect())
}
