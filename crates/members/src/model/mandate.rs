//! What is kept of a mandate.

use std::collections::BTreeSet;

use access::Resource;
use chrono::{DateTime, Utc};
use kernel::{
    Party,
    actor::{Mandate, Role, Scope},
};
use sqlx::types::Json;
use uuid::Uuid;

/// For whom a person acts, as what, how far and how long.
#[derive(Clone, Debug)]
pub struct StoredMandate {
    /// Its key.
    pub id: Uuid,
    /// Who holds it; none when they were erased.
    pub person_id: Option<Uuid>,
    /// For whom its holder acts.
    pub party: PartyColumns,
    /// As what.
    pub role: Role,
    /// What it is limited to; none for all that the role may do.
    pub scopes: Option<Json<BTreeSet<Scope>>>,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when; none for no end.
    pub ends_at: Option<DateTime<Utc>>,
    /// When it was granted.
    pub granted_at: DateTime<Utc>,
    /// The mandate it was granted under; none where the operator did.
    pub granted_under: Option<Uuid>,
    /// Who may see it.
    pub audience: String,
}

/// A party as two columns: without either it is the secretariat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartyColumns {
    /// The city.
    pub city_id: Option<Uuid>,
    /// The organisation.
    pub organisation_id: Option<Uuid>,
}

impl From<PartyColumns> for Party {
    fn from(columns: PartyColumns) -> Self {
        match (columns.city_id, columns.organisation_id) {
            (Some(city), _) => Party::City(city),
            (None, Some(organisation)) => Party::Organisation(organisation),
            (None, None) => Party::Secretariat,
        }
    }
}

impl From<Party> for PartyColumns {
    fn from(party: Party) -> Self {
        let (city_id, organisation_id) = match party {
            Party::City(id) => (Some(id), None),
            Party::Organisation(id) => (None, Some(id)),
            Party::Secretariat => (None, None),
        };
        Self {
            city_id,
            organisation_id,
        }
    }
}

impl StoredMandate {
    /// For whom its holder acts.
    pub fn party(&self) -> Party {
        self.party.into()
    }

    /// What it is limited to.
    pub fn limits(&self) -> Option<BTreeSet<Scope>> {
        self.scopes.as_ref().map(|scopes| scopes.0.clone())
    }

    /// What the policies have to know of it.
    pub fn resource(&self) -> Resource {
        Resource::Mandate {
            id: self.id,
            party: self.party(),
            holder: self.person_id,
        }
    }

    /// As far as it decides what its holder may do.
    pub fn as_mandate(&self) -> Mandate {
        Mandate {
            id: self.id,
            party: self.party(),
            role: self.role,
            scopes: self.limits(),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
        }
    }
}
