//! All SQL of what time brings about, and of how much of the log is kept.

use chrono::{DateTime, Utc};
use kernel::{Conn, on};
use uuid::Uuid;

/// Takes a lease, or keeps it; whether it is held then.
pub(crate) async fn lease(
    conn: &mut Conn<'_>,
    name: &str,
    holder: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let held: Option<(Uuid,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "insert into lease (name, holder, until) values ($1, $2, $4) \
             on conflict (name) do update set holder = excluded.holder, until = excluded.until \
             where lease.holder = excluded.holder or lease.until <= $3 returning holder",
        )
        .bind(name)
        .bind(holder)
        .bind(now)
        .bind(until)
        .fetch_optional(c)
        .await
    })?;
    Ok(held.is_some())
}

/// Up to when something was done; none when it never was.
pub(crate) async fn done(
    conn: &mut Conn<'_>,
    name: &str,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>("select done_until from timed where name = $1")
            .bind(name)
            .fetch_optional(c)
            .await
    })
}

/// As [`done`], and nobody else does it until the write ends.
pub(crate) async fn lock(
    conn: &mut Conn<'_>,
    name: &str,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    const TEXT: &str = "select done_until from timed where name = $1";
    const LOCKED: &str = "select done_until from timed where name = $1 for update";
    on!(
        conn,
        // It has only one writer.
        sqlite | c | sqlx::query_scalar(TEXT).bind(name).fetch_optional(c).await,
        postgres
            | c
            | sqlx::query_scalar(LOCKED)
                .bind(name)
                .fetch_optional(c)
                .await
    )
}

/// Says from when on something is done, where nobody has said so.
pub(crate) async fn begin(
    conn: &mut Conn<'_>,
    name: &str,
    until: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "insert into timed (name, done_until) values ($1, $2) on conflict do nothing",
        )
        .bind(name)
        .bind(until)
        .execute(c)
        .await
        .map(drop)
    })
}

/// Says up to when something was done.
pub(crate) async fn move_on(
    conn: &mut Conn<'_>,
    name: &str,
    until: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("update timed set done_until = $2 where name = $1 and done_until < $2")
            .bind(name)
            .bind(until)
            .execute(c)
            .await
            .map(drop)
    })
}

/// The last position that the log does not promise to hold.
pub(crate) async fn pruned(conn: &mut Conn<'_>) -> Result<i64, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>("select pruned from log_head")
            .fetch_one(c)
            .await
    })
}

/// The position before the first activity that was recorded at this instant or later; the last one of
/// all when there is none.
pub(crate) async fn before(
    conn: &mut Conn<'_>,
    instant: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>(
            "select coalesce((select a.position - 1 from activity a where a.at >= $1 \
             order by a.at, a.position limit 1), h.position) from log_head h",
        )
        .bind(instant)
        .fetch_one(c)
        .await
    })
}

/// Announces that the log does not promise to hold what is up to here.
pub(crate) async fn announce(conn: &mut Conn<'_>, position: i64) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("update log_head set pruned = $1 where pruned < $1 and position >= $1")
            .bind(position)
            .execute(c)
            .await
            .map(drop)
    })
}

/// Deletes activities up to a position, the oldest first, at most `most`; whether there may be more.
pub(crate) async fn delete(conn: &mut Conn<'_>, upto: i64, most: i64) -> Result<bool, sqlx::Error> {
    let first: Option<i64> = on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>("select min(position) from activity")
            .fetch_one(c)
            .await
    })?;
    let Some(first) = first.filter(|first| *first <= upto) else {
        return Ok(false);
    };
    let last = upto.min(first.saturating_add(most - 1));
    for text in [
        "delete from activity_node where position <= $1",
        "delete from activity where position <= $1",
    ] {
        on!(conn, |c, DB| {
            sqlx::query::<DB>(text)
                .bind(last)
                .execute(c)
                .await
                .map(drop)
        })?;
    }
    Ok(last < upto)
}
