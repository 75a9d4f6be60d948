//! Subscribers who ask the same and may see the same: one execution and one answer for all of them.
//!
//! A group follows the tail of the log in a task of its own, executes for each activity that it wishes,
//! and hands the answers on by a channel that is bounded: who reads slowly falls out of it and goes back
//! to the database (`member`), and keeps nobody waiting.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use activity::{Activity, Delivery, Entry};
use kernel::{ClientError, Kind, NodeRef, locale::Locale, viewer::Standing};
use schema::{Asker, Opened};
use sha2::{Digest as _, Sha256};
use tokio::sync::{OnceCell, broadcast, oneshot};
use uuid::Uuid;

use crate::{
    driven::driven,
    frame::{Frame, Payload},
    hub::Inner,
};

/// How many answers wait for who reads slowly, at most.
const WAITING: usize = 32;
/// How many bytes of answers a group keeps for them.
const WAITING_BYTES: usize = 256 * 1024;
/// How many bytes a process keeps for all of them.
const ALL_WAITING_BYTES: usize = 64 * 1024 * 1024;
/// How many answers are shared by those who catch up at the same time.
const SHARED: usize = 16;
/// How often those are told how far the log is, for whom little happens.
const STEP_EVERY: Duration = Duration::from_secs(5);
/// How many activities are looked at in one go.
const BATCH: usize = 64;

type Cell = Arc<OnceCell<Arc<Payload>>>;

/// What subscribers must have in common to be the same to the graph: the question, the languages, and
/// all that an answer can depend on of who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key([u8; 32]);

impl Key {
    pub(crate) fn of(opened: &Opened, asker: &Asker) -> Self {
        let languages: Vec<String> = asker.languages.iter().map(Locale::tag).collect();
        let viewer = &asker.viewer;
        let standing = viewer.standing().map(|standing| {
            let Standing {
                person,
                mandates,
                chosen,
                scopes,
                // Another session of the same person is the same to the graph.
                credential: _,
            } = standing;
            (person, mandates, chosen, scopes)
        });
        let same = format!("{languages:?}\n{:?}\n{standing:?}\n", viewer.audiences());
        let digest = Sha256::new()
            .chain_update(same)
            .chain_update(opened.question());
        Self(digest.finalize().into())
    }
}

/// Subscribers who ask the same and may see the same.
pub(crate) struct Group {
    live: Arc<Inner>,
    key: Option<Key>,
    pub(crate) opened: Arc<Opened>,
    /// As whom it is executed: every member is the same to the graph.
    pub(crate) asker: Arc<Asker>,
    feed: Mutex<Feed>,
    shared: Mutex<VecDeque<(i64, Cell)>>,
    follows: tokio::sync::Mutex<Option<Follows>>,
    /// Closed when the last member has gone.
    _alive: oneshot::Sender<()>,
}

struct Feed {
    /// Up to here it was looked at every activity.
    covered: i64,
    /// The position of the last frame.
    sent: i64,
    sent_at: Instant,
    frames: broadcast::Sender<Frame>,
    recent: VecDeque<Weak<Payload>>,
}

/// What the viewer follows, as of a position at least.
struct Follows {
    nodes: Arc<HashSet<Uuid>>,
    as_of: i64,
}

impl Group {
    /// A group that follows the log from here on.
    pub(crate) fn begin(
        live: Arc<Inner>,
        key: Option<Key>,
        opened: Arc<Opened>,
        asker: Arc<Asker>,
    ) -> Arc<Self> {
        let seen = live.graph.log().tail().seen();
        let (alive, gone) = oneshot::channel();
        let group = Arc::new(Self {
            feed: Mutex::new(Feed {
                covered: seen,
                sent: seen,
                sent_at: Instant::now(),
                frames: broadcast::Sender::new(WAITING),
                recent: VecDeque::new(),
            }),
            live,
            key,
            opened,
            asker,
            shared: Mutex::default(),
            follows: tokio::sync::Mutex::default(),
            _alive: alive,
        });
        tokio::spawn(follow(Arc::downgrade(&group), gone));
        group
    }

    /// Joins: what comes behind the position that is handed back, comes by the channel.
    pub(crate) fn join(&self) -> (broadcast::Receiver<Frame>, i64) {
        let feed = self.feed();
        (feed.frames.subscribe(), feed.covered)
    }

    fn feed(&self) -> MutexGuard<'_, Feed> {
        self.feed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an activity is for this group.
    pub(crate) async fn wants(self: &Arc<Self>, entry: &Entry) -> Result<bool, ClientError> {
        let follows = self.follows(entry.position()).await?;
        let log = self.live.graph.log();
        self.opened
            .wish
            .wants(log, entry, &self.asker.viewer, &follows)
            .await
    }

    /// What the viewer follows, as of this position at least.
    async fn follows(self: &Arc<Self>, position: i64) -> Result<Arc<HashSet<Uuid>>, ClientError> {
        let person = match self.asker.viewer.standing() {
            Some(standing) if self.opened.wish.follows() => standing.person,
            _ => return Ok(Arc::default()),
        };
        let group = self.clone();
        driven(async move { group.followed_by(person, position).await }).await
    }

