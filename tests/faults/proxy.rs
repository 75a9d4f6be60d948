//! A proxy of TCP in front of several replicas, which cuts connections when it is told to.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};

/// A proxy.
pub(crate) struct Proxy {
    /// Its address: `http://127.0.0.1:41234`.
    pub(crate) url: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    ports: Mutex<Vec<u16>>,
    open: Mutex<Vec<AbortHandle>>,
    turn: AtomicUsize,
}

impl Proxy {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::<Shared>::default();
        let serving = shared.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let connection = tokio::spawn(serving.clone().pass(client));
                let mut open = serving.open.lock().unwrap_or_else(PoisonError::into_inner);
                open.retain(|open| !open.is_finished());
                open.push(connection.abort_handle());
            }
        });
        Self { url, shared }
    }

    /// One more replica.
    pub(crate) fn add(&self, port: u16) {
        let mut ports = self
            .shared
            .ports
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        ports.push(port);
    }

    /// Sends nobody to this replica any more.
    pub(crate) fn remove(&self, port: u16) {
        let mut ports = self
            .shared
            .ports
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        ports.retain(|other| *other != port);
    }

    /// Cuts all connections.
    pub(crate) fn cut_all(&self) {
        let open = self
            .shared
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for connection in open.iter() {
            connection.abort();
        }
    }

    /// Cuts every other connection.
    pub(crate) fn cut(&self) {
        let open = self
            .shared
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for connection in open.iter().step_by(2) {
            connection.abort();
        }
    }
}

impl Shared {
    /// Passes a connection on to the replica whose turn it is, or to the next that can be reached.
    async fn pass(self: Arc<Self>, mut client: TcpStream) {
        let ports = self
            .ports
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        for n in 0..ports.len() {
            let port = ports[(turn + n) % ports.len()];
            if let Ok(mut replica) = TcpStream::connect(("127.0.0.1", port)).await {
                // However it ends, both ends see it.
                let _ = tokio::io::copy_bidirectional(&mut client, &mut replica).await;
                return;
            }
        }
    }
}
