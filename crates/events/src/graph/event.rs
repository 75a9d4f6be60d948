//! An event in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object};
use kernel::{
    ClientError, Connection, Entity, Item, Kind, Listed, Ref,
    connection::{self, RefRow},
    cursor::Key,
    date::PartialDate,
    entity::kinds,
    filter::Predicate,
    list::{ListSpec, PageArgs},
};
use uuid::Uuid;

use super::{Delegation, delegation::DelegationFields};
use crate::{Event, EventKind, EventMode, EventStatus, Figures, Session, store};

impl Listed for Event {
    type Node = Item<kinds::Event>;
    const SPEC: ListSpec = store::EVENTS;
    const KIND: Option<Kind> = Some(Kind::Event);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        match column {
            "STARTS_ON" => self.starts_on.map(PartialDate::stored).into(),
            "EDITION" => self.edition.map(i64::from).into(),
            _ => self.node.key(column),
        }
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Event> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// A conference, an assembly, a visit, a workshop.
pub struct EventFields(pub Arc<Event>);

impl EventFields {
    /// A page of nodes that other domains own, by title.
    async fn others<E: Entity>(
        &self,
        ctx: &Context<'_>,
        spec: ListSpec,
        page: PageArgs,
    ) -> Result<Connection<Item<E>>, ClientError> {
        let (all, order) = (Predicate::always(), store::BY_TITLE.to_vec());
        connection::page::<RefRow<E>>(ctx, spec, Some(self.0.node.id), all, order, page).await
    }
}

/// A conference, an assembly, a visit, a workshop.
#[Object]
impl EventFields {
    /// Its name in addresses.
    async fn slug(&self) -> &str {
        self.0.node.slug.as_deref().unwrap_or_default()
    }

    /// What it is.
    async fn kind(&self) -> EventKind {
        self.0.kind
    }

    /// Whether it took place.
    async fn status(&self) -> EventStatus {
        self.0.status
    }

    /// Which of its series it is, from 1; null when it is of none.
    async fn edition(&self) -> Option<i32> {
        self.0.edition
    }

    /// How one takes part.
    async fn mode(&self) -> EventMode {
        self.0.mode
    }

    /// Where in the host city it takes place; null when unknown, or when there is no such place.
    async fn venue(&self) -> Option<&str> {
        self.0.venue.as_deref()
    }

    /// Its first day in the host's calendar, as precisely as that is known; null when unknown.
    async fn starts_on(&self) -> Option<PartialDate> {
        self.0.starts_on
    }

    /// Its last day in the host's calendar, as precisely as that is known; null when unknown.
    async fn ends_on(&self) -> Option<PartialDate> {
        self.0.ends_on
    }

    /// The time zone it happens in, by the IANA database; null when unknown.
    async fn time_zone(&self) -> Option<&str> {
        self.0.time_zone.as_deref()
    }

    /// How many people it has room for; null when unknown, or when there is no limit.
    async fn capacity(&self) -> Option<i32> {
        self.0.capacity
    }

    /// The address of its own site; null when unknown.
    async fn website(&self) -> Option<&str> {
        self.0.website.as_deref()
    }

    /// How many took part, as it was published.
    async fn figures(&self) -> &Figures {
        &self.0.figures
    }

    /// The city that hosts it; null when there is none, when it is unknown, or when you may not
    /// see it.
    async fn host_city(&self) -> Option<Ref<kinds::City>> {
        self.0.host_city_id.map(Ref::new)
    }

    /// The cities that take part, the host included, by name.
    async fn cities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::City>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        self.others(ctx, store::CITIES, page).await
    }

    /// The same cities, by name, each with what it sends to the event.
    async fn delegations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<DelegationFields>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let (all, order) = (Predicate::always(), store::BY_TITLE.to_vec());
        let event = Some(self.0.node.id);
        connection::page::<Delegation>(ctx, store::DELEGATIONS, event, all, order, page).await
    }

    /// The themes it is on, by title.
    async fn themes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::Theme>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        self.others(ctx, store::THEMES, page).await
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
        self.others(ctx, store::PROJECTS, page).await
    }

    /// Its programme, in its order.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::Session>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let (all, order) = (Predicate::always(), store::BY_ORDINAL.to_vec());
        let event = Some(self.0.node.id);
        connection::page::<Session>(ctx, store::SESSIONS, event, all, order, page).await
    }
}
