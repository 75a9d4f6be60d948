//! Which client a request is counted for, and what it is told of its limits.

use std::{convert::Infallible, net::IpAddr, time::Duration};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
};
use identity::Digest;
use limits::{Client, Refused, Standing};
use moka::sync::Cache;
use serde_json::json;

use crate::{asker::Recognition, error::DoorError, router::Hub};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The headers that say how much a client can ask, as many programs read them already; the names are
/// those of the IETF's drafts (draft-ietf-httpapi-ratelimit-headers).
pub(crate) const RATE_HEADERS: [HeaderName; 4] = [
    HeaderName::from_static("ratelimit-limit"),
    HeaderName::from_static("ratelimit-remaining"),
    HeaderName::from_static("ratelimit-reset"),
    HeaderName::from_static("ratelimit-policy"),
];

/// The address that a request comes from, behind the proxies that are trusted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address(pub(crate) IpAddr);

impl FromRequestParts<Hub> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<std::net::SocketAddr>>();
        // Every listener of ours says who is at the other end.
        let peer = peer.map_or(IpAddr::from([0; 4]), |peer| peer.0.ip());
        let forwarded: Vec<&str> = (parts.headers.get_all(FORWARDED_FOR).into_iter())
            .filter_map(|value| value.to_str().ok())
            .collect();
        Ok(Self(hub.trusted_proxies.client_address(peer, forwarded)))
    }
}

/// The bearer tokens that were taken lately, by their digests. Whoever shows one goes on, whatever
/// others show at the same address.
#[derive(Clone)]
pub(crate) struct GoodTokens(Cache<[u8; 32], ()>);

impl Default for GoodTokens {
    fn default() -> Self {
        let cache = Cache::builder()
            .max_capacity(10_000)
            .time_to_idle(Duration::from_secs(600));
        Self(cache.build())
    }
}

impl Hub {
    /// Who sends a request to the graph, and for whom it is counted.
    pub(crate) async fn recognise_at(
        &self,
        headers: &HeaderMap,
        Address(address): Address,
    ) -> Result<(Recognition, Client), DoorError> {
        let at = Client::at(address);
        let token = headers.get(header::AUTHORIZATION);
        let digest = token.map(|token| *Digest::of(token.as_bytes()).as_bytes());
        let is_good = digest.is_some_and(|digest| self.good_tokens.0.contains_key(&digest));
        let gate = self.graph.gate();
        if token.is_some() && !is_good {
            gate.may_show_token(&at)
                .map_err(|refused| DoorError::refused(&refused))?;
        }
        match (self.recognise(headers).await, digest) {
            (Ok(found), digest) => {
                if let Some(digest) = digest {
                    self.good_tokens.0.insert(digest, ());
                }
                let client = Client::of(&found.asker.viewer, address);
                Ok((found, client))
            }
            (Err(error), Some(digest)) if error.status == StatusCode::UNAUTHORIZED => {
                self.good_tokens.0.invalidate(&digest);
                gate.wrong_token(&at);
                Err(error)
            }
            (Err(error), _) => Err(error),
        }
    }
}

impl DoorError {
    /// A request that passes a limit.
    pub(crate) fn refused(refused: &Refused) -> Self {
        let status = StatusCode::from_u16(refused.limit.status());
        let status = status.unwrap_or(StatusCode::BAD_REQUEST);
        let mut error = Self::new(status, refused.limit.code(), refused.message.clone());
        let response = refused.response();
        let mut body = json!({ "errors": response.errors });
        if !response.extensions.is_empty() {
            body["extensions"] = json!(response.extensions);
        }
        error.body = Some(body);
        // It could be read: clients from before the specification are told so by 200.
        error.legacy_ok = status == StatusCode::BAD_REQUEST;
        if let Some(seconds) = refused.retry_after_seconds() {
            error = error.with(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(standing) = refused.standing {
            error.headers.extend(rate_headers(standing));
        }
        error
    }
}

/// What a client has left, in headers.
pub(crate) fn rate_headers(standing: Standing) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let rate = standing.rate;
    let window = u64::from(rate.burst) * 60 / u64::from(rate.per_minute.max(1));
    let policy = format!("{};w={}", rate.burst, window.max(1));
    let values = [
        HeaderValue::from(rate.burst),
        HeaderValue::from(standing.remaining),
        HeaderValue::from(standing.reset_seconds()),
        HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("")),
    ];
    RATE_HEADERS.into_iter().zip(values)
}