    async fn followed_by(
        &self,
        person: Uuid,
        position: i64,
    ) -> Result<Arc<HashSet<Uuid>>, ClientError> {
        let log = self.live.graph.log();
        let oneself = HashSet::from([NodeRef::new(Kind::Person, person)]);
        let mut known = self.follows.lock().await;
        if let Some(known) = &mut *known
            && log.tail().spared(&oneself, known.as_of, position)
        {
            known.as_of = known.as_of.max(position);
            return Ok(known.nodes.clone());
        }
        let as_of = log.tail().seen();
        let nodes = Arc::new(members::followed(&mut log.db().read().await?, person).await?);
        *known = Some(Follows {
            nodes: nodes.clone(),
            as_of,
        });
        Ok(nodes)
    }

    /// The answer for an activity, if it is there already.
    pub(crate) fn ready(&self, position: i64) -> Option<Arc<Payload>> {
        let payload = self.cell(position).get()?.clone();
        payload.bytes().is_some().then_some(payload)
    }

    /// The answer for an activity, executed once for all who ask for it at about the same time.
    pub(crate) async fn answer(
        &self,
        activity: &Arc<Activity>,
    ) -> Result<Arc<Payload>, ClientError> {
        let cell = self.cell(activity.position);
        let execute = || async {
            let delivery = Delivery {
                cursor: self.live.graph.log().cursor(activity.position).into(),
                what: Ok(activity.clone()),
            };
            self.live.execute(&self.opened, &self.asker, delivery).await
        };
        let payload = cell.get_or_try_init(execute).await?;
        if payload.bytes().is_some() {
            return Ok(payload.clone());
        }
        // It was let go of: this one is for who asks alone.
        execute().await
    }

    fn cell(&self, position: i64) -> Cell {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, cell)) = shared.iter().rfind(|(at, _)| *at == position) {
            return cell.clone();
        }
        if shared.len() >= SHARED {
            shared.pop_front();
        }
        let cell = Cell::default();
        shared.push_back((position, cell.clone()));
        cell
    }

    /// Lets go of answers that nobody is waiting for: whoever catches up later makes them again.
    pub(crate) fn tidy(&self) {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.retain(|(_, cell)| Arc::strong_count(cell) > 1);
        shared.shrink_to_fit();
    }

    /// Hands an answer on, and what was passed over before it.
    fn send(&self, position: i64, payload: Option<Arc<Payload>>) {
        let mut feed = self.feed();
        let frame = Frame {
            after: feed.sent,
            position,
            payload: payload.clone(),
        };
        feed.covered = position;
        feed.sent = position;
        feed.sent_at = Instant::now();
        // Nobody may be listening just now.
        let _ = feed.frames.send(frame);
        if let Some(payload) = payload {
            feed.recent.push_back(Arc::downgrade(&payload));
            self.let_go(&mut feed);
        }
    }

    /// Lets go of the oldest answers, where too many are kept for slow readers.
    fn let_go(&self, feed: &mut Feed) {
        feed.recent.retain(|payload| payload.strong_count() > 0);
        let kept: Vec<Arc<Payload>> = feed.recent.iter().filter_map(Weak::upgrade).collect();
        let mut bytes = 0;
        // The last one has not been read by anybody yet.
        for (i, payload) in kept.iter().rev().enumerate() {
            bytes += payload.bytes().map_or(0, |bytes| bytes.len());
            let too_many = bytes > WAITING_BYTES || self.live.kept.bytes() > ALL_WAITING_BYTES;
            if i > 0 && too_many {
                payload.let_go();
            }
        }
    }

    /// Goes on from behind what is not in memory any more: the members read it from the database.
    fn skip(&self, seen: i64) {
        self.feed().sent = seen;
        self.send(seen, None);
    }

    /// Looks at what is new, up to here.
    async fn advance(self: &Arc<Self>, seen: i64) -> Result<(), ClientError> {
        loop {
            let covered = self.feed().covered;
            if covered >= seen {
                break;
            }
            let Some(entries) = self.live.graph.log().tail().after(covered, BATCH) else {
                self.skip(seen);
                break;
            };
            for entry in entries {
                if self.wants(&entry).await? {
                    let payload = self.answer(&entry.activity).await?;
                    self.send(entry.position(), Some(payload));
                } else {
                    self.feed().covered = entry.position();
                }
            }
        }
        let feed = self.feed();
        let step = feed.covered > feed.sent && feed.sent_at.elapsed() >= STEP_EVERY;
        let covered = feed.covered;
        drop(feed);
        if step {
            self.send(covered, None);
        }
        Ok(())
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.live.forget(key);
        }
    }
}

/// Follows the log for a group, as long as it has members.
async fn follow(group: Weak<Group>, mut gone: oneshot::Receiver<()>) {
    let Some(mut seen) = group
        .upgrade()
        .map(|group| group.live.graph.log().tail().follow())
    else {
        return;
    };
    loop {
        let upto = *seen.borrow_and_update();
        let Some(group) = group.upgrade() else {
            return;
        };
        let done = group.advance(upto).await;
        drop(group);
        if let Err(error) = done {
            // The tail says it aloud.
            tracing::debug!(cause = error.message, "subscriptions wait for the database");
            tokio::time::sleep(crate::member::PAUSE).await;
            continue;
        }
        tokio::select! {
            _ = &mut gone => return,
            // Nothing more may happen for long: what was passed over is told all the same.
            () = tokio::time::sleep(STEP_EVERY) => {}
            changed = seen.changed() => if changed.is_err() {
                return;
            },
        }
    }
}
