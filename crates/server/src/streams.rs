//! The connections that stay open: how many there may be, and how they are let go when the hub stops.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::http::{HeaderValue, StatusCode, header};
use tokio::sync::watch;

use crate::error::DoorError;

/// What an operator can set of the doors that stay open.
#[derive(Clone, Copy, Debug)]
pub struct Streaming {
    /// How long the client of a WebSocket may take to say who it is.
    pub init_timeout: Duration,
    /// How often a connection on which nothing happens is shown to be alive.
    pub heartbeat: Duration,
    /// How long a client may take nothing of what it is sent.
    pub write_timeout: Duration,
    /// The longest message of a WebSocket, in bytes.
    pub max_message: usize,
    /// How many operations one WebSocket may have at a time.
    pub max_operations: usize,
    /// How many connections may stay open to one client, by its address.
    pub max_per_client: usize,
    /// How many connections may stay open in all.
    pub max_in_all: usize,
    /// When the hub stops, the time over which its clients come back elsewhere is spread.
    pub reconnect_within: Duration,
}

impl Default for Streaming {
    fn default() -> Self {
        Self {
            init_timeout: Duration::from_secs(10),
            heartbeat: Duration::from_secs(15),
            write_timeout: Duration::from_secs(30),
            max_message: 256 * 1024,
            max_operations: 100,
            // A conference's people come from one address.
            max_per_client: 1_000,
            max_in_all: 20_000,
            reconnect_within: Duration::from_secs(5),
        }
    }
}

/// How far the hub is with stopping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// It serves.
    #[default]
    Serving,
    /// It serves, and says that it is not to be sent anybody.
    Leaving,
    /// It ends what is open, so that it goes on elsewhere.
    Draining,
}

/// The connections that stay open. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Streams(Arc<Inner>);

struct Inner {
    options: Streaming,
    phase: watch::Sender<Phase>,
    open: watch::Sender<usize>,
    by_client: Mutex<HashMap<IpAddr, usize>>,
}

/// One connection that stays open, as long as this is held.
pub(crate) struct Place {
    streams: Streams,
    client: IpAddr,
}

impl Streams {
    pub(crate) fn new(options: Streaming) -> Self {
        Self(Arc::new(Inner {
            options,
            phase: watch::Sender::default(),
            open: watch::Sender::default(),
            by_client: Mutex::default(),
        }))
    }

    /// What the operator has set.
    pub(crate) fn options(&self) -> &Streaming {
        &self.0.options
    }

    /// A place for one more connection of this client.
    ///
    /// # Errors
    /// When it has too many, or all have.
    pub(crate) fn enter(&self, client: IpAddr) -> Result<Place, DoorError> {
        let Streaming {
            max_in_all,
            max_per_client,
            ..
        } = self.0.options;
        let refuse = |status, message: String| {
            let error = DoorError::new(status, "TOO_MANY_CONNECTIONS", message);
            Err(error.with(header::RETRY_AFTER, HeaderValue::from_static("5")))
        };
        if self.phase() == Phase::Draining {
            let message = "The hub restarts: connect again.".to_owned();
            return refuse(StatusCode::SERVICE_UNAVAILABLE, message);
        }
        let mut by_client = self.by_client();
        if self.open() >= max_in_all {
            let message = format!("The hub keeps {max_in_all} connections open, and no more.");
            return refuse(StatusCode::SERVICE_UNAVAILABLE, message);
        }
        let open = by_client.entry(client).or_default();
        if *open >= max_per_client {
            let message = format!("The hub keeps {max_per_client} connections open to one client.");
            return refuse(StatusCode::TOO_MANY_REQUESTS, message);
        }
        *open += 1;
        self.0.open.send_modify(|open| *open += 1);
        metrics::gauge!("passerelle_streams_open").increment(1.0);
        Ok(Place {
            streams: self.clone(),
            client,
        })
    }

    /// How many are open.
    pub(crate) fn open(&self) -> usize {
        *self.0.open.borrow()
    }

    /// How far the hub is with stopping.
    pub(crate) fn phase(&self) -> Phase {
        *self.0.phase.borrow()
    }

    /// Goes on with stopping.
    pub(crate) fn enter_phase(&self, phase: Phase) {
        self.0.phase.send_replace(phase);
    }

    /// Waits until what is open has to end. The hub itself holds what this waits for.
    pub(crate) fn draining(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut phase = self.0.phase.subscribe();
        async move {
            let draining = |phase: &Phase| *phase == Phase::Draining;
            if phase.wait_for(draining).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Waits until nothing is open any more.
    pub(crate) async fn gone(&self) {
        // It cannot fail: the sender is ours.
        let _ = self.0.open.subscribe().wait_for(|open| *open == 0).await;
    }

    /// When one of the clients is to come back, so that not all come at once.
    pub(crate) fn spread(&self) -> Duration {
        let most = u64::try_from(self.0.options.reconnect_within.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(fastrand::u64(..=most))
    }

    fn by_client(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0
            .by_client
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut by_client = self.streams.by_client();
        if let Some(open) = by_client.get_mut(&self.client) {
            *open -= 1;
            if *open == 0 {
                by_client.remove(&self.client);
            }
        }
        drop(by_client);
        self.streams.0.open.send_modify(|open| *open -= 1);
        metrics::gauge!("passerelle_streams_open").decrement(1.0);
    }
}
