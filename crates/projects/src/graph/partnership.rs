//! What is offered between projects and parties, in the graph.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Connection, Item, Kind, Listed, NodeRef, Ref, connection,
    cursor::Key,
    entity::kinds,
    filter::{self, Filter, Terms},
    list::{ListSpec, PageArgs},
};
use uuid::Uuid;

use crate::{
    OrganisationRole, Partnership, PartnershipKind, PartnershipState, Statement,
    store::partnership as store,
};

impl Listed for Partnership {
    type Node = Item<kinds::Partnership>;
    const SPEC: ListSpec = store::PARTNERSHIPS;
    const ID: &'static str = "pa.id";
    const KIND: Option<Kind> = Some(Kind::Partnership);

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: &str) -> Key {
        Key::Time(self.offered_at)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Partnership> {
        Item::with_row(self.id, self.clone())
    }
}

kernel::enum_filter!(
    /// Compares who offers what to whom. All given comparisons must hold.
    PartnershipKindFilter,
    PartnershipKind
);
kernel::enum_filter!(
    /// Compares what became of an offer. All given comparisons must hold.
    PartnershipStateFilter,
    PartnershipState
);

/// Which offers. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct PartnershipFilter {
    /// All of these hold.
    pub and: Option<Vec<PartnershipFilter>>,
    /// One of these holds.
    pub or: Option<Vec<PartnershipFilter>>,
    /// This does not hold.
    pub not: Option<Box<PartnershipFilter>>,
    /// Who offers what to whom.
    pub kind: Option<PartnershipKindFilter>,
    /// What became of it.
    pub state: Option<PartnershipStateFilter>,
}

impl Filter for PartnershipFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("kind", self.kind.as_ref(), "pa.kind")?;
        terms.compare("state", self.state.as_ref(), "pa.state")
    }
}

/// What was offered between a project and a city or an organisation: a part in it, or its lead.
pub struct PartnershipFields(pub Arc<Partnership>);

impl PartnershipFields {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Partnership, self.0.id)
    }
}

/// What was offered between a project and a city or an organisation: a part in it, or its lead.
///
/// What a project offers is seen by its own people, and by those it invites until they answer; an
/// interest is seen by the people of the network.
#[Object]
impl PartnershipFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        self.node().to_id()
    }

    /// The project; null when you may not see it.
    async fn project(&self) -> Option<Ref<kinds::Project>> {
        Some(Ref::new(self.0.project_id))
    }

    /// Who offers what to whom.
    async fn kind(&self) -> PartnershipKind {
        self.0.kind
    }

    /// The city; null when it is an organisation, or you may not see it.
    async fn city(&self) -> Option<Ref<kinds::City>> {
        self.0.city_id.map(Ref::new)
    }

    /// The organisation; null when it is a city, or you may not see it.
    async fn organisation(&self) -> Option<Ref<kinds::Organisation>> {
        self.0.organisation_id.map(Ref::new)
    }

    /// What the organisation is to do in the project; null when it is a city.
    async fn role(&self) -> Option<OrganisationRole> {
        self.0.role
    }

    /// What became of it.
    async fn state(&self) -> PartnershipState {
        self.0.state
    }

    /// What was said with it; null when nothing was.
    async fn message(&self) -> Option<Statement> {
        Some(Statement {
            locale: self.0.locale.clone()?,
            text: self.0.message.clone()?,
        })
    }

    /// When it was offered, in UTC.
    async fn offered_at(&self) -> DateTime<Utc> {
        self.0.offered_at
    }

    /// When it was answered or taken back, in UTC; null as long as it is open.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.0.answered_at
    }
}

/// What was offered between this node and others, the newest first.
pub(super) async fn partnerships(
    ctx: &Context<'_>,
    spec: ListSpec,
    of: Uuid,
    filter: Option<PartnershipFilter>,
    page: PageArgs,
) -> Result<Connection<Item<kinds::Partnership>>, ClientError> {
    let filter = filter::predicate(filter.as_ref())?;
    let order = store::NEWEST_FIRST.to_vec();
    connection::page::<Partnership>(ctx, spec, Some(of), filter, order, page).await
}
