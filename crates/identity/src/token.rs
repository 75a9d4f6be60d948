//! Verifying a JWT against what its issuer publishes: the same for the ID tokens of a sign-in and
//! for bearer tokens.

use std::sync::Arc;

use chrono::TimeDelta;
use kernel::Clock;
use openidconnect::{
    AdditionalClaims, Audience, ClaimsVerificationError, ClientId, IdToken, IdTokenClaims,
    IdTokenVerifier, JsonWebTokenType, NonceVerifier, SignatureVerificationError,
    core::{
        CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    },
};

use crate::authority::{Authority, Metadata, Unavailable};

/// How far the issuer's clock may be from ours.
pub(crate) const LEEWAY: TimeDelta = TimeDelta::seconds(60);

/// A JWT with the claims of an ID token, and `AC` among them.
pub(crate) type Token<AC> =
    IdToken<AC, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

pub(crate) type Verifier = IdTokenVerifier<'static, CoreJsonWebKey>;

/// What a token has to be.
pub(crate) struct Rules<'a> {
    /// One of its audiences.
    pub audience: &'a str,
    /// Whether it may be meant for others, too. An ID token may not (OpenID Connect Core 1.0
    /// §3.1.3.7); an access token often is.
    pub shared: bool,
    /// How it may be signed.
    pub algorithms: &'a [CoreJwsSigningAlgorithm],
    /// Its `typ`, where it has one.
    pub types: &'a [&'a str],
}

#[derive(Debug)]
pub(crate) enum Refused {
    Unavailable,
    Claims(ClaimsVerificationError),
}

impl From<Unavailable> for Refused {
    fn from(_: Unavailable) -> Self {
        Self::Unavailable
    }
}

impl Rules<'_> {
    /// The token's claims, with the verifier whose keys they were found right with. When its key is
    /// unknown, the keys are fetched anew, as far as [`Authority::newer`] does so.
    pub async fn verify<'t, AC: AdditionalClaims>(
        &self,
        token: &'t Token<AC>,
        authority: &Arc<Authority>,
        clock: &Clock,
        nonce: impl NonceVerifier + Copy,
    ) -> Result<(&'t IdTokenClaims<AC, CoreGenderClaim>, Verifier), Refused> {
        use {
            ClaimsVerificationError::SignatureVerification,
            SignatureVerificationError::NoMatchingKey,
        };
        let metadata = authority.metadata().await?;
        let verifier = self.verifier(&metadata, clock);
        match token.claims(&verifier, nonce) {
            Ok(claims) => Ok((claims, verifier)),
            Err(unknown @ SignatureVerification(NoMatchingKey)) => {
                let newer = authority.newer(&metadata).await;
                let newer = newer.ok_or(Refused::Claims(unknown))?;
                let verifier = self.verifier(&newer, clock);
                let claims = token.claims(&verifier, nonce).map_err(Refused::Claims)?;
                Ok((claims, verifier))
            }
            Err(error) => Err(Refused::Claims(error)),
        }
    }

    fn verifier(&self, metadata: &Metadata, clock: &Clock) -> Verifier {
        let shared = self.shared;
        let now = clock.now();
        let typ = |typ: &&str| JsonWebTokenType::new((*typ).to_owned()).normalize().ok();
        // As for a public client, even where the hub has a secret: with one, the verifier would take
        // signatures made with it.
        let audience = ClientId::new(self.audience.to_owned());
        let (issuer, keys) = (metadata.issuer().clone(), metadata.jwks().clone());
        Verifier::new_public_client(audience, issuer, keys)
            .set_allowed_algs(self.algorithms.iter().cloned())
            .set_allowed_jose_types(self.types.iter().filter_map(typ))
            .set_other_audience_verifier_fn(move |_: &Audience| shared)
            .set_time_fn(move || now - LEEWAY)
            .set_issue_time_verifier_fn(move |issued| {
                if issued <= now + LEEWAY {
                    Ok(())
                } else {
                    Err("issued in the future".to_owned())
                }
            })
    }
}
