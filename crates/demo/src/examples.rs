//! What is made up to show what the hub can do where the sources tell nothing: a project with
//! milestones and news, an event with a programme. They say so in every title and in their
//! provenance, and claim nothing of a city, an organisation or a person.

use anyhow::Context;
use chrono::{DateTime, Utc};
use events::{EventKind, EventMode, EventStatus, RecordEventInput, SessionInput, SessionKind};
use kernel::{entity::kinds, provenance::Provenance};
use projects::{MilestoneInput, ProjectKind, RecordProjectInput, Stage, UpdateInput};

use crate::inputs::{Ids, date, node, texts};

const PROJECT: &str = "example-mobility-lab";
const EVENT: &str = "example-conference-programme";

fn provenance() -> Provenance {
    Provenance {
        note: Some("Made up to show what the hub can do: not a fact.".to_owned()),
        is_example: true,
        ..Provenance::default()
    }
}

/// A project that nobody leads.
pub(crate) fn project() -> anyhow::Result<RecordProjectInput> {
    let content = texts(
        (
            "Example: a mobility lab",
            Some("A made-up project that shows milestones, news and the search for partners."),
        ),
        (
            "Exemple : un lab mobilité",
            Some(
                "Un projet inventé, qui montre les jalons, les actualités et la recherche de \
                 partenaires.",
            ),
        ),
    );
    Ok(RecordProjectInput {
        node: node(PROJECT, content, provenance()),
        kind: ProjectKind::Cooperation,
        stage: Some(Stage::Active),
        started_on: date(Some("2026"))?,
        ended_on: None,
        website: None,
        open_to_partners: true,
        lead_city: None,
        partner_cities: Vec::new(),
        themes: Vec::new(),
        organisations: Vec::new(),
        milestones: vec![
            milestone(
                "Example: needs of the cities collected",
                "Exemple : besoins des villes recueillis",
                "2026-06",
                Some("2026-06-19"),
            )?,
            milestone(
                "Example: two streets tried out",
                "Exemple : deux rues à l'essai",
                "2027-03",
                None,
            )?,
            milestone(
                "Example: results shared with the network",
                "Exemple : résultats partagés avec le réseau",
                "2027-10",
                None,
            )?,
        ],
        updates: vec![
            update(
                (
                    "Example: the first workshop is over",
                    "The partners agreed on what to measure before and after the trial.",
                ),
                (
                    "Exemple : le premier atelier a eu lieu",
                    "Les partenaires se sont entendus sur ce qu'il faut mesurer avant et après \
                     l'essai.",
                ),
                "2026-06-22",
            )?,
            update(
                (
                    "Example: partners wanted for the trial",
                    "The lab looks for two more cities with a street to try it in.",
                ),
                (
                    "Exemple : des partenaires sont recherchés pour l'essai",
                    "Le lab cherche deux autres villes disposant d'une rue pour l'essai.",
                ),
                "2026-10-12",
            )?,
        ],
    })
}

fn milestone(
    en: &str,
    fr: &str,
    due_on: &str,
    reached_on: Option<&str>,
) -> anyhow::Result<MilestoneInput> {
    Ok(MilestoneInput {
        content: texts((en, None), (fr, None)),
        due_on: date(Some(due_on))?,
        reached_on: date(reached_on)?,
    })
}

fn update(en: (&str, &str), fr: (&str, &str), published_on: &str) -> anyhow::Result<UpdateInput> {
    Ok(UpdateInput {
        content: texts((en.0, Some(en.1)), (fr.0, Some(fr.1))),
        published_on: date(Some(published_on))?.context("news have a date")?,
    })
}

/// An event in no place, about the example of a project.
pub(crate) fn event(ids: &Ids) -> anyhow::Result<RecordEventInput> {
    let content = texts(
        (
            "Example: the programme of a conference",
            Some("A made-up event that shows a programme of sessions."),
        ),
        (
            "Exemple : le programme d'une conférence",
            Some("Un événement inventé, qui montre un programme de séances."),
        ),
    );
    Ok(RecordEventInput {
        node: node(EVENT, content, provenance()),
        kind: EventKind::Conference,
        status: EventStatus::Announced,
        series: None,
        edition: None,
        mode: EventMode::Hybrid,
        venue: None,
        starts_on: date(Some("2027-06-16"))?,
        ends_on: date(Some("2027-06-18"))?,
        time_zone: Some("Etc/UTC".to_owned()),
        capacity: Some(400),
        website: None,
        figures: None,
        host_city: None,
        participating_cities: Vec::new(),
        themes: Vec::new(),
        projects: vec![ids.get::<kinds::Project>(PROJECT)?],
        sessions: sessions()?,
    })
}

fn sessions() -> anyhow::Result<Vec<SessionInput>> {
    use SessionKind::{Forum, Keynote, Plenary, Social, Visit, Workshop};
    [
        (
            Plenary,
            "Example: opening",
            "Exemple : ouverture",
            ["2027-06-16T09:00:00Z", "2027-06-16T09:45:00Z"],
            Some("Main hall"),
        ),
        (
            Keynote,
            "Example: keynote on the sustainable city",
            "Exemple : conférence inaugurale sur la ville durable",
            ["2027-06-16T10:00:00Z", "2027-06-16T11:00:00Z"],
            Some("Main hall"),
        ),
        (
            Workshop,
            "Example: workshop on mobility",
            "Exemple : atelier sur la mobilité",
            ["2027-06-16T14:00:00Z", "2027-06-16T16:00:00Z"],
            Some("Room 2"),
        ),
        (
            Forum,
            "Example: forum of the cities' initiatives",
            "Exemple : forum des initiatives des villes",
            ["2027-06-17T09:00:00Z", "2027-06-17T12:00:00Z"],
            Some("Foyer"),
        ),
        (
            Visit,
            "Example: walk through a new district",
            "Exemple : visite d'un nouveau quartier",
            ["2027-06-17T14:00:00Z", "2027-06-17T17:00:00Z"],
            None,
        ),
        (
            Social,
            "Example: closing dinner",
            "Exemple : dîner de clôture",
            ["2027-06-18T18:30:00Z", "2027-06-18T21:00:00Z"],
            Some("Foyer"),
        ),
    ]
    .into_iter()
    .map(|(kind, en, fr, [starts_at, ends_at], room)| {
        Ok(SessionInput {
            content: texts((en, None), (fr, None)),
            kind,
            starts_at: Some(starts_at.parse::<DateTime<Utc>>()?),
            ends_at: Some(ends_at.parse::<DateTime<Utc>>()?),
            room: room.map(str::to_owned),
        })
    })
    .collect()
}
