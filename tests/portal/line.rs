//! A line to a hub that can be cut, as when a machine sleeps, or a proxy has no hub behind it.

use testkit::Hub;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// How a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// What is said goes through.
    Open,
    /// What was open is gone, and nobody is there.
    Cut,
    /// A proxy answers that there is no hub behind it.
    Away,
}

/// A line.
pub(super) struct Line {
    /// Where it begins: `http://127.0.0.1:41234`.
    pub(super) url: String,
    state: watch::Sender<State>,
    /// How often somebody was told that there is no hub.
    pub(super) told: watch::Receiver<usize>,
    task: JoinHandle<()>,
}

impl Line {
    /// An open line to this hub.
    pub(super) async fn to(hub: &Hub) -> Self {
        let hub = hub.url.strip_prefix("http://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (state, seen) = watch::channel(State::Open);
        let (telling, told) = watch::channel(0);
        let task = tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                tokio::spawn(carry(client, hub.clone(), seen.clone(), telling.clone()));
            }
        });
        Self {
            url,
            state,
            told,
            task,
        }
    }

    /// From now on it is so.
    pub(super) fn is(&self, state: State) {
        self.state.send_replace(state);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(
    mut client: TcpStream,
    hub: String,
    mut state: watch::Receiver<State>,
    told: watch::Sender<usize>,
) {
    let now = *state.borrow_and_update();
    match now {
        State::Open => {
            let Ok(mut hub) = TcpStream::connect(hub).await else {
                return;
            };
            tokio::select! {
                _ = copy_bidirectional(&mut client, &mut hub) => {}
                _ = state.wait_for(|state| *state != State::Open) => {}
            }
        }
        State::Cut => {}
        State::Away => {
            let _ = client.read(&mut [0; 16 * 1024]).await;
            let answer =
                "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = client.write_all(answer.as_bytes()).await;
            told.send_modify(|told| *told += 1);
        }
    }
}
