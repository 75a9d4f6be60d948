//! JWTs of configured issuers as bearer tokens (RFC 6750): a city's frontend sends what its own
//! identity provider gave it.
//!
//! They are verified by `openidconnect`, whose verifier needs no nonce and knows everything else of
//! a JWT that matters here. `jsonwebtoken` would have brought the same libraries of cryptography,
//! which sign-in needs anyway, and a second reading of keys and headers. The price: a token must
//! have `iat`, which RFC 7519 leaves open; RFC 9068 (access tokens) requires it.

use std::{collections::HashMap, sync::Arc, time::Duration};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::Clock;
use moka::{Expiry, sync::Cache};
use openidconnect::{AdditionalClaims, ClaimsVerificationError, Nonce};
use serde::{Deserialize, Serialize};

use crate::{
    Digest, Identity,
    authority::{Authority, chain},
    http::HttpClient,
    person::Claims,
    settings::IssuerSettings,
    token::{LEEWAY, Refused, Rules, Token},
};

mod error;

pub use error::BearerError;

/// Longer tokens are not looked at.
const MAX_TOKEN: usize = 8 << 10;
/// How many verified tokens are remembered, and for how long at most: so a request costs no
/// public-key cryptography, and a key that is withdrawn is soon of no use.
const REMEMBERED: u64 = 10_000;
const MEMORY: TimeDelta = TimeDelta::seconds(60);

/// The issuers whose tokens are taken.
pub struct Issuers {
    issuers: HashMap<String, (IssuerSettings, Arc<Authority>)>,
    /// By the digest of the token: a memory dump has no tokens in it from here.
    remembered: Cache<[u8; 32], Arc<Bearer>>,
    clock: Clock,
}

/// Who sends a token, and what they may do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Who it is.
    pub identity: Identity,
    /// What the operator lets tokens of this issuer do; `None`: whatever the person may.
    pub scopes: Option<Vec<String>>,
    /// When the token ends. It is taken for up to a minute longer, for clocks that differ.
    pub expires_at: DateTime<Utc>,
    /// Until when it need not be verified again.
    remember_until: DateTime<Utc>,
}

/// What a token has beyond an ID token.
#[derive(Debug, Deserialize, Serialize)]
struct NotBefore {
    nbf: Option<serde_json::Number>,
}

impl AdditionalClaims for NotBefore {}

impl Issuers {
    /// Nothing is asked of them yet.
    ///
    /// # Errors
    /// When an issuer is no address; [`crate::Settings`] has none such.
    pub fn new(
        settings: Vec<IssuerSettings>,
        http: &HttpClient,
        clock: &Clock,
    ) -> Result<Self, url::ParseError> {
        let with_authority = |settings: IssuerSettings| {
            let authority = Authority::new(&settings.issuer, http.clone(), clock.clone())?;
            Ok::<_, url::ParseError>((settings.issuer.clone(), (settings, authority)))
        };
        let issuers = settings
            .into_iter()
            .map(with_authority)
            .collect::<Result<_, _>>()?;
        let remembered = Cache::builder()
            .max_capacity(REMEMBERED)
            .expire_after(UntilThen(clock.clone()))
            .build();
        Ok(Self {
            issuers,
            remembered,
            clock: clock.clone(),
        })
    }

    /// Whether there is none; then no JWT is taken.
    pub fn is_empty(&self) -> bool {
        self.issuers.is_empty()
    }

    /// Who sends this token.
    ///
    /// # Errors
    /// When it is no JWT, of another issuer, meant for others, expired, or not signed as it should.
    pub async fn verify(&self, jwt: &str) -> Result<Arc<Bearer>, BearerError> {
        if jwt.len() > MAX_TOKEN {
            return Err(BearerError::TooLarge);
        }
        let digest = *Digest::of(jwt.as_bytes()).as_bytes();
        let now = self.clock.now();
        if let Some(bearer) = self.remembered.get(&digest)
            && now < bearer.remember_until
        {
            return Ok(bearer);
        }
        let bearer = Arc::new(self.verify_anew(jwt, now).await?);
        if now < bearer.remember_until {
            self.remembered.insert(digest, bearer.clone());
        }
        Ok(bearer)
    }

