//! A milestone in the graph.

use std::sync::Arc;

use async_graphql::{InputObject, Object};
use kernel::{
    ClientError, Item, Kind, Listed, Ref,
    cursor::Key,
    date::PartialDate,
    entity::kinds,
    filter::{DateFilter, Filter, Terms},
    list::ListSpec,
};
use uuid::Uuid;

use crate::{Milestone, store};

impl Listed for Milestone {
    type Node = Item<kinds::Milestone>;
    const SPEC: ListSpec = store::MILESTONES;
    const KIND: Option<Kind> = Some(Kind::Milestone);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        match column {
            "ORDINAL" => Key::Int(self.ordinal.into()),
            _ => self.node.key(column),
        }
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Milestone> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// Which milestones. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct MilestoneFilter {
    /// All of these hold.
    pub and: Option<Vec<MilestoneFilter>>,
    /// One of these holds.
    pub or: Option<Vec<MilestoneFilter>>,
    /// This does not hold.
    pub not: Option<Box<MilestoneFilter>>,
    /// When it should be reached.
    pub due_on: Option<DateFilter>,
    /// When it was reached; `isNull` asks for those that were not.
    pub reached_on: Option<DateFilter>,
}

impl Filter for MilestoneFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("dueOn", self.due_on.as_ref(), "m.due_on")?;
        terms.compare("reachedOn", self.reached_on.as_ref(), "m.reached_on")
    }
}

/// A step that a project set itself.
pub struct MilestoneFields(pub Arc<Milestone>);

/// A step that a project set itself.
#[Object]
impl MilestoneFields {
    /// The project it is of; null when you may not see it.
    async fn project(&self) -> Option<Ref<kinds::Project>> {
        Some(Ref::new(self.0.project_id))
    }

    /// When it should be reached, as precisely as that is known; null when unknown, or not decided.
    async fn due_on(&self) -> Option<PartialDate> {
        self.0.due_on
    }

    /// When it was reached, as precisely as that is known; null when it was not, or when that is
    /// unknown.
    async fn reached_on(&self) -> Option<PartialDate> {
        self.0.reached_on
    }

    /// How much of it is done, from 0 to 100; null when unknown.
    async fn progress(&self) -> Option<i32> {
        self.0.progress
    }
}
