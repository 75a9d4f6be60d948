//! A subscription that is the body of an answer, whatever its form: what there is to write next.

use std::time::Duration;

use futures::{FutureExt as _, StreamExt as _, future::BoxFuture};
use live::Subscription;
use tokio::time::timeout;

use crate::{
    operation::Item,
    streams::{Place, Streams},
};

/// How many events are written at once at most.
const BURST: usize = 64;
/// With how many bytes of them it is enough.
const ENOUGH: usize = 16 * 1024;

/// What there is to write.
pub(crate) enum News {
    /// Something has happened.
    Item(Item),
    /// Nothing has: the connection is alive, and the client has all up to this cursor.
    Nothing(String),
    /// The hub stops: come back after this time.
    Restart(Duration),
}

/// A subscription that is the body of an answer.
pub(crate) struct Subscriber {
    subscription: Subscription,
    streams: Streams,
    draining: BoxFuture<'static, ()>,
    _place: Place,
}

impl Subscriber {
    pub(crate) fn new(subscription: Subscription, streams: Streams, place: Place) -> Self {
        Self {
            subscription,
            draining: streams.draining().boxed(),
            streams,
            _place: place,
        }
    }

    /// The cursor to go on from after all that was handed out.
    pub(crate) fn cursor(&self) -> String {
        self.subscription.cursor()
    }

    /// What there is to write: all that is there, or else what comes first.
    pub(crate) async fn next(&mut self) -> Vec<News> {
        let heartbeat = self.streams.options().heartbeat;
        let first = tokio::select! {
            event = timeout(heartbeat, self.subscription.next()) => event,
            () = &mut self.draining => return vec![News::Restart(self.streams.spread())],
        };
        let Ok(first) = first else {
            return vec![News::Nothing(self.cursor())];
        };
        let first = first.map_or(Item::Complete, Item::from);
        let mut size = first.size();
        let mut news = vec![News::Item(first)];
        while news.len() < BURST
            && size < ENOUGH
            && let Some(Some(event)) = self.subscription.next().now_or_never()
        {
            let item = Item::from(event);
            size += item.size();
            news.push(News::Item(item));
        }
        news
    }
}
