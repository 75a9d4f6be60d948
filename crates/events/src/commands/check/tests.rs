//! What is wrong with the input of an event.

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
        series: None,
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
