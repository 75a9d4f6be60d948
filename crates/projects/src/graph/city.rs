//! What projects contribute to a city.

use async_graphql::{Context, Object};
use kernel::{ClientError, Connection, Item, entity::kinds, list::PageArgs};
use uuid::Uuid;

use super::{
    partnership::{self, PartnershipFilter},
    query::{self, ProjectFilter, ProjectOrder},
};
use crate::store;

/// The projects of a city.
pub struct CityProjects(pub Uuid);

/// The projects of a city.
#[Object]
impl CityProjects {
    /// The projects that this city leads, or is a partner of; by title unless told.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which projects; all, unless told.")] filter: Option<ProjectFilter>,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<Vec<ProjectOrder>>,
    ) -> Result<Connection<Item<kinds::Project>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        query::projects(ctx, store::OF_CITY, Some(self.0), filter, order_by, page).await
    }

    /// What was offered between projects and this city, the newest first.
    async fn partnerships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which offers; all that you may see, unless told.")] filter: Option<
            PartnershipFilter,
        >,
    ) -> Result<Connection<Item<kinds::Partnership>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        partnership::partnerships(ctx, store::partnership::OF_CITY, self.0, filter, page).await
    }
}
