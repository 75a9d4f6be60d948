//! Sends the letters that wait in the database, each once. A letter whose server is away is tried
//! again, later and later, until what it brings is over. Replicas share the work: each letter is taken
//! by one of them.

use std::{sync::Arc, time::Duration};

use activity::Log;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    Batch as _, ClientError, NodeRef, Party, Reader, Viewer, content::ContentsOf, locale::Locale,
    seat::SeatNews, secret::Secret,
};
use members::{Circles, INVITATION_DAYS, LINK_MINUTES, Letter as Waiting, post};
use tokio::sync::Notify;

use crate::{
    Email, Letter, Mailer, PublicUrl,
    letters::{Invitation, SeatLetter, SignInLink, role_name, secretariat_name},
};

/// A letter that is being sent is nobody else's for so long.
const TURN: TimeDelta = TimeDelta::seconds(60);
/// For how many days news of a place at an event is worth a letter: a mail server may be away.
const NEWS_DAYS: i64 = 7;
/// How long the outbox sleeps at most: another replica may have written a letter, and stopped.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Sends letters. Cheap to clone.
#[derive(Clone)]
pub struct Outbox(Arc<Inner>);

struct Inner {
    log: Log,
    circles: Arc<dyn Circles>,
    mailer: Mailer,
    public_url: PublicUrl,
    /// What the network is called.
    network: String,
    /// Whether anybody may come in.
    anybody: bool,
    wake: Notify,
}

/// What became of a letter.
enum Sent {
    /// It is done with: sent, or given up.
    Done,
    /// To be tried again.
    Later(DateTime<Utc>),
}

impl Outbox {
    /// An outbox of the letters of this log's database.
    pub fn new(
        log: Log,
        circles: Arc<dyn Circles>,
        mailer: Mailer,
        public_url: PublicUrl,
        network: String,
        anybody: bool,
    ) -> Self {
        Self(Arc::new(Inner {
            log,
            circles,
            mailer,
            public_url,
            network,
            anybody,
            wake: Notify::new(),
        }))
    }

    /// There is a letter: look now.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Sends letters until the future is dropped.
    pub async fn run(self) {
        loop {
            if let Err(error) = self.send_due().await {
                tracing::warn!(cause = error.message, "letters could not be looked for");
            }
            let wait = self.until_next().await;
            // Either way, the next thing is to look.
            let _ = tokio::time::timeout(wait, self.0.wake.notified()).await;
        }
    }

