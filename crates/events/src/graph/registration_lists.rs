//! What registrations contribute to an event, and to who asks.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Connection, ContextExt, Item, Ref, connection, entity::kinds, filter::Predicate,
    list::PageArgs, viewer::audience_of_person,
};
use uuid::Uuid;

use super::{
    registration::{RegistrationFilter, RegistrationOrder, registrations},
    registration_settings::EventRegistrationFields,
};
use crate::{
    EventDelegation, People, Registration, RegistrationState, RegistrationType,
    loaders::registration::{CheckInListOf, Offered, OffersTo, RegistrationOf},
    store::{delegation, registration as store},
};

/// Who comes to an event.
pub struct EventAttendance(pub Uuid);

/// Who comes to an event.
#[Object]
impl EventAttendance {
    /// How one registers for it, and how many have; null when nobody has said how.
    async fn registration(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<EventRegistrationFields, ClientError>> {
        let found = ctx.load::<RegistrationOf>(self.0).await.transpose()?;
        Some(found.map(EventRegistrationFields))
    }

    /// The registrations that you may see, in the order of the event unless told: your own, those of the
    /// delegation that you head, and all of them for who makes or hosts the event and for the secretariat.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn registrations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which registrations; all, unless told.")] filter: Option<
            RegistrationFilter,
        >,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<
            Vec<RegistrationOrder>,
        >,
    ) -> Result<Connection<Item<kinds::Registration>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        registrations(ctx, store::REGISTRATIONS, self.0, filter, order_by, page).await
    }

    /// The delegations that register for it, in the order in which they began. (What a city has sent
    /// to an event of the past, or is to send, is in `delegations`.)
    async fn registered_delegations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::EventDelegation>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let (all, order) = (Predicate::always(), delegation::BY_SINCE.to_vec());
        let spec = delegation::DELEGATIONS;
        connection::page::<EventDelegation>(ctx, spec, Some(self.0), all, order, page).await
    }

    /// The list at the door, of the registrations that you may see and that were not cancelled, as
    /// comma-separated values (RFC 4180): for who has no network there. At most 20,000 lines.
    // It is a whole list: a document has room for few of them.
    #[graphql(complexity = "400 + child_complexity")]
    async fn check_in_list(&self, ctx: &Context<'_>) -> Result<String, ClientError> {
        let Some(registration) = ctx.load::<RegistrationOf>(self.0).await? else {
            return Ok(String::new());
        };
        // An answer has room for so many rows, whichever way they stand in it.
        let lines = registration.seated + registration.waiting;
        ctx.reader()
            .reads()
            .rows(usize::try_from(lines).unwrap_or_default())?;
        let found = ctx.load::<CheckInListOf>(self.0).await?;
        Ok(found.map(|list| String::clone(&list)).unwrap_or_default())
    }
}

/// What the viewer has at events.
pub struct ViewerAttendance;

/// What the viewer has at events.
#[Object]
impl ViewerAttendance {
    /// What you have at events, the newest first; empty for who has not signed in.
    async fn registrations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::Registration>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let whose = own(ctx).unwrap_or_default();
        let (all, order) = (Predicate::always(), store::NEWEST_FIRST.to_vec());
        connection::page::<Registration>(ctx, store::OF_PERSON, Some(whose), all, order, page).await
    }

    /// The seats that are offered to you, and what was registered for your address; the oldest first, at
    /// most 100.
    async fn seat_offers(&self, ctx: &Context<'_>) -> Result<Vec<SeatOffer>, ClientError> {
        let Some(person) = own(ctx) else {
            return Ok(Vec::new());
        };
        let people = ctx.data_unchecked::<Arc<dyn People>>().clone();
        let found = ctx.load::<OffersTo>(Offered { person, people }).await?;
        let found = found.iter().flat_map(|found| found.iter());
        Ok(found.cloned().map(SeatOffer).collect())
    }
}

/// The person who asks, if they may read what is theirs.
pub(super) fn own(ctx: &Context<'_>) -> Option<Uuid> {
    let viewer = ctx.reader().viewer();
    let person = viewer.standing()?.person;
    viewer.sees(&audience_of_person(person)).then_some(person)
}

/// A seat that is offered to you, or that was registered for your address.
pub struct SeatOffer(Arc<Registration>);

/// A seat that is offered to you, or that was registered for your address.
#[Object]
impl SeatOffer {
    /// The id of the registration, for `acceptSeat` and `declineSeat`.
    async fn registration_id(&self) -> ID {
        self.0.as_node().to_id()
    }

    /// The event; null when you may not see it.
    async fn event(&self) -> Option<Ref<kinds::Event>> {
        Some(Ref::new(self.0.event_id))
    }

    /// As what you would come.
    #[graphql(name = "type")]
    async fn kind(&self) -> RegistrationType {
        self.0.kind
    }

    /// Whether it is a seat, or a place in the waiting list.
    async fn state(&self) -> RegistrationState {
        self.0.state
    }

    /// The delegation you would come with; null without one.
    async fn delegation(&self) -> Option<Ref<kinds::EventDelegation>> {
        self.0.delegation_id.map(Ref::new)
    }

    /// When it was offered, in UTC; null when it was registered for your address.
    async fn offered_at(&self) -> Option<DateTime<Utc>> {
        self.0.offered_at
    }
}
