//! A person in the graph.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Connection, ContextExt, Item, Kind, Listed, NodeRef, connection,
    cursor::Key,
    entity::kinds,
    filter::{self, Filter, IdFilter, StringFilter, Terms},
    list::{ListSpec, PageArgs},
    node::RECORDED_AT,
    viewer::{SECRETARIAT, audience_of_person},
};
use uuid::Uuid;

use crate::{Person, store::person as store};

impl Listed for Person {
    type Node = Item<kinds::Person>;
    const SPEC: ListSpec = store::PEOPLE;
    const KIND: Option<Kind> = Some(Kind::Person);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        self.node.key(column)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Person> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// Someone who takes part in the network, for a city, an organisation or the secretariat.
pub struct PersonFields(pub Arc<Person>);

impl PersonFields {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Person, self.0.node.id)
    }

    /// Whether it is the viewer, or the secretariat looks. A program that may not read is neither.
    fn is_for(&self, ctx: &Context<'_>) -> bool {
        let viewer = ctx.reader().viewer();
        viewer.sees(&audience_of_person(self.0.node.id)) || viewer.sees(SECRETARIAT)
    }
}

/// Someone who takes part in the network, for a city, an organisation or the secretariat.
#[Object]
impl PersonFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        self.node().to_id()
    }

    /// What they are called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Where they get their letters. Shown to themselves and to the secretariat; null for others, and
    /// when there is none.
    async fn email(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.email.as_deref().filter(|_| self.is_for(ctx))
    }

    /// The language they read in, by BCP 47. Shown to themselves and to the secretariat; null for
    /// others, and when unknown.
    async fn locale(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.locale.as_deref().filter(|_| self.is_for(ctx))
    }

    /// When they joined the hub, in UTC.
    async fn joined_at(&self) -> DateTime<Utc> {
        self.0.node.recorded_at
    }

    /// Counts the changes of this node, from 1. Give it as `expectedVersion` to change only what
    /// you have seen.
    async fn version(&self) -> i32 {
        self.0.node.version
    }
}

kernel::order_by!(
    /// How to order people.
    PersonOrder,
    /// What people can be ordered by.
    PersonOrderField {
        /// Their name.
        Name => store::NAME,
        /// When they joined the hub.
        JoinedAt => RECORDED_AT,
    }
);

/// Which people. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct PersonFilter {
    /// All of these hold.
    pub and: Option<Vec<PersonFilter>>,
    /// One of these holds.
    pub or: Option<Vec<PersonFilter>>,
    /// This does not hold.
    pub not: Option<Box<PersonFilter>>,
    /// The id.
    pub id: Option<IdFilter<kinds::Person>>,
    /// The name, in lower case and without accents.
    pub name: Option<StringFilter>,
}

impl Filter for PersonFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("id", self.id.as_ref(), "n.id")?;
        terms.compare("name", self.name.as_ref(), "n.sort_key")
    }
}

/// The fields of the root for people.
#[derive(Default)]
pub struct PersonQuery;

/// The fields of the root for people.
#[Object]
impl PersonQuery {
    /// The people you may see, by name unless told.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which people; all, unless told.")] filter: Option<PersonFilter>,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<Vec<PersonOrder>>,
    ) -> Result<Connection<Item<kinds::Person>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let order = PersonOrder::or(order_by, store::BY_NAME)?;
        connection::page::<Person>(ctx, store::PEOPLE, None, filter, order, page).await
    }
}
