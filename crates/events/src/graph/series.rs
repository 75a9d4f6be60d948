//! Series of events in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object};
use kernel::{
    ClientError, Connection, Item, Kind, Listed, Ref,
    connection::{self, TITLE},
    cursor::Key,
    entity::kinds,
    filter,
    list::{ListSpec, PageArgs},
    node::{self, RECORDED_AT, UPDATED_AT},
};
use uuid::Uuid;

use super::query::{EventFilter, EventOrder, events};
use crate::{
    Series,
    store::{BY_TITLE, series},
};

impl Listed for Series {
    type Node = Item<kinds::EventSeries>;
    const SPEC: ListSpec = series::SERIES;
    const KIND: Option<Kind> = Some(Kind::EventSeries);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        self.node.key(column)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::EventSeries> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// Events that belong together, each an edition of it.
pub struct SeriesFields(pub Arc<Series>);

/// Events that belong together, each an edition of it.
#[Object]
impl SeriesFields {
    /// Its name in addresses.
    async fn slug(&self) -> &str {
        self.0.node.slug.as_deref().unwrap_or_default()
    }

    /// Its editions, the newest first unless told; those without a date last.
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
        let of = Some(self.0.node.id);
        events(ctx, series::EDITIONS, of, filter, order_by, page).await
    }
}

kernel::order_by!(
    /// How to order series of events.
    EventSeriesOrder,
    /// What series of events can be ordered by.
    EventSeriesOrderField {
        /// Their title in the original language.
        Title => TITLE,
        /// When they entered the record.
        RecordedAt => RECORDED_AT,
        /// When they were changed last.
        UpdatedAt => UPDATED_AT,
    }
);

kernel::node_filter!(
    /// Which series of events. All given conditions must hold.
    EventSeriesFilter,
    kinds::EventSeries
);

/// The fields of the root for series of events.
#[derive(Default)]
pub struct SeriesQuery;

/// The fields of the root for series of events.
#[Object]
impl SeriesQuery {
    /// The series of events with this slug; null when there is none that you may see.
    async fn event_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name in addresses: `international-conference`.")] slug: String,
    ) -> Option<Result<Ref<kinds::EventSeries>, ClientError>> {
        node::slug_field(ctx, slug).await
    }

    /// The series of events, by title unless told.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn event_series_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which series; all, unless told.")] filter: Option<EventSeriesFilter>,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<
            Vec<EventSeriesOrder>,
        >,
    ) -> Result<Connection<Item<kinds::EventSeries>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let order = EventSeriesOrder::or(order_by, BY_TITLE)?;
        connection::page::<Series>(ctx, series::SERIES, None, filter, order, page).await
    }
}
