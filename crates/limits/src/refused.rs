//! A request that is not run, and all that its client needs to send a better one.

use std::time::Duration;

use async_graphql::{ErrorExtensionValues, Pos, Response, ServerError};

use crate::rates::Standing;

/// Which limit, in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// The document has too many tokens.
    Tokens,
    /// Fields are nested too deep, or brackets.
    Depth,
    /// The document has too many fields.
    Fields,
    /// The document has too many aliases.
    Aliases,
    /// The operation has too many fields of the root.
    RootFields,
    /// The document has too many directives.
    Directives,
    /// The document defines too many fragments.
    Fragments,
    /// The document spreads fragments too often.
    Spreads,
    /// A fragment is within itself.
    Cycle,
    /// The variables are too large.
    Variables,
    /// The arguments of the document are too large.
    Arguments,
    /// The answer can be too large.
    Cost,
    /// The execution takes too long.
    Execution,
    /// The client has too many operations under way.
    Concurrent,
    /// The process has too much under way.
    Running,
    /// The client has asked too much lately.
    Rate,
    /// The address has shown too many tokens that are none.
    WrongTokens,
}

impl Limit {
    /// As clients see it.
    pub const fn code(self) -> &'static str {
        match self {
            Limit::Tokens => "DOCUMENT_TOO_LONG",
            Limit::Depth => "DOCUMENT_TOO_DEEP",
            Limit::Fields => "TOO_MANY_FIELDS",
            Limit::Aliases => "TOO_MANY_ALIASES",
            Limit::RootFields => "TOO_MANY_ROOT_FIELDS",
            Limit::Directives => "TOO_MANY_DIRECTIVES",
            Limit::Fragments => "TOO_MANY_FRAGMENTS",
            Limit::Spreads => "TOO_MANY_SPREADS",
            Limit::Cycle => "FRAGMENT_CYCLE",
            Limit::Variables => "VARIABLES_TOO_LARGE",
            Limit::Arguments => "ARGUMENTS_TOO_LARGE",
            Limit::Cost => "COST_TOO_HIGH",
            Limit::Execution => "EXECUTION_TIMEOUT",
            Limit::Concurrent => "TOO_MANY_OPERATIONS",
            Limit::Running => "BUSY",
            Limit::Rate => "RATE_LIMITED",
            Limit::WrongTokens => "TOO_MANY_WRONG_TOKENS",
        }
    }

    /// The status of HTTP for it.
    pub const fn status(self) -> u16 {
        match self {
            Limit::Concurrent | Limit::Rate | Limit::WrongTokens => 429,
            Limit::Running => 503,
            Limit::Execution => 504,
            _ => 400,
        }
    }
}

/// Why a request is not run.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Which limit it would pass.
    pub limit: Limit,
    /// What is wrong, for people.
    pub message: String,
    /// The limit's value, and the request's figure.
    pub figures: Option<(u64, u64)>,
    /// What to lower: the path of a list, its argument, and how much that is now.
    pub lower: Option<Box<(String, String, u64)>>,
    /// When it is worth another try.
    pub retry_after: Option<Duration>,
    /// What the client has left.
    pub standing: Option<Standing>,
}

impl Refused {
    pub(crate) fn new(limit: Limit, message: impl Into<String>) -> Self {
        Self {
            limit,
            message: message.into(),
            figures: None,
            lower: None,
            retry_after: None,
            standing: None,
        }
    }

    /// What passes a limit of so many `things`.
    pub(crate) fn over(limit: Limit, things: &str, maximum: u64, figure: u64) -> Self {
        // Beyond this it was not counted any more.
        let more = if figure == u64::MAX { "more than " } else { "" };
        let message =
            format!("A document has at most {maximum} {things}; this one has {more}{figure}.");
        Self {
            figures: Some((maximum, figure)),
            ..Self::new(limit, message)
        }
    }

    /// A query that took longer than it may.
    pub fn execution(limit: Duration) -> Self {
        let limit = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        let message = format!(
            "A query is executed for at most {limit} milliseconds. Ask for less, or for shorter pages."
        );
        Self {
            figures: Some((limit, limit)),
            ..Self::new(Limit::Execution, message)
        }
    }

    /// In whole seconds, rounded up, as `Retry-After` has it (RFC 9110 §10.2.3).
    pub fn retry_after_seconds(&self) -> Option<u64> {
        let wait = self.retry_after?;
        Some((wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1))
    }

    /// As an error of GraphQL.
    pub fn error(&self) -> ServerError {
        let mut error = ServerError::new(&self.message, None::<Pos>);
        let values = error
            .extensions
            .get_or_insert_with(ErrorExtensionValues::default);
        values.set("code", self.limit.code());
        if let Some((maximum, figure)) = self.figures {
            values.set("maximum", maximum);
            values.set("requested", figure);
        }
        if let Some(lower) = &self.lower {
            let (path, argument, size) = &**lower;
            values.set("path", path.as_str());
            values.set("argument", argument.as_str());
            values.set("value", *size);
        }
        if let Some(seconds) = self.retry_after_seconds() {
            values.set("retryAfter", seconds);
        }
        error
    }

    /// As the answer to a request of which nothing was run.
    pub fn response(&self) -> Response {
        let mut response = Response::from_errors(vec![self.error()]);
        if let (Limit::Cost, Some((maximum, requested))) = (self.limit, self.figures) {
            let cost = crate::gate::cost_extension(requested, maximum, None);
            response.extensions.insert("cost".to_owned(), cost);
        }
        response
    }
}
