//! News of a project in the graph.

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

use crate::{Update, store};

impl Listed for Update {
    type Node = Item<kinds::Update>;
    const SPEC: ListSpec = store::UPDATES;
    const KIND: Option<Kind> = Some(Kind::Update);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        match column {
            "PUBLISHED_ON" => Key::Text(self.published_on.stored()),
            _ => self.node.key(column),
        }
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Update> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// Which news. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct UpdateFilter {
    /// All of these hold.
    pub and: Option<Vec<UpdateFilter>>,
    /// One of these holds.
    pub or: Option<Vec<UpdateFilter>>,
    /// This does not hold.
    pub not: Option<Box<UpdateFilter>>,
    /// When they were published.
    pub published_on: Option<DateFilter>,
}

impl Filter for UpdateFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("publishedOn", self.published_on.as_ref(), "u.published_on")
    }
}

/// News that a project published.
pub struct UpdateFields(pub Arc<Update>);

/// News that a project published.
#[Object]
impl UpdateFields {
    /// The project that published them; null when you may not see it.
    async fn project(&self) -> Option<Ref<kinds::Project>> {
        Some(Ref::new(self.0.project_id))
    }

    /// When they were published, as precisely as that is known.
    async fn published_on(&self) -> PartialDate {
        self.0.published_on
    }
}
