//! A write in the making: an open transaction that collects its activities. Its commit appends them
//! with their positions, as the transaction's last statement.

use access::{Action, Permit, Resource};
use chrono::{DateTime, Utc};
use kernel::{Actor, ClientError, Clock, Code, Conn, NodeRef, Tx};
use uuid::Uuid;

use crate::{Draft, Log, Outcome, store};

/// An open write. Dropped without a commit, nothing happened.
pub struct Write {
    tx: Tx,
    log: Log,
    actor: Actor,
    now: DateTime<Utc>,
    /// The first activity's id is known early: an idempotency record points at it.
    first_id: Uuid,
    drafts: Vec<Draft>,
}

impl Write {
    pub(crate) fn new(tx: Tx, log: Log, actor: Actor) -> Self {
        let now = log.clock().now();
        let first_id = log.clock().new_id();
        Self {
            tx,
            log,
            actor,
            now,
            first_id,
            drafts: Vec::new(),
        }
    }

    /// Opens a write outside the frame of a mutation.
    ///
    /// # Errors
    /// When who acts may not act any more, or the database fails.
    pub async fn begin(log: &Log, actor: Actor) -> Result<Self, ClientError> {
        let write = Self::open(log, actor).await?;
        write.checked().await
    }

    /// Opens a write that takes a right away: that ends a mandate, a token or a session. These come one
    /// after the other. For each holds on to what it rests on, and ends what others may rest on: two at
    /// the same time could wait for each other.
    ///
    /// # Errors
    /// As [`Write::begin`].
    pub async fn begin_revoking(log: &Log, actor: Actor) -> Result<Self, ClientError> {
        let mut write = Self::open(log, actor).await?;
        store::revoke_alone(&mut write.conn()).await?;
        // It happens when its turn has come: else what ended while it waited would still hold for it.
        write.now = log.clock().now();
        write.checked().await
    }

    async fn open(log: &Log, actor: Actor) -> Result<Self, ClientError> {
        if actor == Actor::Anonymous {
            // Not worth a transaction.
            let message = "Sign in first: this is not for anybody.";
            return Err(ClientError::new(Code::Unauthenticated, message));
        }
        Ok(Self::new(log.db().begin().await?, log.clone(), actor))
    }

    async fn checked(mut self) -> Result<Self, ClientError> {
        self.log.check(&mut self.tx.conn(), &self.actor).await?;
        Ok(self)
    }

    /// The connection for the stores.
    pub fn conn(&mut self) -> Conn<'_> {
        self.tx.conn()
    }

    /// In whose name it is written.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Asks the policy. What comes back is what [`Write::commit`] asks for.
    ///
    /// # Errors
    /// That the actor may not.
    pub fn authorize(&self, action: Action, resource: &Resource) -> Result<Permit, ClientError> {
        self.log.policy().authorize(&self.actor, action, resource)
    }

    /// When this write happens, in all its rows.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The clock, for new ids.
    pub fn clock(&self) -> Clock {
        self.log.clock().clone()
    }

    /// The id that the first activity of this write will have: for rows that point at it.
    pub fn first_id(&self) -> Uuid {
        self.first_id
    }

    /// Adds an activity, to be appended by the commit.
    pub fn record(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }

    /// Appends the activities and makes everything last.
    ///
    /// # Errors
    /// What the database says; then nothing was written. A write without an activity is refused, and
    /// one with another's permit.
    pub async fn commit(mut self, permit: Permit, node: NodeRef) -> Result<Outcome, sqlx::Error> {
        if *permit.actor() != self.actor {
            return Err(sqlx::Error::Protocol(
                "a write must have a permit of its own".into(),
            ));
        }
        if self.drafts.is_empty() {
            return Err(sqlx::Error::Protocol(
                "a write must record an activity".into(),
            ));
        }
        let entries: Vec<_> = (self.drafts.iter().enumerate())
            .map(|(i, draft)| {
                let id = if i == 0 {
                    self.first_id
                } else {
                    self.log.clock().new_id()
                };
                store::Entry::new(i, id, self.now, &self.actor, draft)
            })
            .collect();
        let base = store::append(&mut self.tx.conn(), &entries).await?;
        self.tx.commit().await?;
        let added = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        let position = base + added;
        self.log.wrote(position);
        Ok(Outcome {
            node,
            activity: Some(self.first_id),
            position: Some(position),
        })
    }
}
