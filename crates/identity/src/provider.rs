//! Signing in at an OpenID provider: the authorization code flow (OpenID Connect Core 1.0 §3.1)
//! with PKCE (RFC 7636), and the provider's name in its redirect (RFC 9207).
//!
//! 1. [`Provider::begin`] says where to send the browser, and what to keep until it comes back: the
//!    state, the nonce and the verifier, which only this browser may have.
//! 2. [`Provider::finish`] takes what came back, and says who it is.

use std::{borrow::Cow, fmt, sync::Arc};

use kernel::{Clock, secret::same};
use openidconnect::{
    AccessTokenHash, AuthenticationFlow, CsrfToken, EmptyAdditionalClaims, IdTokenClaims, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse as _,
    core::{CoreGenderClaim, CoreIdToken, CoreResponseType, CoreTokenResponse},
};
use url::Url;

use crate::{
    Identity, Secret,
    authority::{Authority, Metadata, chain},
    http::{HttpClient, is_secure},
    person::Claims,
    settings::{ASYMMETRIC, ProviderSettings},
    token::{Refused, Rules, Verifier},
};

mod ask;
mod error;

pub use error::SignInError;

/// An OpenID provider, as the hub knows it.
pub struct Provider {
    settings: ProviderSettings,
    http: HttpClient,
    clock: Clock,
    authority: Arc<Authority>,
}

/// A sign-in that was begun. What is secret in it is kept until the browser comes back, 10 minutes
/// at most, and used once.
#[derive(Clone)]
pub struct Begun {
    /// Where the browser goes.
    pub url: Url,
    /// What the provider sends back; the browser must have the same in a cookie.
    pub state: Secret,
    /// What the ID token must contain.
    pub nonce: Secret,
    /// What proves to the provider that who finishes is who began.
    pub verifier: Secret,
}

/// What came back, with what was kept.
#[derive(Clone, Copy)]
pub struct Finish<'a> {
    /// `code` of the redirect.
    pub code: &'a str,
    /// `state` of the redirect.
    pub state_given: &'a str,
    /// `iss` of the redirect, where there is one.
    pub iss: Option<&'a str>,
    /// [`Begun::state`].
    pub state_expected: &'a Secret,
    /// [`Begun::nonce`].
    pub nonce: &'a Secret,
    /// [`Begun::verifier`].
    pub verifier: &'a Secret,
    /// The same as it was begun with.
    pub redirect_url: &'a Url,
}

type TokenClaims = IdTokenClaims<EmptyAdditionalClaims, CoreGenderClaim>;

impl Provider {
    /// Nothing is asked of it yet.
    ///
    /// # Errors
    /// When the issuer is no address; [`crate::Settings`] has none such.
    pub fn new(
        settings: ProviderSettings,
        http: HttpClient,
        clock: Clock,
    ) -> Result<Self, url::ParseError> {
        Ok(Self {
            authority: Authority::new(&settings.issuer, http.clone(), clock.clone())?,
            settings,
            http,
            clock,
        })
    }

    /// In addresses.
    pub fn id(&self) -> &str {
        &self.settings.id
    }

