//! How a node is written: its row, and its texts.

use std::collections::HashMap;

use async_graphql::InputObject;
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Clock, Conn, Kind, NodeRef, UserError, UserErrorCode,
    content::{self, ContentInput},
    date::PartialDate,
    db::{Sql, Value},
    on,
    provenance::Provenance,
    validate::{self, Mistakes},
};

use super::*;
use crate::node_columns;

/// What is recorded of every node that has a slug.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct NodeInput {
    /// The node's name in addresses: lower-case letters, digits and single hyphens. A node of this
    /// kind that has it is corrected; else a new one is recorded.
    pub slug: String,
    /// Its texts; the first is the original. They replace the texts it has.
    pub content: Vec<ContentInput>,
    /// Who may see it; anybody, unless told.
    #[graphql(default_with = "Visibility::Public")]
    pub visibility: Visibility,
    /// Where what is recorded comes from, and how sure it is.
    pub provenance: Option<Provenance>,
    /// When it happened, or became known; as precisely as that is known.
    pub occurred_on: Option<PartialDate>,
    /// Record only if the node has this version; 0 stands for a node that is new.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

impl NodeInput {
    /// Collects the mistakes of these fields.
    pub fn check(&self, mistakes: &mut Mistakes) {
        validate::slug(&self.slug, "input.slug", mistakes);
        content::check(&self.content, "input.content", mistakes);
        if let Some(provenance) = &self.provenance {
            provenance.check("input.provenance", mistakes);
        }
    }
}

/// What recording a node came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It was recorded before, just like this: nothing was written.
    Unchanged(Uuid),
    /// It is new.
    New(Uuid),
    /// It was known, and is corrected.
    Corrected(Uuid),
}

/// Records what every node has: the row of `node`, and its texts.
///
/// `sort_key` is the folded title of the original, `digest` that of the whole input: a node that
/// was recorded by the same input stays as it is.
///
/// # Errors
/// What the database says, or that the node has another version than was expected.
pub async fn record(
    conn: &mut Conn<'_>,
    kind: Kind,
    input: &NodeInput,
    sort_key: &str,
    digest: &str,
    clock: &Clock,
) -> Result<Result<Recorded, UserError>, sqlx::Error> {
    let before = lock_by_slug(conn, kind, &input.slug).await?;
    let version = before.as_ref().map_or(0, |(meta, _)| meta.version);
    if input
        .expected_version
        .is_some_and(|expected| expected != version)
    {
        let message = format!("The node has version {version} by now.");
        let path = "input.expectedVersion";
        return Ok(Err(UserError::new(UserErrorCode::Conflict, path, message)));
    }
    if let Some((meta, Some(last))) = &before
        && last == digest
    {
        return Ok(Ok(Recorded::Unchanged(meta.id)));
    }
    let now = clock.now();
    let recorded = match before {
        Some((meta, _)) => Recorded::Corrected(meta.id),
        None => Recorded::New(clock.new_id()),
    };
    let (Recorded::Unchanged(id) | Recorded::New(id) | Recorded::Corrected(id)) = recorded;
    write(conn, NodeRef::new(kind, id), input, sort_key, digest, now).await?;
    Ok(Ok(recorded))
}

/// A node that is new.
#[derive(Debug)]
pub struct NewNode<'a> {
    /// Which.
    pub node: NodeRef,
    /// Its name in addresses, and the digest of the input that records it; none for what is below
    /// another node: a milestone, an update, a session.
    pub named: Option<(&'a str, &'a str)>,
    /// Its texts; the first is the original.
    pub content: &'a [ContentInput],
    /// The folded title of the original.
    pub sort_key: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// Where its facts come from.
    pub provenance: Option<&'a Provenance>,
}

/// Writes nodes that are new, with their texts.
///
/// # Errors
/// What the database says.
pub async fn insert(
    conn: &mut Conn<'_>,
    nodes: &[NewNode<'_>],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let rows = nodes.iter().map(|node| node.row(now)).collect();
    conn.insert(INSERT, rows, "").await?;
    let contents = nodes.iter().map(|node| (node.node.id, node.content));
    content::insert(conn, contents, now).await
}

/// Counts a change of the texts of nodes; the input that recorded them is not what they are any more.
///
/// # Errors
/// What the database says.
pub async fn touch(
    conn: &mut Conn<'_>,
    nodes: impl Iterator<Item = (Uuid, String)>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    for (id, sort_key) in nodes {
        on!(conn, |c, DB| {
            sqlx::query::<DB>(
                "update node set sort_key = $2, version = version + 1, updated_at = $3, \
                 record_digest = null where id = $1",
            )
            .bind(id)
            .bind(sort_key)
            .bind(now)
            .execute(c)
            .await
            .map(drop)
        })?;
    }
    Ok(())
}

/// The keys of the nodes that have these slugs, whoever may see them.
///
/// # Errors
/// What the database says.
pub async fn known(
    conn: &mut Conn<'_>,
    kind: Kind,
    slugs: impl Iterator<Item = String>,
) -> Result<HashMap<String, Uuid>, sqlx::Error> {
    let mut sql = Sql::new("select n.slug, n.id from node n where n.kind = ");
    sql.bind(kind.prefix().into()).push(" and n.slug in ");
    sql.bind_list(slugs.map(Value::Text));
    let found: Vec<(String, Uuid)> = conn.fetch_all(sql).await?;
    Ok(found.into_iter().collect())
}

const INSERT: &str = "insert into node (id, kind, slug, sort_key, audience, original_locale, \
     version, provenance, recorded_at, updated_at, record_digest)";

impl NewNode<'_> {
    fn row(&self, now: DateTime<Utc>) -> [Value; 11] {
        let original = self.content.first().map(content::tag).unwrap_or_default();
        let provenance = self.provenance.cloned().unwrap_or_default();
        let provenance = serde_json::to_value(provenance).unwrap_or_default();
        [
            self.node.id.into(),
            self.node.kind.prefix().into(),
            self.named.map(|(slug, _)| slug).into(),
            self.sort_key.as_str().into(),
            self.visibility.audience().into(),
            original.into(),
            1.into(),
            Value::Json(provenance),
            now.into(),
            now.into(),
            self.named.map(|(_, digest)| digest).into(),
        ]
    }
}

