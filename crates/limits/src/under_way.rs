//! How many operations each client has under way.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{Limit, Refused};

/// How many operations of each client are under way.
#[derive(Debug, Default)]
pub(crate) struct UnderWay(Mutex<HashMap<String, u32>>);

/// One of them.
#[derive(Debug)]
pub(crate) struct Turn {
    under_way: Arc<UnderWay>,
    key: String,
}

impl UnderWay {
    /// One more of this client.
    ///
    /// # Errors
    /// [`Limit::Concurrent`], when it has as many as it may.
    pub(crate) fn begin(under_way: &Arc<Self>, key: &str, most: u32) -> Result<Turn, Refused> {
        let mut counts = under_way.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key.to_owned()).or_default();
        if *count >= most {
            let message = format!(
                "You can have {most} operations under way at the same time. Wait for an answer first."
            );
            return Err(Refused {
                figures: Some((u64::from(most), u64::from(*count) + 1)),
                retry_after: Some(Duration::from_secs(1)),
                ..Refused::new(Limit::Concurrent, message)
            });
        }
        *count += 1;
        Ok(Turn {
            under_way: under_way.clone(),
            key: key.to_owned(),
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let counts = self.under_way.0.lock();
        let mut counts = counts.unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.key);
            }
        }
    }
}
