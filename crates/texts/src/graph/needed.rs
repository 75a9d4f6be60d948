//! Which translations are needed, in the graph.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object};
use kernel::{
    ClientError, Connection, ContextExt, Kind, Listed, NodeRef, connection,
    content::Picked,
    cursor::Key,
    filter::{self, Filter, Predicate, Terms},
    list::{ListSpec, PageArgs},
    locale::{Locale, LocaleArg},
    node,
};
use uuid::Uuid;

use crate::{
    TextKind, TranslationState,
    store::{self, NeedRow},
};

impl Listed for NeedRow {
    type Node = NodeRef;
    const SPEC: ListSpec = store::NEEDED;
    const KIND: Option<Kind> = None;

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: &str) -> Key {
        Key::Time(self.updated_at)
    }

    fn node(self: &Arc<Self>) -> NodeRef {
        // Only kinds that have texts are listed, which all are known.
        NeedRow::node_ref(self).unwrap_or(NodeRef::new(Kind::City, self.id))
    }

    fn node_ref(&self) -> Option<NodeRef> {
        NeedRow::node_ref(self)
    }
}

kernel::enum_filter!(
    /// Compares a kind of node that has texts. All given comparisons must hold.
    TextKindFilter,
    TextKind
);

/// Which nodes. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct TranslationNeededFilter {
    /// What the node is.
    pub kind: Option<TextKindFilter>,
}

impl Filter for TranslationNeededFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.compare("kind", self.kind.as_ref(), "n.kind")
    }
}

/// A node that needs a translation.
#[derive(Clone)]
pub struct TranslationNeeded {
    node: NodeRef,
    locale: Locale,
}

/// A node that needs a translation.
#[Object]
impl TranslationNeeded {
    /// The node; null when it is gone since.
    async fn node(&self) -> Option<NodeRef> {
        Some(self.node)
    }

    /// Whether the translation is missing or stale.
    async fn state(&self, ctx: &Context<'_>) -> Result<TranslationState, ClientError> {
        let contents = node::contents(ctx.loaders(), self.node).await?;
        Ok(match contents.exactly(&self.locale) {
            Some(_) => TranslationState::Stale,
            None => TranslationState::Missing,
        })
    }

    /// The texts that are to be translated.
    async fn original(&self, ctx: &Context<'_>) -> Result<Picked, ClientError> {
        let contents = node::contents(ctx.loaders(), self.node).await?;
        Ok(contents.original())
    }

    /// The translation that is stale; null when there is none.
    async fn translation(&self, ctx: &Context<'_>) -> Option<Result<Picked, ClientError>> {
        let contents = node::contents(ctx.loaders(), self.node).await;
        let found = contents.map(|contents| contents.exactly(&self.locale));
        found.transpose()
    }
}

/// The fields of the root for texts.
#[derive(Default)]
pub struct TextQuery;

/// The fields of the root for texts.
#[Object]
impl TextQuery {
    /// The nodes that have no texts in this language, or stale ones, the most recently changed first;
    /// all that you may see: ask `viewer.can` with `TRANSLATE_TEXT` whether you may write one.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn translations_needed(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The language that is needed. It is this very tag: texts in `fr-CA` are none in `fr`."
        )]
        locale: LocaleArg,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which nodes; all, unless told.")] filter: Option<TranslationNeededFilter>,
    ) -> Result<Connection<TranslationNeeded>, ClientError> {
        let locale = locale.value()?;
        let page = PageArgs::new(first, after, last, before);
        let filter = Predicate::And(vec![
            store::needs(&locale),
            filter::predicate(filter.as_ref())?,
        ]);
        let order = store::LAST_CHANGED_FIRST.to_vec();
        let nodes = connection::page::<NeedRow>(ctx, store::NEEDED, None, filter, order, page);
        Ok(nodes.await?.map(|node| TranslationNeeded {
            node,
            locale: locale.clone(),
        }))
    }
}