    /// How many letters wait: to be sent, or to be tried again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting(&self) -> Result<i64, ClientError> {
        post::waiting(&self.0.log).await
    }

    async fn until_next(&self) -> Duration {
        let next = post::next_due(&self.0.log).await.ok().flatten();
        let now = self.0.log.clock().now();
        let wait = next.and_then(|next| (next - now).to_std().ok());
        wait.unwrap_or(if next.is_some() {
            Duration::ZERO
        } else {
            LOOK_EVERY
        })
        .min(LOOK_EVERY)
    }

    /// Sends what is due now.
    ///
    /// # Errors
    /// When the database fails; what was taken comes again.
    pub async fn send_due(&self) -> Result<(), ClientError> {
        let log = &self.0.log;
        loop {
            let taken = post::take_due(log, log.clock().now() + TURN).await?;
            if taken.is_empty() {
                return Ok(());
            }
            for waiting in taken {
                match self.send(&waiting).await? {
                    Sent::Done => post::let_go(log, waiting.id).await?,
                    Sent::Later(at) => post::put_off(log, waiting.id, at).await?,
                }
            }
        }
    }

    async fn send(&self, waiting: &Waiting) -> Result<Sent, ClientError> {
        let Ok(to) = waiting.email.parse::<Email>() else {
            tracing::warn!(id = %waiting.id, "a letter to what is no address");
            return Ok(Sent::Done);
        };
        let letter = match (waiting.invitation_id, waiting.news, waiting.registration_id) {
            (Some(invitation), ..) => self.invitation(waiting, invitation, to).await?,
            (None, Some(news), Some(registration)) => {
                self.news(waiting, news, registration, to).await?
            }
            (None, ..) => self.link(waiting, to).await?,
        };
        let Some(letter) = letter else {
            return Ok(Sent::Done);
        };
        match self.0.mailer.send(&letter).await {
            Ok(()) => Ok(Sent::Done),
            Err(error) if error.is_temporary() => {
                tracing::warn!(id = %waiting.id, %error, "a letter is put off");
                Ok(Sent::Later(
                    self.0.log.clock().now() + delay(waiting.attempts),
                ))
            }
            Err(error) => {
                tracing::warn!(id = %waiting.id, %error, "a letter is given up");
                Ok(Sent::Done)
            }
        }
    }

    /// A link to sign in with; none when its time is over, or it would be for nobody.
    async fn link(&self, waiting: &Waiting, to: Email) -> Result<Option<Letter>, ClientError> {
        let log = &self.0.log;
        if log.clock().now() > waiting.requested_at + TimeDelta::minutes(LINK_MINUTES) {
            return Ok(None);
        }
        let secret = Secret::generate();
        let next = waiting.next.as_deref().unwrap_or("/");
        let digest = secret.digest().stored();
        let welcome = self.0.anybody || self.expects(&waiting.email).await?;
        let made = post::make_link(log, &waiting.email, next, &digest, welcome).await?;
        let Some(locale) = made else {
            return Ok(None);
        };
        let link = self.address("/auth/link", &secret);
        let letter = SignInLink {
            network: &self.0.network,
            link: &link,
            minutes: u32::try_from(LINK_MINUTES).unwrap_or(u32::MAX),
        };
        // Who asks in one language reads it; who asks in none may have told theirs before.
        let languages = languages([waiting.locale.as_deref(), locale.as_deref()]);
        Ok(Some(letter.letter(to, &languages)))
    }

    /// An invitation; none when it is not open any more.
    async fn invitation(
        &self,
        waiting: &Waiting,
        id: uuid::Uuid,
        to: Email,
    ) -> Result<Option<Letter>, ClientError> {
        let secret = Secret::generate();
        let digest = secret.digest().stored();
        let Some(invitation) = post::seal_invitation(&self.0.log, id, &digest).await? else {
            return Ok(None);
        };
        let languages = languages([waiting.locale.as_deref(), None]);
        let party = party_name(&self.0.log, invitation.party(), &languages).await?;
        let inviter = match invitation.audience.as_str() {
            audience if audience == invitation.party().audience() => party.clone(),
            _ => secretariat_name(&languages),
        };
        let link = self.address("/auth/invitation", &secret);
        let letter = Invitation {
            network: &self.0.network,
            inviter: &inviter,
            party: &party,
            role: &role_name(invitation.role, &languages),
            link: &link,
            days: u32::try_from(INVITATION_DAYS).unwrap_or(u32::MAX),
        };
        Ok(Some(letter.letter(to, &languages)))
    }

    /// News of a place at an event; none when it is news no longer.
    async fn news(
        &self,
        waiting: &Waiting,
        news: SeatNews,
        registration: uuid::Uuid,
        to: Email,
    ) -> Result<Option<Letter>, ClientError> {
        let log = &self.0.log;
        if log.clock().now() > waiting.requested_at + TimeDelta::days(NEWS_DAYS) {
            return Ok(None);
        }
        let mut conn = log.db().read().await?;
        let circles = &self.0.circles;
        let found = circles
            .place(&mut conn, registration, news, &waiting.email)
            .await?;
        drop(conn);
        let Some(place) = found else {
            return Ok(None);
        };
        let known = post::language_of(log, &waiting.email).await?;
        // Whose language nobody knows reads that of the event.
        let languages = languages([known.as_deref(), Some(&place.original_locale)]);
        let event = title(log, place.event, &languages).await?;
        let city = match place.city {
            Some(city) => Some(title(log, city, &languages).await?),
            None => None,
        };
        let letter = SeatLetter {
            network: &self.0.network,
            news,
            event: &event,
            city: city.as_deref(),
            starts_on: place.starts_on,
            ends_on: place.ends_on,
            time_zone: place.time_zone.as_deref(),
            is_seated: place.is_seated,
            link: &self.0.public_url.join("/auth/sign-in"),
        };
        Ok(Some(letter.letter(to, &languages)))
    }

    /// Whether an event expects whoever has this address.
    async fn expects(&self, email: &str) -> Result<bool, ClientError> {
        let mut conn = self.0.log.db().read().await?;
        Ok(self.0.circles.expects(&mut conn, email).await?)
    }

    fn address(&self, path: &str, secret: &Secret) -> url::Url {
        link_address(&self.0.public_url, path, secret)
    }
}

/// The address of a link: the secret is in the query, which no log of ours writes.
pub fn link_address(public_url: &PublicUrl, path: &str, secret: &Secret) -> url::Url {
    let mut url = public_url.join(path);
    url.query_pairs_mut()
        .append_pair("secret", &secret.reveal());
    url
}

/// What a party is called, in these languages.
///
/// # Errors
/// When the database fails.
pub async fn party_name(
    log: &Log,
    party: Party,
    languages: &[Locale],
) -> Result<String, ClientError> {
    match party.node() {
        Some(node) => title(log, node, languages).await,
        None => Ok(secretariat_name(languages)),
    }
}

/// The title of a node, in these languages.
async fn title(log: &Log, node: NodeRef, languages: &[Locale]) -> Result<String, ClientError> {
    let now = log.clock().now();
    let reader = Reader::new(log.db().clone(), Viewer::system(), languages.to_vec(), now);
    let found = ContentsOf::load(&reader, &[node]).await?;
    let title = found
        .get(&node)
        .map(|contents| contents.pick(languages).title);
    Ok(title.unwrap_or_else(|| unnamed(node)))
}

fn unnamed(node: NodeRef) -> String {
    node.to_string()
}

fn languages(tags: [Option<&str>; 2]) -> Vec<Locale> {
    let tags = tags.into_iter().flatten();
    tags.filter_map(|tag| tag.parse().ok()).collect()
}

/// How long to wait after so many attempts: half a minute, doubled each time, up to ten minutes.
fn delay(attempts: i32) -> TimeDelta {
    let doubled = 30_i64 << attempts.clamp(1, 6).saturating_sub(1);
    TimeDelta::seconds(doubled.min(600))
}
