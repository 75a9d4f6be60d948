//! A session in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Connection, ContextExt, Item, Kind, Listed, Ref,
    connection::{self, RefRow},
    cursor::Key,
    entity::kinds,
    filter::Predicate,
    list::{ListSpec, PageArgs},
    local::LocalDateTime,
    viewer::{audience_of_event, audience_of_person},
};
use uuid::Uuid;

use super::speaker::SpeakerFields;
use crate::{
    Session, SessionKind, Speaker,
    loaders::SpeakersOf,
    store::{self, session as programme},
};

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
    fn local(&self, at: Option<DateTime<Utc>>) -> Option<LocalDateTime> {
        let zone = self.0.time_zone.as_deref()?.parse().ok()?;
        Some(LocalDateTime::at(at?, zone))
    }
}

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

    /// When it begins, by the clocks of the event's time zone; null when either is unknown.
    async fn starts_at_local(&self) -> Option<LocalDateTime> {
        self.local(self.0.starts_at)
    }

    /// When it ends, by the clocks of the event's time zone; null when either is unknown.
    async fn ends_at_local(&self) -> Option<LocalDateTime> {
        self.local(self.0.ends_at)
    }

    /// Where at the venue it takes place; null when unknown.
    async fn room(&self) -> Option<&str> {
        self.0.room.as_deref()
    }

    /// The language it is held in, a tag of BCP 47; null when unknown.
    async fn language(&self) -> Option<&str> {
        self.0.language.as_deref()
    }

    /// The languages it is interpreted into, tags of BCP 47.
    async fn interpretation(&self) -> &[String] {
        &self.0.interpretation
    }

    /// The theme it is on; null when it is on none, or when you may not see it.
    async fn theme(&self) -> Option<Ref<kinds::Theme>> {
        self.0.theme_id.map(Ref::new)
    }

    /// Who speaks, in their order. A person is named once they agreed; before, those who make the event
    /// see whom they asked, and each sees that they were.
    async fn speakers(&self, ctx: &Context<'_>) -> Result<Vec<SpeakerFields>, ClientError> {
        let found = ctx.load::<SpeakersOf>(self.0.node.id).await?;
        let viewer = ctx.reader().viewer();
        let is_circle = viewer.sees(&audience_of_event(self.0.event_id));
        let seen = |speaker: &Speaker| {
            let is_named = speaker.agreed_at.is_some()
                || is_circle
                || (speaker.person_id).is_some_and(|id| viewer.sees(&audience_of_person(id)));
            (is_named || speaker.is_known_without_person()).then(|| SpeakerFields {
                speaker: speaker.clone(),
                is_named,
            })
        };
        Ok(found.unwrap_or_default().iter().filter_map(seen).collect())
    }

    /// The projects it is about, by title.
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::Project>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let (all, order) = (Predicate::always(), store::BY_TITLE.to_vec());
        let (spec, id) = (programme::PROJECTS, Some(self.0.node.id));
        connection::page::<RefRow<kinds::Project>>(ctx, spec, id, all, order, page).await
    }
}
