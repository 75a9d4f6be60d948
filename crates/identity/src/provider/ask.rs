//! What the hub asks of a provider itself, behind the browser's back.

use std::borrow::Cow;

use openidconnect::{
    AuthType, AuthorizationCode, ClientId, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    OAuth2TokenResponse as _, PkceCodeVerifier, RedirectUrl, RequestTokenError, UserInfoError,
    core::{
        CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreTokenResponse,
        CoreUserInfoClaims,
    },
};

use super::{Finish, Provider, SignInError, TokenClaims};
use crate::authority::{Metadata, chain};

/// What a discovery document makes of a client.
pub(super) type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Provider {
    pub(super) async fn exchange(
        &self,
        metadata: &Metadata,
        finish: &Finish<'_>,
    ) -> Result<CoreTokenResponse, SignInError> {
        let send = self.http.sender();
        let client = self.client(metadata);
        let redirect = RedirectUrl::from_url(finish.redirect_url.clone());
        let answer = client
            .exchange_code(AuthorizationCode::new(finish.code.to_owned()))
            .map_err(|error| self.faulty(&chain(&error)))?
            .set_redirect_uri(Cow::Owned(redirect))
            .set_pkce_verifier(PkceCodeVerifier::new(finish.verifier.reveal()))
            .request_async(&send)
            .await;
        answer.map_err(|error| match &error {
            RequestTokenError::ServerResponse(answer)
                if *answer.error() == CoreErrorResponseType::InvalidGrant =>
            {
                self.log("the code was refused", &chain(&error));
                SignInError::CodeRefused
            }
            RequestTokenError::ServerResponse(answer) => {
                self.log("the hub was refused", &answer.to_string());
                SignInError::HubRefused
            }
            RequestTokenError::Request(_) => {
                self.log("it does not answer", &chain(&error));
                SignInError::Unavailable
            }
            _ => self.faulty(&chain(&error)),
        })
    }

    /// OpenID Connect Core 1.0 §5.3: more about the same person.
    pub(super) async fn userinfo(
        &self,
        metadata: &Metadata,
        tokens: &CoreTokenResponse,
        claims: &TokenClaims,
    ) -> Result<CoreUserInfoClaims, SignInError> {
        // The library panics when it cannot write the token into a header (RFC 6750 §2.1).
        let token = tokens.access_token();
        if !token.secret().bytes().all(|b| b.is_ascii_graphic()) {
            return Err(self.faulty("the access token has characters that no token has"));
        }
        let send = self.http.sender();
        let client = self.client(metadata);
        let request = client
            .user_info(token.clone(), Some(claims.subject().clone()))
            .map_err(|error| self.faulty(&chain(&error)))?;
        request
            .request_async(&send)
            .await
            .map_err(|error| match &error {
                UserInfoError::ClaimsVerification(_) => self.unverified(&chain(&error)),
                UserInfoError::Request(_) => {
                    self.log("it does not answer", &chain(&error));
                    SignInError::Unavailable
                }
                _ => self.faulty(&chain(&error)),
            })
    }

    pub(super) fn client(&self, metadata: &Metadata) -> Client {
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = self.settings.client_secret.clone();
        // RFC 6749 §2.3.1 and Discovery 1.0 §3: Basic, unless the provider has only the other way.
        let posts = metadata
            .token_endpoint_auth_methods_supported()
            .is_some_and(|methods| {
                methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                    && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
            });
        let client = CoreClient::from_provider_metadata(metadata.clone(), id, secret);
        if posts {
            client.set_auth_type(AuthType::RequestBody)
        } else {
            client
        }
    }
}
