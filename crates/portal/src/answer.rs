//! Pages as answers over HTTP: with the headers that keep a page safe and let it be kept, or with
//! what went wrong, said in the reader's language.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};

/// Nothing but what comes from here, and nothing in the page itself.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Why there is no page.
#[derive(Debug)]
pub enum Trouble {
    /// There is nothing at this address, or nothing that the reader may see.
    NotFound,
    /// Something in the address is no cursor, no id, no day.
    Wrong,
    /// More was asked than the hub can do now.
    Busy,
    /// The hub failed; the log says how.
    Failed,
}

impl Trouble {
    /// What an error of the graph means for a page. Of what is asked, the page has chosen all but the
    /// values in its address.
    pub(crate) fn of_graph(code: &str, message: &str) -> Self {
        match code {
            "RATE_LIMITED" | "EXECUTION_TIMEOUT" => Self::Busy,
            code if code.starts_with("INVALID") => {
                tracing::debug!(code, message, "an address has a wrong value");
                Self::Wrong
            }
            // The documents were checked when they were compiled: what is not valid is a value of the address.
            "GRAPHQL_VALIDATION_FAILED" => Self::Wrong,
            _ => {
                tracing::error!(code, message, "the graph did not answer a page");
                Self::Failed
            }
        }
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Wrong => StatusCode::BAD_REQUEST,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The ids of what is said of it.
    pub(crate) fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("error-not-found", "error-not-found-text"),
            Self::Wrong => ("error-wrong", "error-wrong-text"),
            Self::Busy => ("error-busy", "error-busy-text"),
            Self::Failed => ("error-failed", "error-failed-text"),
        }
    }
}

/// What a browser, or a cache before it, has to know of a text besides the text.
pub(crate) struct Text<'a> {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) language: Option<&'a str>,
    /// Whether it is for one person.
    pub(crate) private: bool,
    pub(crate) body: String,
}

impl Text<'_> {
    /// The answer, or that what the client has is still right (RFC 9110, 13.1.2).
    pub(crate) fn answer(self, asked: &HeaderMap) -> Response {
        let value = HeaderValue::from_static;
        let tag = tag(self.body.as_bytes());
        let cache = if self.private {
            "private, no-cache"
        } else {
            "public, max-age=0, must-revalidate"
        };
        let known = self.status == StatusCode::OK && is_known(asked, &tag);
        let mut answer = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            (self.status, Body::from(self.body)).into_response()
        };
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, value(self.content_type));
        headers.insert(header::VARY, value("Accept-Language, Cookie"));
        headers.insert(header::CONTENT_SECURITY_POLICY, value(POLICY));
        if self.status == StatusCode::OK {
            headers.insert(header::CACHE_CONTROL, value(cache));
            headers.insert(header::ETAG, tag);
        } else {
            headers.insert(header::CACHE_CONTROL, value("no-store"));
        }
        if let Some(language) = self
            .language
            .and_then(|tag| HeaderValue::from_str(tag).ok())
        {
            headers.insert(header::CONTENT_LANGUAGE, language);
        }
        answer
    }
}

/// A weak tag: what compresses the answer may change its bytes.
fn tag(body: &[u8]) -> HeaderValue {
    let hash = Sha256::digest(body);
    let half: String = hash
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    HeaderValue::from_str(&format!("W/\"{half}\"")).unwrap_or(HeaderValue::from_static("W/\"\""))
}

fn is_known(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    let tag = tag.to_str().unwrap_or_default();
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let values = asked.get_all(header::IF_NONE_MATCH).iter();
    (values.filter_map(|value| value.to_str().ok()))
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}

/// Whether a person with a browser asks, and not a program.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
