//! What the guard asks of the database, in the transaction of a write. On Postgres the rows are
//! locked: what would end them waits for the write, or the write sees them ended.

use chrono::{DateTime, Utc};
use kernel::{Conn, on};
use uuid::Uuid;

macro_rules! holds {
    ($conn:expr, $text:literal, $($value:expr),*) => {{
        let found: Option<(Uuid,)> = on!(
            $conn,
            sqlite | c | sqlx::query_as($text)$(.bind($value))*.fetch_optional(c).await,
            postgres
                | c
                | sqlx::query_as(concat!($text, " for share"))$(.bind($value))*
                    .fetch_optional(c)
                    .await
        )?;
        Ok(found.is_some())
    }};
}

/// Whether a person's session holds.
pub(crate) async fn session(
    conn: &mut Conn<'_>,
    id: Uuid,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    holds!(
        conn,
        "select id from login where id = $1 and person_id = $2 and expires_at > $3",
        id,
        person,
        now
    )
}

/// Whether a person's token is taken.
pub(crate) async fn token(
    conn: &mut Conn<'_>,
    id: Uuid,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    holds!(
        conn,
        "select id from api_token where id = $1 and person_id = $2 and revoked_at is null \
         and expires_at > $3",
        id,
        person,
        now
    )
}

/// Whether there is this person.
pub(crate) async fn person(conn: &mut Conn<'_>, id: Uuid) -> Result<bool, sqlx::Error> {
    holds!(conn, "select id from person where id = $1", id)
}
