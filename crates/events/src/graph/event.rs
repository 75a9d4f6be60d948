//! An event in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object};
use kernel::{
    ClientError, Connection, ContextExt, Entity, Item, Kind, Listed, Ref,
    connection::{self, RefRow},
    cursor::Key,
    date::PartialDate,
    entity::kinds,
    filter::Predicate,
    list::{ListSpec, PageArgs},
    viewer::{SECRETARIAT, audience_of_event},
};
use record::{Contact, Statement};
use uuid::Uuid;

use super::{
    Delegation, delegation::DelegationFields, organiser::OrganiserFields, registration_lists::own,
};
use crate::{
    Details, Document, Event, EventKind, EventMode, EventStatus, Figures, Organiser,
    OrganiserState, Session,
    loaders::{DetailsOf, DocumentsOf, NeighboursOf, OrganisersOf, registration::SeatOf},
    store::{self, result, series::Neighbours},
};

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

    async fn details(&self, ctx: &Context<'_>) -> Result<Option<Arc<Details>>, ClientError> {
        ctx.load::<DetailsOf>(self.0.node.id).await
    }

    async fn neighbours(&self, ctx: &Context<'_>) -> Result<Neighbours, ClientError> {
        if self.0.series_id.is_none() || self.0.edition.is_none() {
            return Ok(Neighbours::default());
        }
        let found = ctx.load::<NeighboursOf>(self.0.node.id).await?;
        Ok(found.unwrap_or_default())
    }

    /// Whether the viewer has a seat, makes or hosts the event, or is of the secretariat.
    async fn takes_part(&self, ctx: &Context<'_>) -> Result<bool, ClientError> {
        if self.is_circle(ctx) || ctx.reader().viewer().sees(SECRETARIAT) {
            return Ok(true);
        }
        let Some(person) = own(ctx) else {
            return Ok(false);
        };
        let event = self.0.node.id;
        Ok(ctx.load::<SeatOf>((event, person)).await?.is_some())
    }

    /// Whether the viewer is of those who make the event.
    fn is_circle(&self, ctx: &Context<'_>) -> bool {
        let circle = audience_of_event(self.0.node.id);
        ctx.reader().viewer().sees(&circle)
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

    /// How far it has come.
    async fn status(&self) -> EventStatus {
        self.0.status
    }

    /// Which of its series it is, from 1; null when it is of none.
    async fn edition(&self) -> Option<i32> {
        self.0.edition
    }

    /// The series it belongs to; null when it is of none.
    async fn series(&self) -> Option<Ref<kinds::EventSeries>> {
        self.0.series_id.map(Ref::new)
    }

    /// The edition before it in its series; null when there is none that you may see.
    async fn previous_edition(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<Ref<kinds::Event>, ClientError>> {
        let found = self.neighbours(ctx).await;
        found.map(|found| found.previous.map(Ref::new)).transpose()
    }

    /// The edition after it in its series; null when there is none that you may see.
    async fn next_edition(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<Ref<kinds::Event>, ClientError>> {
        let found = self.neighbours(ctx).await;
        found.map(|found| found.next.map(Ref::new)).transpose()
    }

    /// How one takes part.
    async fn mode(&self) -> EventMode {
        self.0.mode
    }

    /// Where in the host city it takes place; null when unknown, or when there is no such place.
    async fn venue(&self) -> Option<&str> {
        self.0.venue.as_deref()
    }

    /// The address of that place, as it is written there; null when unknown.
    async fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// Degrees north of the equator, of the place; null when unknown.
    async fn latitude(&self) -> Option<f64> {
        self.0.latitude
    }

    /// Degrees east of Greenwich, of the place; null when unknown.
    async fn longitude(&self) -> Option<f64> {
        self.0.longitude
    }

    /// What whoever needs help to get in, to hear or to see has to know, each language once.
    async fn accessibility(&self, ctx: &Context<'_>) -> Result<Vec<Statement>, ClientError> {
        let details = self.details(ctx).await?;
        Ok(details.map_or_else(Vec::new, |details| details.accessibility.0.clone()))
    }

    /// Where those take part who are not there: for who has a seat, who makes or hosts the event, and the
    /// secretariat. Null for others, and when there is no such address.
    async fn online_link(&self, ctx: &Context<'_>) -> Option<Result<String, ClientError>> {
        match self.takes_part(ctx).await {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => return Some(Err(error)),
        }
        let link = |details: Option<Arc<Details>>| details.and_then(|all| all.online_link.clone());
        self.details(ctx).await.map(link).transpose()
    }

    /// Why it was postponed or cancelled; null when it was not.
    async fn notice(&self, ctx: &Context<'_>) -> Option<Result<Statement, ClientError>> {
        let notice = |details: Option<Arc<Details>>| {
            details.and_then(|all| all.notice.as_ref().map(|notice| notice.0.clone()))
        };
        self.details(ctx).await.map(notice).transpose()
    }

    /// Its first day before it was postponed without a new one; null when it was not.
    async fn postponed_from(&self) -> Option<PartialDate> {
        self.0.postponed_from
    }

    /// Who makes it, in their order; those who have not answered yet are seen by those who make it. Empty
    /// where it was only recorded.
    async fn organisers(&self, ctx: &Context<'_>) -> Result<Vec<OrganiserFields>, ClientError> {
        let all = ctx.load::<OrganisersOf>(self.0.node.id).await?;
        let circle = self.is_circle(ctx);
        let seen = |organiser: &&Organiser| circle || organiser.state == OrganiserState::Accepted;
        let all = all.unwrap_or_default();
        Ok(all
            .iter()
            .filter(seen)
            .copied()
            .map(OrganiserFields)
            .collect())
    }

    /// The city that was asked to host it, and has not answered; null when there is none, and for those
    /// who do not make it.
    async fn asked_host_city(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<Ref<kinds::City>, ClientError>> {
        if !self.is_circle(ctx) {
            return None;
        }
        let asked = |details: Option<Arc<Details>>| details.and_then(|all| all.asked_host_id);
        let found = self.details(ctx).await.map(asked);
        found.map(|city| city.map(Ref::new)).transpose()
    }

    /// How those are reached who make it.
    async fn contacts(&self) -> &[Contact] {
        &self.0.contacts
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

    /// What came of it, each language once; empty until it was held and somebody said so.
    async fn recap(&self, ctx: &Context<'_>) -> Result<Vec<Statement>, ClientError> {
        let details = self.details(ctx).await?;
        Ok(details.map_or_else(Vec::new, |details| details.recap.0.clone()))
    }

    /// Its documents, in their order.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>, ClientError> {
        let found = ctx.load::<DocumentsOf>(self.0.node.id).await?;
        Ok(found.map_or_else(Vec::new, |found| found.to_vec()))
    }

    /// The projects that were born there, by title.
    async fn born_projects(
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
        self.others(ctx, result::BORN, page).await
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
