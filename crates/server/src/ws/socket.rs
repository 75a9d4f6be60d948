//! One connection, from its handshake to its end. It is one task, and holds little: the frame that is
//! being written, and where each of its operations stands.

use std::{
    collections::HashMap,
    error::Error as _,
    ops::ControlFlow::{self, Break, Continue},
    time::Duration,
};

use axum::http::Method;
use axum::{
    body::Bytes,
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket},
};
use futures::{
    FutureExt as _, SinkExt as _, StreamExt as _,
    stream::{self, AbortHandle, BoxStream, SelectAll},
};
use kernel::Code;
use tokio::time::{Instant, timeout, timeout_at};

use super::{
    close::Close,
    init::{Handshake, Who},
    message::{Id, Object, server},
    protocol::{Protocol, Step},
};
use crate::{
    error::DoorError,
    graphql::Params,
    operation::{Begun, Item, errors, rights_ended},
    router::Hub,
    streams::{Place, Streaming},
};

/// How many frames are written before somebody else gets a turn.
const BURST: usize = 64;
/// How long a client is waited for to close its side, too.
pub(crate) const LINGER: Duration = Duration::from_secs(2);
/// How often a client may leave a ping unanswered.
const MISSED: u32 = 2;

/// One connection.
pub(crate) struct Socket {
    hub: Hub,
    socket: WebSocket,
    protocol: Protocol,
    /// What is not needed for long is not kept in the connection itself.
    handshake: Option<Box<Handshake>>,
    who: Option<Who>,
    /// What is under way, and how to stop each of it.
    running: SelectAll<BoxStream<'static, (Id, Item)>>,
    handles: HashMap<Id, Handle>,
    /// Whether the hub stops: then only what has one answer is waited for.
    leaving: bool,
    /// How many pings the client has not answered.
    missed: u32,
    _place: Place,
}

struct Handle {
    abort: AbortHandle,
    is_subscription: bool,
}

/// Whether the connection goes on; if not, with which words it ends, or with none when nobody is
/// there to hear them.
type Flow = ControlFlow<Option<Close>>;

impl Socket {
    pub(crate) fn new(hub: Hub, socket: WebSocket, handshake: Handshake, place: Place) -> Self {
        Self {
            protocol: Protocol::new(hub.streams.options().max_operations),
            hub,
            socket,
            handshake: Some(Box::new(handshake)),
            who: None,
            running: SelectAll::new(),
            handles: HashMap::new(),
            leaving: false,
            missed: 0,
            _place: place,
        }
    }

    /// Serves the connection until it ends.
    pub(crate) async fn serve(mut self) {
        let close = self.talk().await;
        let Self {
            socket,
            running,
            handles,
            ..
        } = self;
        // Whatever is under way ends here. A mutation runs to its end by itself.
        drop((running, handles));
        if let Some(close) = close {
            bye(socket, close).await;
        }
    }

    async fn talk(&mut self) -> Option<Close> {
        let Streaming {
            init_timeout,
            heartbeat,
            ..
        } = *self.hub.streams.options();
        let mut timer = Box::pin(tokio::time::sleep(init_timeout));
        let draining = self.hub.streams.draining();
        let spread = self.hub.streams.spread();
        let mut leave = Box::pin(async move {
            draining.await;
            tokio::time::sleep(spread).await;
        });
        loop {
            let flow = tokio::select! {
                message = self.socket.recv() => Box::pin(self.hear(message, timer.deadline())).await,
                Some((id, item)) = self.running.next(), if !self.running.is_empty() => {
                    self.tell(id, item).await
                }
                () = &mut timer => {
                    timer.as_mut().reset(Instant::now() + heartbeat);
                    self.look_after().await
                }
                () = &mut leave, if !self.leaving => self.leave(),
            };
            if let Break(close) = flow {
                return close;
            }
        }
    }

