//! The connections beneath the doors: HTTP/1.1 over TCP.
//!
//! axum's own server is not enough: it waits for ever for a client that says nothing, or takes nothing
//! of what it is sent, and keeps up to 400 KiB of answers for each that reads slowly.

use std::{
    io::{self, IoSlice},
    net::SocketAddr,
    pin::{Pin, pin},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    Router,
    extract::{ConnectInfo, Request},
    serve::Listener,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
#[cfg(target_os = "linux")]
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::watch,
    time::Sleep,
};
use tower_service::Service as _;

/// How much of a request, or of answers that nobody takes, is kept for one connection, in bytes. The
/// longest headers and the longest address have to fit.
const BUFFER: usize = 80 * 1024;

/// How long clients are waited for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// For a request, from its first byte to the end of its headers, or from the end of the one before.
    pub(crate) request: Duration,
    /// For something of what is sent to be taken.
    pub(crate) write: Duration,
}

/// Serves whoever connects, until `stop`; then lets nobody in any more, and returns when every request
/// that has begun is answered. What became a WebSocket is not waited for.
pub(crate) async fn serve<S>(
    mut listener: TcpListener,
    doors: Router,
    patience: Patience,
    stop: impl Fn() -> S,
) where
    S: Future<Output = ()> + Send + 'static,
{
    let (open, none) = watch::channel(());
    let mut stopping = pin!(stop());
    loop {
        let (stream, client) = tokio::select! {
            // axum's own, which waits where the system has no more connections to give.
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stopping => break,
        };
        // Boxed: else the task would keep what it begins with beside what becomes of it.
        let served = Box::pin(connection(stream, client, doors.clone(), patience, stop()));
        let open = none.clone();
        tokio::spawn(async move {
            served.await;
            drop(open);
        });
    }
    drop((listener, none));
    open.closed().await;
}

async fn connection(
    stream: TcpStream,
    client: SocketAddr,
    doors: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    prepare(&stream, patience.write);
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(client));
        doors.clone().call(request)
    });
    let stream = TokioIo::new(Impatient::new(stream, patience.write));
    let mut served = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience.request)
            .max_buf_size(BUFFER)
            .serve_connection(stream, answer)
            .with_upgrades()
    );
    let done = tokio::select! {
        done = &mut served => done,
        () = stop => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = done {
        tracing::debug!(%error, %client, "a connection has ended");
    }
}

/// Sets a connection up: what is written leaves at once, and one whose other end is gone without a word
/// is given up by the system, too, which sees that nobody confirms what was sent.
fn prepare(stream: &TcpStream, patience: Duration) {
    let ready = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let ready = ready.and_then(|()| SockRef::from(stream).set_tcp_user_timeout(Some(patience)));
    #[cfg(not(target_os = "linux"))]
    let _ = patience;
    if let Err(error) = ready {
        tracing::debug!(%error, "a connection is not set up as it should be");
    }
}

/// A connection that fails when nothing of what is written is taken for too long. Only a whole answer
/// of HTTP could be timed from above, and some of ours never end.
struct Impatient {
    stream: TcpStream,
    patience: Duration,
    /// Runs while something waits to be taken.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Impatient {
    fn new(stream: TcpStream, patience: Duration) -> Self {
        Self {
            stream,
            patience,
            waiting: None,
        }
    }

    fn write<T>(
        &mut self,
        cx: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(written) = write(Pin::new(&mut self.stream), cx) {
            self.waiting = None;
            return Poll::Ready(written);
        }
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(self.patience)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Impatient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Impatient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.write(cx, |stream, cx| stream.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.write(cx, |stream, cx| stream.poll_write_vectored(cx, slices))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
