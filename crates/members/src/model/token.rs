//! What is kept of a token.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kernel::actor::Scope;
use sqlx::types::Json;
use uuid::Uuid;

/// What a program shows to act for a person. Of its secret, only a digest is kept.
#[derive(Clone, Debug)]
pub struct ApiToken {
    /// Its key.
    pub id: Uuid,
    /// For whom it acts.
    pub person_id: Uuid,
    /// The one mandate it writes under; none when it may use each that the person holds.
    pub mandate_id: Option<Uuid>,
    /// What its owner calls it.
    pub name: String,
    /// What it is limited to.
    pub scopes: Json<BTreeSet<Scope>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when it is taken.
    pub expires_at: DateTime<Utc>,
    /// When it was used last, to the minute or so; none when it never was.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was ended; none when it was not.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Who may see it: its owner.
    pub audience: String,
}
