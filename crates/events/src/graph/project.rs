//! What events contribute to a project.

use async_graphql::{Context, Object};
use kernel::{ClientError, Connection, ContextExt, Item, Ref, entity::kinds, list::PageArgs};
use uuid::Uuid;

use super::query::{EventFilter, EventOrder, events};
use crate::{loaders::BirthOf, store};

/// The events of a project.
pub struct ProjectEvents(pub Uuid);

/// The events of a project.
#[Object]
impl ProjectEvents {
    /// The event at which it was born; null when it was born at none that you may see.
    async fn born_at(&self, ctx: &Context<'_>) -> Option<Result<Ref<kinds::Event>, ClientError>> {
        let found = ctx.load::<BirthOf>(self.0).await;
        found.map(|event| event.map(Ref::new)).transpose()
    }

    /// The events that are about it, the newest first unless told; those without a date last.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which events; all, unless told.")] filter: Option<EventFilter>,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<Vec<EventOrder>>,
    ) -> Result<Connection<Item<kinds::Event>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        events(
            ctx,
            store::EVENTS_OF_PROJECT,
            Some(self.0),
            filter,
            order_by,
            page,
        )
        .await
    }
}
