//! Where people come in, and where whoever asks is recognised: what the doors call.
//!
//! There are three ways in: a one-time link by e-mail, an identity provider, and the link of an
//! invitation. Each ends in a session, whose secret the browser keeps in a cookie. Programs come with
//! a token of the hub, or of an issuer that the operator trusts.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use activity::Log;
use kernel::{ClientError, Viewer, secret::Secret};
use members::Circles;
use moka::sync::Cache;
use uuid::Uuid;

use crate::{
    Attempts, HttpClient, Issuers, Mailer, Provider, PublicUrl, Settings,
    outbox::Outbox,
    recogniser::{Basis, Recogniser, scopes},
};

mod asker;
mod journey;
mod mail;
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
    circles: Arc<dyn Circles>,
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
    /// What a stream rests on that is opened with it.
    pub basis: Basis,
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
            recogniser: Recogniser::new(log.clone(), circles.clone()),
            outbox: Outbox::new(
                log.clone(),
                circles.clone(),
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
            circles,
            log,
        })))
    }

    /// What sends the letters; somebody has to [run](Outbox::run) it.
    pub fn outbox(&self) -> Outbox {
        self.0.outbox.clone()
    }

    /// What knows who asks.
    pub fn recogniser(&self) -> &Recogniser {
        &self.0.recogniser
    }

    /// The hub's own address.
    pub fn public_url(&self) -> &PublicUrl {
        &self.0.public_url
    }

    /// The identity providers, by their names in addresses and for people.
    pub fn providers(&self) -> impl Iterator<Item = (&str, &str)> {
        (self.0.providers.iter()).map(|provider| (provider.id(), provider.name()))
    }

    /// Whether whoever has this address may come in, whom the hub does not know and nobody has invited to
    /// a mandate: where anybody may, and where an event expects them.
    async fn welcomes(&self, email: Option<&str>) -> Result<bool, ClientError> {
        let Some(email) = email.filter(|_| self.0.sign_up != SignUp::Anybody) else {
            return Ok(self.0.sign_up == SignUp::Anybody);
        };
        let mut conn = self.0.log.db().read().await?;
        Ok(self.0.circles.expects(&mut conn, email).await?)
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
}
