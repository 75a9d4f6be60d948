//! Whatever fails before the graph answers is JSON, in the form of a GraphQL answer: clients have
//! one kind of error to read.

use std::any::Any;

use axum::{
    Json,
    body::Body,
    http::{HeaderValue, Method, Response, StatusCode, header},
    response::IntoResponse,
};
use serde_json::json;

/// An error of the door itself.
#[derive(Debug)]
pub(crate) struct DoorError {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl DoorError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }
}

impl IntoResponse for DoorError {
    fn into_response(self) -> Response<Body> {
        let error = json!({ "message": self.message, "extensions": { "code": self.code } });
        (self.status, Json(json!({ "errors": [error] }))).into_response()
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
    let message = "The hub could not answer this; the failure has been logged.";
    DoorError::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message).into_response()
}

/// The layers below answer in plain text: their status is kept, their text becomes JSON.
pub(crate) async fn as_json(response: Response<Body>) -> Response<Body> {
    let plain = |value: &HeaderValue| value.as_bytes().starts_with(b"text/plain");
    let is_plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(plain);
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE if is_plain => {
            let message = "The body of the request is too large.";
            DoorError::new(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", message)
                .into_response()
        }
        StatusCode::GATEWAY_TIMEOUT if is_plain => {
            let message = "The request took too long.";
            DoorError::new(StatusCode::GATEWAY_TIMEOUT, "TIMEOUT", message).into_response()
        }
        _ => response,
    }
}
