//! What clients are told. Two types, never mixed: a [`ClientError`] is a GraphQL error with a code
//! in its extensions; a [`UserError`] is data in a mutation's payload, something its user can mend.
//! Internal errors become `INTERNAL` here, and their text goes to the log only.

use async_graphql::{Enum, ErrorExtensions, SimpleObject};

/// The codes of GraphQL errors, in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// An id that is not one, or the id of another kind of node.
    InvalidId,
    /// A cursor that was not made by this list in this order, or was changed on the way.
    InvalidCursor,
    /// `first`, `last`, `after` and `before` that do not go together, or a page size out of bounds.
    InvalidPage,
    /// A locale that is not a language tag (BCP 47), or of no language that exists.
    UnknownLocale,
    /// A filter that is too deep, too large, or compares with a value it cannot have.
    InvalidFilter,
    /// A search without a word to search for, or too long.
    InvalidSearch,
    /// The answer would have more rows than one answer may have.
    AnswerTooLarge,
    /// Another argument that cannot be used.
    InvalidArgument,
    /// A cursor of another epoch of the log: the log was restored or replaced since.
    Gap,
    /// The hub has not seen the position of the log that the request asks for, and waited for it.
    PositionNotReached,
    /// Nobody has signed in, and this is not for anybody.
    Unauthenticated,
    /// The viewer may not do this.
    Forbidden,
    /// The viewer does not hold this mandate, or it ended.
    MandateNotHeld,
    /// What the viewer has shown to be who they are has ended: a session, a token.
    CredentialEnded,
    /// The hub failed; the details are in its log.
    Internal,
}

impl Code {
    /// As clients see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Code::InvalidId => "INVALID_ID",
            Code::InvalidCursor => "INVALID_CURSOR",
            Code::InvalidPage => "INVALID_PAGE",
            Code::UnknownLocale => "UNKNOWN_LOCALE",
            Code::InvalidFilter => "INVALID_FILTER",
            Code::InvalidSearch => "INVALID_SEARCH",
            Code::AnswerTooLarge => "ANSWER_TOO_LARGE",
            Code::InvalidArgument => "INVALID_ARGUMENT",
            Code::Gap => "GAP",
            Code::PositionNotReached => "POSITION_NOT_REACHED",
            Code::Unauthenticated => "UNAUTHENTICATED",
            Code::Forbidden => "FORBIDDEN",
            Code::MandateNotHeld => "MANDATE_NOT_HELD",
            Code::CredentialEnded => "CREDENTIAL_ENDED",
            Code::Internal => "INTERNAL",
        }
    }
}

/// A request that cannot be answered, and why, in words for the one who sent it.
///
/// It has no `Display` on purpose: async-graphql turns whatever has one into an error without code.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientError {
    /// What is wrong, for programs.
    pub code: Code,
    /// What is wrong, for people.
    pub message: String,
    /// Which argument is wrong, as a path from the field: `filter.and.0.population.gt`.
    pub argument: Option<String>,
    /// Where to go on from, with [`Code::Gap`].
    pub restart_after: Option<String>,
}

impl ClientError {
    /// An error that names no argument.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            argument: None,
            restart_after: None,
        }
    }

    /// The same error, with the argument that caused it.
    pub fn at(mut self, argument: impl Into<String>) -> Self {
        self.argument.get_or_insert(argument.into());
        self
    }

    /// The hub failed. The cause goes to the log; the client learns only that it happened.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::new(
            Code::Internal,
            "The hub could not answer this; the failure has been logged.",
        )
    }
}

impl From<sqlx::Error> for ClientError {
    fn from(error: sqlx::Error) -> Self {
        Self::internal(error)
    }
}

impl From<ClientError> for async_graphql::Error {
    fn from(error: ClientError) -> Self {
        Self::new(error.message).extend_with(|_, values| {
            values.set("code", error.code.as_str());
            if let Some(argument) = error.argument {
                values.set("argument", argument);
            }
            if let Some(cursor) = error.restart_after {
                values.set("restartAfter", cursor);
            }
        })
    }
}

/// What kind of mistake a [`UserError`] is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserErrorCode {
    /// The value is missing, or empty.
    Blank,
    /// The value is longer than allowed.
    TooLong,
    /// The value is not of the form, or not in the range, that this field takes.
    Invalid,
    /// The value names something that does not exist.
    NotFound,
    /// The value must be unique, and is in use.
    Taken,
    /// The same value stands twice in a list.
    Duplicate,
    /// The node changed since the version that was expected.
    Conflict,
    /// The node is in a state from which this cannot be done.
    WrongState,
    /// The local time does not exist: the clocks skip it when they are changed.
    SkippedTime,
    /// The local time comes twice: the clocks repeat it when they are changed.
    RepeatedTime,
    /// The time is not within the event.
    OutsideEvent,
    /// Something else is in this place at this time.
    Overlap,
    /// A person wrote this text, or it was imported: what a machine made does not replace it.
    WrittenByHuman,
    /// The idempotency key was used before, with another input.
    IdempotencyKeyReused,
}

/// A mistake in the input that its user can mend. Nothing was changed.
#[derive(SimpleObject, Clone, Debug, PartialEq)]
pub struct UserError {
    /// What kind of mistake it is.
    pub code: UserErrorCode,
    /// Where it is, from the mutation's arguments down; positions in lists count from 0:
    /// `["input", "sites", "0", "kind"]`.
    pub path: Vec<String>,
    /// What is wrong, in English, for people.
    pub message: String,
}

impl UserError {
    /// A mistake at `path`, written with dots: `input.sites.0.kind`.
    pub fn new(code: UserErrorCode, path: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            path: path.split('.').map(Into::into).collect(),
            message: message.into(),
        }
    }
}
