//! The fields of the root for organisations.

use async_graphql::{Context, InputObject, Object};
use kernel::{
    ClientError, Connection, Item, Ref,
    connection::{self, TITLE},
    entity::kinds,
    filter::{self, Filter, IdFilter, Link, StringFilter, Terms},
    list::PageArgs,
    node::{self, RECORDED_AT, UPDATED_AT},
};

use crate::{Organisation, OrganisationKind, store};

kernel::enum_filter!(
    /// Compares what an organisation is. All given comparisons must hold.
    OrganisationKindFilter,
    OrganisationKind
);

kernel::order_by!(
    /// How to order organisations.
    OrganisationOrder,
    /// What organisations can be ordered by.
    OrganisationOrderField {
        /// Their name in the original language.
        Name => TITLE,
        /// When they entered the record.
        RecordedAt => RECORDED_AT,
        /// When they were changed last.
        UpdatedAt => UPDATED_AT,
    }
);

/// Which organisations. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct OrganisationFilter {
    /// All of these hold.
    pub and: Option<Vec<OrganisationFilter>>,
    /// One of these holds.
    pub or: Option<Vec<OrganisationFilter>>,
    /// This does not hold.
    pub not: Option<Box<OrganisationFilter>>,
    /// The id.
    pub id: Option<IdFilter<kinds::Organisation>>,
    /// The name in addresses.
    pub slug: Option<StringFilter>,
    /// What it is.
    pub kind: Option<OrganisationKindFilter>,
    /// The city it has its seat in, or acts for.
    pub city: Option<IdFilter<kinds::City>>,
    /// The code of its country.
    pub country_code: Option<StringFilter>,
}

impl Filter for OrganisationFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("id", self.id.as_ref(), "n.id")?;
        terms.compare("slug", self.slug.as_ref(), "n.slug")?;
        terms.compare("kind", self.kind.as_ref(), "o.kind")?;
        terms.linked(
            "city",
            self.city.as_ref(),
            Link {
                row: "o.city_id",
                from: "node f",
                key: "f.id",
                when: None,
                node: "f.id",
            },
        )?;
        terms.compare("countryCode", self.country_code.as_ref(), "o.country_code")
    }
}

/// The fields of the root for organisations.
#[derive(Default)]
pub struct MemberQuery;

/// The fields of the root for organisations.
#[Object]
impl MemberQuery {
    /// The organisation with this slug; null when there is none that you may see.
    async fn organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name in addresses: `clermont-auvergne-innovation`.")] slug: String,
    ) -> Option<Result<Ref<kinds::Organisation>, ClientError>> {
        node::slug_field(ctx, slug).await
    }

    /// Organisations, by name unless told.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which organisations; all, unless told.")] filter: Option<
            OrganisationFilter,
        >,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<
            Vec<OrganisationOrder>,
        >,
    ) -> Result<Connection<Item<kinds::Organisation>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let order = OrganisationOrder::or(order_by, store::BY_TITLE)?;
        connection::page::<Organisation>(ctx, store::ORGANISATIONS, None, filter, order, page).await
    }
}
