//! What is wrong with the input of an event, and which nodes it names.

use std::collections::HashSet;

use kernel::{
    Entity, IdOf, NodeRef, UserError, UserErrorCode, content,
    date::PartialDate,
    validate::{self, Mistakes},
};
use uuid::Uuid;

use super::{RecordEventInput, SessionInput};
use crate::{CityAttendance, EventCityRole, EventStatus, Figures};

/// The nodes that an event is linked with.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// The series it belongs to.
    pub series: Option<Uuid>,
    /// The city that hosts it.
    pub host: Option<Uuid>,
    /// The cities that take part, the host included; each once.
    pub cities: Vec<CityAttendance>,
    /// Its themes.
    pub themes: Vec<Uuid>,
    /// The projects it is about.
    pub projects: Vec<Uuid>,
    /// All of them, each with its place in the input.
    pub named: Vec<(NodeRef, String)>,
}

/// The links of an event, and every mistake in its input.
pub(super) fn event(input: &RecordEventInput) -> (Links, Mistakes) {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    m.check(
        input.status != EventStatus::Draft,
        UserErrorCode::Invalid,
        "input.status",
        "A draft is made by `createEvent`: what is recorded is known.",
    );
    let edition = input.edition.is_none_or(|edition| edition > 0);
    m.check(
        edition,
        UserErrorCode::Invalid,
        "input.edition",
        "Editions count from 1.",
    );
    validate::optional_text(input.venue.as_deref(), 200, "input.venue", m);
    let ordered = !matches!(
        (input.starts_on, input.ends_on),
        (Some(starts), Some(ends)) if is_before(ends, starts)
    );
    m.check(
        ordered,
        UserErrorCode::Invalid,
        "input.endsOn",
        "An event does not end before it starts.",
    );
    if let Some(time_zone) = &input.time_zone {
        validate::time_zone(time_zone, "input.timeZone", m);
    }
    counted(input.capacity, "input.capacity", m);
    if let Some(website) = &input.website {
        validate::url(website, "input.website", m);
    }
    if let Some(figures) = &input.figures {
        check_figures(figures, m);
    }
    let links = links(input, m);
    few(input.sessions.len(), 500, "input.sessions", m);
    for (i, session) in input.sessions.iter().enumerate() {
        check_session(session, &format!("input.sessions.{i}"), m);
    }
    (links, mistakes)
}

fn links(input: &RecordEventInput, m: &mut Mistakes) -> Links {
    let mut links = Links::default();
    if let Some(series) = &input.series {
        links.series = known(series, "input.series".to_owned(), &mut links.named, m);
    }
    if let Some(host) = &input.host_city {
        links.host = known(host, "input.hostCity".to_owned(), &mut links.named, m);
    }
    few(
        input.participating_cities.len(),
        300,
        "input.participatingCities",
        m,
    );
    let cities = input.participating_cities.iter().map(|p| &p.city);
    let at = |i| format!("input.participatingCities.{i}.city");
    let cities = list(cities, at, &mut links.named, m);
    for (i, participant) in input.participating_cities.iter().enumerate() {
        let path = format!("input.participatingCities.{i}.delegationSize");
        counted(participant.delegation_size, &path, m);
    }
    few(input.themes.len(), 50, "input.themes", m);
    let at = |i| format!("input.themes.{i}");
    let themes = list(input.themes.iter(), at, &mut links.named, m);
    links.themes = themes.into_iter().flatten().collect();
    few(input.projects.len(), 200, "input.projects", m);
    let at = |i| format!("input.projects.{i}");
    let projects = list(input.projects.iter(), at, &mut links.named, m);
    links.projects = projects.into_iter().flatten().collect();

    links.cities = (cities.iter().zip(&input.participating_cities))
        .filter_map(|(city, participant)| {
            let role = match *city {
                city if city == links.host => EventCityRole::Host,
                _ => EventCityRole::Participant,
            };
            Some(CityAttendance {
                city_id: (*city)?,
                role,
                delegation_size: participant.delegation_size,
            })
        })
        .collect();
    if let Some(host) = links.host
        && !cities.contains(&Some(host))
    {
        links.cities.push(CityAttendance {
            city_id: host,
            role: EventCityRole::Host,
            delegation_size: None,
        });
    }
    links
}

/// The key of an id, which is added to `named`; none when it is of no node of this kind.
pub(super) fn known<E: Entity>(
    id: &IdOf<E>,
    path: String,
    named: &mut Vec<(NodeRef, String)>,
    m: &mut Mistakes,
) -> Option<Uuid> {
    match id.key() {
        Ok(key) => {
            named.push((NodeRef::new(E::KIND, key), path));
            Some(key)
        }
        Err(error) => {
            m.add(UserError::new(UserErrorCode::Invalid, &path, error.message));
            None
        }
    }
}

/// The keys of ids which must not stand in the list twice.
pub(super) fn list<'a, E: Entity>(
    ids: impl Iterator<Item = &'a IdOf<E>>,
    path: impl Fn(usize) -> String,
    named: &mut Vec<(NodeRef, String)>,
    m: &mut Mistakes,
) -> Vec<Option<Uuid>> {
    let mut seen = HashSet::new();
    ids.enumerate()
        .map(|(i, id)| {
            let key = known(id, path(i), named, m);
            m.check(
                key.is_none_or(|key| seen.insert(key)),
                UserErrorCode::Duplicate,
                &path(i),
                "This stands in the list already.",
            );
            key
        })
        .collect()
}

pub(super) fn few(len: usize, most: usize, path: &str, m: &mut Mistakes) {
    m.check(
        len <= most,
        UserErrorCode::TooLong,
        path,
        &format!("At most {most}."),
    );
}

pub(super) fn counted(number: Option<i32>, path: &str, m: &mut Mistakes) {
    m.check(
        number.is_none_or(|number| number >= 0),
        UserErrorCode::Invalid,
        path,
        "This number is not negative.",
    );
}

pub(super) fn check_figures(figures: &Figures, m: &mut Mistakes) {
    // Every field by its name, so that a new one is not forgotten.
    let Figures {
        cities,
        countries,
        continents,
        participants,
        expected_participants,
        initiatives,
        themes,
        mayors,
        startups,
        languages,
        ref source,
    } = *figures;
    for (name, figure) in [
        ("cities", cities),
        ("countries", countries),
        ("continents", continents),
        ("participants", participants),
        ("expectedParticipants", expected_participants),
        ("initiatives", initiatives),
        ("themes", themes),
        ("mayors", mayors),
        ("startups", startups),
        ("languages", languages),
    ] {
        counted(figure, &format!("input.figures.{name}"), m);
    }
    if let Some(source) = source {
        validate::url(source, "input.figures.source", m);
    }
}

fn check_session(session: &SessionInput, at: &str, m: &mut Mistakes) {
    content::check(&session.content, &format!("{at}.content"), m);
    let ordered = !matches!(
        (session.starts_at, session.ends_at),
        (Some(starts), Some(ends)) if ends < starts
    );
    m.check(
        ordered,
        UserErrorCode::Invalid,
        &format!("{at}.endsAt"),
        "A session does not end before it starts.",
    );
    validate::optional_text(session.room.as_deref(), 200, &format!("{at}.room"), m);
}

/// Whether a date is certainly earlier than another: by what is known of both, `2019-05` is not
/// earlier than `2019-05-10`.
pub(super) fn is_before(date: PartialDate, other: PartialDate) -> bool {
    let (date, other) = (date.to_string(), other.to_string());
    let common = date.len().min(other.len());
    date[..common] < other[..common]
}

#[cfg(test)]
mod tests;
