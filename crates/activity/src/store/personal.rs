//! What the log keeps of a person.

use chrono::{DateTime, Utc};
use kernel::{Conn, on};
use uuid::Uuid;

use crate::{Activity, frame::actor_key_of};

/// What a person did, and what concerned them, the oldest first.
pub(crate) async fn activities_of(
    conn: &mut Conn<'_>,
    person: Uuid,
) -> Result<Vec<Activity>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select a.position, a.id, a.at, a.occurred_on, a.verb, a.subject_kind, a.subject_id, \
             a.actor, a.person_id, a.mandate_id, a.audience, a.data from activity a \
             where a.position in (select position from activity where person_id = $1 \
             union select position from activity_node where node_id = $1) order by a.position",
        )
        .bind(person)
        .fetch_all(c)
        .await
    })
}

/// The calls of a person under an idempotency key: the key, what was called, and until when that is
/// kept.
pub(crate) async fn calls_of(
    conn: &mut Conn<'_>,
    person: Uuid,
) -> Result<Vec<(String, String, DateTime<Utc>)>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select key, operation, expires_at from idempotency where actor = $1 \
             order by expires_at, key",
        )
        .bind(actor_key_of(person))
        .fetch_all(c)
        .await
    })
}

/// Forgets the calls of a person, also the one that is under way: it is they who choose the keys, and
/// nobody can repeat a call of theirs any more.
pub(crate) async fn forget_calls_of(conn: &mut Conn<'_>, person: Uuid) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from idempotency where actor = $1")
            .bind(actor_key_of(person))
            .execute(c)
            .await
            .map(drop)
    })
}
