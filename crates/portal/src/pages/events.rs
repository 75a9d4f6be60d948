//! What is to come, and what was.

use askama::Template;
use axum::response::Response;

use crate::{
    answer::Trouble,
    chart::Chart,
    contract::*,
    filter::Filter,
    frame::Frame,
    query::{Pager, Place},
    visit::Visit,
};

document!(Events, "pages/events.graphql");

const KINDS: &[&str] = &[
    "CONFERENCE",
    "ASSEMBLY",
    "WORKSHOP",
    "VISIT",
    "RESIDENCY",
    "FESTIVAL",
    "SYMPOSIUM",
    "MEETING",
    "COMPETITION",
    "YOUTH_CAMP",
    "OPENING",
    "CEREMONY",
    "OTHER",
];

#[derive(Template)]
#[template(path = "events.html")]
struct Page {
    frame: Frame,
    past: bool,
    filters: Vec<Filter>,
    pager: Pager,
    chart: Chart,
    data: events::ResponseData,
}

pub(crate) async fn show(visit: &Visit) -> Result<Response, Trouble> {
    let (query, words) = (&visit.query, &visit.words);
    let past = query.get("when") == Some("past");
    let place = Place::of(query, super::PAGE);
    let today = Some(visit.today());
    let ends = if past {
        events::DateFilter {
            before: today,
            ..Default::default()
        }
    } else {
        events::DateFilter {
            on_or_after: today,
            ..Default::default()
        }
    };
    let variables = events::Variables {
        first: place.first,
        after: place.after,
        last: place.last,
        before: place.before,
        kind: query.code("kind").map(|kind| events::EventKindFilter {
            eq: Some(Code(kind)),
            ..Default::default()
        }),
        city: query.get("city").map(|id| events::IDFilter {
            eq: Some(id.to_owned()),
            ..Default::default()
        }),
        ends: Some(ends),
        order: Code(if past { "DESC" } else { "ASC" }.to_owned()),
    };
    let data = visit.ask::<Events>(variables.clone()).await?;
    let cities = data
        .cities
        .nodes
        .iter()
        .map(|city| (city.id.clone(), city.name.clone()));
    let column = |event: &events::EventsConferencesNodes| {
        let year = event.starts_on.as_deref()?.get(..4)?.to_owned();
        let city = event
            .host_city
            .as_ref()
            .map(|city| format!(", {}", city.name));
        let name = format!("{year}{}", city.unwrap_or_default());
        Some((year, name, event.figures.cities?))
    };
    let chart = Chart::columns(
        ["chart-conferences", "chart-year", "nav-cities"].map(|id| words.say(id)),
        data.conferences.nodes.iter().filter_map(column),
    );
    let page = &data.events.page_info;
    visit.page(&Page {
        frame: (visit.frame(words.say("nav-events")))
            .described(Some(&words.say("events-lead")))
            .feed("/events.ics".to_owned(), "text/calendar", "feed-events")
            .asked::<Events>(variables),
        past,
        filters: vec![
            Filter::codes(query, words, ("kind", "filter-kind", "event-kind"), KINDS),
            Filter::nodes(query, ("city", "filter-city"), cities),
        ],
        pager: Pager::new(
            query,
            (page.has_previous_page, page.start_cursor.as_deref()),
            (page.has_next_page, page.end_cursor.as_deref()),
        ),
        chart,
        data,
    })
}
