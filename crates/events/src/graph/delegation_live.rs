//! Who comes to an event for a city or an organisation, in the graph.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Connection, Item, Kind, Listed, NodeRef, Ref,
    cursor::Key,
    entity::kinds,
    list::{ListSpec, PageArgs},
};
use uuid::Uuid;

use super::registration::{RegistrationFilter, RegistrationOrder, registrations};
use crate::{
    EventDelegation,
    store::{delegation as store, registration},
};

impl Listed for EventDelegation {
    type Node = Item<kinds::EventDelegation>;
    const SPEC: ListSpec = store::DELEGATIONS;
    const ID: &'static str = "d.id";
    const KIND: Option<Kind> = Some(Kind::EventDelegation);

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: &str) -> Key {
        Key::Time(self.since)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::EventDelegation> {
        Item::with_row(self.id, self.clone())
    }
}

/// Who comes to an event for a city or an organisation, under a head.
pub struct EventDelegationFields(pub Arc<EventDelegation>);

impl EventDelegationFields {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        self.0.as_node()
    }
}

/// Who comes to an event for a city or an organisation, under a head. Whoever sees the event sees how
/// many they are; who they are is seen by themselves, their head, who makes or hosts the event, and the
/// secretariat.
#[Object]
impl EventDelegationFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        self.node().to_id()
    }

    /// The event; null when you may not see it.
    async fn event(&self) -> Option<Ref<kinds::Event>> {
        Some(Ref::new(self.0.event_id))
    }

    /// The city that sends it; null when it is an organisation, or you may not see it.
    async fn city(&self) -> Option<Ref<kinds::City>> {
        self.0.city_id.map(Ref::new)
    }

    /// The organisation that sends it; null when it is a city, or you may not see it.
    async fn organisation(&self) -> Option<Ref<kinds::Organisation>> {
        self.0.organisation_id.map(Ref::new)
    }

    /// Who heads it; null when nobody does, or you may not see them.
    async fn head(&self) -> Option<Ref<kinds::Person>> {
        self.0.head_id.map(Ref::new)
    }

    /// How many seats are its own; null when it has none of its own, and takes seats as everybody does.
    async fn seats(&self) -> Option<i32> {
        self.0.seats
    }

    /// How many of its own seats nobody has taken; null when it has none of its own.
    async fn seats_left(&self) -> Option<i32> {
        self.0.seats.map(|_| self.0.held())
    }

    /// How many of its people have a seat.
    async fn seated(&self) -> i32 {
        self.0.seated
    }

    /// How many of its people wait for one.
    async fn waiting(&self) -> i32 {
        self.0.waiting
    }

    /// How many of its people have come.
    async fn checked_in(&self) -> i32 {
        self.0.checked_in
    }

    /// Since when it is one, in UTC.
    async fn since(&self) -> DateTime<Utc> {
        self.0.since
    }

    /// Its people, those that you may see, in the order of the event unless told.
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
        let spec = registration::OF_DELEGATION;
        registrations(ctx, spec, self.0.id, filter, order_by, page).await
    }
}
