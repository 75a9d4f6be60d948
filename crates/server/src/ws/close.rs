//! Why a socket is closed: the codes of `graphql-transport-ws`, and those of RFC 6455, 7.4.1, that the
//! protocol leaves to the socket.

use std::borrow::Cow;

/// The longest reason that a close frame can carry, in bytes (RFC 6455, 5.5).
const MAX_REASON: usize = 123;

/// The end of a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Close {
    pub(crate) code: u16,
    pub(crate) reason: Cow<'static, str>,
}

impl Close {
    const fn new(code: u16, reason: &'static str) -> Self {
        Self {
            code,
            reason: Cow::Borrowed(reason),
        }
    }

    /// The client has said that it goes.
    pub(crate) const NORMAL: Self = Self::new(1000, "");
    /// The client does not answer any more.
    pub(crate) const SILENT: Self = Self::new(1001, "No answer to a ping");
    /// The hub stops: connect again, and go on from the last cursor (RFC 6455's registry: "Service
    /// Restart"). Clients of the protocol take it as a reason to connect again.
    pub(crate) const RESTART: Self = Self::new(1012, "The hub restarts: connect again");
    /// The client reads too slowly to be kept; it can go on from its last cursor.
    pub(crate) const SLOW: Self = Self::new(1013, "Too slow a reader: connect again");
    /// The client has sent more than a message may have.
    pub(crate) const TOO_LARGE: Self = Self::new(1009, "Too large a message");
    /// The text of a message is none.
    pub(crate) const NOT_TEXT: Self = Self::new(1007, "A message is not UTF-8");
    /// What has come is no frame of a WebSocket.
    pub(crate) const BAD_FRAME: Self = Self::new(1002, "A frame is none of the protocol");
    /// The client has not offered the protocol.
    pub(crate) const NO_PROTOCOL: Self = Self::new(4406, "Subprotocol not acceptable");
    /// Operations before the hub has acknowledged the connection.
    pub(crate) const UNAUTHORIZED: Self = Self::new(4401, "Unauthorized");
    /// What was shown to say who asks has ended.
    pub(crate) const ENDED: Self = Self::new(4401, "Unauthorized: the credential has ended");
    /// No `connection_init` came in time.
    pub(crate) const INIT_TIMEOUT: Self = Self::new(4408, "Connection initialisation timeout");
    /// A second `connection_init`.
    pub(crate) const TOO_MANY_INITS: Self = Self::new(4429, "Too many initialisation requests");
    /// The hub itself failed.
    pub(crate) const INTERNAL: Self = Self::new(4500, "Internal server error");

    /// A message that is none of the protocol's.
    pub(crate) fn invalid(message: &str) -> Self {
        Self::with(4400, message)
    }

    /// The connection is not accepted.
    pub(crate) fn forbidden(message: &str) -> Self {
        Self::with(4403, message)
    }

    /// An id that is in use.
    pub(crate) fn id_in_use(id: &str) -> Self {
        Self::with(4409, &format!("Subscriber for {id} already exists"))
    }

    fn with(code: u16, reason: &str) -> Self {
        Self {
            code,
            reason: Cow::Owned(reason[..reason.floor_char_boundary(MAX_REASON)].to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_cut_where_a_character_ends() {
        let close = Close::invalid(&"é".repeat(100));
        assert_eq!(close.reason.len(), 122);
        assert!(close.reason.chars().all(|c| c == 'é'));
    }
}
