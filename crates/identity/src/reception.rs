//! Where people come in, and where whoever asks is recognised: what the doors call.
//!
//! There are three ways in: a one-time link by e-mail, an identity provider, and the link of an
//! invitation. Each ends in a session, whose secret the browser keeps in a cookie. Programs come with
//! a token of the hub, or of an issuer that the operator trusts.

use std::{collections::BTreeSet, net::IpAddr, num::NonZeroU32, sync::Arc, time::Duration};

use activity::{Failure, Log};
use chrono::TimeDelta;
use kernel::{
    ClientError, Code, Viewer,
    actor::{Credential, Scope},
    email::Email,
    locale::Locale,
    secret::{Digest, Secret},
};
use members::{Circles, Facts, Newcomer, Shown, TOKEN_PREFIX, TakeUp, post};
use moka::sync::Cache;
use url::Url;
use uuid::Uuid;

use crate::{
    Attempts, Bearer, HttpClient, Issuers, Mailer, Provider, PublicUrl, RetryAfter, Settings,
    letters::role_name,
    origin::safe_next,
    outbox::{Outbox, party_name},
    provider::{Begun, Finish},
    recogniser::{Recogniser, scopes},
};

mod refusal;
mod session;

pub use refusal::Refusal;
pub use session::SessionCookie;

/// How often a link may be asked for with one address, and how often by one client; in an hour.
const PER_ADDRESS: NonZeroU32 = NonZeroU32::new(5).unwrap();
const PER_CLIENT: NonZeroU32 = NonZeroU32::new(60).unwrap();
const HOUR: Duration = Duration::from_secs(3600);
/// How many addresses and clients are counted at a time.
const COUNTED: usize = 100_000;

/// Who may come in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignUp {
    /// Those the hub knows, and those who were invited.
    #[default]
    Invited,
    /// Anybody with an e-mail address, or with an account at one of the identity providers.
    Anybody,
}

/// How people come in.
pub struct Options {
    /// The operator's identity file.
    pub settings: Settings,
    /// What sends mail.
    pub mailer: Mailer,
    /// The hub's own address.
    pub public_url: PublicUrl,
    /// What the network is called in letters.
    pub network: String,
    /// Who may come in.
    pub sign_up: SignUp,
}

/// Where people come in. Cheap to clone.
#[derive(Clone)]
pub struct Reception(Arc<Inner>);

struct Inner {
    log: Log,
    recogniser: Recogniser,
    outbox: Outbox,
    providers: Vec<Provider>,
    issuers: Issuers,
    /// Who is whom to an issuer, for a minute.
    known: Cache<(String, String), Uuid>,
    by_address: Attempts,
    by_client: Attempts,
    public_url: PublicUrl,
    sign_up: SignUp,
}

