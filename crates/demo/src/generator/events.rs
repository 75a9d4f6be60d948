//! Generated events, with their programmes.

use activity::Failure;
use chrono::{Days, NaiveTime, TimeDelta};
use events::{
    EventKind, EventMode, EventStatus, ParticipatingCityInput, RecordEventInput, SessionInput,
    SessionKind,
};
use kernel::{IdOf, Kind, date::PartialDate};
use record::Bulk;
use uuid::Uuid;

use super::{
    Generate, Network, projects,
    words::{AIMS, PLACES, SESSIONS, SUBJECTS, THIRD, day, one, pick, rng, texts},
};
use crate::inputs;

/// How many there are for each step of the scale.
pub(super) const STEP: usize = 5;

const KINDS: &[(EventKind, &str, &str)] = &[
    (EventKind::Workshop, "Workshop", "Atelier"),
    (EventKind::Visit, "Visit", "Visite"),
    (EventKind::Meeting, "Meeting", "Rencontre"),
    (EventKind::Symposium, "Symposium", "Colloque"),
    (EventKind::Festival, "Festival", "Festival"),
    (EventKind::Residency, "Residency", "Résidence"),
];

const MODES: &[EventMode] = &[EventMode::InPerson, EventMode::Online, EventMode::Hybrid];

pub(super) struct Events;

impl Generate for Events {
    type Input = RecordEventInput;
    const KIND: Kind = Kind::Event;
    const WHAT: &'static str = "events";
    const STEP: usize = STEP;

    fn input(number: usize, network: &Network) -> anyhow::Result<RecordEventInput> {
        let rng = &mut rng("event", number);
        let (kind, en, fr) = one(rng, KINDS);
        let subject = rng.usize(..SUBJECTS.len());
        let (title, place, aim) = (SUBJECTS[subject], one(rng, PLACES), one(rng, AIMS));
        let content = texts(
            number,
            (
                format!("{en}: {} {}", title.0, place.0),
                format!("{fr} : {} {}", title.1, place.1),
            ),
            (aim.0.to_owned(), aim.1.to_owned()),
            Some(THIRD[subject]),
        );
        let first = day(rng, 4_200);
        let days = rng.u64(..3);
        let guests = 4 + rng.usize(..8);
        let mut cities =
            (pick(rng, network.cities.len(), guests).into_iter()).map(|city| &network.cities[city]);
        let host = cities.next();
        let themes = 1 + rng.usize(..3);
        let themes = pick(rng, network.themes.len(), themes);
        // Those that there are at the smallest scale that has this event.
        let (known, about) = ((number / STEP + 1) * projects::STEP, rng.usize(..4));
        let about = pick(rng, known, about);
        let opening = first.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(9);
        let sessions = (SESSIONS.iter().zip(0..).take(3 + rng.usize(..4)))
            .map(|(title, hours)| session(number, *title, opening + TimeDelta::hours(hours)))
            .collect();
        // The calendar of the generated network ends with 2026.
        let held = first < day_of_2027();
        let mut node = super::node(Self::slug(number), content);
        node.occurred_on = held.then(|| PartialDate::day(first));
        Ok(RecordEventInput {
            node,
            kind,
            status: if held {
                EventStatus::Held
            } else {
                EventStatus::Announced
            },
            series: None,
            edition: None,
            mode: one(rng, MODES),
            venue: None,
            starts_on: Some(PartialDate::day(first)),
            ends_on: Some(PartialDate::day(first + Days::new(days))),
            time_zone: host.map(|host| host.time_zone.clone()),
            capacity: Some(rng.i32(2..50) * 10),
            website: None,
            figures: None,
            host_city: host.map(|host| IdOf::known(host.id)),
            participating_cities: cities
                .map(|city| ParticipatingCityInput {
                    city: IdOf::known(city.id),
                    delegation_size: Some(rng.i32(1..12)),
                })
                .collect(),
            themes: (themes.into_iter())
                .map(|theme| IdOf::known(network.themes[theme]))
                .collect(),
            projects: (about.into_iter())
                .map(|project| IdOf::known(network.projects[project]))
                .collect(),
            sessions,
        })
    }

    async fn record(bulk: &mut Bulk, inputs: &[RecordEventInput]) -> Result<Vec<Uuid>, Failure> {
        ::events::record_events(bulk, inputs).await
    }

    fn keys(network: &mut Network) -> &mut Vec<Uuid> {
        &mut network.events
    }
}

fn day_of_2027() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap_or_default()
}

fn session(
    number: usize,
    title: (&str, &str),
    starts_at: chrono::DateTime<chrono::Utc>,
) -> SessionInput {
    let shown = number + 1;
    SessionInput {
        content: inputs::texts(
            (&format!("{} (generated, event {shown})", title.0), None),
            (&format!("{} (généré, événement {shown})", title.1), None),
        ),
        kind: SessionKind::Other,
        starts_at: Some(starts_at),
        ends_at: Some(starts_at + TimeDelta::minutes(50)),
        room: None,
    }
}
