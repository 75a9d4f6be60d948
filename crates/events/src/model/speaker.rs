//! Who speaks in a session.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Who speaks in a session: by their office, for a city or an organisation; a person by name once they
/// agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The session.
    pub session_id: Uuid,
    /// The place among those who speak, from 0.
    pub ordinal: i32,
    /// The office, in the words of who makes the event.
    pub role: Option<String>,
    /// The city that is spoken for.
    pub city_id: Option<Uuid>,
    /// The organisation that is spoken for.
    pub organisation_id: Option<Uuid>,
    /// The person.
    pub person_id: Option<Uuid>,
    /// When the person agreed to be named.
    pub agreed_at: Option<DateTime<Utc>>,
}

impl Speaker {
    /// Whether it still says who speaks when the person is left out.
    pub fn is_known_without_person(&self) -> bool {
        self.role.is_some() || self.city_id.is_some() || self.organisation_id.is_some()
    }
}
