//! A session in the graph.

use std::sync::Arc;

use async_graphql::Object;
use chrono::{DateTime, Utc};
use kernel::{Item, Kind, Listed, Ref, cursor::Key, entity::kinds, list::ListSpec};
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

/// A part of an event's programme.
#[Object]
impl SessionFields {
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
