//! What registrations ask of the domain of people. The `schema` crate answers it.

use chrono::{DateTime, Utc};
use kernel::{Conn, Party, seat::SeatNews};
use uuid::Uuid;

/// Somebody whom the hub knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What they are called.
    pub name: String,
    /// Their address, which they have shown to be theirs; none for who came in without one.
    pub email: Option<String>,
}

/// A letter to somebody about their place at an event. What it says is found when it is sent.
#[derive(Clone, Debug)]
pub struct SeatLetter {
    /// Its key.
    pub id: Uuid,
    /// To whom.
    pub email: String,
    /// What it tells.
    pub news: SeatNews,
    /// Of which registration.
    pub registration: Uuid,
}

/// What other domains know of those who come to events.
#[async_trait::async_trait]
pub trait People: Send + Sync {
    /// The person with this key.
    async fn person(&self, conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Known>, sqlx::Error>;

    /// Whether this person acts for this party at this instant.
    async fn acts_for(
        &self,
        conn: &mut Conn<'_>,
        person: Uuid,
        party: Party,
        now: DateTime<Utc>,
    ) -> Result<bool, sqlx::Error>;

    /// Which of these parties belong to the network now: a city only while it is a member whose rights
    /// do not rest.
    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error>;

    /// Writes letters, which are sent once the write is done.
    async fn write_letters(
        &self,
        conn: &mut Conn<'_>,
        letters: &[SeatLetter],
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error>;
}
