//! What every node has, whatever domain owns it: an id, a slug, an audience, a version, and where
//! its facts come from. The table `node` keeps it, so that any domain can list references to nodes
//! that it does not know, in order and for their audience, without knowing their tables.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Enum, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Batch, ClientError, Clock, Conn, ContextExt, Entity, Kind, NodeRef, Reader, Ref, UserError,
    UserErrorCode,
    content::{self, ContentInput, Contents, ContentsOf, Picked},
    cursor::Key,
    date::PartialDate,
    db::{Sql, Value},
    list::{self, Column},
    locale::{Locale, LocaleArg},
    on,
    provenance::Provenance,
    validate::{self, Mistakes},
    viewer::PUBLIC,
};

/// The columns of [`NodeMeta`], of the table `node` under the name `n`.
#[macro_export]
macro_rules! node_columns {
    () => {
        "n.id, n.slug, n.sort_key, n.audience, n.original_locale, n.version, n.provenance, \
         n.recorded_at, n.updated_at"
    };
}

/// What every node has.
#[derive(Clone, Debug)]
pub struct NodeMeta {
    /// Its key.
    pub id: Uuid,
    /// Its name in addresses; milestones, updates and sessions have none.
    pub slug: Option<String>,
    /// What it is ordered by in lists: the folded title of the original language.
    pub sort_key: String,
    /// Who may see it.
    pub audience: String,
    /// The language its texts were written in first.
    pub original_locale: String,
    /// Counts its changes, from 1.
    pub version: i32,
    /// Where its facts come from.
    pub provenance: Json<Provenance>,
    /// When it entered the record.
    pub recorded_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

crate::from_row!(NodeMeta {
    id,
    slug,
    sort_key,
    audience,
    original_locale,
    version,
    provenance,
    recorded_at,
    updated_at
});

/// Ordering by when a node entered the record.
pub const RECORDED_AT: Column = Column {
    name: "RECORDED_AT",
    sql: "n.recorded_at",
    nullable: false,
};
/// Ordering by when a node was changed last.
pub const UPDATED_AT: Column = Column {
    name: "UPDATED_AT",
    sql: "n.updated_at",
    nullable: false,
};

impl NodeMeta {
    /// The value of a column that any list of nodes can be ordered by.
    pub fn key(&self, column: &str) -> Key {
        match column {
            "RECORDED_AT" => Key::Time(self.recorded_at),
            "UPDATED_AT" => Key::Time(self.updated_at),
            _ => Key::Text(self.sort_key.clone()),
        }
    }
}

/// Who may see what is recorded.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Visibility {
    /// Anybody.
    Public,
    /// The people of the network's cities and organisations.
    Network,
    /// The network's secretariat.
    Secretariat,
}

impl Visibility {
    /// The audience that rows and activities keep.
    pub const fn audience(self) -> &'static str {
        match self {
            Visibility::Public => PUBLIC,
            Visibility::Network => "network",
            Visibility::Secretariat => "secretariat",
        }
    }
}

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

/// The key of the node with this slug, if the viewer may see it.
pub struct IdBySlug;

impl Batch for IdBySlug {
    type Key = (Kind, String);
    type Value = Uuid;

    async fn load(
        reader: &Reader,
        keys: &[(Kind, String)],
    ) -> Result<HashMap<(Kind, String), Uuid>, ClientError> {
        let mut sql = Sql::new("select n.id, n.kind, n.slug from node n where n.slug in ");
        sql.bind_list(keys.iter().map(|(_, slug)| Value::Text(slug.clone())));
        sql.push(" and ");
        list::visible(&mut sql, "n.audience", reader.viewer());
        let rows: Vec<(Uuid, String, String)> = reader.conn().await?.fetch_all(sql).await?;
        let mut found = HashMap::new();
        for (id, kind, slug) in rows {
            if let Some(kind) = Kind::from_prefix(&kind) {
                reader.reads().entities([NodeRef::new(kind, id)]);
                found.insert((kind, slug), id);
            }
        }
        Ok(found)
    }
}

