//! A token in the graph: everything but its secret.

use std::sync::Arc;

use async_graphql::{ID, Object};
use chrono::{DateTime, Utc};
use kernel::{
    Item, Kind, Listed, NodeRef, Ref, actor::Scope, cursor::Key, entity::kinds, list::ListSpec,
};
use uuid::Uuid;

use crate::{ApiToken, store::token as store};

impl Listed for ApiToken {
    type Node = Item<kinds::ApiToken>;
    const SPEC: ListSpec = store::TOKENS;
    const ID: &'static str = "t.id";
    const KIND: Option<Kind> = Some(Kind::ApiToken);

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: &str) -> Key {
        Key::Time(self.created_at)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::ApiToken> {
        Item::with_row(self.id, self.clone())
    }
}

/// A token that a program shows to act for a person.
pub struct TokenFields(pub Arc<ApiToken>);

impl TokenFields {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        NodeRef::new(Kind::ApiToken, self.0.id)
    }
}

/// A token that a program shows to act for a person.
#[Object]
impl TokenFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        self.node().to_id()
    }

    /// What its owner calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it can be used for.
    async fn scopes(&self) -> Vec<Scope> {
        self.0.scopes.iter().copied().collect()
    }

    /// The one mandate that it writes under; null when it may use each that its owner holds.
    async fn mandate(&self) -> Option<Ref<kinds::Mandate>> {
        self.0.mandate_id.map(Ref::new)
    }

    /// When it was made, in UTC.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Until when it is taken, in UTC.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was used last, in UTC, to the minute or so; null when it never was.
    async fn last_used_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_used_at
    }

    /// When it was ended, in UTC; null when it was not.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }
}
