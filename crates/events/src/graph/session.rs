//! A session in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Item, Kind, Listed, NodeRef, Ref, cursor::Key, entity::kinds, list::ListSpec,
    locale::LocaleArg, node,
};
use uuid::Uuid;

use crate::{Session, SessionKind, store};

impl Listed for Session {
    type Node = Item<kinds::Session>;
    const SPEC: ListSpec = store::SESSIONS;
    const KIND: Option<Kind> = Some(Kind::Session);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        match column {
            "ORDINAL" => Key::Int(self.ordinal.into()),
            _ => self.node.key(column),
        }
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Session> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// A part of an event's programme.
pub struct SessionFields(pub Arc<Session>);

impl SessionFields {
    fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Session, self.0.node.id)
    }
}

/// A part of an event's programme.
#[Object]
impl SessionFields {
    /// What it is called, in the language that suits the reader best.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Result<String, ClientError> {
        node::title_field(ctx, self.node(), locale).await
    }

    /// A sentence or two on it, in the language that suits the reader best; null when nobody wrote
    /// them.
    async fn summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Option<Result<String, ClientError>> {
        node::summary_field(ctx, self.node(), locale).await
    }

    /// The long text on it, in the language that suits the reader best; null when nobody wrote it.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Option<Result<String, ClientError>> {
        node::description_field(ctx, self.node(), locale).await
    }

    /// What it is.
    async fn kind(&self) -> SessionKind {
        self.0.kind
    }

    /// The event whose programme it is part of; null when it is gone.
    async fn event(&self) -> Option<Ref<kinds::Event>> {
        Some(Ref::new(self.0.event_id))
    }

    /// When it begins, in UTC (the event's `timeZone` says what the clocks show there); null when
    /// unknown.
    async fn starts_at(&self) -> Option<DateTime<Utc>> {
        self.0.starts_at
    }

    /// When it ends, in UTC (the event's `timeZone` says what the clocks show there); null when
    /// unknown.
    async fn ends_at(&self) -> Option<DateTime<Utc>> {
        self.0.ends_at
    }

    /// Where at the venue it takes place; null when unknown.
    async fn room(&self) -> Option<&str> {
        self.0.room.as_deref()
    }
}