    /// The client has said something, or has gone.
    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>, due: Instant) -> Flow {
        self.missed = 0;
        let step = match message {
            Some(Ok(Message::Text(text))) => self.protocol.text(&text),
            Some(Ok(Message::Binary(_))) => Protocol::binary(),
            // Those of the socket itself are answered below us.
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Continue(()),
            Some(Ok(Message::Close(_))) => return Break(Some(Close::NORMAL)),
            Some(Err(error)) => return Break(broken(&error)),
            None => return Break(None),
        };
        match step {
            Step::Nothing => Continue(()),
            Step::Close(close) => Break(Some(close)),
            Step::Pong(payload) => self.say(server::pong(payload)).await,
            Step::Recognise(payload) => self.recognise(&payload, due).await,
            Step::TooMany(id) => {
                let max = self.hub.streams.options().max_operations;
                let message = format!("One socket has at most {max} operations at a time.");
                let errors = errors("TOO_MANY_OPERATIONS", &message);
                self.say(server::error(&id, &errors)).await
            }
            Step::Start(id, payload) => {
                self.start(id, payload);
                Continue(())
            }
            Step::Stop(id) => {
                if let Some(handle) = self.handles.remove(&id) {
                    handle.abort.abort();
                }
                self.left()
            }
        }
    }

    async fn recognise(&mut self, payload: &Object, due: Instant) -> Flow {
        let Some(handshake) = self.handshake.take() else {
            return Break(Some(Close::TOO_MANY_INITS));
        };
        let who = timeout_at(due, handshake.initialise(&self.hub, payload)).await;
        match who {
            Ok(Ok(who)) => self.who = Some(who),
            Ok(Err(close)) => return Break(Some(close)),
            Err(_) => return Break(Some(Close::INIT_TIMEOUT)),
        }
        self.protocol.acknowledge();
        self.say(server::connection_ack()).await
    }

    /// Begins an operation, beside all others.
    fn start(&mut self, id: Id, payload: Object) {
        let (abort, registration) = AbortHandle::new_pair();
        let (hub, who) = (self.hub.clone(), self.who.clone());
        // Boxed apart, so that what it took to begin is given back when it has begun.
        let begun = async move { begin(&hub, who, payload).await }.boxed();
        let items = stream::once(begun).flat_map(Begun::items);
        let items = stream::Abortable::new(items, registration);
        let name = id.clone();
        self.running
            .push(items.map(move |item| (name.clone(), item)).boxed());
        let handle = Handle {
            abort,
            is_subscription: false,
        };
        self.handles.insert(id, handle);
    }

    /// Tells the client what has come of its operations: this, and what else is there already.
    async fn tell(&mut self, id: Id, item: Item) -> Flow {
        self.write(id, item).await?;
        for _ in 1..BURST {
            match self.running.next().now_or_never() {
                Some(Some((id, item))) => self.write(id, item).await?,
                _ => break,
            }
        }
        self.flush().await?;
        self.left()
    }

    async fn write(&mut self, id: Id, item: Item) -> Flow {
        let text = match item {
            Item::Opened => {
                if let Some(handle) = self.handles.get_mut(&id) {
                    handle.is_subscription = true;
                    if self.leaving {
                        handle.abort.abort();
                        self.handles.remove(&id);
                    }
                }
                return Continue(());
            }
            Item::Next(payload, _) => {
                // What was JSON is UTF-8.
                let frame = Utf8Bytes::try_from(Bytes::from(server::next(&id, &payload)));
                return match frame {
                    Ok(frame) => self.feed(frame).await,
                    Err(error) => {
                        tracing::error!(%error, "a result is not UTF-8");
                        Break(Some(Close::INTERNAL))
                    }
                };
            }
            Item::RightsEnded => {
                self.feed(server::error(&id, &rights_ended()).into())
                    .await?;
                return Break(Some(Close::ENDED));
            }
            Item::Refused(errors) => server::error(&id, &errors),
            Item::Complete => server::complete(&id),
        };
        self.handles.remove(&id);
        self.protocol.ended(&id);
        self.feed(text.into()).await
    }

    /// Time has gone by: shows the client that the connection is alive, and sees whether it is.
    async fn look_after(&mut self) -> Flow {
        if let Step::Close(close) = self.protocol.init_timeout() {
            return Break(Some(close));
        }
        if self.missed >= MISSED {
            return Break(Some(Close::SILENT));
        }
        self.missed += 1;
        self.say(server::ping()).await
    }

    /// The hub stops: ends what goes on elsewhere.
    fn leave(&mut self) -> Flow {
        self.leaving = true;
        self.handles.retain(|_, handle| {
            if handle.is_subscription {
                handle.abort.abort();
            }
            !handle.is_subscription
        });
        self.left()
    }

    /// Closes when the hub stops, and everything with one answer has been answered.
    fn left(&self) -> Flow {
        if self.leaving && self.handles.is_empty() {
            Break(Some(Close::RESTART))
        } else {
            Continue(())
        }
    }

    async fn say(&mut self, text: String) -> Flow {
        self.feed(text.into()).await?;
        self.flush().await
    }

    async fn feed(&mut self, text: Utf8Bytes) -> Flow {
        let limit = self.hub.streams.options().write_timeout;
        written(timeout(limit, self.socket.feed(Message::Text(text))).await)
    }

    async fn flush(&mut self) -> Flow {
        let limit = self.hub.streams.options().write_timeout;
        written(timeout(limit, self.socket.flush()).await)
    }
}

