//! Events as calendars (iCalendar, RFC 5545). An event of the network has days, in the place where it
//! happens: so it is one of whole days, which no calendar moves to the clocks of its reader.

use axum::{extract::Path, response::Response};
use chrono::{Days, NaiveDate};
use icalendar::{Calendar, Class, Component, EventLike as _, EventStatus as Status, Property};

use super::page;
use crate::{answer::Trouble, contract::*, pages, visit::Visit};

document!(CalendarNetwork, "pages/calendar.graphql");
document!(CalendarCity, "pages/calendar.graphql");
document!(CalendarEvent, "pages/calendar.graphql");

const TYPE: &str = "text/calendar; charset=utf-8";
/// The longest that a calendar looks back, in days.
const BACK: u64 = 366;

/// `GET /events.ics`.
pub(crate) async fn network(visit: Visit) -> Response {
    let shown = of_network(&visit).await;
    pages::answer(&visit, shown)
}

/// `GET /cities/…/events.ics`.
pub(crate) async fn city(Path(slug): Path<String>, visit: Visit) -> Response {
    let shown = of_city(&visit, slug).await;
    pages::answer(&visit, shown)
}

/// `GET /events/….ics`.
pub(crate) async fn event(visit: &Visit, slug: String) -> Response {
    let shown = one(visit, slug).await;
    pages::answer(visit, shown)
}

/// The entry of an event, whose type is another one in each document.
macro_rules! entry {
    ($visit:expr, $event:expr) => {{
        let event = $event;
        let city = event.host_city.as_ref();
        entry(
            $visit,
            Entry {
                id: &event.id,
                slug: &event.slug,
                version: event.version,
                updated_at: event.updated_at,
                title: &event.title,
                summary: event.summary.as_deref(),
                status: event.status.as_ref(),
                days: (event.starts_on.as_deref(), event.ends_on.as_deref()),
                venue: event.venue.as_deref(),
                city: city.map(|city| (&*city.name, &*city.country_code)),
                at: event.latitude.zip(event.longitude),
            },
        )
    }};
}

fn since(visit: &Visit) -> NaiveDate {
    let today = visit.today();
    today.checked_sub_days(Days::new(BACK)).unwrap_or(today)
}

async fn of_network(visit: &Visit) -> Result<Response, Trouble> {
    let variables = calendar_network::Variables {
        since: since(visit),
    };
    let data = visit.ask::<CalendarNetwork>(variables).await?;
    let events = data
        .events
        .nodes
        .iter()
        .filter_map(|event| entry!(visit, event));
    Ok(write(visit, &visit.words.say("feed-events"), events))
}

async fn of_city(visit: &Visit, slug: String) -> Result<Response, Trouble> {
    let variables = calendar_city::Variables {
        slug,
        since: since(visit),
    };
    let data = visit.ask::<CalendarCity>(variables).await?;
    let city = data.city.ok_or(Trouble::NotFound)?;
    let events = city
        .events
        .nodes
        .iter()
        .filter_map(|event| entry!(visit, event));
    Ok(write(visit, &city.name, events))
}

async fn one(visit: &Visit, slug: String) -> Result<Response, Trouble> {
    let data = visit
        .ask::<CalendarEvent>(calendar_event::Variables { slug })
        .await?;
    let event = data.event.ok_or(Trouble::NotFound)?;
    Ok(write(visit, &event.title, entry!(visit, &event)))
}

fn write(
    visit: &Visit,
    name: &str,
    events: impl IntoIterator<Item = icalendar::Event>,
) -> Response {
    let mut calendar = Calendar::new();
    calendar.name(name);
    calendar.append_property(Property::new("PRODID", "-//Passerelle//Passerelle//EN"));
    for event in events {
        calendar.push(event);
    }
    visit.text(TYPE, calendar.done().to_string())
}

/// What a calendar says of an event.
struct Entry<'a> {
    id: &'a str,
    slug: &'a str,
    version: i64,
    updated_at: DateTime,
    title: &'a str,
    summary: Option<&'a str>,
    status: &'a str,
    days: (Option<&'a str>, Option<&'a str>),
    venue: Option<&'a str>,
    city: Option<(&'a str, &'a str)>,
    at: Option<(f64, f64)>,
}

/// An event as a calendar has it; none while its days are not known.
fn entry(visit: &Visit, event: Entry<'_>) -> Option<icalendar::Event> {
    let first = day(event.days.0?)?;
    let last = event.days.1.and_then(day).unwrap_or(first);
    let changed = event.updated_at.format("%Y%m%dT%H%M%SZ").to_string();
    let mut out = icalendar::Event::new();
    // The same in every language, so that a calendar that is fetched again in another one is the same.
    out.uid(event.id)
        .timestamp(event.updated_at)
        .add_property("LAST-MODIFIED", changed)
        .sequence(u32::try_from(event.version).unwrap_or(0))
        .summary(event.title)
        .class(Class::Public)
        .starts(first)
        // The day after the last one: the end is not part of it (RFC 5545, 3.6.1).
        .ends(last.succ_opt().unwrap_or(last))
        .url(&page(visit, &format!("/events/{}", event.slug)));
    if let Some(summary) = event.summary {
        out.description(summary);
    }
    let country = |code| visit.words.country(code);
    let city = event
        .city
        .map(|(name, code)| format!("{name}, {}", country(code)));
    let place: Vec<String> = event
        .venue
        .map(str::to_owned)
        .into_iter()
        .chain(city)
        .collect();
    if !place.is_empty() {
        out.location(&place.join(", "));
    }
    if let Some((latitude, longitude)) = event.at {
        out.add_property("GEO", format!("{latitude};{longitude}"));
    }
    out.status(match event.status {
        "CANCELLED" => Status::Cancelled,
        "POSTPONED" | "DRAFT" => Status::Tentative,
        _ => Status::Confirmed,
    });
    Some(out.done())
}

/// A day that is known as such: of a month alone, no calendar can make anything.
fn day(date: &str) -> Option<NaiveDate> {
    date.parse().ok()
}
