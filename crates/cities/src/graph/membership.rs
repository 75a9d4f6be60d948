//! The steps of a city into the network and out of it, in the graph.

use std::sync::Arc;

use async_graphql::Object;
use chrono::{DateTime, Utc};
use kernel::{
    Kind, Listed, NodeRef, Ref, cursor::Key, date::PartialDate, entity::kinds, list::ListSpec,
};
use uuid::Uuid;

use crate::{
    Membership, MembershipDocument, MembershipReason, MembershipStep, StepKind,
    store::membership as store,
};

impl Listed for MembershipStep {
    type Node = StepFields;
    const SPEC: ListSpec = store::STEPS;
    const KIND: Option<Kind> = None;

    fn id(&self) -> Uuid {
        self.activity_id
    }

    fn key(&self, _: &str) -> Key {
        Key::Null
    }

    fn tie(&self) -> Key {
        Key::Int(self.ordinal.into())
    }

    fn node(self: &Arc<Self>) -> StepFields {
        StepFields(self.clone())
    }

    // It is no node itself, but is seen by whoever sees the city.
    fn node_ref(&self) -> Option<NodeRef> {
        Some(NodeRef::new(Kind::City, self.city_id))
    }
}

/// A step of a city into the network, or out of it.
#[derive(Clone)]
pub struct StepFields(Arc<MembershipStep>);

/// A step of a city into the network, or out of it.
#[Object(name = "MembershipStep")]
impl StepFields {
    /// Its place among the city's steps, from 1.
    async fn ordinal(&self) -> i32 {
        self.0.ordinal
    }

    /// Which step it was.
    async fn kind(&self) -> StepKind {
        self.0.kind
    }

    /// Where the city stood before.
    async fn before(&self) -> Membership {
        self.0.state_before
    }

    /// Where the city stood after it.
    async fn after(&self) -> Membership {
        self.0.state_after
    }

    /// When it was recorded, in UTC.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// When it happened, in the city's calendar, as precisely as that is known; null when nobody
    /// said.
    async fn occurred_on(&self) -> Option<PartialDate> {
        self.0.occurred_on
    }

    /// Why; null when nobody said, or for a step that needs no reason.
    async fn reason(&self) -> Option<MembershipReason> {
        self.0.reason
    }

    /// Its documents, by their addresses; at most 20.
    async fn documents(&self) -> &[MembershipDocument] {
        &self.0.documents
    }

    /// What the log says of it: by whom it was done, and for whom; null when you may not see it.
    async fn activity(&self) -> Option<Ref<kinds::Activity>> {
        Some(Ref::new(self.0.activity_id))
    }
}
