//! What a viewer may see at this moment.
//!
//! What a stream rests on is looked up once and then pushed: the tail of the log tells of every activity
//! before the streams hear of it, and what it touches is marked, to be looked up anew before anything
//! else is delivered. So nothing that was committed after a right was taken away is delivered under it,
//! on any replica, and asking costs nothing as long as nothing changes.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use activity::{Entry, Log};
use chrono::{DateTime, Utc};
use identity::{Basis, Recogniser};
use kernel::{ClientError, Code, NodeRef, Viewer};
use tokio::sync::watch;

/// What one stream, or several, rest on.
pub(crate) struct Rights {
    basis: Basis,
    now: Mutex<State>,
    /// How often this was touched. What was looked up holds only as long as that is the same: so nobody
    /// takes what was known before for what is known now, while it is looked up.
    touched: AtomicU64,
    changed: watch::Sender<()>,
    /// One looks it up for all.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct State {
    /// Nobody, when the rights have ended.
    viewer: Option<Arc<Viewer>>,
    /// How often it had been touched when that was looked up.
    touched: u64,
    /// Until when that holds if nothing happens.
    until: Option<DateTime<Utc>>,
    rests_on: Arc<HashSet<NodeRef>>,
}

/// The rights that open streams rest on.
pub(crate) struct Registry {
    recogniser: Recogniser,
    log: Log,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    by_basis: HashMap<Basis, Weak<Rights>>,
    by_node: HashMap<NodeRef, Vec<Weak<Rights>>>,
    /// Up to where they were told of activities.
    told: i64,
}

impl Rights {
    /// Tells when the viewer may have changed.
    pub(crate) fn follow(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn mark(&self) {
        self.touched.fetch_add(1, Ordering::AcqRel);
        self.changed.send_replace(());
    }

    /// The viewer, if that is known to hold now.
    fn known(&self, now: DateTime<Utc>) -> Option<Option<Arc<Viewer>>> {
        let state = self.state();
        let holds = state.touched == self.touched.load(Ordering::Acquire)
            && state.until.is_none_or(|until| now < until);
        holds.then(|| state.viewer.clone())
    }
}

impl Registry {
    pub(crate) fn new(recogniser: Recogniser, log: Log) -> Self {
        Self {
            recogniser,
            log,
            held: Mutex::default(),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.log.clock().now()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rights that rest on this.
    pub(crate) fn of(&self, basis: Basis) -> Arc<Rights> {
        let mut held = self.held();
        if let Some(rights) = held.by_basis.get(&basis).and_then(Weak::upgrade) {
            return rights;
        }
        let rights = Arc::new(Rights {
            basis: basis.clone(),
            now: Mutex::new(State {
                viewer: None,
                touched: 0,
                until: None,
                rests_on: Arc::default(),
            }),
            // Nothing was looked up yet.
            touched: AtomicU64::new(1),
            changed: watch::Sender::new(()),
            asking: tokio::sync::Mutex::default(),
        });
        held.by_basis.insert(basis, Arc::downgrade(&rights));
        rights
    }

    /// The viewer, as far as nothing has to be asked for it; none within when the rights have ended.
    pub(crate) fn known(&self, rights: &Rights) -> Option<Option<Arc<Viewer>>> {
        rights.known(self.now())
    }

    /// Who it is at this moment, and what they may see; none when the rights have ended.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn viewer(
        &self,
        rights: &Arc<Rights>,
    ) -> Result<Option<Arc<Viewer>>, ClientError> {
        if let Some(known) = rights.known(self.now()) {
            return Ok(known);
        }
        let _turn = rights.asking.lock().await;
        loop {
            let now = self.now();
            if let Some(known) = rights.known(now) {
                return Ok(known);
            }
            // What is marked from here on is looked up again.
            let touched = rights.touched.load(Ordering::Acquire);
            let told = self.held().told;
            let found = self.look_up(&rights.basis, now).await?;
            let spared = self.index(rights, &found.rests_on, told);
            *rights.state() = State { touched, ..found };
            if !spared {
                // It was touched before it could be marked.
                rights.touched.fetch_add(1, Ordering::AcqRel);
                tokio::task::yield_now().await;
            }
        }
    }

    async fn look_up(&self, basis: &Basis, now: DateTime<Utc>) -> Result<State, ClientError> {
        let ended = State {
            viewer: None,
            touched: 0,
            until: None,
            rests_on: Arc::default(),
        };
        if basis.until.is_some_and(|until| until <= now) {
            return Ok(ended);
        }
        let facts = match self.recogniser.facts(&basis.shown).await? {
            Some(facts) if facts.hold(now) => facts,
            _ => return Ok(ended),
        };
        let viewer = facts.viewer(basis.mandate, now);
        match viewer.actor(None) {
            Err(error) if error.code == Code::MandateNotHeld => return Ok(ended),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        let until = [facts.next_change(now), basis.until]
            .into_iter()
            .flatten()
            .min();
        Ok(State {
            viewer: Some(Arc::new(viewer)),
            touched: 0,
            until,
            rests_on: Arc::new(facts.rests_on().collect()),
        })
    }

    /// Has the rights marked when one of these nodes is touched; whether none of them may have been
    /// since the streams were told up to this position.
    fn index(&self, rights: &Arc<Rights>, nodes: &HashSet<NodeRef>, told: i64) -> bool {
        let before = rights.state().rests_on.clone();
        let mut held = self.held();
        for node in nodes.difference(&before) {
            held.by_node
                .entry(*node)
                .or_default()
                .push(Arc::downgrade(rights));
        }
        held.told == told || self.log.tail().spared(nodes, told, held.told)
    }

    /// Marks what these activities touch.
    pub(crate) fn tell(&self, entries: &[Arc<Entry>]) {
        let mut touched = Vec::new();
        let mut held = self.held();
        if entries.is_empty() {
            // Something was missed.
            touched.extend(held.by_basis.values().filter_map(Weak::upgrade));
        }
        held.told = entries.last().map_or(held.told, |entry| entry.position());
        for node in entries.iter().flat_map(|entry| &entry.nodes) {
            let rights = held.by_node.get(node).into_iter().flatten();
            touched.extend(rights.filter_map(Weak::upgrade));
        }
        drop(held);
        touched.iter().for_each(|rights| rights.mark());
    }

    /// Forgets what nobody holds any more.
    pub(crate) fn forget(&self) {
        let mut held = self.held();
        held.by_basis.retain(|_, rights| rights.strong_count() > 0);
        held.by_node.retain(|_, rights| {
            rights.retain(|rights| rights.strong_count() > 0);
            !rights.is_empty()
        });
    }

    /// Marks what time has ended.
    pub(crate) fn sweep(&self) {
        let now = self.now();
        let held = self.held();
        let all: Vec<Arc<Rights>> = held.by_basis.values().filter_map(Weak::upgrade).collect();
        drop(held);
        for rights in all {
            if rights.known(now).is_none() {
                rights.mark();
            }
        }
    }
}