    async fn verify_anew(&self, jwt: &str, now: DateTime<Utc>) -> Result<Bearer, BearerError> {
        let claimed = claimed_issuer(jwt).ok_or(BearerError::Malformed)?;
        let (settings, authority) = self
            .issuers
            .get(&claimed)
            .ok_or(BearerError::UnknownIssuer)?;
        let token: Token<NotBefore> = jwt.parse().map_err(|error| {
            let error: serde_json::Error = error;
            tracing::debug!(issuer = claimed, %error, "a token cannot be read");
            BearerError::Malformed
        })?;
        let rules = Rules {
            audience: &settings.audience,
            shared: true,
            algorithms: &settings.algorithms,
            // RFC 9068 §2.1 for access tokens; most issuers say `JWT`, or nothing.
            types: &["JWT", "at+jwt"],
        };
        let verified = rules
            .verify(&token, authority, &self.clock, any_nonce)
            .await;
        let (claims, _) = verified.map_err(|refused| match refused {
            Refused::Unavailable => BearerError::IssuerUnavailable,
            Refused::Claims(error) => {
                tracing::debug!(
                    issuer = claimed,
                    cause = chain(&error),
                    "a token is refused"
                );
                match error {
                    // Also of a token from the future.
                    ClaimsVerificationError::Expired(_) => BearerError::Expired,
                    ClaimsVerificationError::InvalidAudience(_) => BearerError::OtherAudience,
                    _ => BearerError::Invalid,
                }
            }
        })?;
        let not_before = claims.additional_claims().nbf.as_ref();
        if not_before.is_some_and(|nbf| !reached(nbf, now + LEEWAY)) {
            return Err(BearerError::Expired);
        }
        let identity = Claims {
            subject: claims.subject(),
            email: claims.email(),
            email_verified: claims.email_verified(),
            name: claims.name(),
            locale: claims.locale(),
        }
        .identity(&settings.issuer, &settings.email_domains)
        .ok_or(BearerError::Invalid)?;
        let expires_at = claims.expiration();
        Ok(Bearer {
            identity,
            scopes: settings.scopes.clone(),
            expires_at,
            remember_until: expires_at.min(now + MEMORY),
        })
    }
}

/// The nonce is between the issuer and who asked it for the token.
fn any_nonce(_: Option<&Nonce>) -> Result<(), String> {
    Ok(())
}

/// Seconds since 1970, perhaps with a fraction (RFC 7519 §2, `NumericDate`).
fn reached(instant: &serde_json::Number, now: DateTime<Utc>) -> bool {
    let seconds = instant.as_i64().or_else(|| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole seconds are enough, and `as` saturates"
        )]
        instant.as_f64().map(|seconds| seconds.ceil() as i64)
    });
    seconds.is_some_and(|seconds| seconds <= now.timestamp())
}

/// Who the token says has issued it. Nothing of it is believed yet: it only says whose keys to try.
fn claimed_issuer(jwt: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Issuer {
        iss: String,
    }
    let mut parts = jwt.split('.');
    let (Some(_), Some(payload), Some(_), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?;
    let issuer: Issuer = serde_json::from_slice(&payload).ok()?;
    Some(issuer.iss)
}

/// Frees the room of a token that need not be remembered any longer.
struct UntilThen(Clock);

impl Expiry<[u8; 32], Arc<Bearer>> for UntilThen {
    fn expire_after_create(
        &self,
        _: &[u8; 32],
        bearer: &Arc<Bearer>,
        _: std::time::Instant,
    ) -> Option<Duration> {
        let left = bearer.remember_until - self.0.now();
        Some(left.to_std().unwrap_or_default())
    }
}

impl std::fmt::Debug for Issuers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.issuers.keys()).finish()
    }
}

#[cfg(test)]
mod tests;
