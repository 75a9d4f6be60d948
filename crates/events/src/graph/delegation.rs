//! What a city sends to an event, in the graph.

use std::sync::Arc;

use async_graphql::Object;
use kernel::{Kind, Listed, NodeRef, Ref, cursor::Key, entity::kinds, list::ListSpec};
use uuid::Uuid;

use crate::{CityAttendance, EventCityRole, store};

/// A row of an event's delegations.
#[derive(Debug)]
pub(crate) struct Delegation {
    /// The city's title, which the list is ordered by.
    pub(crate) sort_key: String,
    /// The city that takes part.
    pub(crate) attendance: CityAttendance,
}

impl Listed for Delegation {
    type Node = DelegationFields;
    const SPEC: ListSpec = store::DELEGATIONS;
    const KIND: Option<Kind> = None;

    fn id(&self) -> Uuid {
        self.attendance.city_id
    }

    fn key(&self, _: &str) -> Key {
        Key::Text(self.sort_key.clone())
    }

    fn node(self: &Arc<Self>) -> DelegationFields {
        DelegationFields(self.clone())
    }

    // A row is no node; its place in the list, and who may see it, are the city's.
    fn node_ref(&self) -> Option<NodeRef> {
        Some(NodeRef::new(Kind::City, self.attendance.city_id))
    }
}

/// What a city sends to an event.
#[derive(Clone)]
pub struct DelegationFields(Arc<Delegation>);

/// What a city sends to an event.
#[Object(name = "Delegation")]
impl DelegationFields {
    /// The city; null when it is gone.
    async fn city(&self) -> Option<Ref<kinds::City>> {
        Some(Ref::new(self.0.attendance.city_id))
    }

    /// As what the city takes part.
    async fn role(&self) -> EventCityRole {
        self.0.attendance.role
    }

    /// How many people it sends: as it was recorded, or else how many seats its delegation has taken; null
    /// when unknown.
    async fn size(&self) -> Option<i32> {
        self.0.attendance.delegation_size
    }
}
