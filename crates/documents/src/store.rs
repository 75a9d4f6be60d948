//! The register in the database.

use chrono::{DateTime, Utc};
use kernel::{
    db::{Conn, Sql, Value},
    on,
};
use sqlx::Error;

use crate::model::{Digest, Listed, Name};

/// How many names one statement asks for.
const MOST_NAMES: usize = 256;

/// What every change counts up. Whoever has counted it has the register for themselves until their
/// transaction ends.
pub(crate) async fn count_change(conn: &mut Conn<'_>) -> Result<(), Error> {
    on!(conn, |c, DB| sqlx::query::<DB>(
        "insert into trusted_document_head (id, revision) values (1, 1) \
         on conflict (id) do update set revision = trusted_document_head.revision + 1",
    )
    .execute(c)
    .await
    .map(drop))
}

/// How often the register has changed.
pub(crate) async fn revision(conn: &mut Conn<'_>) -> Result<i64, Error> {
    on!(conn, |c, DB| sqlx::query_scalar::<DB, i64>(
        "select revision from trusted_document_head where id = 1",
    )
    .fetch_optional(c)
    .await)
    .map(Option::unwrap_or_default)
}

/// The text of the document of this name.
pub(crate) async fn by_name(conn: &mut Conn<'_>, name: &str) -> Result<Option<String>, Error> {
    on!(conn, |c, DB| sqlx::query_scalar::<DB, String>(
        "select body from trusted_document where name = $1",
    )
    .bind(name)
    .fetch_optional(c)
    .await)
}

/// The text of the document that has this digest, whatever it is called.
pub(crate) async fn by_digest(
    conn: &mut Conn<'_>,
    digest: &Digest,
) -> Result<Option<String>, Error> {
    on!(conn, |c, DB| sqlx::query_scalar::<DB, String>(
        "select body from trusted_document where digest = $1 limit 1",
    )
    .bind(digest.as_str())
    .fetch_optional(c)
    .await)
}

/// The digests of the documents of these names.
pub(crate) async fn digests(
    conn: &mut Conn<'_>,
    names: &[&Name],
) -> Result<Vec<(String, String)>, Error> {
    let mut found = Vec::new();
    for some in names.chunks(MOST_NAMES) {
        let mut sql = Sql::new("select name, digest from trusted_document where name in ");
        sql.bind_list(some.iter().map(|name| name.as_str().into()));
        found.extend(conn.fetch_all::<(String, String)>(sql).await?);
    }
    Ok(found)
}

/// Writes documents, in the place of those of the same names.
pub(crate) async fn put(
    conn: &mut Conn<'_>,
    documents: impl Iterator<Item = (&Name, &str)>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let rows = documents.map(|(name, body)| -> [Value; 4] {
        let digest = Digest::of(body);
        [
            name.as_str().into(),
            digest.as_str().into(),
            body.into(),
            now.into(),
        ]
    });
    conn.insert(
        "insert into trusted_document (name, digest, body, added_at)",
        rows.collect(),
        "on conflict (name) do update set \
         digest = excluded.digest, body = excluded.body, added_at = excluded.added_at",
    )
    .await
}

/// Everything that is registered, by name.
pub(crate) async fn all(conn: &mut Conn<'_>) -> Result<Vec<Listed>, Error> {
    conn.fetch_all(Sql::new(
        "select name, digest, body, added_at from trusted_document order by name",
    ))
    .await
}

/// Removes the document of this name, or every one that has this digest; how many that were.
pub(crate) async fn remove(conn: &mut Conn<'_>, name: &Name) -> Result<u64, Error> {
    let digest = name.digest();
    let digest = digest.as_ref().map(Digest::as_str);
    on!(conn, |c, DB| sqlx::query::<DB>(
        "delete from trusted_document where name = $1 or digest = $2",
    )
    .bind(name.as_str())
    .bind(digest)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))
}
