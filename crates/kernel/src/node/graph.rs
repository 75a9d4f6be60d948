//! How a node is found and shown: by its slug, in the reader's language, with what every node has.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Batch, ClientError, ContextExt, Entity, Kind, NodeRef, Reader, Ref,
    content::{Contents, ContentsOf, Picked},
    db::{Sql, Value},
    list::{self},
    locale::{Locale, LocaleArg},
    provenance::Provenance,
};

use super::*;

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
        list::visible(&mut sql, "n.audience", &reader.viewer());
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
