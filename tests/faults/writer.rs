//! Writers, of whom some roll back: before they had a position, and after.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use activity::{Draft, Write};
use async_graphql::{Request, Variables};
use kernel::{Actor, Kind, NodeRef, on};
use schema::Asker;
use serde_json::json;
use testkit::{Hub, wait};
use tokio::{sync::watch, task::JoinHandle};

use super::network::Network;

/// How long it may take until somebody writes again.
const PATIENCE: Duration = Duration::from_secs(120);

/// Writers at work.
pub(crate) struct Writers {
    stop: Arc<AtomicBool>,
    last: watch::Sender<i64>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts so many writers.
pub(crate) fn start(network: &Network, count: usize) -> Writers {
    let (stop, last) = (Arc::<AtomicBool>::default(), watch::Sender::default());
    let tasks = (0..count).map(|_| {
        let (hub, stop, last) = (network.hub.clone(), stop.clone(), last.clone());
        tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let wrote = match fastrand::u8(..) {
                    0..40 => roll_back_early(&hub).await,
                    40..80 => roll_back_late(&hub).await,
                    _ => write(&hub).await,
                };
                match wrote {
                    Some(position) => {
                        last.send_if_modified(|last| {
                            let is_later = position > *last;
                            *last = position.max(*last);
                            is_later
                        });
                    }
                    // The database may be away.
                    None => wait::before_coming_back().await,
                }
            }
        })
    });
    Writers {
        tasks: tasks.collect(),
        stop,
        last,
    }
}

impl Writers {
    /// Waits until something was written past this position.
    pub(crate) async fn past(&self, position: i64) {
        let mut last = self.last.subscribe();
        let past = last.wait_for(|last| *last > position);
        let past = tokio::time::timeout(PATIENCE, past).await;
        past.expect("somebody still writes").unwrap();
    }

    /// Tells of the last position that was written.
    pub(crate) fn follow(&self) -> watch::Receiver<i64> {
        self.last.subscribe()
    }

    /// Lets them end what they have begun.
    pub(crate) async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.unwrap();
        }
    }
}

async fn write(hub: &Hub) -> Option<i64> {
    let visibility = ["PUBLIC", "PUBLIC", "NETWORK", "SECRETARIAT"][fastrand::usize(..4)];
    let id = hub.graph.log().clock().new_id().simple();
    let input = json!({ "input": {
        "slug": format!("t-{id}"), "visibility": visibility,
        "content": [{ "locale": "en", "title": "A theme" }],
    } });
    let document = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
        activity { position } errors { message } } }";
    let request = Request::new(document).variables(Variables::from_json(input));
    let answer = hub.graph.execute(request, Asker::system()).await;
    let answer = serde_json::to_value(&answer.response).unwrap();
    answer["data"]["recordTheme"]["activity"]["position"].as_i64()
}

async fn roll_back_early(hub: &Hub) -> Option<i64> {
    let mut write = Write::begin(hub.graph.log(), Actor::System).await.ok()?;
    let subject = NodeRef::new(Kind::Theme, hub.graph.log().clock().new_id());
    write.record(Draft::of("theme.recorded", subject));
    drop(write);
    Some(0)
}

/// Takes a position, stands still with it, and gives it back.
async fn roll_back_late(hub: &Hub) -> Option<i64> {
    let mut tx = hub.db.begin().await.ok()?;
    let taken = on!(&mut tx.conn(), |c, DB| {
        sqlx::query::<DB>("update log_head set position = position + 1")
            .execute(c)
            .await
            .map(drop)
    });
    taken.ok()?;
    for _ in 0..fastrand::u8(..10) {
        tx.conn().ping().await.ok()?;
    }
    drop(tx);
    Some(0)
}
