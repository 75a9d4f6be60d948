//! GraphQL over WebSocket, by the protocol `graphql-transport-ws`
//! (<https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>).
//!
//! The protocol itself is a state machine without a socket ([`protocol`]); [`socket`] is one
//! connection, one task, which holds no more than it has to: the frame it is writing, and where each
//! of its subscriptions stands. Whoever reads slowly falls behind in the log, and not in memory here.

mod close;
mod init;
mod message;
mod protocol;
mod socket;

use axum::{
    extract::ws::WebSocketUpgrade,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};

pub(crate) use self::socket::LINGER;
use self::{close::Close, init::Handshake, socket::Socket};
use crate::{clients::Address, error::DoorError, router::Hub};

/// The name of the protocol.
const PROTOCOL: &str = "graphql-transport-ws";
/// The buffers of a socket, in bytes. Most of its life nothing goes through it: larger ones would be
/// most of what it takes.
const READ_BUFFER: usize = 1024;
const WRITE_BUFFER: usize = 4096;

/// Whether a request wants to become a WebSocket.
pub(crate) fn is_wanted(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE);
    upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Makes a request a WebSocket.
pub(crate) async fn upgrade(
    hub: Hub,
    address: Address,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, DoorError> {
    hub.open_to(&headers)?;
    let place = hub.streams.enter(address.0)?;
    let (handshake, cookie) = Handshake::of(&hub, &headers, address).await;
    let max = hub.streams.options().max_message;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_frame_size(max)
        .max_message_size(max);
    let mut answer = if upgrade.selected_protocol().is_some() {
        // It goes on in a task of its own, which is to know the request that it began with.
        let watched = telemetry::Request::current();
        upgrade.on_upgrade(move |socket| {
            // Boxed: what is awaited in two places would be kept three times.
            let served = Box::pin(Socket::new(hub, socket, handshake, place).serve());
            async move {
                match watched {
                    Some(watched) => watched.scope(served).await,
                    None => served.await,
                }
            }
        })
    } else {
        upgrade.on_upgrade(|socket| socket::bye(socket, Close::NO_PROTOCOL))
    };
    if let Some(cookie) = cookie {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

/// What a request gets that wants a WebSocket, and has not asked for one as RFC 6455, 4.1, says.
pub(crate) fn refused(error: impl std::fmt::Display) -> Response {
    let message = format!("This is no handshake of a WebSocket: {error}.");
    DoorError::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", message).into_response()
}