    /// For people.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Begins a sign-in that comes back to `redirect_url`, an address registered at the provider.
    ///
    /// # Errors
    /// [`SignInError::Unavailable`], [`SignInError::Faulty`].
    pub async fn begin(&self, redirect_url: &Url) -> Result<Begun, SignInError> {
        let metadata = self.metadata().await?;
        // Its other addresses are looked at when they are asked; this one is the browser's to ask.
        if !is_secure(metadata.authorization_endpoint().url()) {
            return Err(self.faulty("the authorization endpoint is not https"));
        }
        let begun = [(); 3].map(|()| Secret::generate());
        let [state, nonce, verifier] = begun.each_ref().map(Secret::reveal);
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier));
        let client = self.client(&metadata);
        // The library adds `openid` itself.
        let scopes = self
            .settings
            .scopes
            .iter()
            .filter(|scope| *scope != "openid");
        let (url, _, _) = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .add_scopes(scopes.cloned().map(Scope::new))
            .set_pkce_challenge(challenge)
            .set_redirect_uri(Cow::Owned(RedirectUrl::from_url(redirect_url.clone())))
            .url();
        let [state, nonce, verifier] = begun;
        Ok(Begun {
            url,
            state,
            nonce,
            verifier,
        })
    }

    /// Who it is that came back.
    ///
    /// # Errors
    /// When anything of it is not as it was begun, or cannot be verified.
    pub async fn finish(&self, finish: Finish<'_>) -> Result<Identity, SignInError> {
        if !same(&finish.state_expected.reveal(), finish.state_given) {
            return Err(SignInError::StateMismatch);
        }
        let metadata = self.metadata().await?;
        let named = metadata
            .additional_metadata()
            .authorization_response_iss_parameter_supported;
        match finish.iss {
            Some(iss) if iss == self.settings.issuer => {}
            // RFC 9207 §2.4: one that says it names itself must do so.
            None if !named => {}
            _ => return Err(SignInError::IssuerMismatch),
        }
        let tokens = self.exchange(&metadata, &finish).await?;
        let token = tokens
            .id_token()
            .ok_or_else(|| self.faulty("no ID token"))?;
        let algorithms = ASYMMETRIC.map(|(_, algorithm)| algorithm);
        let rules = Rules {
            audience: &self.settings.client_id,
            shared: false,
            algorithms: &algorithms,
            types: &["JWT"],
        };
        let nonce = Nonce::new(finish.nonce.reveal());
        let (claims, verifier) = rules
            .verify(token, &self.authority, &self.clock, &nonce)
            .await
            .map_err(|refused| match refused {
                Refused::Unavailable => SignInError::Unavailable,
                Refused::Claims(error) => self.unverified(&chain(&error)),
            })?;
        // OpenID Connect Core 1.0 §3.1.3.7, 5: the library leaves `azp` to us.
        if claims
            .authorized_party()
            .is_some_and(|party| **party != self.settings.client_id)
        {
            return Err(self.unverified("the token was issued to another client"));
        }
        if !hash_matches(claims, &tokens, token, &verifier) {
            return Err(self.unverified("the access token is not the ID token's"));
        }
        let more = match (claims.email(), metadata.userinfo_endpoint()) {
            (None, Some(_)) => Some(self.userinfo(&metadata, &tokens, claims).await?),
            _ => None,
        };
        let more = more.as_ref();
        Claims {
            subject: claims.subject(),
            email: claims.email().or(more.and_then(|more| more.email())),
            email_verified: match claims.email() {
                Some(_) => claims.email_verified(),
                None => more.and_then(|more| more.email_verified()),
            },
            name: claims.name().or(more.and_then(|more| more.name())),
            locale: claims.locale().or(more.and_then(|more| more.locale())),
        }
        .identity(&self.settings.issuer, &self.settings.email_domains)
        .ok_or_else(|| self.unverified("the subject names nobody"))
    }

    async fn metadata(&self) -> Result<Arc<Metadata>, SignInError> {
        let metadata = self.authority.metadata().await;
        metadata.map_err(|_| SignInError::Unavailable)
    }

    fn log(&self, what: &str, cause: &str) {
        tracing::warn!(provider = self.settings.id, what, cause, "a sign-in failed");
    }

    fn faulty(&self, cause: &str) -> SignInError {
        self.log("its answer cannot be used", cause);
        SignInError::Faulty
    }

    fn unverified(&self, cause: &str) -> SignInError {
        self.log("what it says cannot be verified", cause);
        SignInError::Unverified
    }
}

/// OpenID Connect Core 1.0 §3.1.3.6: where the ID token has the hash of the access token, it is
/// that of the one that came with it.
fn hash_matches(
    claims: &TokenClaims,
    tokens: &CoreTokenResponse,
    token: &CoreIdToken,
    verifier: &Verifier,
) -> bool {
    let Some(expected) = claims.access_token_hash() else {
        return true;
    };
    let actual = token
        .signing_alg()
        .ok()
        .zip(token.signing_key(verifier).ok());
    actual
        .and_then(|(alg, key)| AccessTokenHash::from_token(tokens.access_token(), alg, key).ok())
        .is_some_and(|actual| same(actual.as_str(), expected.as_str()))
}

impl fmt::Debug for Begun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Begun(…)")
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Provider").field(&self.settings.id).finish()
    }
}

#[cfg(test)]
mod tests;
