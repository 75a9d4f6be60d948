//! Whatever fails before the graph answers is JSON, in the form of a GraphQL answer: clients have
//! one kind of error to read.

use std::any::Any;

use axum::{
    Json,
    body::Body,
    http::{HeaderName, HeaderValue, Method, Response, StatusCode, header},
    response::IntoResponse,
};
use identity::Refusal;
use metrics::counter;
use serde_json::json;

/// An error of the door itself.
#[derive(Debug)]
pub(crate) struct DoorError {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// Whether clients from before GraphQL over HTTP get it with the status 200: the request could be
    /// read, and is answered.
    pub(crate) legacy_ok: bool,
    /// The whole answer, where it says more than the code and the message.
    pub(crate) body: Option<serde_json::Value>,
    /// Whether who found it has counted it.
    is_counted: bool,
}

impl DoorError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            headers: Vec::new(),
            legacy_ok: false,
            body: None,
            is_counted: false,
        }
    }

    /// Why somebody is not let in, or not recognised.
    pub(crate) fn of(refusal: &Refusal) -> Self {
        let status = StatusCode::from_u16(refusal.status());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let error = Self::new(status, refusal.code(), refusal.to_string());
        match refusal {
            Refusal::TooMany(wait) => {
                error.with(header::RETRY_AFTER, HeaderValue::from(wait.seconds()))
            }
            _ => error,
        }
    }

    /// Why the graph refuses somebody.
    pub(crate) fn of_client(error: kernel::ClientError) -> Self {
        Self::of(&Refusal::Client(error))
    }

    /// With a header.
    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// As an answer, for clients that know errors by the body alone.
    pub(crate) fn with_legacy_ok(mut self) -> Self {
        self.legacy_ok = true;
        self
    }

    /// Counted already, with the operation that it is about.
    pub(crate) fn counted(mut self) -> Self {
        self.is_counted = true;
        self
    }

    /// The body of an answer that is nothing but this error.
    pub(crate) fn body(&self) -> serde_json::Value {
        self.body.clone().unwrap_or_else(|| {
            let mut extensions = json!({ "code": self.code });
            // Who quotes it, quotes the lines of the log.
            if self.status.is_server_error()
                && let Some(request) = telemetry::Request::current()
            {
                extensions["requestId"] = json!(request.id().as_str());
            }
            json!({ "errors": [{ "message": self.message, "extensions": extensions }] })
        })
    }

    /// With what a client that came with a token has to be told (RFC 6750, 3).
    pub(crate) fn challenge(self) -> Self {
        if self.status != StatusCode::UNAUTHORIZED {
            return self;
        }
        let value = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        self.with(header::WWW_AUTHENTICATE, value)
    }
}

impl IntoResponse for DoorError {
    fn into_response(self) -> Response<Body> {
        if !self.is_counted {
            counter!("passerelle_errors_total", "code" => self.code).increment(1);
        }
        let mut answer = (self.status, Json(self.body())).into_response();
        for (name, value) in self.headers {
            answer.headers_mut().append(name, value);
        }
        answer
    }
}

pub(crate) async fn not_found() -> DoorError {
    DoorError::new(
        StatusCode::NOT_FOUND,
        "NOT_FOUND",
        "There is nothing at this address.",
    )
}

pub(crate) async fn method_not_allowed(method: Method) -> DoorError {
    let message = format!("This address does not take {method}.");
    DoorError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        message,
    )
}

#[expect(clippy::needless_pass_by_value, reason = "as the layer asks for it")]
pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let cause = (panic.downcast_ref::<String>().map(String::as_str))
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    tracing::error!(%cause, "a request panicked");
    internal().into_response()
}

/// A failure of the hub. What it is goes to the log, by whoever found it.
pub(crate) fn internal() -> DoorError {
    let message = "The hub could not answer this; the failure has been logged.";
    DoorError::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
}

/// The layers below answer in plain text: their status is kept, their text becomes JSON.
pub(crate) async fn as_json(response: Response<Body>) -> Response<Body> {
    let plain = |value: &HeaderValue| value.as_bytes().starts_with(b"text/plain");
    let is_plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(plain);
    match response.status() {
        status @ (StatusCode::BAD_REQUEST
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY)
            if is_plain =>
        {
            let message = "The request is not of the form that this address takes.";
            DoorError::new(status, "INVALID_REQUEST", message).into_response()
        }
        StatusCode::GATEWAY_TIMEOUT if is_plain => {
            let message = "The request took too long.";
            DoorError::new(StatusCode::GATEWAY_TIMEOUT, "TIMEOUT", message).into_response()
        }
        _ => response,
    }
}
