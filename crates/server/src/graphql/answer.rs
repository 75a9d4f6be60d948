//! How an answer of the graph goes out over HTTP: its status, its headers, and what may be kept of it.

use async_graphql::{Response as GraphqlResponse, ServerError, Value};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use schema::Answer;
use serde::Serialize;

use super::media::Media;
use crate::{clients::rate_headers, error::DoorError};

/// What an answer depends on, besides its address.
const VARY: HeaderValue =
    HeaderValue::from_static("accept, accept-language, authorization, cookie, passerelle-mandate");

/// An answer as the specification of GraphQL has it ("Response Format"): with `data` only if something
/// was executed, and errors first.
#[derive(Serialize)]
pub(crate) struct Shape<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    extensions: &'a std::collections::BTreeMap<String, Value>,
}

impl<'a> Shape<'a> {
    pub(crate) fn of(response: &'a GraphqlResponse) -> Self {
        Self {
            errors: &response.errors,
            data: was_executed(response).then_some(&response.data),
            extensions: &response.extensions,
        }
    }
}

/// Whether something was executed: there are errors without a path only before.
pub(crate) fn was_executed(response: &GraphqlResponse) -> bool {
    response.is_ok()
        || response.data != Value::Null
        || response.errors.iter().any(|error| !error.path.is_empty())
}

/// 400 when nothing was executed, 200 when something was, also in part; and 200 for all that could be
/// read, where the client is one from before the specification.
fn status(response: &GraphqlResponse, media: Media) -> StatusCode {
    if media == Media::Json || was_executed(response) {
        StatusCode::OK
    } else {
        StatusCode::BAD_REQUEST
    }
}

/// The whole answer to one operation.
pub(crate) fn whole(answer: &Answer, media: Media) -> Response {
    if let Some(refused) = answer
        .refused
        .as_ref()
        .filter(|refused| refused.limit.status() != 400)
    {
        let mut out = DoorError::refused(refused).into_response();
        describe(out.headers_mut(), media);
        return out;
    }
    let body = serde_json::to_vec(&Shape::of(&answer.response));
    let mut out = match body {
        Ok(body) => (status(&answer.response, media), Body::from(body)).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written");
            return crate::error::internal().into_response();
        }
    };
    describe(out.headers_mut(), media);
    if let Some(standing) = answer.standing {
        out.headers_mut().extend(rate_headers(standing));
    }
    // What an answer cost, for whoever builds on the graph: shown by browsers' tools.
    let timing = format!(
        "sql;dur={:.1};desc=\"{} statements in {} waves\"",
        answer.spent.waiting.as_secs_f64() * 1_000.0,
        answer.reads.statements,
        answer.spent.waves,
    );
    if let Ok(timing) = HeaderValue::from_str(&timing) {
        let name = HeaderName::from_static("server-timing");
        out.headers_mut().insert(name, timing);
    }
    out
}

/// Says what a body is, and what it depends on.
pub(crate) fn describe(headers: &mut HeaderMap, media: Media) {
    headers.insert(header::CONTENT_TYPE, media.content_type());
    headers.append(header::VARY, VARY);
}
