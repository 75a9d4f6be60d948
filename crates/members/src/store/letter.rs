//! All SQL of the letters that wait to be sent.

use chrono::{DateTime, Utc};
use kernel::{Conn, db::Value, on, seat::SeatNews};
use uuid::Uuid;

/// A letter to be sent: a link to sign in with, an invitation, or news of a place at an event.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its key.
    pub id: Uuid,
    /// To whom.
    pub email: String,
    /// In which language, by BCP 47; none when that is unknown.
    pub locale: Option<String>,
    /// Where to go after signing in.
    pub next: Option<String>,
    /// The invitation it brings; none for another letter.
    pub invitation_id: Option<Uuid>,
    /// What it tells of a place at an event; none for another letter.
    pub news: Option<SeatNews>,
    /// The registration that it tells of, which another domain owns.
    pub registration_id: Option<Uuid>,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i32,
}

kernel::from_row!(Letter {
    id,
    email,
    locale,
    next,
    invitation_id,
    news,
    registration_id,
    requested_at,
    attempts
});

/// How many letters wait.
pub(crate) async fn count(conn: &mut Conn<'_>) -> Result<i64, sqlx::Error> {
    let (count,): (i64,) = on!(conn, |c, DB| sqlx::query_as::<DB, _>(
        "select count(*) from letter"
    )
    .fetch_one(c)
    .await)?;
    Ok(count)
}

/// Writes letters, to be sent at once.
pub(crate) async fn insert(conn: &mut Conn<'_>, letters: &[Letter]) -> Result<(), sqlx::Error> {
    let rows = letters.iter().map(|letter| {
        [
            letter.id.into(),
            letter.email.as_str().into(),
            letter.locale.clone().into(),
            letter.next.clone().into(),
            letter.invitation_id.into(),
            letter.news.map(SeatNews::as_str).into(),
            letter.registration_id.into(),
            letter.requested_at.into(),
            letter.requested_at.into(),
            0.into(),
        ]
    });
    conn.insert(
        "insert into letter (id, email, locale, next, invitation_id, news, registration_id, \
         requested_at, due_at, attempts)",
        rows.collect::<Vec<[Value; 10]>>(),
        "",
    )
    .await
}

/// Takes the letters that are due, at most 20, and puts them off until `again`: no other replica
/// takes them meanwhile, and one that fails comes again.
pub(crate) async fn take_due(
    conn: &mut Conn<'_>,
    now: DateTime<Utc>,
    again: DateTime<Utc>,
) -> Result<Vec<Letter>, sqlx::Error> {
    const TAKE: &str = "update letter set due_at = $2, attempts = attempts + 1 where id in \
         (select id from letter where due_at <= $1 order by due_at limit 20) \
         returning id, email, locale, next, invitation_id, news, registration_id, requested_at, \
         attempts";
    const TAKE_UNLOCKED: &str = "update letter set due_at = $2, attempts = attempts + 1 where id in \
         (select id from letter where due_at <= $1 order by due_at limit 20 \
         for update skip locked) \
         returning id, email, locale, next, invitation_id, news, registration_id, requested_at, \
         attempts";
    on!(
        conn,
        sqlite
            | c
            | sqlx::query_as(TAKE)
                .bind(now)
                .bind(again)
                .fetch_all(c)
                .await,
        postgres
            | c
            | sqlx::query_as(TAKE_UNLOCKED)
                .bind(now)
                .bind(again)
                .fetch_all(c)
                .await
    )
}

/// When the next letter is due; none when there is none.
pub(crate) async fn next_due(conn: &mut Conn<'_>) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let (due,): (Option<DateTime<Utc>>,) = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>("select min(due_at) from letter")
            .fetch_one(c)
            .await
    })?;
    Ok(due)
}

/// Puts a letter off.
pub(crate) async fn put_off(
    conn: &mut Conn<'_>,
    id: Uuid,
    until: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("update letter set due_at = $2 where id = $1")
            .bind(id)
            .bind(until)
            .execute(c)
            .await
            .map(drop)
    })
}

/// Lets go of a letter: it was sent, or is given up.
pub(crate) async fn delete(conn: &mut Conn<'_>, id: Uuid) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from letter where id = $1")
            .bind(id)
            .execute(c)
            .await
            .map(drop)
    })
}

/// The letters to this address that wait to be sent, the oldest first.
pub(crate) async fn to(conn: &mut Conn<'_>, email: &str) -> Result<Vec<Letter>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select id, email, locale, next, invitation_id, news, registration_id, requested_at, \
             attempts from letter where email = $1 order by requested_at, id",
        )
        .bind(email)
        .fetch_all(c)
        .await
    })
}

/// Lets go of the letters to this address.
pub(crate) async fn forget(conn: &mut Conn<'_>, email: &str) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from letter where email = $1")
            .bind(email)
            .execute(c)
            .await
            .map(drop)
    })
}
