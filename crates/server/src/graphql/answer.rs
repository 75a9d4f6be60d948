//! How an answer of the graph goes out over HTTP: its status, its headers, and what may be kept of it.

use std::collections::BTreeMap;

use async_graphql::{Response as GraphqlResponse, ServerError, Value};
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use schema::Answer;
use serde::Serialize;

use super::{cache, media::Media};
use crate::{
    clients::rate_headers,
    error::{self, DoorError},
    router::Hub,
};

/// What an answer depends on, besides its address.
const VARY: HeaderValue = HeaderValue::from_static(
    "accept, accept-encoding, accept-language, authorization, cookie, passerelle-at-least, passerelle-mandate",
);

/// An answer as the specification of GraphQL has it ("Response Format"): with `data` only if something
/// was executed, and errors first.
#[derive(Serialize)]
struct Shape<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

/// An answer in JSON.
pub(crate) fn text(response: &GraphqlResponse) -> Result<String, DoorError> {
    let shape = Shape {
        errors: &response.errors,
        data: was_executed(response).then_some(&response.data),
        extensions: &response.extensions,
    };
    serde_json::to_string(&shape).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        error::internal()
    })
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

impl Hub {
    /// The whole answer to one operation.
    pub(crate) fn whole(
        &self,
        answer: &Answer,
        media: Media,
        asked: &Asked<'_>,
    ) -> Result<Response, DoorError> {
        let refused = answer.refused.as_ref();
        if let Some(refused) = refused.filter(|refused| refused.limit.status() != 400) {
            return Err(DoorError::refused(refused).counted());
        }
        let response = &answer.response;
        let public = *asked.method != Method::POST && !asked.private && cache::is_public(response);
        let tag = public.then(|| cache::tag(response, media)).flatten();
        let known = tag
            .as_ref()
            .is_some_and(|tag| cache::is_known(asked.headers, tag));
        let mut out = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let body = self.sending.body(text(response)?)?;
            (status(response, media), body).into_response()
        };
        describe(out.headers_mut(), media);
        let headers = out.headers_mut();
        if known {
            headers.remove(header::CONTENT_TYPE);
        }
        let kept = match (asked.private, &tag) {
            (true, _) => cache::PRIVATE,
            (false, None) => cache::NEVER,
            (false, Some(_)) => cache::public(self.public_max_age),
        };
        headers.insert(header::CACHE_CONTROL, kept);
        if let Some(tag) = tag {
            headers.insert(header::ETAG, tag);
        }
        if let Some(standing) = answer.standing {
            headers.extend(rate_headers(standing));
        }
        if let Some(timing) = timing(answer) {
            headers.insert(HeaderName::from_static("server-timing"), timing);
        }
        Ok(out)
    }
}

/// How an answer was asked for.
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a Method,
    pub(crate) headers: &'a HeaderMap,
    /// Whether it is for one person.
    pub(crate) private: bool,
}

/// What an answer cost, for whoever builds on the graph: shown by browsers' tools.
fn timing(answer: &Answer) -> Option<HeaderValue> {
    let timing = format!(
        "sql;dur={:.1};desc=\"{} statements in {} waves\"",
        answer.spent.waiting.as_secs_f64() * 1_000.0,
        answer.reads.statements,
        answer.spent.waves,
    );
    HeaderValue::from_str(&timing).ok()
}

/// Says what a body is, and what it depends on.
pub(crate) fn describe(headers: &mut HeaderMap, media: Media) {
    headers.insert(header::CONTENT_TYPE, media.content_type());
    headers.append(header::VARY, VARY);
}
