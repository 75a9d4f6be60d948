//! What other domains may ask of people, in a write of theirs.

use chrono::{DateTime, Utc};
use kernel::{Conn, Party};
use uuid::Uuid;

use crate::{
    Person,
    store::{mandate, person as store},
};

/// The person with this key; none when there is none.
///
/// # Errors
/// What the database says.
pub async fn person(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Person>, sqlx::Error> {
    store::find(conn, id).await
}

/// Whether a person acts for a party at this instant.
///
/// # Errors
/// What the database says.
pub async fn acts_for(
    conn: &mut Conn<'_>,
    person: Uuid,
    party: Party,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let held = mandate::of_person(conn, person, now).await?;
    let mut held = held.iter().map(|held| held.as_mandate());
    Ok(held.any(|mandate| mandate.party == party && mandate.holds(now)))
}
