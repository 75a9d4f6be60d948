//! Who asks, without asking the database each time.
//!
//! What was found for a session or a token is kept for a minute, with the nodes it rests on: the
//! person, their mandates, those they act for and their projects. It is used only as long as the log
//! is known to have touched none of them. The tail of the log tells of new activities before anybody
//! else, so nothing is asked where it runs and the database answers it; else the log is asked every half
//! second at most: one statement for the whole process, however many ask. So whoever was seen lately
//! costs no statement, and what was revoked is refused within a second on every replica: everything
//! that takes a right away is an activity. In the process that writes it, it counts at once: the process
//! knows its own head of the log. When the database does not answer, nobody is recognised.

use std::{
    collections::{BTreeSet, HashSet},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use activity::{Entry, Log, Touched};
use chrono::{DateTime, Utc};
use kernel::{ClientError, Code, NodeRef, Viewer, actor::Scope};
use members::{Circles, Facts, Shown};
use metrics::counter;
use moka::sync::Cache;
use uuid::Uuid;

/// How long the log may go unasked.
const ASK_EVERY: Duration = Duration::from_millis(500);
/// How old the tail's answer may be: it asks as often, and an answer takes its time.
const TAIL_FRESH: Duration = Duration::from_millis(800);
/// How many credentials are kept, and for how long at most.
const KEPT: u64 = 10_000;
const KEPT_FOR: Duration = Duration::from_secs(60);

/// What a stream rests on for as long as it is open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Basis {
    /// What was shown.
    pub shown: Shown,
    /// The mandate that was named.
    pub mandate: Option<Uuid>,
    /// When what was shown ends by its own word, as the token of an issuer does.
    pub until: Option<DateTime<Utc>>,
}

/// Who asks. Cheap to clone.
#[derive(Clone)]
pub struct Recogniser(Arc<Inner>);

struct Inner {
    log: Log,
    circles: Arc<dyn Circles>,
    kept: Cache<Shown, Arc<Kept>>,
    /// Up to where the log is known, and when that was asked. Whoever keeps something new, or drops
    /// what was touched, holds it: so nothing is kept that was read before it was dropped.
    known: Mutex<Known>,
    /// The tokens whose use was noted within the last minute.
    noted: Cache<Uuid, ()>,
    /// One asks for all.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Clone, Copy)]
struct Known {
    position: i64,
    at: Option<Instant>,
}

struct Kept {
    facts: Facts,
    rests_on: HashSet<NodeRef>,
}

impl Recogniser {
    /// A recogniser of those whom this log knows.
    pub fn new(log: Log, circles: Arc<dyn Circles>) -> Self {
        let known = Known {
            position: log.head(),
            at: None,
        };
        let inner = Arc::new(Inner {
            log,
            circles,
            kept: Cache::builder()
                .max_capacity(KEPT)
                .time_to_live(KEPT_FOR)
                .build(),
            known: Mutex::new(known),
            noted: Cache::builder()
                .max_capacity(KEPT)
                .time_to_live(KEPT_FOR)
                .build(),
            asking: tokio::sync::Mutex::default(),
        });
        let told = Arc::downgrade(&inner);
        inner.log.tail().observe(Arc::new(move |entries| {
            if let Some(inner) = told.upgrade() {
                Self(inner).tell(entries);
            }
        }));
        Self(inner)
    }

    /// Drops what these activities touch.
    fn tell(&self, entries: &[Arc<Entry>]) {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            // Something was missed.
            self.0.kept.invalidate_all();
            return;
        };
        let mut known = self.known();
        if first.position() > known.position + 1 {
            self.0.kept.invalidate_all();
        } else {
            let nodes = entries.iter().flat_map(|entry| entry.nodes.iter().copied());
            self.drop_those_on(&nodes.collect::<Vec<_>>());
        }
        known.position = known.position.max(last.position());
    }