/// Begins an operation in the name of whom the socket speaks for, as of now.
async fn begin(hub: &Hub, who: Option<Who>, payload: Object) -> Begun {
    let Some(who) = who else {
        return Begun::Refused(rights_ended());
    };
    let asker = match who.asker(hub).await {
        Ok(asker) => asker,
        Err(error) if error.code == Code::CredentialEnded => return Begun::RightsEnded,
        Err(error) => return Begun::of_door(&DoorError::of_client(error)),
    };
    let client = who.client(&asker);
    let prepared = async {
        let params = Params::of_value(payload.into())?;
        let resume = params.resume();
        let prepared = hub.prepare(&Method::POST, params, asker, &client).await?;
        Ok((prepared, resume))
    };
    match prepared.await {
        Ok((prepared, resume)) => {
            let limit = hub.timeout;
            hub.begin_in_time(prepared, who.basis(), resume, limit)
                .await
        }
        Err(error) => Begun::of_door(&error),
    }
}

/// A frame was written; or could not be, or not in time: then nobody is there to hear why.
fn written<E, T>(done: Result<Result<(), E>, T>) -> Flow {
    match done {
        Ok(Ok(())) => Continue(()),
        Ok(Err(_)) => Break(None),
        Err(_) => Break(Some(Close::SLOW)),
    }
}

/// Why nothing more can be read.
fn broken(error: &axum::Error) -> Option<Close> {
    use tungstenite::Error;
    let cause = error.source().and_then(|cause| cause.downcast_ref());
    match cause {
        Some(Error::Capacity(_)) => Some(Close::TOO_LARGE),
        Some(Error::Utf8(_)) => Some(Close::NOT_TEXT),
        Some(Error::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake)) => {
            None
        }
        Some(Error::Protocol(_)) => Some(Close::BAD_FRAME),
        _ => None,
    }
}

/// Closes a socket, and waits a little for the client to do so, too: with what it still sends unread,
/// the system would tell it of a broken connection, and not of the reason.
pub(crate) async fn bye(mut socket: WebSocket, close: Close) {
    let frame = CloseFrame {
        code: close.code,
        reason: Utf8Bytes::from(close.reason.into_owned()),
    };
    let closing = async {
        // It may be closed already.
        let _ = socket.send(Message::Close(Some(frame))).await;
        while let Some(Ok(_)) = socket.recv().await {}
    };
    let lingered = timeout(LINGER, closing).await;
    if lingered.is_ok() && close.code == Close::TOO_LARGE.code {
        // What is too large was not read.
        tokio::time::sleep(LINGER).await;
    }
}
