//! Answers to pages that everybody may see, kept for the next visitor until anything happens.

use std::{sync::Arc, time::Duration};

use metrics::counter;
use moka::sync::Cache;
use serde_json::Value;

/// How much is kept, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct PageCache {
    /// How many bytes all answers may have, as JSON; in memory they take a few times as many. 0 for none.
    pub bytes: usize,
    /// How long an answer is good though nothing has happened: some depend on the time of the day.
    pub good_for: Duration,
}

impl Default for PageCache {
    fn default() -> Self {
        Self {
            bytes: 8 * 1024 * 1024,
            good_for: Duration::from_secs(5),
        }
    }
}

/// What was asked, and at which position of the log: whatever happens after it makes another question.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) position: i64,
    pub(crate) document: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) variables: String,
    pub(crate) languages: String,
}

/// The answers.
#[derive(Clone)]
pub(crate) struct Kept(Cache<Key, (u32, Arc<Value>)>);

impl Kept {
    pub(crate) fn new(options: PageCache) -> Self {
        let size = |key: &Key, (size, _): &(u32, Arc<Value>)| {
            let key = u32::try_from(key.variables.len()).unwrap_or(u32::MAX);
            size.saturating_add(key).saturating_add(200)
        };
        let cache = Cache::builder()
            .max_capacity(u64::try_from(options.bytes).unwrap_or(u64::MAX))
            .weigher(size)
            .time_to_live(options.good_for)
            .build();
        Self(cache)
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Arc<Value>> {
        let found = self.0.get(key).map(|(_, data)| data);
        match found {
            Some(_) => counter!("passerelle_cache_hits_total", "cache" => "pages").increment(1),
            None => counter!("passerelle_cache_misses_total", "cache" => "pages").increment(1),
        }
        found
    }

    pub(crate) fn keep(&self, key: Key, data: &Arc<Value>) {
        let size = serde_json::to_vec(&**data).map_or(u32::MAX, |json| {
            u32::try_from(json.len()).unwrap_or(u32::MAX)
        });
        self.0.insert(key, (size, data.clone()));
        // At once, and not when the cache comes to it: so that there is never more than there may be.
        self.0.run_pending_tasks();
    }
}
