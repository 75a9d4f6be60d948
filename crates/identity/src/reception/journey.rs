//! Coming in by an identity provider: there, and back.

use kernel::locale::Locale;
use members::Newcomer;
use url::Url;
use uuid::Uuid;

use super::{Back, CameIn, Journey, Reception, Refusal};
use crate::{
    Provider,
    origin::safe_next,
    provider::{Begun, Finish},
};

impl Reception {
    /// Begins a sign-in at an identity provider: where to send the browser, and what it keeps.
    ///
    /// # Errors
    /// When there is no such provider, or it is away.
    pub async fn begin_journey(
        &self,
        provider: &str,
        next: &str,
    ) -> Result<(Url, Journey), Refusal> {
        let found = self.provider(provider)?;
        let Begun {
            url,
            state,
            nonce,
            verifier,
        } = found.begin(&self.redirect_url(provider)).await?;
        let journey = Journey {
            provider: provider.to_owned(),
            state,
            nonce,
            verifier,
            next: safe_next(next).to_owned(),
        };
        Ok((url, journey))
    }

    /// Ends a sign-in at an identity provider, and begins a session. Who has signed in here by other
    /// means before is the same person from now on at that provider, too.
    ///
    /// # Errors
    /// When anything of it is not as it was begun, or the hub does not know the person.
    pub async fn end_journey(
        &self,
        journey: &Journey,
        back: Back<'_>,
        current: Option<Uuid>,
    ) -> Result<CameIn, Refusal> {
        let provider = self.provider(&journey.provider)?;
        let finish = Finish {
            code: back.code,
            state_given: back.state,
            iss: back.iss,
            state_expected: &journey.state,
            nonce: &journey.nonce,
            verifier: &journey.verifier,
            redirect_url: &self.redirect_url(&journey.provider),
        };
        let identity = provider.finish(finish).await?;
        let locale = identity.locale.as_ref().map(Locale::tag);
        let email = identity.email.as_ref().map(|email| email.email().as_str());
        let welcome = self.welcomes(email).await?;
        let newcomer = Newcomer {
            email,
            identity: Some((&identity.issuer, &identity.subject)),
            current,
            name: identity.name.as_deref(),
            locale: locale.as_deref(),
            anybody: welcome,
        };
        let entered = members::enter(&self.0.log, &newcomer).await?;
        let entered = entered.ok_or(Refusal::NotInvited)?;
        self.begin_session(entered.person, journey.next.clone())
            .await
    }

    fn provider(&self, id: &str) -> Result<&Provider, Refusal> {
        let found = self.0.providers.iter().find(|provider| provider.id() == id);
        found.ok_or(Refusal::NoProvider)
    }

    /// Where a provider sends the browser back to; what the operator registers there.
    fn redirect_url(&self, provider: &str) -> Url {
        self.0
            .public_url
            .join(&format!("/auth/oidc/{provider}/back"))
    }
}
