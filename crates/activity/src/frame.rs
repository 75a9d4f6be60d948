//! The frame of a mutation: idempotency around a write, and the two ways it can fail.

use access::Permit;
use chrono::TimeDelta;
use kernel::{
    Actor, ClientError, Kind, NodeRef, UserError, UserErrorCode,
    db::{Constraint, mend},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    Log, Write,
    store::{self, Claim},
};

/// How long an idempotency key keeps its answer, in hours.
const KEPT_HOURS: i64 = 24;

/// A mutation as it was called.
#[derive(Debug)]
pub struct Frame {
    /// Which mutation.
    pub operation: &'static str,
    /// In whose name.
    pub actor: Actor,
    /// The key under which calling it twice is calling it once.
    pub idempotency_key: Option<String>,
    /// The digest of its input.
    pub digest: String,
}

/// What a mutation came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The node that it made or changed.
    pub node: NodeRef,
    /// Its (first) activity; none when nothing had to change.
    pub activity: Option<Uuid>,
    /// The last position of this write; none when it is a replay, or nothing had to change.
    pub position: Option<i64>,
}

/// A mutation that has begun.
pub enum Begun {
    /// To be done.
    Fresh(Write),
    /// Done before, under the same key with the same input.
    Replayed(Outcome),
}

/// Why a mutation was not done. Nothing was changed.
#[derive(Debug)]
pub enum Failure {
    /// Its user can mend this.
    Refused(Vec<UserError>),
    /// Its user cannot.
    Client(ClientError),
}

impl Frame {
    /// The frame of a call with this input.
    pub fn new(
        operation: &'static str,
        actor: Actor,
        idempotency_key: Option<&str>,
        input: &impl Serialize,
    ) -> Self {
        let json = serde_json::to_vec(input).unwrap_or_default();
        let digest = Sha256::digest(json)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let idempotency_key = idempotency_key.map(str::to_owned);
        Self {
            operation,
            actor,
            idempotency_key,
            digest,
        }
    }

    /// Opens the write, unless the same call was done before.
    ///
    /// # Errors
    /// When the key was used with another input, is no key, or the database fails.
    pub async fn begin(&self, log: &Log) -> Result<Begun, Failure> {
        self.claim(Write::begin(log, self.actor.clone()).await?)
            .await
    }

    /// Opens a write that takes a right away, unless the same call was done before.
    ///
    /// # Errors
    /// As [`Frame::begin`].
    pub async fn begin_revoking(&self, log: &Log) -> Result<Begun, Failure> {
        self.claim(Write::begin_revoking(log, self.actor.clone()).await?)
            .await
    }

    async fn claim(&self, mut write: Write) -> Result<Begun, Failure> {
        let refuse = |code, message: &str| {
            Err(Failure::Refused(vec![UserError::new(
                code,
                "idempotencyKey",
                message,
            )]))
        };
        let Some(key) = &self.idempotency_key else {
            return Ok(Begun::Fresh(write));
        };
        if key.is_empty() || key.len() > 200 {
            return refuse(UserErrorCode::Invalid, "A key has from 1 to 200 bytes.");
        }
        let now = write.now();
        // The same under another mandate is another call.
        let digest = match self
            .actor
            .person()
            .and_then(|acting| acting.mandate.as_ref())
        {
            Some(mandate) => format!("{} {}", self.digest, mandate.id),
            None => self.digest.clone(),
        };
        let claim = Claim {
            actor: &actor_key(&self.actor),
            key,
            operation: self.operation,
            digest: &digest,
            activity_id: write.first_id(),
            now,
            expires_at: now + TimeDelta::hours(KEPT_HOURS),
        };
        match store::claim(&mut write.conn(), &claim).await? {
            None => Ok(Begun::Fresh(write)),
            Some(stored) if stored.operation != self.operation || stored.digest != digest => {
                refuse(
                    UserErrorCode::IdempotencyKeyReused,
                    "This key was used within the last 24 hours, with another input.",
                )
            }
            Some(stored) => {
                let kind = Kind::from_prefix(&stored.node_kind).ok_or_else(|| {
                    ClientError::internal(format!("idempotency: kind {}", stored.node_kind))
                })?;
                let node = NodeRef::new(kind, stored.node_id);
                Ok(Begun::Replayed(Outcome {
                    node,
                    activity: Some(stored.activity_id),
                    position: None,
                }))
            }
        }
    }

    /// Commits the write, and keeps what it came to under the key.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit(
        &self,
        mut write: Write,
        permit: Permit,
        node: NodeRef,
    ) -> Result<Outcome, Failure> {
        if self.idempotency_key.is_some() {
            let id = write.first_id();
            store::complete(&mut write.conn(), id, node).await?;
        }
        Ok(write.commit(permit, node).await?)
    }
}

fn actor_key(actor: &Actor) -> String {
    match actor {
        Actor::Person(acting) => actor_key_of(acting.person),
        Actor::System | Actor::Anonymous => "system".to_owned(),
    }
}

/// Under what the calls of a person are kept.
pub(crate) fn actor_key_of(person: Uuid) -> String {
    person.to_string()
}

impl Failure {
    /// What a database error means to the user, by the constraints that the command may violate.
    pub fn of(error: sqlx::Error, constraints: &[Constraint]) -> Self {
        match mend(&error, constraints) {
            Some(mistake) => Failure::Refused(vec![mistake]),
            None => Failure::Client(error.into()),
        }
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Failure::Client(error.into())
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Failure::Client(error)
    }
}

impl From<Vec<UserError>> for Failure {
    fn from(mistakes: Vec<UserError>) -> Self {
        Failure::Refused(mistakes)
    }
}

impl From<UserError> for Failure {
    fn from(mistake: UserError) -> Self {
        Failure::Refused(vec![mistake])
    }
}
