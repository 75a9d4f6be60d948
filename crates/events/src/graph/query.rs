//! The fields of the root for events, and what all lists of events share.

use async_graphql::{Context, InputObject, Object};
use kernel::{
    ClientError, Connection, Item, Ref,
    connection::{self, TITLE},
    entity::kinds,
    filter::{self, DateFilter, Filter, IdFilter, IntFilter, Link, StringFilter, Terms},
    list::{ListSpec, PageArgs},
    node::{self, RECORDED_AT, UPDATED_AT},
};
use uuid::Uuid;

use crate::{Event, EventKind, EventMode, EventStatus, store};

kernel::enum_filter!(
    /// Compares the kind of an event. All given comparisons must hold.
    EventKindFilter,
    EventKind
);
kernel::enum_filter!(
    /// Compares how far an event has come. All given comparisons must hold.
    EventStatusFilter,
    EventStatus
);
kernel::enum_filter!(
    /// Compares how one takes part in an event. All given comparisons must hold.
    EventModeFilter,
    EventMode
);

kernel::order_by!(
    /// How to order events.
    EventOrder,
    /// What events can be ordered by.
    EventOrderField {
        /// Their title in the original language.
        Title => TITLE,
        /// Their first day.
        StartsOn => store::STARTS_ON,
        /// Which of their series they are.
        Edition => store::EDITION,
        /// When they entered the record.
        RecordedAt => RECORDED_AT,
        /// When they were changed last.
        UpdatedAt => UPDATED_AT,
    }
);

/// Which events. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct EventFilter {
    /// All of these hold.
    pub and: Option<Vec<EventFilter>>,
    /// One of these holds.
    pub or: Option<Vec<EventFilter>>,
    /// This does not hold.
    pub not: Option<Box<EventFilter>>,
    /// The id.
    pub id: Option<IdFilter<kinds::Event>>,
    /// The name in addresses.
    pub slug: Option<StringFilter>,
    /// What it is.
    pub kind: Option<EventKindFilter>,
    /// Whether it took place.
    pub status: Option<EventStatusFilter>,
    /// The series it belongs to.
    pub series: Option<IdFilter<kinds::EventSeries>>,
    /// Which of its series it is.
    pub edition: Option<IntFilter>,
    /// How one takes part.
    pub mode: Option<EventModeFilter>,
    /// Its first day, in the host's calendar.
    pub starts_on: Option<DateFilter>,
    /// Its last day, in the host's calendar.
    pub ends_on: Option<DateFilter>,
    /// One of the cities that take part, the host included.
    pub city: Option<IdFilter<kinds::City>>,
    /// The city that hosts it.
    pub host_city: Option<IdFilter<kinds::City>>,
    /// One of its themes.
    pub theme: Option<IdFilter<kinds::Theme>>,
    /// One of the projects it is about.
    pub project: Option<IdFilter<kinds::Project>>,
}

impl Filter for EventFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("id", self.id.as_ref(), "n.id")?;
        terms.compare("slug", self.slug.as_ref(), "n.slug")?;
        terms.compare("kind", self.kind.as_ref(), "e.kind")?;
        terms.compare("status", self.status.as_ref(), "e.status")?;
        terms.linked(
            "series",
            self.series.as_ref(),
            Link {
                row: "n.id",
                from: "event f",
                key: "f.id",
                when: Some("f.series_id is not null"),
                node: "f.series_id",
            },
        )?;
        terms.compare("edition", self.edition.as_ref(), "e.edition")?;
        terms.compare("mode", self.mode.as_ref(), "e.mode")?;
        terms.compare("startsOn", self.starts_on.as_ref(), "e.starts_on")?;
        terms.compare("endsOn", self.ends_on.as_ref(), "e.ends_on")?;
        terms.linked(
            "city",
            self.city.as_ref(),
            Link {
                row: "n.id",
                from: "event_city f",
                key: "f.event_id",
                when: None,
                node: "f.city_id",
            },
        )?;
        terms.linked(
            "hostCity",
            self.host_city.as_ref(),
            Link {
                row: "n.id",
                from: "event_city f",
                key: "f.event_id",
                when: Some("f.role = 'HOST'"),
                node: "f.city_id",
            },
        )?;
        terms.linked(
            "theme",
            self.theme.as_ref(),
            Link {
                row: "n.id",
                from: "event_theme f",
                key: "f.event_id",
                when: None,
                node: "f.theme_id",
            },
        )?;
        terms.linked(
            "project",
            self.project.as_ref(),
            Link {
                row: "n.id",
                from: "event_project f",
                key: "f.event_id",
                when: None,
                node: "f.project_id",
            },
        )
    }
}

/// A page of any list of events.
pub(super) async fn events(
    ctx: &Context<'_>,
    spec: ListSpec,
    parent: Option<Uuid>,
    filter: Option<EventFilter>,
    order_by: Option<Vec<EventOrder>>,
    page: PageArgs,
) -> Result<Connection<Item<kinds::Event>>, ClientError> {
    let filter = filter::predicate(filter.as_ref())?;
    let order = EventOrder::or(order_by, store::BY_START)?;
    connection::page::<Event>(ctx, spec, parent, filter, order, page).await
}

/// The fields of the root for events.
#[derive(Default)]
pub struct EventQuery;

/// The fields of the root for events.
#[Object]
impl EventQuery {
    /// The event with this slug; null when there is none that you may see.
    async fn event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name in addresses: `conference-2017`.")] slug: String,
    ) -> Option<Result<Ref<kinds::Event>, ClientError>> {
        node::slug_field(ctx, slug).await
    }

    /// Events, the newest first unless told; those without a date last.
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
        events(ctx, store::EVENTS, None, filter, order_by, page).await
    }
}
