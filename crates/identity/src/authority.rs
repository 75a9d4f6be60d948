//! What an issuer publishes about itself: where its endpoints are, and the keys it signs with.
//!
//! It is fetched when it is first needed, so the hub starts when a provider is away, and again when
//! it is an hour old. A token signed with a key that is not there may mean that the keys changed, or
//! may be forged: so it has them fetched early, but at most once in 30 s, whoever sends how many.
//! Meanwhile everybody else goes on with the keys there are.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::Clock;
use openidconnect::{AdditionalProviderMetadata, IssuerUrl, ProviderMetadata, core};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::http::HttpClient;

/// For how long what was fetched is used.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// How often an unknown key may have the keys fetched anew.
const EARLY: TimeDelta = TimeDelta::seconds(30);
/// How long after a failure nobody is asked again.
const PAUSE: TimeDelta = TimeDelta::seconds(5);

/// The discovery document (OpenID Connect Discovery 1.0 §3) with the keys it points at.
pub(crate) type Metadata = ProviderMetadata<
    Extra,
    core::CoreAuthDisplay,
    core::CoreClientAuthMethod,
    core::CoreClaimName,
    core::CoreClaimType,
    core::CoreGrantType,
    core::CoreJweContentEncryptionAlgorithm,
    core::CoreJweKeyManagementAlgorithm,
    core::CoreJsonWebKey,
    core::CoreResponseMode,
    core::CoreResponseType,
    core::CoreSubjectIdentifierType,
>;

/// What else of it we read.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Extra {
    /// Whether the provider names itself in its redirects (RFC 9207 §3).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Extra {}

/// The issuer does not answer, or not with what it should. The log knows more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unavailable;

/// An issuer, and what it last published.
pub(crate) struct Authority {
    issuer: IssuerUrl,
    http: HttpClient,
    clock: Clock,
    known: RwLock<Option<(DateTime<Utc>, Arc<Metadata>)>>,
    /// When it was last asked. Whoever holds this lock is the one who asks.
    asked: Arc<Mutex<Option<DateTime<Utc>>>>,
}

impl Authority {
    /// `issuer` was checked when the settings were read.
    pub fn new(issuer: &str, http: HttpClient, clock: Clock) -> Result<Arc<Self>, url::ParseError> {
        Ok(Arc::new(Self {
            issuer: IssuerUrl::new(issuer.to_owned())?,
            http,
            clock,
            known: RwLock::default(),
            asked: Arc::default(),
        }))
    }

    /// What the issuer publishes, at most an hour old.
    pub async fn metadata(self: &Arc<Self>) -> Result<Arc<Metadata>, Unavailable> {
        if let Some(known) = self.fresh() {
            return Ok(known);
        }
        let asked = self.asked.clone().lock_owned().await;
        // Somebody else asked while we waited.
        if let Some(known) = self.fresh() {
            return Ok(known);
        }
        if self.within(*asked, PAUSE) {
            return Err(Unavailable);
        }
        self.ask(asked).await
    }

    /// What the issuer publishes now, when a key is missing in `seen`; `None` when that is not to be
    /// had, or was fetched just before.
    pub async fn newer(self: &Arc<Self>, seen: &Arc<Metadata>) -> Option<Arc<Metadata>> {
        let asked = self.asked.clone().lock_owned().await;
        if let Some(known) = self.fresh()
            && !Arc::ptr_eq(&known, seen)
        {
            return Some(known);
        }
        if self.within(*asked, EARLY) {
            return None;
        }
        self.ask(asked).await.ok()
    }

    fn fresh(&self) -> Option<Arc<Metadata>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let (at, metadata) = known.as_ref()?;
        self.within(Some(*at), FRESH).then(|| metadata.clone())
    }

    /// A clock that was set back must not keep old keys for as long.
    fn within(&self, at: Option<DateTime<Utc>>, limit: TimeDelta) -> bool {
        at.is_some_and(|at| (TimeDelta::zero()..limit).contains(&(self.clock.now() - at)))
    }

    /// In a task of its own, so that it comes to its end though the one who wanted it has gone:
    /// else every request that is broken off would make the hub ask once more.
    async fn ask(
        self: &Arc<Self>,
        mut asked: OwnedMutexGuard<Option<DateTime<Utc>>>,
    ) -> Result<Arc<Metadata>, Unavailable> {
        let this = self.clone();
        let task = tokio::spawn(async move {
            let metadata = this.fetch().await;
            *asked = Some(this.clock.now());
            metadata
        });
        task.await.unwrap_or(Err(Unavailable))
    }

    async fn fetch(&self) -> Result<Arc<Metadata>, Unavailable> {
        let send = self.http.sender();
        let metadata = Metadata::discover_async(self.issuer.clone(), &send)
            .await
            .map_err(|error| {
                let cause = chain(&error);
                tracing::warn!(issuer = %self.issuer.as_str(), cause, "an issuer is unavailable");
                Unavailable
            })?;
        let metadata = Arc::new(metadata);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        *known = Some((self.clock.now(), metadata.clone()));
        Ok(metadata)
    }
}

/// An error with its causes, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let texts: Vec<_> = causes.map(ToString::to_string).collect();
    texts.join(": ")
}
