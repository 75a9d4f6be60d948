//! An organisation's part in a project, in the graph.

use std::sync::Arc;

use async_graphql::{InputObject, Object};
use kernel::{
    ClientError, Kind, Listed, NodeRef, Ref,
    cursor::Key,
    entity::kinds,
    filter::{Filter, IdFilter, Terms},
    list::ListSpec,
};
use uuid::Uuid;

use crate::{OrganisationRole, Participation, store};

impl Listed for Participation {
    type Node = ParticipationFields;
    const SPEC: ListSpec = store::PARTICIPATIONS;
    const KIND: Option<Kind> = None;

    fn id(&self) -> Uuid {
        self.organisation_id
    }

    fn key(&self, _: &str) -> Key {
        Key::Text(self.sort_key.clone())
    }

    fn node(self: &Arc<Self>) -> ParticipationFields {
        ParticipationFields(self.clone())
    }

    // It is no node itself, but what it is ordered and seen by was read from one.
    fn node_ref(&self) -> Option<NodeRef> {
        Some(NodeRef::new(Kind::Organisation, self.organisation_id))
    }
}

kernel::enum_filter!(
    /// Compares what an organisation does in a project. All given comparisons must hold.
    OrganisationRoleFilter,
    OrganisationRole
);

/// Which participations. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ParticipationFilter {
    /// All of these hold.
    pub and: Option<Vec<ParticipationFilter>>,
    /// One of these holds.
    pub or: Option<Vec<ParticipationFilter>>,
    /// This does not hold.
    pub not: Option<Box<ParticipationFilter>>,
    /// The organisation.
    pub organisation: Option<IdFilter<kinds::Organisation>>,
    /// What it does there.
    pub role: Option<OrganisationRoleFilter>,
}

impl Filter for ParticipationFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare(
            "organisation",
            self.organisation.as_ref(),
            "po.organisation_id",
        )?;
        terms.compare("role", self.role.as_ref(), "po.role")
    }
}

/// An organisation that takes part in a project, and what it does there.
#[derive(Clone)]
pub struct ParticipationFields(Arc<Participation>);

/// An organisation that takes part in a project, and what it does there.
#[Object(name = "Participation")]
impl ParticipationFields {
    /// The organisation; null when you may not see it.
    async fn organisation(&self) -> Option<Ref<kinds::Organisation>> {
        Some(Ref::new(self.0.organisation_id))
    }

    /// What it does there.
    async fn role(&self) -> OrganisationRole {
        self.0.role
    }
}
