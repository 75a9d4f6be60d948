//! An invitation in the graph. It is seen by those in whose name it was made.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Connection, Item, Kind, Listed, NodeRef, Ref,
    actor::{Role, Scope},
    connection,
    cursor::Key,
    entity::kinds,
    filter::{self, Filter, StringFilter, Terms},
    list::{ListSpec, PageArgs},
};
use uuid::Uuid;

use super::PartyFields;
use crate::{Invitation, InvitationState, store::invitation as store};

impl Listed for Invitation {
    type Node = Item<kinds::Invitation>;
    const SPEC: ListSpec = store::INVITATIONS;
    const ID: &'static str = "i.id";
    const KIND: Option<Kind> = Some(Kind::Invitation);

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: &str) -> Key {
        Key::Time(self.invited_at)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Invitation> {
        Item::with_row(self.id, self.clone())
    }
}

/// An invitation to take up a mandate.
pub struct InvitationFields(pub Arc<Invitation>);

impl InvitationFields {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Invitation, self.0.id)
    }
}

/// An invitation to take up a mandate.
#[Object]
impl InvitationFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        self.node().to_id()
    }

    /// Where it was sent; null once it was taken up or taken back.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// For whom the mandate is.
    async fn party(&self) -> PartyFields {
        PartyFields(self.0.party())
    }

    /// As what its holder will act.
    async fn role(&self) -> Role {
        self.0.role
    }

    /// What the mandate will be limited to; null when it will not be.
    async fn scope(&self) -> Option<Vec<Scope>> {
        let scopes = self.0.scopes.as_ref()?;
        Some(scopes.iter().copied().collect())
    }

    /// Until when the mandate will hold, in UTC; null when no end is set.
    async fn mandate_ends_at(&self) -> Option<DateTime<Utc>> {
        self.0.mandate_ends_at
    }

    /// What became of it.
    async fn state(&self) -> InvitationState {
        self.0.state
    }

    /// When it was made, in UTC.
    async fn invited_at(&self) -> DateTime<Utc> {
        self.0.invited_at
    }

    /// The mandate under which it was made; null when the operator of the hub made it.
    async fn invited_under(&self) -> Option<Ref<kinds::Mandate>> {
        self.0.invited_under.map(Ref::new)
    }

    /// Until when it can be taken up, in UTC.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// The mandate it became; null as long as it was not taken up.
    async fn mandate(&self) -> Option<Ref<kinds::Mandate>> {
        self.0.mandate_id.map(Ref::new)
    }
}

kernel::enum_filter!(
    /// Compares what became of an invitation. All given comparisons must hold.
    InvitationStateFilter,
    InvitationState
);

kernel::order_by!(
    /// How to order invitations.
    InvitationOrder,
    /// What invitations can be ordered by.
    InvitationOrderField {
        /// When they were made.
        InvitedAt => store::INVITED_AT,
    }
);

/// Which invitations. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct InvitationFilter {
    /// All of these hold.
    pub and: Option<Vec<InvitationFilter>>,
    /// One of these holds.
    pub or: Option<Vec<InvitationFilter>>,
    /// This does not hold.
    pub not: Option<Box<InvitationFilter>>,
    /// Where it was sent.
    pub email: Option<StringFilter>,
    /// What became of it.
    pub state: Option<InvitationStateFilter>,
}

impl Filter for InvitationFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("email", self.email.as_ref(), "i.email")?;
        terms.compare("state", self.state.as_ref(), "i.state")
    }
}

/// The fields of the root for invitations.
#[derive(Default)]
pub struct InvitationQuery;

/// The fields of the root for invitations.
#[Object]
impl InvitationQuery {
    /// The invitations made in the name of those you act for, the newest first unless told.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which invitations; all, unless told.")] filter: Option<InvitationFilter>,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<
            Vec<InvitationOrder>,
        >,
    ) -> Result<Connection<Item<kinds::Invitation>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let order = InvitationOrder::or(order_by, store::NEWEST_FIRST)?;
        connection::page::<Invitation>(ctx, store::INVITATIONS, None, filter, order, page).await
    }
}
