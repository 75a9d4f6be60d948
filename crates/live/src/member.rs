//! One subscription: where it stands, and what comes next.
//!
//! It has two ways to go on. Behind its group it catches up by itself: from what the tail of the log has
//! in memory, or else in pages from the database. Level with its group it takes what the group hands on.
//! The group's frames say what they follow, so that at the seam nothing is missed and nothing comes
//! twice; whoever falls out of the group's channel is behind it again.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use activity::{Activity, Delivery, Gap, GapReason};
use bytes::Bytes;
use kernel::{ClientError, Viewer};
use schema::{Asker, Opened};
use tokio::sync::{
    broadcast::{
        Receiver,
        error::{RecvError, TryRecvError},
    },
    watch,
};

use crate::{
    driven::driven,
    event::{End, Event},
    frame::{Frame, Payload},
    group::Group,
    hub::Inner,
    rights::Rights,
};

/// How many activities are read at once by who catches up.
const PAGE: i32 = 50;
/// How long somebody waits for a database that is away.
pub(crate) const PAUSE: Duration = Duration::from_millis(500);

/// One subscription.
pub(crate) struct Member {
    live: Arc<Inner>,
    opened: Arc<Opened>,
    /// As whom it is executed; shared with the group.
    asker: Arc<Asker>,
    rights: Option<Held>,
    /// Everything up to here was delivered, or is not for this viewer.
    place: Arc<AtomicI64>,
    gap: Option<Gap>,
    /// What was read and is not delivered yet, for this viewer; and up to where that goes.
    queue: VecDeque<Arc<Activity>>,
    read: i64,
    joined: Option<Joined>,
    ended: bool,
}

struct Held {
    rights: Arc<Rights>,
    changed: watch::Receiver<()>,
    viewer: Arc<Viewer>,
}

struct Joined {
    group: Arc<Group>,
    frames: Receiver<Frame>,
    /// What is behind this comes by the channel.
    from: i64,
    /// What has come and is not delivered yet.
    held: Option<Frame>,
}

/// What the rights have come to.
enum Standing {
    Same,
    Changed,
    Ended,
}

impl Member {
    pub(crate) fn new(
        live: Arc<Inner>,
        opened: Opened,
        asker: Asker,
        rights: Option<Arc<Rights>>,
        position: i64,
        gap: Option<Gap>,
    ) -> Self {
        live.stats.opened();
        let held = |rights: Arc<Rights>| Held {
            changed: rights.follow(),
            rights,
            viewer: Arc::new(asker.viewer.clone()),
        };
        Self {
            rights: rights.map(held),
            live,
            opened: Arc::new(opened),
            asker: Arc::new(asker),
            place: Arc::new(AtomicI64::new(position)),
            gap,
            queue: VecDeque::new(),
            read: position,
            joined: None,
            ended: false,
        }
    }

    /// Where it stands, for who looks at it from outside.
    pub(crate) fn place(&self) -> Arc<AtomicI64> {
        self.place.clone()
    }

