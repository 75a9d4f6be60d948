//! Generated projects, with their milestones and news.

use activity::Failure;
use chrono::{Days, NaiveDate};
use kernel::{IdOf, Kind, date::PartialDate};
use projects::{
    MilestoneInput, News, OrganisationRole, ProjectKind, ProjectOrganisationInput,
    RecordProjectInput, Stage, UpdateInput,
};
use record::{Bulk, Correction};
use uuid::Uuid;

use super::{
    Generate, Network, organisations,
    words::{AIMS, NEWS, PLACES, STEPS, SUBJECTS, THIRD, day, one, pick, rng, texts},
};
use crate::inputs;

/// How many there are for each step of the scale.
pub(super) const STEP: usize = 50;
/// How many organisations take part in each.
const PARTICIPATIONS: usize = 12;
/// How many news each published.
const UPDATES: usize = 4;

const ROLES: &[OrganisationRole] = &[
    OrganisationRole::Partner,
    OrganisationRole::Host,
    OrganisationRole::Funder,
    OrganisationRole::Participant,
    OrganisationRole::Other,
];

pub(super) struct Projects;

/// A project, and the news that it published after it was recorded.
pub(super) struct Project {
    project: RecordProjectInput,
    news: Vec<UpdateInput>,
}

impl Generate for Projects {
    type Input = Project;
    const KIND: Kind = Kind::Project;
    const WHAT: &'static str = "projects";
    const STEP: usize = STEP;

    fn input(number: usize, network: &Network) -> anyhow::Result<Project> {
        let rng = &mut rng("project", number);
        let subject = rng.usize(..SUBJECTS.len());
        let (title, place) = (SUBJECTS[subject], one(rng, PLACES));
        let (aim, other) = (one(rng, AIMS), one(rng, AIMS));
        let content = texts(
            number,
            (
                format!("{} {}", title.0, place.0),
                format!("{} {}", title.1, place.1),
            ),
            (
                format!("{} {}", aim.0, other.0),
                format!("{} {}", aim.1, other.1),
            ),
            Some(THIRD[subject]),
        );
        let started = day(rng, 3_400);
        let (stage, ended) = match rng.u8(..10) {
            0 => (Some(Stage::Idea), None),
            1 => (Some(Stage::Proposed), None),
            2 | 3 => (Some(Stage::Completed), Some(started + Days::new(900))),
            4 => (Some(Stage::Abandoned), Some(started + Days::new(400))),
            5 => (None, None),
            _ => (Some(Stage::Active), None),
        };
        let partners = 2 + rng.usize(..4);
        let mut cities = (pick(rng, network.cities.len(), partners).into_iter())
            .map(|city| IdOf::known(network.cities[city].id));
        let themes = 1 + rng.usize(..3);
        let themes = pick(rng, network.themes.len(), themes);
        // Those that there are at the smallest scale that has this project.
        let organisations = (number / STEP + 1) * organisations::STEP;
        let participants = (pick(rng, organisations, PARTICIPATIONS)
            .into_iter()
            .enumerate())
        .map(|(i, participant)| ProjectOrganisationInput {
            organisation: IdOf::known(network.organisations[participant]),
            role: match i {
                0 => OrganisationRole::Coordinator,
                _ => one(rng, ROLES),
            },
        })
        .collect();
        let milestones = (STEPS.iter().zip(1..).take(number % 4))
            .map(|(step, i)| milestone(number, *step, started + Days::new(180 * i), i == 1))
            .collect();
        let news = (0..UPDATES)
            .map(|i| update(rng, number, i, started))
            .collect();
        let mut node = super::node(Self::slug(number), content);
        node.occurred_on = Some(PartialDate::day(started));
        let project = RecordProjectInput {
            node,
            kind: match number % 5 {
                4 => ProjectKind::GoodPractice,
                _ => ProjectKind::Cooperation,
            },
            stage,
            started_on: Some(PartialDate::day(started)),
            ended_on: ended.map(PartialDate::day),
            website: None,
            open_to_partners: rng.u8(..3) == 0,
            // Some have no city that leads them.
            lead_city: cities.next().filter(|_| !number.is_multiple_of(20)),
            partner_cities: cities.collect(),
            themes: (themes.into_iter())
                .map(|theme| IdOf::known(network.themes[theme]))
                .collect(),
            organisations: participants,
            milestones,
            updates: Vec::new(),
        };
        Ok(Project { project, news })
    }

    /// News follow, each with an activity of its own; and the summary of each project is corrected
    /// in one language.
    async fn record(bulk: &mut Bulk, inputs: &[Project]) -> Result<Vec<Uuid>, Failure> {
        let mut recorded: Vec<_> = inputs.iter().map(|input| input.project.clone()).collect();
        let ids = projects::record_projects(bulk, &recorded).await?;
        let news: Vec<News<'_>> = (ids.iter().zip(inputs))
            .flat_map(|(id, Project { project, news })| {
                news.iter().map(|update| News {
                    id: *id,
                    project,
                    update,
                })
            })
            .collect();
        projects::record_updates(bulk, &news).await?;
        let locales = super::corrected_texts(recorded.iter_mut().map(|input| &mut input.node));
        let corrections: Vec<_> = (ids.iter().zip(&recorded).zip(&locales))
            .map(|((id, input), locale)| Correction {
                id: *id,
                input,
                locale,
                occurred_on: None,
            })
            .collect();
        projects::correct_projects(bulk, &corrections).await?;
        Ok(ids)
    }

    fn keys(network: &mut Network) -> &mut Vec<Uuid> {
        &mut network.projects
    }
}

fn milestone(number: usize, step: (&str, &str), due: NaiveDate, reached: bool) -> MilestoneInput {
    let shown = number + 1;
    MilestoneInput {
        content: inputs::texts(
            (&format!("{} (generated, project {shown})", step.0), None),
            (&format!("{} (généré, projet {shown})", step.1), None),
        ),
        due_on: Some(PartialDate::day(due)),
        reached_on: reached.then(|| PartialDate::day(due)),
    }
}

fn update(rng: &mut fastrand::Rng, number: usize, i: usize, started: NaiveDate) -> UpdateInput {
    let (title, text) = (one(rng, NEWS), one(rng, AIMS));
    let days = 60 * u64::try_from(i).unwrap_or_default() + rng.u64(1..60);
    let shown = number + 1;
    UpdateInput {
        content: inputs::texts(
            (
                &format!("{} (generated, project {shown})", title.0),
                Some(text.0),
            ),
            (
                &format!("{} (généré, projet {shown})", title.1),
                Some(text.1),
            ),
        ),
        published_on: PartialDate::day(started + Days::new(days)),
    }
}
