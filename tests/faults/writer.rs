//! Writers, of whom some roll back: before they had a position, and after.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use activity::{Draft, Write};
use async_graphql::{Request, Variables};
use kernel::{Actor, Kind, NodeRef, on};
use schema::Asker;
use serde_json::json;
use testkit::Hub;
use tokio::task::JoinHandle;

use super::network::Network;

/// Writers at work.
pub(crate) struct Writers {
    stop: Arc<AtomicBool>,
    last: Arc<AtomicI64>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts so many writers.
pub(crate) fn start(network: &Network, count: usize) -> Writers {
    let (stop, last) = (Arc::<AtomicBool>::default(), Arc::<AtomicI64>::default());
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
                        last.fetch_max(position, Ordering::Relaxed);
                    }
                    // The database may be away.
                    None => tokio::time::sleep(Duration::from_millis(30)).await,
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
        let give_up = Instant::now() + Duration::from_secs(120);
        while self.last.load(Ordering::Relaxed) <= position {
            assert!(Instant::now() < give_up, "nobody writes any more");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
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
    tokio::time::sleep(Duration::from_millis(fastrand::u64(..10))).await;
    drop(tx);
    Some(0)
}
