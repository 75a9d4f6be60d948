//! What a browser keeps of a session, and when it gets something new to keep.

use std::fmt;

use activity::{Failure, Log};
use chrono::TimeDelta;
use kernel::{ClientError, Code, actor::Credential, secret::Secret};
use members::Facts;
use uuid::Uuid;

/// How long a secret is kept before it is changed.
const CHANGED_AFTER: TimeDelta = TimeDelta::hours(24);
/// How long the secret before is taken, for requests that were under way.
const STILL_TAKEN: TimeDelta = TimeDelta::seconds(60);

/// What a browser keeps of a session.
#[derive(Clone)]
pub struct SessionCookie {
    /// The session's key.
    pub id: Uuid,
    /// Its secret.
    pub secret: Secret,
}

impl SessionCookie {
    /// As it stands in the cookie.
    pub fn reveal(&self) -> String {
        format!("{}.{}", self.id.simple(), self.secret.reveal())
    }

    /// What [`SessionCookie::reveal`] wrote; none when it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.split_once('.')?;
        if id.len() != 32 {
            return None;
        }
        Some(Self {
            id: Uuid::try_parse(id).ok()?,
            secret: Secret::parse(secret)?,
        })
    }
}

impl fmt::Debug for SessionCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionCookie({}, …)", self.id)
    }
}

/// A new secret for the session, if it is time for one. A secret that was changed long ago is not
/// taken: whoever shows it has copied it, or somebody has copied the new one. So the session ends for
/// both.
pub(super) async fn renew(
    log: &Log,
    facts: &Facts,
    cookie: &SessionCookie,
    digest: &str,
) -> Result<Option<SessionCookie>, ClientError> {
    let (Credential::Session(id), Some(rotated_at)) = (facts.credential, facts.rotated_at) else {
        return Ok(None);
    };
    let age = log.clock().now() - rotated_at;
    if facts.is_previous {
        if age <= STILL_TAKEN {
            return Ok(None);
        }
        tracing::warn!(session = %id, "a secret of a session was shown that was changed long ago");
        match members::end_stolen_session(log, facts.person, id).await {
            Err(Failure::Client(error)) => return Err(error),
            Ok(()) | Err(Failure::Refused(_)) => {}
        }
        let message = "Your session has ended: sign in again.";
        return Err(ClientError::new(Code::CredentialEnded, message));
    }
    if age < CHANGED_AFTER {
        return Ok(None);
    }
    let secret = Secret::generate();
    let to = secret.digest().stored();
    let rotated = members::rotate_session(log, cookie.id, digest, &to).await?;
    Ok(rotated.then_some(SessionCookie {
        id: cookie.id,
        secret,
    }))
}
