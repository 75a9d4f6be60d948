//! Counting, off the way of the requests: a count in memory, written once a minute.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use activity::Log;
use chrono::{DateTime, Utc};
use kernel::ClientError;

use crate::{Contract, Used, store};

/// How often counts are written.
const WRITE_EVERY: Duration = Duration::from_secs(60);
/// How many pairs of a member and a client wait to be written, at most.
const MOST_WAITING: usize = 1_000;
/// How many are kept in the database, about: replicas do not ask each other.
const MOST_KEPT: usize = 10_000;
/// The client of a pair for which there was no room.
const OTHER: &str = "(other)";

/// What counts the use of what is deprecated. Cheap to clone.
#[derive(Clone)]
pub struct Usage(Arc<Inner>);

struct Inner {
    contract: Arc<Contract>,
    log: Log,
    waiting: Mutex<BTreeMap<(String, String), Count>>,
}

#[derive(Clone, Copy)]
struct Count {
    operations: i64,
    first_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
}

impl Usage {
    /// Counts by this contract, into the database of this log.
    pub fn new(contract: Arc<Contract>, log: Log) -> Self {
        Self(Arc::new(Inner {
            contract,
            log,
            waiting: Mutex::default(),
        }))
    }

    /// What is deprecated.
    pub fn contract(&self) -> &Contract {
        &self.0.contract
    }

    /// One operation of this client has used these.
    pub fn count(&self, members: BTreeSet<String>, client: &str) {
        if members.is_empty() {
            return;
        }
        let now = self.0.log.clock().now();
        let once = Count {
            operations: 1,
            first_at: now,
            last_at: now,
        };
        let mut waiting = self.waiting();
        for member in members {
            add(&mut waiting, (member, client.to_owned()), once);
        }
    }

    /// Writes what was counted, until the future is dropped.
    pub async fn run(self) {
        loop {
            tokio::time::sleep(WRITE_EVERY).await;
            if let Err(error) = self.write().await {
                let cause = error.message;
                tracing::warn!(cause, "the use of what is deprecated is written later");
            }
        }
    }

    /// Writes what was counted.
    ///
    /// # Errors
    /// When the database fails; then it is kept for the next time.
    pub async fn write(&self) -> Result<(), ClientError> {
        let taken = std::mem::take(&mut *self.waiting());
        if taken.is_empty() {
            return Ok(());
        }
        let written = self.write_these(&taken).await;
        if written.is_err() {
            let mut waiting = self.waiting();
            for (pair, count) in taken {
                add(&mut waiting, pair, count);
            }
        }
        written
    }

    async fn write_these(
        &self,
        taken: &BTreeMap<(String, String), Count>,
    ) -> Result<(), ClientError> {
        let log = &self.0.log;
        let mut tx = log.db().begin().await?;
        let mut kept = store::pairs(&mut tx.conn()).await?;
        let mut found: BTreeMap<(String, String), Count> = BTreeMap::new();
        for (pair, count) in taken {
            let mut pair = pair.clone();
            if !kept.contains(&pair) && kept.len() >= MOST_KEPT {
                pair.1 = OTHER.to_owned();
            }
            kept.insert(pair.clone());
            merge(
                found.entry(pair).or_insert(Count {
                    operations: 0,
                    ..*count
                }),
                *count,
            );
        }
        // In one order, so that replicas wait for each other rather than in a circle.
        let rows = found.into_iter().map(|((member, client), count)| Used {
            id: log.clock().new_id(),
            member,
            client,
            operations: count.operations,
            first_at: count.first_at,
            last_at: count.last_at,
        });
        store::add(&mut tx.conn(), rows.collect()).await?;
        Ok(tx.commit().await?)
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<(String, String), Count>> {
        self.0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn add(waiting: &mut BTreeMap<(String, String), Count>, pair: (String, String), count: Count) {
    let (member, mut client) = pair;
    let known = waiting.contains_key(&(member.clone(), client.clone()));
    if !known && waiting.len() >= MOST_WAITING {
        client = OTHER.to_owned();
    }
    let empty = Count {
        operations: 0,
        ..count
    };
    merge(waiting.entry((member, client)).or_insert(empty), count);
}

fn merge(into: &mut Count, count: Count) {
    into.operations += count.operations;
    into.first_at = into.first_at.min(count.first_at);
    into.last_at = into.last_at.max(count.last_at);
}