/// Why a reception cannot open.
#[derive(Debug, thiserror::Error)]
pub enum Closed {
    /// The client for identity providers cannot be made.
    #[error("identity providers cannot be asked: {0}")]
    Http(#[from] reqwest::Error),
    /// A provider or an issuer is no address.
    #[error("an identity provider is no address: {0}")]
    Address(#[from] url::ParseError),
    /// An issuer's tokens are to have a scope that there is not.
    #[error("the identity file gives the tokens of {issuer} a scope that there is not: {mistake}")]
    Scope {
        /// The issuer.
        issuer: String,
        /// What is wrong.
        mistake: String,
    },
}

/// What an invitation offers, for the page that asks whether to take it up.
#[derive(Clone, Debug)]
pub struct Offer {
    /// To whom it was sent.
    pub email: String,
    /// For whom the mandate is.
    pub party: String,
    /// As what.
    pub role: String,
    /// Whether the hub knows the person; else they say what they are called.
    pub is_known: bool,
}

/// Who came in, and where they wanted to go.
#[derive(Debug)]
pub struct CameIn {
    /// The session.
    pub session: SessionCookie,
    /// A path of the hub.
    pub next: String,
}

/// What a browser keeps while it is at an identity provider.
#[derive(Clone, Debug)]
pub struct Journey {
    /// The provider.
    pub provider: String,
    /// What it sends back.
    pub state: Secret,
    /// What the ID token must contain.
    pub nonce: Secret,
    /// What proves that who finishes is who began.
    pub verifier: Secret,
    /// Where to go afterwards: a path of the hub.
    pub next: String,
}

/// What came back from an identity provider.
#[derive(Clone, Copy, Debug)]
pub struct Back<'a> {
    /// The code.
    pub code: &'a str,
    /// The state.
    pub state: &'a str,
    /// The provider, as it names itself.
    pub iss: Option<&'a str>,
}

/// Who asks, and a new secret for their session, if it is time for one.
#[derive(Debug)]
pub struct Recognised {
    /// Who asks.
    pub viewer: Viewer,
    /// For the browser to keep instead of what it showed.
    pub renewed: Option<SessionCookie>,
}

impl Reception {
    /// Opens a reception on this log.
    ///
    /// # Errors
    /// When the options do not fit.
    pub fn new(log: Log, circles: Arc<dyn Circles>, options: Options) -> Result<Self, Closed> {
        let http = HttpClient::new()?;
        let clock = log.clock().clone();
        for issuer in &options.settings.issuers {
            let names = issuer.scopes.as_deref().unwrap_or_default();
            scopes(names).map_err(|mistake| Closed::Scope {
                issuer: issuer.issuer.clone(),
                mistake,
            })?;
        }
        let providers = (options.settings.providers.into_iter())
            .map(|settings| Provider::new(settings, http.clone(), clock.clone()))
            .collect::<Result<_, _>>()?;
        let anybody = options.sign_up == SignUp::Anybody;
        Ok(Self(Arc::new(Inner {
            recogniser: Recogniser::new(log.clone(), circles),
            outbox: Outbox::new(
                log.clone(),
                options.mailer,
                options.public_url.clone(),
                options.network,
                anybody,
            ),
            providers,
            issuers: Issuers::new(options.settings.issuers, &http, &clock)?,
            known: Cache::builder()
                .max_capacity(10_000)
                .time_to_live(Duration::from_secs(60))
                .build(),
            by_address: Attempts::new(PER_ADDRESS, HOUR, COUNTED),
            by_client: Attempts::new(PER_CLIENT, HOUR, COUNTED),
            public_url: options.public_url,
            sign_up: options.sign_up,
            log,
        })))
    }

    /// What sends the letters; somebody has to [run](Outbox::run) it.
    pub fn outbox(&self) -> Outbox {
        self.0.outbox.clone()
    }

    /// The hub's own address.
    pub fn public_url(&self) -> &PublicUrl {
        &self.0.public_url
    }

    /// The identity providers, by their names in addresses and for people.
    pub fn providers(&self) -> impl Iterator<Item = (&str, &str)> {
        (self.0.providers.iter()).map(|provider| (provider.id(), provider.name()))
    }

    fn anybody(&self) -> bool {
        self.0.sign_up == SignUp::Anybody
    }

    /// Sends a link to sign in with to this address, if the hub knows it. Who asks learns nothing of
    /// that, neither by the answer nor by its time: it is found out when the letter is sent.
    ///
    /// # Errors
    /// When it is no address, or was asked for too often, with this address or by this client.
    pub async fn request_link(
        &self,
        email: &str,
        next: &str,
        languages: &[Locale],
        client: IpAddr,
    ) -> Result<(), Refusal> {
        let email: Email = email.parse().map_err(|_| Refusal::NotAnEmail)?;
        let limited = |RetryAfter(wait)| Refusal::TooMany(RetryAfter(wait));
        self.0
            .by_client
            .check(network_of(client))
            .map_err(limited)?;
        self.0.by_address.check(email.as_str()).map_err(limited)?;
        let locale = languages.first().map(Locale::tag);
        let next = safe_next(next);
        members::request_link(&self.0.log, email.as_str(), locale.as_deref(), next).await?;
        self.0.outbox.wake();
        Ok(())
    }

    /// Whom a link is for, as long as it can be used.
    ///
    /// # Errors
    /// When it cannot be used.
    pub async fn link_is_for(&self, secret: &str) -> Result<String, Refusal> {
        let digest = digest(secret)?;
        let found = post::link_is_for(&self.0.log, &digest).await?;
        found.ok_or(Refusal::LinkOver)
    }

    /// Uses a link up, and begins a session.
    ///
    /// # Errors
    /// When it cannot be used, or not any more.
    pub async fn use_link(&self, secret: &str) -> Result<CameIn, Refusal> {
        let digest = digest(secret)?;
        let found = members::enter_by_link(&self.0.log, &digest, self.anybody()).await?;
        let (entered, next) = found.ok_or(Refusal::LinkOver)?;
        self.begin_session(entered.person, next).await
    }

