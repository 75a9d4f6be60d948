//! The servers that are measured: a hub, and the yardstick.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{
        State,
        ws::{Message, Utf8Bytes, WebSocketUpgrade},
    },
    http::header,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use futures::{StreamExt as _, stream};
use live::Live;
use tokio::{net::TcpListener, sync::broadcast};

use super::{Kind, say};
use crate::hub;

/// Which server; started by the benchmark itself.
#[derive(clap::Args)]
pub(crate) struct Serve {
    kind: Kind,
    database: String,
}

/// Serves until it is killed, and says first where, and with which token one may publish.
pub(crate) async fn serve(args: &Serve) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    if args.kind == Kind::Yardstick {
        say(&address.to_string());
        return yardstick(listener).await;
    }
    let (graph, reception) = hub::open(&args.database, address).await?;
    let token = crate::people::publisher(graph.log()).await?;
    let share = args.kind == Kind::Shared;
    let live = Live::new(
        graph.clone(),
        reception.recogniser().clone(),
        live::Options {
            share,
            ..live::Options::default()
        },
    );
    tokio::spawn(live.clone().run());
    let options = server::Options {
        streaming: server::Streaming {
            // The clients of this benchmark do not answer.
            heartbeat: Duration::from_secs(3_600),
            max_in_all: usize::MAX,
            max_per_client: usize::MAX,
            ..server::Streaming::default()
        },
        ..server::Options::default()
    };
    say(&format!("{address} {token}"));
    server::serve(
        listener,
        options,
        graph,
        reception,
        live,
        std::future::pending(),
    )
    .await;
    Ok(())
}

#[derive(Clone)]
struct Yardstick {
    frames: broadcast::Sender<Utf8Bytes>,
    position: Arc<AtomicI64>,
}

async fn yardstick(listener: TcpListener) -> anyhow::Result<()> {
    let state = Yardstick {
        frames: broadcast::Sender::new(64),
        position: Arc::default(),
    };
    let doors = Router::new()
        .route("/graphql", get(socket).post(events))
        .route("/publish", post(publish))
        .with_state(state);
    let listener = axum::serve::ListenerExt::tap_io(listener, |connection| {
        // Without it, it would only be slower.
        let _ = connection.set_nodelay(true);
    });
    axum::serve(listener, doors).await?;
    Ok(())
}

/// One frame is made, as long as the hub's, and sent to everybody.
async fn publish(State(state): State<Yardstick>) -> String {
    let position = state.position.fetch_add(1, Ordering::Relaxed) + 1;
    let frame = format!(
        "{{\"id\":\"1\",\"type\":\"next\",\"payload\":{{\"data\":{{\"activity\":{{\"cursor\":\
         \"AQF1YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo\",\"activity\":{{\"benchmark\":{position},\
         \"verb\":\"theme.recorded\",\"summary\":\"The theme Something was recorded\",\"at\":\
         \"2026-01-01T00:00:00.000000Z\"}}}}}}}}}}"
    );
    // Nobody may listen.
    let _ = state.frames.send(frame.into());
    position.to_string()
}

async fn socket(State(state): State<Yardstick>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .protocols(["graphql-transport-ws"])
        .read_buffer_size(1024)
        .write_buffer_size(4096)
        .on_upgrade(|mut socket| async move {
            let mut frames = state.frames.subscribe();
            // As much of the protocol as the benchmark's client speaks.
            for answer in [r#"{"type":"connection_ack"}"#, "", r#"{"type":"pong"}"#] {
                if socket.recv().await.is_none() {
                    return;
                }
                if !answer.is_empty() && socket.send(Message::text(answer)).await.is_err() {
                    return;
                }
            }
            loop {
                tokio::select! {
                    frame = frames.recv() => {
                        let Ok(frame) = frame else { return };
                        if socket.send(Message::Text(frame)).await.is_err() {
                            return;
                        }
                    }
                    heard = socket.recv() => if heard.is_none() { return },
                }
            }
        })
}

async fn events(State(state): State<Yardstick>) -> Response {
    let frames = state.frames.subscribe();
    let chunks = stream::unfold(frames, |mut frames| async move {
        let frame = frames.recv().await.ok()?;
        let mut event = b"event: next\ndata: ".to_vec();
        event.extend_from_slice(frame.as_bytes());
        event.extend_from_slice(b"\n\n");
        Some((Ok::<_, Infallible>(Bytes::from(event)), frames))
    });
    let kind = [(header::CONTENT_TYPE, "text/event-stream")];
    (kind, Body::from_stream(chunks.boxed())).into_response()
}
