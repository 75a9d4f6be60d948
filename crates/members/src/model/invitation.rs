//! What is kept of an invitation.

use std::collections::BTreeSet;

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use kernel::{
    Party,
    actor::{Role, Scope},
};
use sqlx::types::Json;
use uuid::Uuid;

use super::PartyColumns;

/// An offer of a mandate, to whoever has an address.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Its key.
    pub id: Uuid,
    /// Where it was sent; none when it has ended.
    pub email: Option<String>,
    /// For whom the mandate is.
    pub party: PartyColumns,
    /// As what.
    pub role: Role,
    /// What the mandate will be limited to; none for all that the role may do.
    pub scopes: Option<Json<BTreeSet<Scope>>>,
    /// Until when the mandate will hold; none for no end.
    pub mandate_ends_at: Option<DateTime<Utc>>,
    /// The language of the letter, by BCP 47.
    pub locale: Option<String>,
    /// What became of it.
    pub state: InvitationState,
    /// When it was made.
    pub invited_at: DateTime<Utc>,
    /// The mandate it was made under; none where the operator did.
    pub invited_under: Option<Uuid>,
    /// Until when it can be taken up.
    pub expires_at: DateTime<Utc>,
    /// The mandate it became.
    pub mandate_id: Option<Uuid>,
    /// Who may see it.
    pub audience: String,
}

impl Invitation {
    /// For whom the mandate is.
    pub fn party(&self) -> Party {
        self.party.into()
    }
}

/// What became of an invitation.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// It was sent. Once its time is over it cannot be taken up any more.
    Pending,
    /// It became a mandate.
    TakenUp,
    /// It was taken back.
    Withdrawn,
}
