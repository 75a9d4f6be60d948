//! What is offered between a project and a party.

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use kernel::Party;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::OrganisationRole;

/// What was offered between a project and a party: a part in it, or its lead. What became of it stays
/// written, so that nobody is asked the same twice without knowing it.
#[derive(Clone, Debug)]
pub struct Partnership {
    /// Its key.
    pub id: Uuid,
    /// The project.
    pub project_id: Uuid,
    /// Who offers what.
    pub kind: PartnershipKind,
    /// The city; none when it is an organisation.
    pub city_id: Option<Uuid>,
    /// The organisation; none when it is a city.
    pub organisation_id: Option<Uuid>,
    /// What an organisation is to do there.
    pub role: Option<OrganisationRole>,
    /// What became of it.
    pub state: PartnershipState,
    /// The language of the message.
    pub locale: Option<String>,
    /// What was said with it.
    pub message: Option<String>,
    /// When it was offered.
    pub offered_at: DateTime<Utc>,
    /// When it was answered, or taken back.
    pub answered_at: Option<DateTime<Utc>>,
    /// Who may see it.
    pub audience: String,
}

/// Who offers what to whom.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartnershipKind {
    /// The project offers a part in it.
    Invitation,
    /// The project offers its lead to one of its partner cities.
    Lead,
    /// The party would like to take part.
    Interest,
}

/// What became of an offer.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartnershipState {
    /// It was not answered yet.
    Open,
    /// It was accepted.
    Accepted,
    /// It was declined.
    Declined,
    /// Whoever made it took it back.
    Withdrawn,
}

impl Partnership {
    /// To whom it was offered, or who would like to take part.
    pub fn party(&self) -> Party {
        match (self.city_id, self.organisation_id) {
            (Some(city), _) => Party::City(city),
            (None, Some(organisation)) => Party::Organisation(organisation),
            // The table does not take such a row.
            (None, None) => Party::Secretariat,
        }
    }
}
