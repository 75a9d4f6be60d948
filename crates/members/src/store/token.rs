//! All SQL of API tokens.

use chrono::{DateTime, Utc};
use kernel::{
    Conn,
    list::{Column, ListSpec, Order},
    on,
};
use uuid::Uuid;

use super::mandate::scopes_value;
use crate::ApiToken;

kernel::from_row!(ApiToken {
    id,
    person_id,
    mandate_id,
    name,
    scopes,
    created_at,
    expires_at,
    last_used_at,
    revoked_at,
    audience
});

macro_rules! columns {
    () => {
        "t.id, t.person_id, t.mandate_id, t.name, t.scopes, t.created_at, t.expires_at, \
         t.last_used_at, t.revoked_at, t.audience"
    };
}

/// All tokens: each is seen by its owner only.
pub(crate) const TOKENS: ListSpec = ListSpec {
    name: "ApiToken",
    columns: columns!(),
    from: "api_token t",
    parent: None,
    audience: "t.audience",
    tie: "t.id",
    tie_descending: true,
};

/// The tokens of a person.
pub(crate) const OF_PERSON: ListSpec = ListSpec {
    name: "Viewer.apiTokens",
    parent: Some("t.person_id"),
    ..TOKENS
};

/// Ordering by when a token was made.
pub(crate) const CREATED_AT: Column = Column {
    name: "CREATED_AT",
    sql: "t.created_at",
    nullable: false,
};

/// The newest first.
pub(crate) const NEWEST_FIRST: &[Order] = &[Order::descending(CREATED_AT)];

/// Writes a token that is new.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    token: &ApiToken,
    digest: &str,
) -> Result<(), sqlx::Error> {
    conn.insert(
        "insert into api_token (id, person_id, mandate_id, name, scopes, secret_digest, \
         created_at, expires_at, audience)",
        vec![[
            token.id.into(),
            token.person_id.into(),
            token.mandate_id.into(),
            token.name.as_str().into(),
            scopes_value(Some(&token.scopes.0)),
            digest.into(),
            token.created_at.into(),
            token.expires_at.into(),
            token.audience.as_str().into(),
        ]],
        "",
    )
    .await
}

/// The token with this key, whoever may see it.
pub(crate) async fn find(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<ApiToken>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(concat!(
        "select ",
        columns!(),
        " from api_token t where t.id = $1"
    ))
    .bind(id)
    .fetch_optional(c)
    .await)
}

/// The token with the digest of this secret.
pub(crate) async fn by_secret(
    conn: &mut Conn<'_>,
    digest: &str,
) -> Result<Option<ApiToken>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(concat!(
        "select ",
        columns!(),
        " from api_token t where t.secret_digest = $1"
    ))
    .bind(digest)
    .fetch_optional(c)
    .await)
}

/// The tokens of a person, the newest first; at most 100.
pub(crate) async fn of_person(
    conn: &mut Conn<'_>,
    person: Uuid,
) -> Result<Vec<ApiToken>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(concat!(
        "select ",
        columns!(),
        " from api_token t where t.person_id = $1 order by t.created_at desc limit 100"
    ))
    .bind(person)
    .fetch_all(c)
    .await)
}

/// All tokens of a person, ended ones too, the oldest first.
pub(crate) async fn all_of(
    conn: &mut Conn<'_>,
    person: Uuid,
) -> Result<Vec<ApiToken>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(concat!(
        "select ",
        columns!(),
        " from api_token t where t.person_id = $1 order by t.created_at, t.id"
    ))
    .bind(person)
    .fetch_all(c)
    .await)
}

/// How many tokens of a person are taken.
pub(crate) async fn count(
    conn: &mut Conn<'_>,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>(
            "select count(*) from api_token where person_id = $1 and revoked_at is null \
             and expires_at > $2",
        )
        .bind(person)
        .bind(now)
        .fetch_one(c)
        .await
    })
}

/// Ends a token; whether it was taken still.
pub(crate) async fn revoke(
    conn: &mut Conn<'_>,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let ended: Option<(Uuid,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "update api_token set revoked_at = $2 where id = $1 and revoked_at is null \
             returning id",
        )
        .bind(id)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(ended.is_some())
}

/// Notes that a token was used.
pub(crate) async fn used(
    conn: &mut Conn<'_>,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("update api_token set last_used_at = $2 where id = $1")
            .bind(id)
            .bind(now)
            .execute(c)
            .await
            .map(drop)
    })
}
