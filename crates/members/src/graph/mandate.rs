//! A mandate in the graph, and the lists of mandates of those who give and who hold them.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Connection, Item, Kind, Listed, NodeRef, Ref,
    actor::{Role, Scope},
    connection,
    cursor::Key,
    entity::kinds,
    filter::{self, Filter, IdFilter, Link, Terms, TimeFilter},
    list::{ListSpec, PageArgs},
};
use uuid::Uuid;

use super::PartyFields;
use crate::{StoredMandate, store::mandate as store};

impl Listed for StoredMandate {
    type Node = Item<kinds::Mandate>;
    const SPEC: ListSpec = store::MANDATES;
    const ID: &'static str = "m.id";
    const KIND: Option<Kind> = Some(Kind::Mandate);

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: &str) -> Key {
        Key::Time(self.starts_at)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Mandate> {
        Item::with_row(self.id, self.clone())
    }
}

/// A person's mandate to act for a city, an organisation or the secretariat.
pub struct MandateFields(pub Arc<StoredMandate>);

impl MandateFields {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Mandate, self.0.id)
    }
}

/// A person's mandate to act for a city, an organisation or the secretariat.
#[Object]
impl MandateFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        self.node().to_id()
    }

    /// Who holds it; null when you may not see them, or they were erased.
    async fn person(&self) -> Option<Ref<kinds::Person>> {
        self.0.person_id.map(Ref::new)
    }

    /// For whom its holder acts.
    async fn party(&self) -> PartyFields {
        PartyFields(self.0.party())
    }

    /// As what its holder acts.
    async fn role(&self) -> Role {
        self.0.role
    }

    /// What it is limited to; null when it is not: then for all that the role may do.
    async fn scope(&self) -> Option<Vec<Scope>> {
        Some(self.0.limits()?.into_iter().collect())
    }

    /// From when it holds, in UTC.
    async fn starts_at(&self) -> DateTime<Utc> {
        self.0.starts_at
    }

    /// Until when it holds, in UTC; null when no end is set.
    async fn ends_at(&self) -> Option<DateTime<Utc>> {
        self.0.ends_at
    }

    /// When it was granted, in UTC.
    async fn granted_at(&self) -> DateTime<Utc> {
        self.0.granted_at
    }

    /// The mandate under which it was granted; null when you may not see it, or when the operator of
    /// the hub granted it.
    async fn granted_under(&self) -> Option<Ref<kinds::Mandate>> {
        self.0.granted_under.map(Ref::new)
    }
}

kernel::enum_filter!(
    /// Compares as what people act. All given comparisons must hold.
    RoleFilter,
    Role
);

kernel::order_by!(
    /// How to order mandates.
    MandateOrder,
    /// What mandates can be ordered by.
    MandateOrderField {
        /// From when they hold.
        StartsAt => store::STARTS_AT,
    }
);

/// Which mandates. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct MandateFilter {
    /// All of these hold.
    pub and: Option<Vec<MandateFilter>>,
    /// One of these holds.
    pub or: Option<Vec<MandateFilter>>,
    /// This does not hold.
    pub not: Option<Box<MandateFilter>>,
    /// The id.
    pub id: Option<IdFilter<kinds::Mandate>>,
    /// Who holds it.
    pub person: Option<IdFilter<kinds::Person>>,
    /// The city it is for.
    pub city: Option<IdFilter<kinds::City>>,
    /// The organisation it is for.
    pub organisation: Option<IdFilter<kinds::Organisation>>,
    /// As what its holder acts.
    pub role: Option<RoleFilter>,
    /// From when it holds.
    pub starts_at: Option<TimeFilter>,
    /// Until when it holds.
    pub ends_at: Option<TimeFilter>,
}

/// A link to a node by one of a mandate's columns.
const fn by(column: &'static str) -> Link {
    Link {
        row: column,
        from: "node f",
        key: "f.id",
        when: None,
        node: "f.id",
    }
}

impl Filter for MandateFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("id", self.id.as_ref(), "m.id")?;
        terms.linked("person", self.person.as_ref(), by("m.person_id"))?;
        terms.linked("city", self.city.as_ref(), by("m.city_id"))?;
        terms.linked(
            "organisation",
            self.organisation.as_ref(),
            by("m.organisation_id"),
        )?;
        terms.compare("role", self.role.as_ref(), "m.role")?;
        terms.compare("startsAt", self.starts_at.as_ref(), "m.starts_at")?;
        terms.compare("endsAt", self.ends_at.as_ref(), "m.ends_at")
    }
}

/// Makes a part of the graph with a list of mandates.
macro_rules! list_of {
    ($(#[$doc:meta])* $name:ident($($parent:ty)?), $(#[$field_doc:meta])* |$self:ident| $of:expr, $spec:expr) => {
        $(#[$doc])*
        #[derive(Default)]
        pub struct $name($(pub $parent)?);

        $(#[$doc])*
        #[Object]
        impl $name {
            $(#[$field_doc])*
            #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
            async fn mandates(
                &$self,
                ctx: &Context<'_>,
                #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")]
                first: Option<i32>,
                #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
                #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
                #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
                #[graphql(desc = "Which mandates; all, unless told.")] filter: Option<MandateFilter>,
                #[graphql(desc = "By what, the most important first.")] order_by: Option<
                    Vec<MandateOrder>,
                >,
            ) -> Result<Connection<Item<kinds::Mandate>>, ClientError> {
                let page = PageArgs::new(first, after, last, before);
                let filter = filter::predicate(filter.as_ref())?;
                let order = MandateOrder::or(order_by, store::NEWEST_FIRST)?;
                connection::page::<StoredMandate>(ctx, $spec, $of, filter, order, page).await
            }
        }
    };
}

list_of!(
    /// The fields of the root for mandates.
    MandateQuery(),
    /// The mandates you may see, past ones too: the one that begins last first, unless told.
    |self| None, store::MANDATES
);
list_of!(
    /// Who acts for a city.
    CityMandates(Uuid),
    /// Who acts for this city, or did: the one that begins last first, unless told.
    |self| Some(self.0), store::OF_CITY
);
list_of!(
    /// Who acts for an organisation.
    OrganisationMandates(Uuid),
    /// Who acts for this organisation, or did: the one that begins last first, unless told.
    |self| Some(self.0), store::OF_ORGANISATION
);
list_of!(
    /// Whom a person acts for.
    PersonMandates(Uuid),
    /// For whom this person acts, or did: the one that begins last first, unless told.
    |self| Some(self.0), store::OF_PERSON
);