/// A node's texts, by the loader.
///
/// # Errors
/// When they cannot be loaded; every node has texts in its original language.
pub async fn contents(
    loaders: &crate::Loaders,
    node: NodeRef,
) -> Result<Arc<Contents>, ClientError> {
    let found = loaders.load::<ContentsOf>(node).await?;
    found.ok_or_else(|| ClientError::internal(format!("{node} has no texts")))
}

/// What a node is called, in these languages.
///
/// # Errors
/// As [`contents`].
pub async fn title(
    loaders: &crate::Loaders,
    node: NodeRef,
    languages: &[Locale],
) -> Result<String, ClientError> {
    Ok(contents(loaders, node).await?.pick(languages).title)
}

/// A node's title, for a field of the graph.
///
/// # Errors
/// When the locale is none, or the texts cannot be loaded.
pub async fn title_field(
    ctx: &Context<'_>,
    node: NodeRef,
    locale: Option<LocaleArg>,
) -> Result<String, ClientError> {
    Ok(picked(ctx, node, locale).await?.title)
}

/// A node's summary, for a nullable field of the graph: a failure nulls this field alone.
pub async fn summary_field(
    ctx: &Context<'_>,
    node: NodeRef,
    locale: Option<LocaleArg>,
) -> Option<Result<String, ClientError>> {
    picked(ctx, node, locale)
        .await
        .map(|texts| texts.summary)
        .transpose()
}

/// A node by its slug, for a nullable field of the graph: a failure nulls this field alone.
pub async fn slug_field<E: Entity>(
    ctx: &Context<'_>,
    slug: String,
) -> Option<Result<Ref<E>, ClientError>> {
    let found = ctx.load::<IdBySlug>((E::KIND, slug)).await;
    found.map(|id| id.map(Ref::new)).transpose()
}

async fn picked(
    ctx: &Context<'_>,
    node: NodeRef,
    locale: Option<LocaleArg>,
) -> Result<Picked, ClientError> {
    let languages = ctx.languages(locale)?;
    Ok(contents(ctx.loaders(), node).await?.pick(&languages))
}

/// The part of the graph that every node has.
pub struct NodeFields {
    /// The node.
    pub node: NodeRef,
    /// What is known of it.
    pub meta: NodeMeta,
}

/// What every node has.
#[Object]
impl NodeFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        self.node.to_id()
    }

    /// Its texts in the language that suits the reader best, and where they come from.
    async fn content(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Result<Picked, ClientError> {
        picked(ctx, self.node, locale).await
    }

    /// Its texts in every language there is, the original first.
    async fn translations(&self, ctx: &Context<'_>) -> Result<Vec<Picked>, ClientError> {
        Ok(contents(ctx.loaders(), self.node).await?.translations())
    }

    /// Where what is recorded here comes from, and how sure it is.
    async fn provenance(&self) -> &Provenance {
        &self.meta.provenance
    }

    /// Counts the changes of this node, from 1. Give it as `expectedVersion` to change only what
    /// you have seen.
    async fn version(&self) -> i32 {
        self.meta.version
    }

    /// When it entered the record, in UTC.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.meta.recorded_at
    }

    /// When it was changed last, in UTC.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.meta.updated_at
    }
}

/// The texts of a node, as fields of it.
pub struct TextFields(pub NodeRef);

/// The texts of a node, as fields of it.
#[Object]
impl TextFields {
    /// What it is called, in the language that suits the reader best.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Result<String, ClientError> {
        title_field(ctx, self.0, locale).await
    }

    /// A sentence or two on it, in the language that suits the reader best; null when nobody wrote
    /// them.
    async fn summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Option<Result<String, ClientError>> {
        summary_field(ctx, self.0, locale).await
    }

    /// The long text on it, in the language that suits the reader best; null when nobody wrote it.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Option<Result<String, ClientError>> {
        picked(ctx, self.0, locale)
            .await
            .map(|texts| texts.description)
            .transpose()
    }
}