    /// What comes next; none after the end.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        while !self.ended {
            match self.step().await {
                Ok(Some(event)) => {
                    self.ended = matches!(event, Event::End(_));
                    return Some(event);
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::debug!(
                        cause = error.message,
                        "a subscription waits for the database"
                    );
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        None
    }

    /// Goes one step on; what it has come to, if that is something to be told.
    async fn step(&mut self) -> Result<Option<Event>, ClientError> {
        if let Standing::Ended = self.standing().await? {
            return Ok(Some(Event::End(End::RightsEnded)));
        }
        if self.joined.is_none() {
            self.join();
        }
        let Some((payload, upto)) = self.candidate().await? else {
            return Ok(None);
        };
        // It may have taken its time: what is handed out now has to be seen now.
        match self.standing().await? {
            Standing::Ended => return Ok(Some(Event::End(End::RightsEnded))),
            Standing::Changed => return Ok(None),
            Standing::Same => {}
        }
        self.done(upto);
        self.live.stats.delivered();
        Ok(Some(Event::Next {
            payload: payload.0,
            cursor: Some(payload.1),
        }))
    }

    /// Whether it is the same viewer still. If not, what was read was read for another one.
    async fn standing(&mut self) -> Result<Standing, ClientError> {
        let Some(held) = &mut self.rights else {
            return Ok(Standing::Same);
        };
        let viewer = match self.live.rights.known(&held.rights) {
            Some(known) => known,
            None => {
                let (live, rights) = (self.live.clone(), held.rights.clone());
                driven(async move { live.rights.viewer(&rights).await }).await?
            }
        };
        let Some(viewer) = viewer else {
            return Ok(Standing::Ended);
        };
        if Arc::ptr_eq(&viewer, &held.viewer) {
            return Ok(Standing::Same);
        }
        let same = viewer == held.viewer;
        held.viewer = viewer;
        if same {
            return Ok(Standing::Same);
        }
        self.asker = Arc::new(Asker {
            viewer: Viewer::clone(&held.viewer),
            ..Asker::clone(&self.asker)
        });
        self.leave();
        Ok(Standing::Changed)
    }

    /// Leaves the group, and forgets what was read and is not delivered.
    fn leave(&mut self) {
        self.joined = None;
        self.queue.clear();
        self.read = self.place.load(Ordering::Acquire);
    }

    fn join(&mut self) {
        let group = self.live.group(&self.opened, &self.asker);
        // What is the same for all of them is kept once.
        self.opened = group.opened.clone();
        self.asker = group.asker.clone();
        let (frames, from) = group.join();
        self.joined = Some(Joined {
            group,
            frames,
            from,
            held: None,
        });
    }

    /// Everything up to here was delivered.
    fn done(&mut self, upto: i64) {
        self.gap = None;
        if self
            .queue
            .front()
            .is_some_and(|activity| activity.position == upto)
        {
            self.queue.pop_front();
        } else {
            self.read = self.read.max(upto);
        }
        self.place.store(upto, Ordering::Release);
    }

    /// The answer that comes next, and up to where everything is delivered with it. None when there is
    /// something else to be done first.
    async fn candidate(&mut self) -> Result<Option<((Bytes, Arc<str>), i64)>, ClientError> {
        if self.gap.is_some() {
            return Box::pin(self.notice()).await.map(Some);
        }
        let Some(joined) = &mut self.joined else {
            return Ok(None);
        };
        if let Some(activity) = self.queue.front() {
            let payload = match joined.group.ready(activity.position) {
                Some(payload) => payload,
                None => {
                    let (group, activity) = (joined.group.clone(), activity.clone());
                    driven(async move { group.answer(&activity).await }).await?
                }
            };
            let bytes = payload.bytes();
            return Ok(bytes.map(|bytes| ((bytes, payload.cursor.clone()), activity.position)));
        }
        self.place.store(self.read, Ordering::Release);
        if self.read < joined.from {
            Box::pin(self.catch_up()).await?;
            return Ok(None);
        }
        let Some(frame) = &joined.held else {
            self.wait().await;
            return Ok(None);
        };
        if frame.after > self.read {
            // Something was passed over: it has to be read.
            joined.from = frame.after;
            return Ok(None);
        }
        if frame.position <= self.read {
            joined.held = None;
            return Ok(None);
        }
        let position = frame.position;
        let Some(payload) = frame.payload.clone() else {
            self.read = position;
            return Ok(None);
        };
        let Some(bytes) = payload.bytes() else {
            // It was let go of before it could be taken: so it is made again.
            joined.from = position;
            return Ok(None);
        };
        Ok(Some(((bytes, payload.cursor.clone()), position)))
    }

    /// Waits for what the group hands on, or for other rights.
    async fn wait(&mut self) {
        let Some(joined) = &mut self.joined else {
            return;
        };
        let received = match joined.frames.try_recv() {
            Ok(frame) => Ok(frame),
            Err(TryRecvError::Lagged(count)) => Err(RecvError::Lagged(count)),
            Err(TryRecvError::Closed) => Err(RecvError::Closed),
            Err(TryRecvError::Empty) => match &mut self.rights {
                None => joined.frames.recv().await,
                Some(held) => tokio::select! {
                    received = joined.frames.recv() => received,
                    _ = held.changed.changed() => return,
                },
            },
        };
        match received {
            Ok(frame) => joined.held = Some(frame),
            // It fell behind: it joins again, and reads what it has missed.
            Err(RecvError::Lagged(_) | RecvError::Closed) => self.leave(),
        }
    }

    /// Reads what comes next, up to where the group hands it on.
    async fn catch_up(&mut self) -> Result<(), ClientError> {
        let Some(joined) = &self.joined else {
            return Ok(());
        };
        let log = self.live.graph.log();
        if let Some(entries) = log.tail().after(self.read, 100) {
            for entry in entries
                .iter()
                .filter(|entry| entry.position() <= joined.from)
            {
                if joined.group.wants(entry).await? {
                    self.queue.push_back(entry.activity.clone());
                }
                self.read = entry.position();
            }
            return Ok(());
        }
        let reader = self.live.graph.reader(&self.asker);
        let wish = &self.opened.wish;
        let page = wish
            .page(log, &reader, self.read, joined.from, PAGE)
            .await?;
        // Asked afterwards: what is held now was held when the page was read.
        let pruned = log.pruned().await?;
        if pruned > self.read {
            self.gap = Some(Gap {
                reason: GapReason::Retention,
                restart_after: log.cursor(pruned),
            });
            return Ok(());
        }
        let is_last = i32::try_from(page.len()).unwrap_or(PAGE) < PAGE;
        self.read = match page.last() {
            Some(last) if !is_last => last.position,
            _ => joined.from,
        };
        self.queue.extend(page);
        Ok(())
    }

    /// The notice that something is missing.
    async fn notice(&self) -> Result<((Bytes, Arc<str>), i64), ClientError> {
        let Some(gap) = self.gap.clone() else {
            return Err(ClientError::internal("there is no gap"));
        };
        let log = self.live.graph.log();
        let upto = match log.place(&gap.restart_after)? {
            activity::Place::At(position) => position,
            activity::Place::OtherEpoch => self.read,
        };
        let cursor: Arc<str> = gap.restart_after.as_str().into();
        let delivery = Delivery {
            cursor,
            what: Err(gap),
        };
        let payload: Arc<Payload> = self
            .live
            .execute(&self.opened, &self.asker, delivery)
            .await?;
        let bytes = payload.bytes().unwrap_or_default();
        Ok(((bytes, payload.cursor.clone()), upto))
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.live.stats.closed();
    }
}