async fn write(
    conn: &mut Conn<'_>,
    node: NodeRef,
    input: &NodeInput,
    sort_key: &str,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let new = NewNode {
        node,
        named: Some((&input.slug, digest)),
        content: &input.content,
        sort_key: sort_key.to_owned(),
        visibility: input.visibility,
        provenance: input.provenance.as_ref(),
    };
    let over = "on conflict (id) do update set sort_key = excluded.sort_key, \
         audience = excluded.audience, original_locale = excluded.original_locale, \
         version = node.version + 1, provenance = excluded.provenance, \
         updated_at = excluded.updated_at, record_digest = excluded.record_digest";
    conn.insert(INSERT, vec![new.row(now)], over).await?;
    content::replace(conn, node.id, &input.content, now).await
}

/// Removes a node and all that hangs on it, where its owner replaces it.
///
/// # Errors
/// What the database says.
pub async fn delete(conn: &mut Conn<'_>, id: Uuid) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from node where id = $1")
            .bind(id)
            .execute(c)
            .await
            .map(drop)
    })
}

/// What every node has, of this one, whoever may see it; nobody can change it until the write ends.
///
/// # Errors
/// What the database says.
pub async fn lock(conn: &mut Conn<'_>, node: NodeRef) -> Result<Option<NodeMeta>, sqlx::Error> {
    const TEXT: &str = concat!(
        "select ",
        node_columns!(),
        " from node n where n.id = $1 and n.kind = $2"
    );
    const LOCKED: &str = concat!(
        "select ",
        node_columns!(),
        " from node n where n.id = $1 and n.kind = $2 for update"
    );
    let kind = node.kind.prefix();
    // SQLite lets one write at a time: there is nothing to lock.
    on!(
        conn,
        sqlite
            | c
            | sqlx::query_as(TEXT)
                .bind(node.id)
                .bind(kind)
                .fetch_optional(c)
                .await,
        postgres
            | c
            | sqlx::query_as(LOCKED)
                .bind(node.id)
                .bind(kind)
                .fetch_optional(c)
                .await
    )
}

/// The node with this slug and the digest it was recorded by, locked against other writes until
/// this one ends.
async fn lock_by_slug(
    conn: &mut Conn<'_>,
    kind: Kind,
    slug: &str,
) -> Result<Option<(NodeMeta, Option<String>)>, sqlx::Error> {
    const TEXT: &str = concat!(
        "select ",
        node_columns!(),
        ", n.record_digest from node n where n.kind = $1 and n.slug = $2"
    );
    const LOCKED: &str = concat!(
        "select ",
        node_columns!(),
        ", n.record_digest from node n where n.kind = $1 and n.slug = $2 for update"
    );
    // SQLite lets one write at a time: there is nothing to lock.
    let found: Option<Digested> = on!(
        conn,
        sqlite
            | c
            | sqlx::query_as(TEXT)
                .bind(kind.prefix())
                .bind(slug)
                .fetch_optional(c)
                .await,
        postgres
            | c
            | sqlx::query_as(LOCKED)
                .bind(kind.prefix())
                .bind(slug)
                .fetch_optional(c)
                .await
    )?;
    Ok(found.map(|row| (row.meta, row.record_digest)))
}

struct Digested {
    record_digest: Option<String>,
    meta: NodeMeta,
}

crate::from_row!(Digested { record_digest; meta });

/// Who may see a node; none when there is no such node.
///
/// # Errors
/// What the database says.
pub async fn audience(conn: &mut Conn<'_>, node: NodeRef) -> Result<Option<String>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>("select audience from node where id = $1 and kind = $2")
            .bind(node.id)
            .bind(node.kind.prefix())
            .fetch_optional(c)
            .await
    })
}

/// Which of these nodes do not exist.
///
/// # Errors
/// What the database says.
pub async fn missing(conn: &mut Conn<'_>, nodes: &[NodeRef]) -> Result<Vec<NodeRef>, sqlx::Error> {
    if nodes.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("select n.id, n.kind from node n where n.id in ");
    sql.bind_list(nodes.iter().map(|node| Value::Uuid(node.id)));
    let found: Vec<(Uuid, String)> = conn.fetch_all(sql).await?;
    let exists = |node: &NodeRef| {
        found
            .iter()
            .any(|(id, kind)| *id == node.id && kind == node.kind.prefix())
    };
    Ok(nodes.iter().copied().filter(|node| !exists(node)).collect())
}
