//! The fields of the root for cities and themes.

use async_graphql::{Context, InputObject, Object};
use kernel::{
    ClientError, Connection, Item, Ref,
    connection::{self, TITLE},
    entity::kinds,
    filter::{self, DateFilter, Filter, IdFilter, IntFilter, StringFilter, Terms},
    list::PageArgs,
    node::{self, RECORDED_AT, UPDATED_AT},
};

use crate::{City, Continent, Membership, Theme, store};

kernel::enum_filter!(
    /// Compares a continent. All given comparisons must hold.
    ContinentFilter,
    Continent
);
kernel::enum_filter!(
    /// Compares a standing in the network. All given comparisons must hold.
    MembershipFilter,
    Membership
);

kernel::order_by!(
    /// How to order cities.
    CityOrder,
    /// What cities can be ordered by.
    CityOrderField {
        /// Their name in the original language.
        Name => TITLE,
        /// How many people live there.
        Population => store::POPULATION,
        /// The code of their country.
        CountryCode => store::COUNTRY_CODE,
        /// When they joined the network.
        JoinedOn => store::JOINED_ON,
        /// When they entered the record.
        RecordedAt => RECORDED_AT,
        /// When they were changed last.
        UpdatedAt => UPDATED_AT,
    }
);

kernel::order_by!(
    /// How to order themes.
    ThemeOrder,
    /// What themes can be ordered by.
    ThemeOrderField {
        /// Their title in the original language.
        Title => TITLE,
        /// When they entered the record.
        RecordedAt => RECORDED_AT,
    }
);

/// Which cities. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct CityFilter {
    /// All of these hold.
    pub and: Option<Vec<CityFilter>>,
    /// One of these holds.
    pub or: Option<Vec<CityFilter>>,
    /// This does not hold.
    pub not: Option<Box<CityFilter>>,
    /// The id.
    pub id: Option<IdFilter<kinds::City>>,
    /// The name in addresses.
    pub slug: Option<StringFilter>,
    /// The code of the country.
    pub country_code: Option<StringFilter>,
    /// The continent.
    pub continent: Option<ContinentFilter>,
    /// How many people live there.
    pub population: Option<IntFilter>,
    /// Where it stands in the network.
    pub membership: Option<MembershipFilter>,
    /// When it joined the network.
    pub joined_on: Option<DateFilter>,
    /// The earliest trace of its taking part.
    pub first_evidence_on: Option<DateFilter>,
}

impl Filter for CityFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("id", self.id.as_ref(), "n.id")?;
        terms.compare("slug", self.slug.as_ref(), "n.slug")?;
        terms.compare("countryCode", self.country_code.as_ref(), "c.country_code")?;
        terms.compare("continent", self.continent.as_ref(), "c.continent")?;
        terms.compare("population", self.population.as_ref(), "c.population")?;
        terms.compare("membership", self.membership.as_ref(), "c.membership")?;
        terms.compare("joinedOn", self.joined_on.as_ref(), "c.joined_on")?;
        terms.compare(
            "firstEvidenceOn",
            self.first_evidence_on.as_ref(),
            "c.first_evidence_on",
        )
    }
}

kernel::node_filter!(
    /// Which themes. All given conditions must hold.
    ThemeFilter,
    kinds::Theme
);

/// The fields of the root for cities and themes.
#[derive(Default)]
pub struct CityQuery;

/// The fields of the root for cities and themes.
#[Object]
impl CityQuery {
    /// The city with this slug; null when there is none that you may see.
    async fn city(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name in addresses: `clermont-ferrand`.")] slug: String,
    ) -> Option<Result<Ref<kinds::City>, ClientError>> {
        node::slug_field(ctx, slug).await
    }

    /// Cities, by name unless told.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn cities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which cities; all, unless told.")] filter: Option<CityFilter>,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<Vec<CityOrder>>,
    ) -> Result<Connection<Item<kinds::City>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let order = CityOrder::or(order_by, store::BY_TITLE)?;
        connection::page::<City>(ctx, store::CITIES, None, filter, order, page).await
    }

    /// The theme with this slug; null when there is none that you may see.
    async fn theme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name in addresses: `mobility`.")] slug: String,
    ) -> Option<Result<Ref<kinds::Theme>, ClientError>> {
        node::slug_field(ctx, slug).await
    }

    /// The themes that the network works on, by title unless told.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn themes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which themes; all, unless told.")] filter: Option<ThemeFilter>,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<Vec<ThemeOrder>>,
    ) -> Result<Connection<Item<kinds::Theme>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let order = ThemeOrder::or(order_by, store::BY_TITLE)?;
        connection::page::<Theme>(ctx, store::THEMES, None, filter, order, page).await
    }
}
