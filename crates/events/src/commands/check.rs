//! What is wrong with the input of an event, and which nodes it names.

use std::collections::HashSet;

use kernel::{
    Entity, IdOf, NodeRef, UserError, UserErrorCode, content,
    date::PartialDate,
    validate::{self, Mistakes},
};
use uuid::Uuid;

use super::{RecordEventInput, SessionInput};
use crate::{CityAttendance, EventCityRole, Figures};

/// The nodes that an event is linked with.
#[derive(Debug, Default)]
pub(crate) struct Links {
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
fn known<E: Entity>(
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
fn list<'a, E: Entity>(
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

fn few(len: usize, most: usize, path: &str, m: &mut Mistakes) {
    m.check(
        len <= most,
        UserErrorCode::TooLong,
        path,
        &format!("At most {most}."),
    );
}

fn counted(number: Option<i32>, path: &str, m: &mut Mistakes) {
    m.check(
        number.is_none_or(|number| number >= 0),
        UserErrorCode::Invalid,
        path,
        "This number is not negative.",
    );
}

fn check_figures(figures: &Figures, m: &mut Mistakes) {
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
fn is_before(date: PartialDate, other: PartialDate) -> bool {
    let (date, other) = (date.to_string(), other.to_string());
    let common = date.len().min(other.len());
    date[..common] < other[..common]
}

#[cfg(test)]
mod tests {
    use kernel::{
        content::{ContentInput, Origin},
        node::{NodeInput, Visibility},
    };

    use super::*;
    use crate::{EventKind, EventMode, EventStatus, ParticipatingCityInput, SessionKind};

    fn input() -> RecordEventInput {
        RecordEventInput {
            node: NodeInput {
                slug: "conference-2017".to_owned(),
                content: vec![content("1st conference")],
                visibility: Visibility::Public,
                provenance: None,
                occurred_on: None,
                expected_version: None,
            },
            kind: EventKind::Conference,
            status: EventStatus::Held,
            edition: None,
            mode: EventMode::InPerson,
            venue: None,
            starts_on: None,
            ends_on: None,
            time_zone: None,
            capacity: None,
            website: None,
            figures: None,
            host_city: None,
            participating_cities: Vec::new(),
            themes: Vec::new(),
            projects: Vec::new(),
            sessions: Vec::new(),
        }
    }

    fn content(title: &str) -> ContentInput {
        ContentInput {
            locale: "en".to_owned(),
            title: title.to_owned(),
            summary: None,
            description: None,
            origin: Origin::Human,
        }
    }

    fn sends(city: u128, delegation_size: Option<i32>) -> ParticipatingCityInput {
        ParticipatingCityInput {
            city: IdOf::known(Uuid::from_u128(city)),
            delegation_size,
        }
    }

    fn mistakes(input: &RecordEventInput) -> Vec<String> {
        let mistakes = event(input).1.none().err().unwrap_or_default();
        let shown = |mistake: &UserError| format!("{:?} {}", mistake.code, mistake.path.join("."));
        mistakes.iter().map(shown).collect()
    }

    #[test]
    fn nothing_known_is_no_mistake() {
        assert_eq!(mistakes(&input()), [""; 0]);
    }

    #[test]
    fn every_mistake_is_found_at_its_place() {
        let city = <IdOf<_> as async_graphql::InputType>::parse(Some("project_x".into())).unwrap();
        let at = |text: &str| Some(text.parse().unwrap());
        let session = SessionInput {
            content: vec![content("")],
            kind: SessionKind::Plenary,
            starts_at: at("2017-11-29T10:00:00Z"),
            ends_at: at("2017-11-29T09:59:59Z"),
            room: Some("r".repeat(201)),
        };
        let bad = RecordEventInput {
            edition: Some(0),
            venue: Some("v".repeat(201)),
            starts_on: Some("2017-11-29".parse().unwrap()),
            ends_on: Some("2017-11-28".parse().unwrap()),
            time_zone: Some("Europe/Clermont".to_owned()),
            capacity: Some(-1),
            website: Some("inmc21.com".to_owned()),
            figures: Some(Figures {
                expected_participants: Some(-1),
                ..Figures::default()
            }),
            host_city: Some(city),
            participating_cities: vec![sends(1, Some(-1)), sends(1, None)],
            themes: (0..51).map(|i| IdOf::known(Uuid::from_u128(i))).collect(),
            projects: vec![IdOf::known(Uuid::nil()), IdOf::known(Uuid::nil())],
            sessions: vec![session],
            ..input()
        };
        assert_eq!(
            mistakes(&bad),
            [
                "Invalid input.edition",
                "TooLong input.venue",
                "Invalid input.endsOn",
                "Invalid input.timeZone",
                "Invalid input.capacity",
                "Invalid input.website",
                "Invalid input.figures.expectedParticipants",
                "Invalid input.hostCity",
                "Duplicate input.participatingCities.1.city",
                "Invalid input.participatingCities.0.delegationSize",
                "TooLong input.themes",
                "Duplicate input.projects.1",
                "Blank input.sessions.0.content.0.title",
                "Invalid input.sessions.0.endsAt",
                "TooLong input.sessions.0.room",
            ]
        );
    }

    #[test]
    fn a_date_known_in_part_can_end_what_started_within_it() {
        for (starts, ends, good) in [
            ("2019-05-10", "2019-05", true),
            ("2019-05-10", "2019", true),
            ("2019", "2019-01-01", true),
            ("2019-05-10", "2019-05-10", true),
            ("2019-05-10", "2019-04", false),
            ("2019", "2018-12-31", false),
        ] {
            let dated = RecordEventInput {
                starts_on: Some(starts.parse().unwrap()),
                ends_on: Some(ends.parse().unwrap()),
                ..input()
            };
            assert_eq!(mistakes(&dated).is_empty(), good, "{starts} to {ends}");
        }
    }

    #[test]
    fn the_host_takes_part_once_with_its_delegation() {
        let role_and_size = |links: &Links| -> Vec<_> {
            let of = |city: &CityAttendance| (city.role, city.delegation_size);
            links.cities.iter().map(of).collect()
        };
        let mut hosted = RecordEventInput {
            host_city: Some(IdOf::known(Uuid::from_u128(1))),
            participating_cities: vec![sends(2, None), sends(1, Some(12))],
            ..input()
        };
        let (links, _) = event(&hosted);
        let (host, participant) = (EventCityRole::Host, EventCityRole::Participant);
        assert_eq!(
            role_and_size(&links),
            [(participant, None), (host, Some(12))]
        );

        hosted.participating_cities.pop();
        let (links, _) = event(&hosted);
        assert_eq!(role_and_size(&links), [(participant, None), (host, None)]);
    }
}
