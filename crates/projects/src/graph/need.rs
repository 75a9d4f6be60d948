//! What a project looks for and has to give, in the graph.

use std::sync::Arc;

use async_graphql::{ID, InputObject, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Item, Kind, Listed, NodeRef, Ref,
    cursor::Key,
    entity::kinds,
    filter::{Filter, Terms},
    list::ListSpec,
};
use uuid::Uuid;

use crate::{Need, NeedKind, NeedState, Statement, store::item as store};

impl Listed for Need {
    type Node = Item<kinds::Need>;
    const SPEC: ListSpec = store::NEEDS;
    const ID: &'static str = "pn.id";
    const KIND: Option<Kind> = Some(Kind::Need);

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: &str) -> Key {
        Key::Time(self.added_at)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Need> {
        Item::with_row(self.id, self.clone())
    }
}

kernel::enum_filter!(
    /// Compares whether a project looks for something, or has it to give. All given comparisons must
    /// hold.
    NeedKindFilter,
    NeedKind
);
kernel::enum_filter!(
    /// Compares whether a need or an offer still holds. All given comparisons must hold.
    NeedStateFilter,
    NeedState
);

/// Which needs and offers. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct NeedFilter {
    /// All of these hold.
    pub and: Option<Vec<NeedFilter>>,
    /// One of these holds.
    pub or: Option<Vec<NeedFilter>>,
    /// This does not hold.
    pub not: Option<Box<NeedFilter>>,
    /// Whether the project looks for it, or has it to give.
    pub kind: Option<NeedKindFilter>,
    /// Whether that still holds.
    pub state: Option<NeedStateFilter>,
}

impl Filter for NeedFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("kind", self.kind.as_ref(), "pn.kind")?;
        terms.compare("state", self.state.as_ref(), "pn.state")
    }
}

/// What a project looks for, or has to give.
pub struct NeedFields(pub Arc<Need>);

impl NeedFields {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Need, self.0.id)
    }
}

/// What a project looks for, or has to give.
#[Object]
impl NeedFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        self.node().to_id()
    }

    /// The project; null when you may not see it.
    async fn project(&self) -> Option<Ref<kinds::Project>> {
        Some(Ref::new(self.0.project_id))
    }

    /// Whether the project looks for it, or has it to give.
    async fn kind(&self) -> NeedKind {
        self.0.kind
    }

    /// Whether that still holds.
    async fn state(&self) -> NeedState {
        self.0.state
    }

    /// What it is.
    async fn text(&self) -> Statement {
        Statement {
            locale: self.0.locale.clone(),
            text: self.0.text.clone(),
        }
    }

    /// When it was added, in UTC.
    async fn added_at(&self) -> DateTime<Utc> {
        self.0.added_at
    }
}
