//! What organisations contribute to a city.

use async_graphql::{Context, Object};
use kernel::{ClientError, Connection, Item, connection, entity::kinds, filter, list::PageArgs};
use uuid::Uuid;

use super::query::{OrganisationFilter, OrganisationOrder};
use crate::{Organisation, store};

/// The organisations of a city.
pub struct CityOrganisations(pub Uuid);

/// The organisations of a city.
#[Object]
impl CityOrganisations {
    /// The organisations that have their seat in this city, or act for it, by name unless told.
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
        connection::page::<Organisation>(ctx, store::OF_CITY, Some(self.0), filter, order, page)
            .await
    }
}
