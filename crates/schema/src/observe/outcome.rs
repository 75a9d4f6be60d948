//! How operations end.

use async_graphql::Response;

/// How an operation ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Without errors.
    Ok,
    /// With errors in some of its fields.
    Errors,
    /// It was not executed: the document is wrong, or asks for too much.
    Refused,
    /// The hub could not answer.
    Failed,
    /// Nobody waited for the answer any more.
    Abandoned,
}

impl Outcome {
    pub(super) fn of(response: &Response) -> Self {
        let errors = &response.errors;
        if errors.is_empty() {
            Outcome::Ok
        } else if errors.iter().any(|error| code(error) == Some("INTERNAL")) {
            Outcome::Failed
        } else if response.data == async_graphql::Value::Null
            && errors.iter().all(|error| error.path.is_empty())
        {
            Outcome::Refused
        } else {
            Outcome::Errors
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Errors => "errors",
            Outcome::Refused => "refused",
            Outcome::Failed => "failed",
            Outcome::Abandoned => "abandoned",
        }
    }
}

/// What an error is, for programs.
pub(super) fn code(error: &async_graphql::ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        async_graphql::Value::String(code) => Some(code),
        _ => None,
    }
}

/// What the limits say that it cost.
pub(super) fn cost(response: &Response) -> Option<u64> {
    let async_graphql::Value::Object(cost) = response.extensions.get("cost")? else {
        return None;
    };
    match cost.get("requested")? {
        async_graphql::Value::Number(cost) => cost.as_u64(),
        _ => None,
    }
}
