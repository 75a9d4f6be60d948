//! An event: where and when, who takes part, what is planned, what came of it.

use askama::Template;
use axum::response::Response;
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::json;

use super::activity::{Live, about};
use crate::{
    answer::Trouble,
    contract::*,
    entries::{Entry, entries},
    frame::Frame,
    visit::Visit,
    words::Words,
};

document!(Event, "pages/event.graphql");
entries!(event::EventEventActivitiesNodesSubject);

#[derive(Template)]
#[template(path = "event.html")]
struct Page {
    frame: Frame,
    days: Vec<Day>,
    figures: Vec<(&'static str, i64)>,
    entries: Vec<Entry>,
    event: event::EventEvent,
}

/// A day of the programme, by the clocks of the place.
struct Day {
    name: String,
    sessions: Vec<Session>,
}

struct Session {
    time: String,
    node: event::EventEventSessionsNodes,
}

pub(crate) async fn show(visit: &Visit, slug: String) -> Result<Response, Trouble> {
    let variables = event::Variables { slug };
    let data = visit.ask::<Event>(variables.clone()).await?;
    let mut event = data.event.ok_or(Trouble::NotFound)?;
    let entry = |activity: &event::EventEventActivitiesNodes| {
        Entry::new(
            visit,
            activity.at,
            &activity.summary,
            activity.subject.as_ref(),
        )
    };
    let newest = event
        .activities
        .nodes
        .first()
        .map(|activity| activity.cursor.clone());
    let sessions = std::mem::take(&mut event.sessions.nodes);
    visit.page(&Page {
        frame: (visit.frame(&*event.content.title))
            .described(event.content.summary.as_deref())
            .feed(
                format!("/events/{}.ics", event.slug),
                "text/calendar",
                "feed-event",
            )
            .data(&described(&event))
            .live::<Live>(about(visit, newest, &event.id))
            .asked::<Event>(variables),
        days: programme(&visit.words, sessions),
        figures: figures(&event.figures),
        entries: event.activities.nodes.iter().map(entry).collect(),
        event,
    })
}

fn described(event: &event::EventEvent) -> serde_json::Value {
    let status = match event.status.as_ref() {
        "CANCELLED" => "EventCancelled",
        "POSTPONED" => "EventPostponed",
        _ => "EventScheduled",
    };
    let mode = match event.mode.as_ref() {
        "ONLINE" => "OnlineEventAttendanceMode",
        "HYBRID" => "MixedEventAttendanceMode",
        _ => "OfflineEventAttendanceMode",
    };
    let place = event.host_city.as_ref().map(|city| json!({
        "@type": "Place",
        "name": event.venue.as_ref().unwrap_or(&city.name),
        "address": { "@type": "PostalAddress", "addressLocality": city.name, "addressCountry": city.country_code },
    }));
    json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.content.title,
        "description": event.content.summary,
        "startDate": event.starts_on,
        "endDate": event.ends_on,
        "eventStatus": format!("https://schema.org/{status}"),
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "location": place,
    })
}

fn figures(figures: &event::EventEventFigures) -> Vec<(&'static str, i64)> {
    let all = [
        ("figure-cities", figures.cities),
        ("figure-countries-label", figures.countries),
        ("figure-continents", figures.continents),
        ("figure-participants", figures.participants),
        (
            "figure-expected",
            figures
                .expected_participants
                .filter(|_| figures.participants.is_none()),
        ),
        ("figure-mayors", figures.mayors),
        ("figure-initiatives", figures.initiatives),
        ("figure-themes", figures.themes),
        ("figure-startups", figures.startups),
        ("figure-languages", figures.languages),
    ];
    all.into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect()
}

/// Sessions by day, in the order of their times; those without a time come last.
fn programme(words: &Words, sessions: Vec<event::EventEventSessionsNodes>) -> Vec<Day> {
    let local = |time: &Option<String>| time.as_deref().and_then(local_time);
    let mut timed: Vec<(Option<NaiveDateTime>, event::EventEventSessionsNodes)> = sessions
        .into_iter()
        .map(|session| (local(&session.starts_at_local), session))
        .collect();
    timed.sort_by_key(|(start, _)| (start.is_none(), *start));
    let mut days: Vec<(Option<NaiveDate>, Day)> = Vec::new();
    for (start, node) in timed {
        let date = start.map(|start| start.date());
        let session = Session {
            time: start.map_or_else(String::new, |start| {
                let end = local(&node.ends_at_local);
                end.map_or_else(
                    || words.time(start),
                    |end| format!("{}–{}", words.time(start), words.time(end)),
                )
            }),
            node,
        };
        match days.last_mut() {
            Some((last, day)) if *last == date => day.sessions.push(session),
            _ => {
                let name = date.map_or_else(
                    || words.say("programme-undated"),
                    |date| words.weekday(date),
                );
                days.push((
                    date,
                    Day {
                        name,
                        sessions: vec![session],
                    },
                ));
            }
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

fn local_time(text: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}
