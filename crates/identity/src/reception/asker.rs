//! Recognising whoever asks, and signing out.

use std::collections::BTreeSet;

use activity::Failure;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    ClientError, Code, Viewer,
    actor::{Credential, Scope},
    secret::Secret,
};
use members::{Facts, Newcomer, Shown, TOKEN_PREFIX};
use uuid::Uuid;

use super::{Reception, Recognised, Refusal, SessionCookie, session};
use crate::{
    Bearer,
    recogniser::{Basis, scopes as scopes_of},
    token::LEEWAY,
};

impl Reception {
    /// Who shows this session's cookie, writing under the mandate that the request names.
    ///
    /// # Errors
    /// When the session is over, or the mandate is not theirs.
    pub async fn by_session(
        &self,
        cookie: &SessionCookie,
        mandate: Option<Uuid>,
    ) -> Result<Recognised, ClientError> {
        let digest = cookie.secret.digest().stored();
        let shown = Shown::Session(cookie.id, digest.clone());
        let (viewer, facts) = self.0.recogniser.viewer(&shown, mandate).await?;
        let renewed = session::renew(&self.0.log, &facts, cookie, &digest).await?;
        if renewed.is_some() {
            self.0.recogniser.forget(&shown);
        }
        let basis = Basis {
            shown: Shown::Begun(cookie.id),
            mandate,
            until: None,
        };
        Ok(Recognised {
            viewer,
            renewed,
            basis,
        })
    }

    /// The person who shows this session's cookie; none when it is over.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn person_of(&self, cookie: &SessionCookie) -> Result<Option<Uuid>, ClientError> {
        let shown = Shown::Session(cookie.id, cookie.secret.digest().stored());
        let found = self.0.recogniser.facts(&shown).await?;
        Ok(found.map(|facts| facts.person))
    }

    /// Ends the session of this cookie; one that is over is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(
        &self,
        cookie: &SessionCookie,
        everywhere: bool,
    ) -> Result<(), ClientError> {
        let over = |error: ClientError| match error.code {
            Code::CredentialEnded => Ok(()),
            _ => Err(error),
        };
        let recognised = match self.by_session(cookie, None).await {
            Ok(recognised) => recognised,
            Err(error) => return over(error),
        };
        let actor = recognised.viewer.themselves();
        match members::sign_out(&self.0.log, actor, everywhere).await {
            Ok(_) => Ok(()),
            // Another request may have been faster.
            Err(Failure::Client(error)) => over(error),
            Err(Failure::Refused(mistakes)) => Err(ClientError::internal(format!("{mistakes:?}"))),
        }
    }

    /// Who sends this bearer token (RFC 6750): one of the hub's, or of an issuer that the operator
    /// trusts.
    ///
    /// # Errors
    /// When the token is not taken, or the mandate is not theirs.
    pub async fn by_bearer(
        &self,
        token: &str,
        mandate: Option<Uuid>,
    ) -> Result<Recognised, Refusal> {
        let (shown, until) = match token.strip_prefix(TOKEN_PREFIX) {
            Some(secret) => {
                let secret = Secret::parse(secret).ok_or(Refusal::NoSuchToken)?;
                (Shown::Token(secret.digest().stored()), None)
            }
            None => {
                let (shown, until) = self.of_issuer(token).await?;
                (shown, Some(until))
            }
        };
        let (viewer, facts) = self.0.recogniser.viewer(&shown, mandate).await?;
        self.note_use(&facts);
        let basis = Basis {
            shown,
            mandate,
            until,
        };
        Ok(Recognised {
            viewer,
            renewed: None,
            basis,
        })
    }

    /// Who was recognised before, on a connection that lasts; as of now. A session gets no new secret
    /// by it: only an answer over HTTP could hand one on.
    ///
    /// # Errors
    /// [`Code::CredentialEnded`] when it has ended, [`Code::MandateNotHeld`] when the mandate has.
    pub async fn again(&self, basis: &Basis) -> Result<Viewer, ClientError> {
        let now = self.0.log.clock().now();
        if basis.until.is_some_and(|until| until <= now) {
            let message = "What you have shown to say who you are is not valid any more.";
            return Err(ClientError::new(Code::CredentialEnded, message));
        }
        let (viewer, _) = self
            .0
            .recogniser
            .viewer(&basis.shown, basis.mandate)
            .await?;
        Ok(viewer)
    }

    async fn of_issuer(&self, token: &str) -> Result<(Shown, DateTime<Utc>), Refusal> {
        let bearer = self.0.issuers.verify(token).await?;
        let Bearer {
            identity,
            scopes,
            expires_at,
            ..
        } = &*bearer;
        let until = *expires_at + LEEWAY;
        // They were read when the hub started.
        let read = |names: &Vec<String>| scopes_of(names).unwrap_or_default();
        let limits: Option<BTreeSet<Scope>> = scopes.as_ref().map(read);
        let key = (identity.issuer.clone(), identity.subject.clone());
        if let Some(person) = self.0.known.get(&key) {
            return Ok((Shown::Person(person, limits), until));
        }
        let email = identity.email.as_ref().map(|email| email.email().as_str());
        let welcome = self.welcomes(email).await?;
        let newcomer = Newcomer {
            email,
            identity: Some((&identity.issuer, &identity.subject)),
            current: None,
            name: identity.name.as_deref(),
            locale: None,
            anybody: welcome,
        };
        let entered = members::enter(&self.0.log, &newcomer).await?;
        let entered = entered.ok_or(Refusal::NotInvited)?;
        self.0.known.insert(key, entered.person);
        Ok((Shown::Person(entered.person, limits), until))
    }

    /// Notes, to the minute or so, that a token was used; nobody waits for it.
    fn note_use(&self, facts: &Facts) {
        let Credential::Token(id) = facts.credential else {
            return;
        };
        let log = self.0.log.clone();
        let ago = (facts.last_used_at).map(|at| log.clock().now() - at);
        if ago.is_some_and(|ago| ago < TimeDelta::seconds(60)) || !self.0.recogniser.first(id) {
            return;
        }
        tokio::spawn(async move {
            if let Err(error) = members::token_was_used(&log, id).await {
                tracing::warn!(cause = error.message, "the use of a token was not noted");
            }
        });
    }
}
