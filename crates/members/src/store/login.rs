//! All SQL of sessions, and of the links that begin them.

use chrono::{DateTime, Utc};
use kernel::{Conn, on};
use uuid::Uuid;

/// A session: who has signed in. Of its secret, only a digest is kept.
#[derive(Clone, Debug)]
pub struct Login {
    /// Its key.
    pub id: Uuid,
    /// Who has signed in.
    pub person_id: Uuid,
    /// The digest of the secret that the browser shows.
    pub secret_digest: String,
    /// The digest of the secret before, which requests under way may still show.
    pub previous_digest: Option<String>,
    /// When the secret was changed last.
    pub rotated_at: DateTime<Utc>,
    /// When the person signed in.
    pub started_at: DateTime<Utc>,
    /// Until when the session holds.
    pub expires_at: DateTime<Utc>,
}

kernel::from_row!(Login {
    id,
    person_id,
    secret_digest,
    previous_digest,
    rotated_at,
    started_at,
    expires_at
});

/// Writes a session that is new; those that are over go.
pub(crate) async fn insert(conn: &mut Conn<'_>, login: &Login) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from login where expires_at <= $1")
            .bind(login.started_at)
            .execute(c)
            .await
            .map(drop)
    })?;
    conn.insert(
        "insert into login (id, person_id, secret_digest, rotated_at, started_at, expires_at)",
        vec![[
            login.id.into(),
            login.person_id.into(),
            login.secret_digest.as_str().into(),
            login.rotated_at.into(),
            login.started_at.into(),
            login.expires_at.into(),
        ]],
        "",
    )
    .await
}

/// The session with this key.
pub(crate) async fn find(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Login>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select id, person_id, secret_digest, previous_digest, rotated_at, started_at, \
             expires_at from login where id = $1",
        )
        .bind(id)
        .fetch_optional(c)
        .await
    })
}

/// The sessions of a person, the newest first; at most 100.
pub(crate) async fn of_person(
    conn: &mut Conn<'_>,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Login>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select id, person_id, secret_digest, previous_digest, rotated_at, started_at, \
             expires_at from login where person_id = $1 and expires_at > $2 \
             order by started_at desc, id desc limit 100",
        )
        .bind(person)
        .bind(now)
        .fetch_all(c)
        .await
    })
}

/// All sessions of a person, over or not, the oldest first.
pub(crate) async fn all_of(conn: &mut Conn<'_>, person: Uuid) -> Result<Vec<Login>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select id, person_id, secret_digest, previous_digest, rotated_at, started_at, \
             expires_at from login where person_id = $1 order by started_at, id",
        )
        .bind(person)
        .fetch_all(c)
        .await
    })
}

/// Changes a session's secret, unless another request has just done so; whether it was changed.
pub(crate) async fn rotate(
    conn: &mut Conn<'_>,
    id: Uuid,
    from: &str,
    to: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let rotated: Option<(Uuid,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "update login set previous_digest = secret_digest, secret_digest = $3, rotated_at = $4 \
             where id = $1 and secret_digest = $2 returning id",
        )
        .bind(id)
        .bind(from)
        .bind(to)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(rotated.is_some())
}

/// Ends one session of a person, or all of them; how many there were.
pub(crate) async fn end(
    conn: &mut Conn<'_>,
    person: Uuid,
    only: Option<Uuid>,
) -> Result<usize, sqlx::Error> {
    let ended: Vec<(Uuid,)> = match only {
        Some(id) => on!(conn, |c, DB| {
            sqlx::query_as::<DB, _>(
                "delete from login where person_id = $1 and id = $2 returning id",
            )
            .bind(person)
            .bind(id)
            .fetch_all(c)
            .await
        })?,
        None => on!(conn, |c, DB| {
            sqlx::query_as::<DB, _>("delete from login where person_id = $1 returning id")
                .bind(person)
                .fetch_all(c)
                .await
        })?,
    };
    Ok(ended.len())
}

/// A link to sign in with.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) email: String,
    pub(crate) next: String,
    pub(crate) expires_at: DateTime<Utc>,
}

kernel::from_row!(Link {
    email,
    next,
    expires_at
});

/// Writes a link; those that are over go.
pub(crate) async fn insert_link(
    conn: &mut Conn<'_>,
    digest: &str,
    link: &Link,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from login_link where expires_at <= $1")
            .bind(now)
            .execute(c)
            .await
            .map(drop)
    })?;
    conn.insert(
        "insert into login_link (secret_digest, email, next, expires_at)",
        vec![[
            digest.into(),
            link.email.as_str().into(),
            link.next.as_str().into(),
            link.expires_at.into(),
        ]],
        "",
    )
    .await
}

/// The link with this digest, as long as it can be used.
pub(crate) async fn find_link(
    conn: &mut Conn<'_>,
    digest: &str,
) -> Result<Option<Link>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select email, next, expires_at from login_link where secret_digest = $1",
        )
        .bind(digest)
        .fetch_optional(c)
        .await
    })
}

/// Uses a link up. Of two who use it at the same time, one does. All other links to the same
/// address go with it.
pub(crate) async fn take_link(
    conn: &mut Conn<'_>,
    digest: &str,
) -> Result<Option<Link>, sqlx::Error> {
    let taken: Option<Link> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "delete from login_link where secret_digest = $1 returning email, next, expires_at",
        )
        .bind(digest)
        .fetch_optional(c)
        .await
    })?;
    if let Some(link) = &taken {
        on!(conn, |c, DB| {
            sqlx::query::<DB>("delete from login_link where email = $1")
                .bind(&link.email)
                .execute(c)
                .await
                .map(drop)
        })?;
    }
    Ok(taken)
}

/// The links to this address, the first to expire first.
pub(crate) async fn links_to(conn: &mut Conn<'_>, email: &str) -> Result<Vec<Link>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select email, next, expires_at from login_link where email = $1 order by expires_at",
        )
        .bind(email)
        .fetch_all(c)
        .await
    })
}

/// Voids the links to this address.
pub(crate) async fn forget_links(conn: &mut Conn<'_>, email: &str) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from login_link where email = $1")
            .bind(email)
            .execute(c)
            .await
            .map(drop)
    })
}
