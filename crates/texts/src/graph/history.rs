//! What texts were, in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Connection, Kind, Listed, NodeRef, Ref, connection,
    content::Origin,
    cursor::Key,
    entity::kinds,
    filter::Predicate,
    list::{ListSpec, PageArgs},
    locale::{Locale, LocaleArg},
};
use uuid::Uuid;

use crate::{TextPart, TextVersion, store};

impl Listed for TextVersion {
    type Node = VersionFields;
    const SPEC: ListSpec = store::HISTORY;
    const KIND: Option<Kind> = None;

    fn id(&self) -> Uuid {
        self.node_id
    }

    fn key(&self, _: &str) -> Key {
        Key::Null
    }

    fn tie(&self) -> Key {
        Key::Int(self.ordinal.into())
    }

    fn node(self: &Arc<Self>) -> VersionFields {
        VersionFields(self.clone())
    }

    // It is no node itself, but is seen by whoever sees the node.
    fn node_ref(&self) -> Option<NodeRef> {
        Some(NodeRef::new(Kind::from_prefix(&self.kind)?, self.node_id))
    }
}

/// What the texts of a node in one language were at one revision.
#[derive(Clone)]
pub struct VersionFields(Arc<TextVersion>);

/// What the texts of a node in one language were at one revision.
#[Object(name = "TextVersion")]
impl VersionFields {
    /// The language.
    async fn locale(&self) -> Locale {
        self.0.locale.parse().unwrap_or_else(|_| Locale::english())
    }

    /// The revision of the texts in this language. Give it to `restoreText` to write them again.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// The title or name.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// A sentence or two; null when there were none.
    async fn summary(&self) -> Option<&str> {
        self.0.summary.as_deref()
    }

    /// The long text; null when there was none.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Who made these texts.
    async fn origin(&self) -> Origin {
        self.0.origin
    }

    /// What is another text than in the version before of this language; of the first version, all
    /// that it has. Empty where the words are the same: a person took over what a machine had made, or
    /// said that a stale translation still holds.
    async fn changed(&self) -> Vec<TextPart> {
        let parts = [
            (self.0.title_changed, TextPart::Title),
            (self.0.summary_changed, TextPart::Summary),
            (self.0.description_changed, TextPart::Description),
        ];
        let changed = parts.into_iter().filter(|(changed, _)| *changed);
        changed.map(|(_, part)| part).collect()
    }

    /// When it was written, in UTC.
    async fn written_at(&self) -> DateTime<Utc> {
        self.0.changed_at
    }

    /// What the log says of it: by whom it was written, and for whom; null when it was recorded, not
    /// written, or when you may not see it.
    async fn activity(&self) -> Option<Ref<kinds::Activity>> {
        self.0.activity_id.map(Ref::new)
    }
}

/// What the texts of one node were.
pub struct TextHistory(pub Uuid);

/// What the texts of one node were.
#[Object]
impl TextHistory {
    /// The versions of its texts, the newest first, the present one included. A text that was recorded
    /// and has never been changed is its own first version, and is not here.
    async fn text_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the texts; every language, unless told.")] locale: Option<
            LocaleArg,
        >,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<VersionFields>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = match locale {
            Some(locale) => Predicate::Compare("v.locale", "=", locale.value()?.tag().into()),
            None => Predicate::always(),
        };
        let parent = Some(self.0);
        connection::page::<TextVersion>(ctx, store::HISTORY, parent, filter, Vec::new(), page).await
    }
}
