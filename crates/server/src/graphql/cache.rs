//! What may be kept of an answer, by whom, and how it is asked for again (RFC 9111, RFC 9110, 13).
//!
//! Only an answer to a GET of somebody who has not signed in, without errors, is for others to keep.
//! Its tag is made of its data: what stands beside them, as the position of the log, differs from
//! request to request and does not make them others. So the tag is a weak one.

use std::time::Duration;

use async_graphql::Response as GraphqlResponse;
use axum::http::{HeaderMap, HeaderValue, header};
use sha2::{Digest as _, Sha256};

use super::media::Media;

/// What nobody keeps.
pub(crate) const NEVER: HeaderValue = HeaderValue::from_static("no-store");
/// What is for one person, and not even for their browser to keep.
pub(crate) const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// Whether an answer is one that others may keep, if its asker is anybody.
pub(crate) fn is_public(response: &GraphqlResponse) -> bool {
    let marked = response.cache_control;
    response.is_ok() && marked.public && marked.max_age >= 0
}

/// For how long others may keep an answer without asking again.
pub(crate) fn public(max_age: Duration) -> HeaderValue {
    let value = format!("public, max-age={}, must-revalidate", max_age.as_secs());
    HeaderValue::from_str(&value).unwrap_or(NEVER)
}

/// The tag of an answer.
pub(crate) fn tag(response: &GraphqlResponse, media: Media) -> Option<HeaderValue> {
    let mut hash = Sha256::new();
    hash.update(media.content_type().as_bytes());
    serde_json::to_writer(&mut hash, &response.data).ok()?;
    let half: String = (hash.finalize().iter().take(16))
        .map(|byte| format!("{byte:02x}"))
        .collect();
    HeaderValue::from_str(&format!("W/\"{half}\"")).ok()
}

/// Whether the client has the answer with this tag already.
pub(crate) fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let weak = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(tag) = tag.to_str().map(weak) else {
        return false;
    };
    let values = headers.get_all(header::IF_NONE_MATCH).iter();
    values.filter_map(|value| value.to_str().ok()).any(|value| {
        let mut known = value.split(',').map(weak);
        known.any(|known| known == "*" || known == tag)
    })
}