    /// What is known of who shows this; none when it is nobody, or has ended.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn facts(&self, shown: &Shown) -> Result<Option<Facts>, ClientError> {
        self.catch_up().await?;
        let now = self.0.log.clock().now();
        if let Some(kept) = self.0.kept.get(shown) {
            counter!("passerelle_cache_hits_total", "cache" => "recogniser").increment(1);
            return Ok(kept.facts.hold(now).then(|| kept.facts.clone()));
        }
        counter!("passerelle_cache_misses_total", "cache" => "recogniser").increment(1);
        let before = self.known().position;
        let mut conn = self.0.log.db().read().await?;
        let found = members::recognise(&mut conn, &*self.0.circles, shown, now).await?;
        drop(conn);
        if let Some(facts) = &found {
            let kept = Kept {
                facts: facts.clone(),
                rests_on: facts.rests_on().collect(),
            };
            let known = self.known();
            // If it was touched meanwhile, what was read may be older: the next one reads it again.
            if self
                .0
                .log
                .tail()
                .spared(&kept.rests_on, before, known.position)
            {
                self.0.kept.insert(shown.clone(), Arc::new(kept));
            }
        }
        Ok(found)
    }

    /// The viewer who shows this, and writes under the mandate that the request names.
    ///
    /// # Errors
    /// [`Code::CredentialEnded`] when nobody shows this, [`Code::MandateNotHeld`] when the mandate is
    /// not theirs, or when the database does not answer.
    pub async fn viewer(
        &self,
        shown: &Shown,
        mandate: Option<Uuid>,
    ) -> Result<(Viewer, Facts), ClientError> {
        let Some(facts) = self.facts(shown).await? else {
            let message = "What you have shown to say who you are is not valid, or not any more.";
            return Err(ClientError::new(Code::CredentialEnded, message));
        };
        let viewer = facts.viewer(mandate, self.0.log.clock().now());
        if mandate.is_some() {
            viewer.actor(None)?;
        }
        Ok((viewer, facts))
    }

    /// Forgets what was found for this: it is shown in another way from now on.
    pub(crate) fn forget(&self, shown: &Shown) {
        self.0.kept.invalidate(shown);
    }

    /// Whether the use of this token is not being noted already: its owner's requests come in crowds.
    pub(crate) fn first(&self, token: Uuid) -> bool {
        self.0.noted.entry(token).or_insert(()).is_fresh()
    }

    /// Makes sure that what is kept is not older than half a second, nor than what this process has
    /// written.
    async fn catch_up(&self) -> Result<(), ClientError> {
        if self.is_fresh() {
            return Ok(());
        }
        let _turn = self.0.asking.lock().await;
        if self.is_fresh() {
            return Ok(());
        }
        // Whatever is committed from here on may be missing from the answer.
        let at = Instant::now();
        let from = self.known().position;
        let (position, touched) = self.0.log.touched_since(from).await?;
        let mut known = self.known();
        match touched {
            Touched::Nodes(nodes) => self.drop_those_on(&nodes),
            Touched::Many => self.0.kept.invalidate_all(),
        }
        *known = Known {
            position: known.position.max(position),
            at: Some(at),
        };
        Ok(())
    }

    fn is_fresh(&self) -> bool {
        let known = *self.known();
        let tail = self.0.log.tail();
        let asked = known.at.is_some_and(|at| at.elapsed() < ASK_EVERY);
        let told = tail.is_fresh(TAIL_FRESH) && known.position >= tail.seen();
        known.position >= self.0.log.head() && (asked || told)
    }

    fn drop_those_on(&self, nodes: &[NodeRef]) {
        if nodes.is_empty() {
            return;
        }
        let touched: HashSet<&NodeRef> = nodes.iter().collect();
        for (shown, kept) in &self.0.kept {
            if touched.iter().any(|node| kept.rests_on.contains(node)) {
                self.0.kept.invalidate(&*shown);
            }
        }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Scopes as an operator writes them.
///
/// # Errors
/// The first that is none.
pub fn scopes(names: &[String]) -> Result<BTreeSet<Scope>, String> {
    names.iter().map(|name| name.parse()).collect()
}
