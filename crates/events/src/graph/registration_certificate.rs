//! What a certificate of attendance says.

use std::sync::Arc;

use async_graphql::Object;
use kernel::{Ref, date::PartialDate, entity::kinds};

use crate::{Event, Registration, RegistrationType};

/// What a certificate of attendance says.
pub struct Certificate {
    pub(super) registration: Arc<Registration>,
    pub(super) event: Arc<Event>,
    /// How many sessions there are, and how many seconds they last.
    pub(super) sessions: (i64, i64),
}

/// What a certificate of attendance says.
#[Object]
impl Certificate {
    /// Who came, as it stood on the badge; null when they were erased.
    async fn name(&self) -> Option<&str> {
        self.registration.name.as_deref()
    }

    /// As what they came.
    #[graphql(name = "type")]
    async fn kind(&self) -> RegistrationType {
        self.registration.kind
    }

    /// The event.
    async fn event(&self) -> Option<Ref<kinds::Event>> {
        Some(Ref::new(self.event.node.id))
    }

    /// For whom they came; null for who came without a delegation.
    async fn delegation(&self) -> Option<Ref<kinds::EventDelegation>> {
        self.registration.delegation_id.map(Ref::new)
    }

    /// The first day of the event, in the host's calendar; null when unknown.
    async fn starts_on(&self) -> Option<PartialDate> {
        self.event.starts_on
    }

    /// The last day of the event, in the host's calendar; null when unknown.
    async fn ends_on(&self) -> Option<PartialDate> {
        self.event.ends_on
    }

    /// How many sessions the programme had that have a beginning and an end.
    async fn sessions(&self) -> i32 {
        i32::try_from(self.sessions.0).unwrap_or(i32::MAX)
    }

    /// How many hours these sessions lasted, one after the other; those at the same time are added up.
    async fn hours(&self) -> f64 {
        let minutes = i32::try_from(self.sessions.1 / 60).unwrap_or(i32::MAX);
        f64::from(minutes) / 60.0
    }
}