    /// What an invitation offers, as long as it can be taken up.
    ///
    /// # Errors
    /// When it cannot be taken up.
    pub async fn offer(&self, secret: &str, languages: &[Locale]) -> Result<Offer, Refusal> {
        let digest = digest(secret)?;
        let found = post::invitation_by_secret(&self.0.log, &digest).await?;
        let (invitation, is_known) = found.ok_or(Refusal::InvitationOver)?;
        Ok(Offer {
            party: party_name(&self.0.log, invitation.party(), languages).await?,
            role: role_name(invitation.role, languages),
            email: invitation.email.unwrap_or_default(),
            is_known,
        })
    }

    /// Takes an invitation up, and begins a session.
    ///
    /// # Errors
    /// When it cannot be taken up, or not any more.
    pub async fn take_up(
        &self,
        secret: &str,
        name: Option<&str>,
        languages: &[Locale],
    ) -> Result<CameIn, Refusal> {
        let digest = digest(secret)?;
        let locale = languages.first().map(Locale::tag);
        let take = TakeUp {
            secret_digest: &digest,
            name,
            locale: locale.as_deref(),
        };
        let found = members::take_up(&self.0.log, &take).await?;
        let entered = found.ok_or(Refusal::InvitationOver)?;
        self.begin_session(entered.person, "/".to_owned()).await
    }

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
        let newcomer = Newcomer {
            email: identity.email.as_ref().map(|email| email.email().as_str()),
            identity: Some((&identity.issuer, &identity.subject)),
            current,
            name: identity.name.as_deref(),
            locale: locale.as_deref(),
            anybody: self.anybody(),
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

    async fn begin_session(&self, person: Uuid, next: String) -> Result<CameIn, Refusal> {
        let secret = Secret::generate();
        let digest = secret.digest().stored();
        let login = members::start_session(&self.0.log, person, &digest).await?;
        let session = SessionCookie {
            id: login.id,
            secret,
        };
        Ok(CameIn { session, next })
    }

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
        Ok(Recognised { viewer, renewed })
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
        let shown = match token.strip_prefix(TOKEN_PREFIX) {
            Some(secret) => {
                let secret = Secret::parse(secret).ok_or(Refusal::NoSuchToken)?;
                Shown::Token(secret.digest().stored())
            }
            None => self.of_issuer(token).await?,
        };
        let (viewer, facts) = self.0.recogniser.viewer(&shown, mandate).await?;
        self.note_use(&facts);
        Ok(Recognised {
            viewer,
            renewed: None,
        })
    }

    async fn of_issuer(&self, token: &str) -> Result<Shown, Refusal> {
        let bearer = self.0.issuers.verify(token).await?;
        let Bearer {
            identity, scopes, ..
        } = &*bearer;
        // They were read when the hub started.
        let read = |names: &Vec<String>| self::scopes(names).unwrap_or_default();
        let limits: Option<BTreeSet<Scope>> = scopes.as_ref().map(read);
        let key = (identity.issuer.clone(), identity.subject.clone());
        if let Some(person) = self.0.known.get(&key) {
            return Ok(Shown::Person(person, limits));
        }
        let newcomer = Newcomer {
            email: identity.email.as_ref().map(|email| email.email().as_str()),
            identity: Some((&identity.issuer, &identity.subject)),
            current: None,
            name: identity.name.as_deref(),
            locale: None,
            anybody: self.anybody(),
        };
        let entered = members::enter(&self.0.log, &newcomer).await?;
        let entered = entered.ok_or(Refusal::NotInvited)?;
        self.0.known.insert(key, entered.person);
        Ok(Shown::Person(entered.person, limits))
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

/// What is stored of a link's secret.
fn digest(secret: &str) -> Result<String, Refusal> {
    let secret = Secret::parse(secret).ok_or(Refusal::LinkOver)?;
    Ok(Digest::stored(&secret.digest()))
}

/// Clients of IPv6 have whole networks to themselves: they are counted by the first 64 bits.
fn network_of(client: IpAddr) -> [u8; 8] {
    match client.to_canonical() {
        IpAddr::V4(address) => {
            let mut network = [0; 8];
            network[4..].copy_from_slice(&address.octets());
            network
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, e, f, g, h, ..] = address.octets();
            [a, b, c, d, e, f, g, h]
        }
    }
}
