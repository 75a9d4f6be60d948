//! What a project is, and its parts. (The enums are also the graph's: a copy of each would only
//! drift.)

mod goal;
mod held;
mod item;
mod matching;
mod partnership;
mod stage;

use async_graphql::Enum;
use kernel::{date::PartialDate, node::NodeMeta};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use goal::Goal;
pub use held::Held;
pub use item::{BudgetLine, Document, Need, NeedKind, NeedState};
pub use matching::{MatchReasonKind, Profile, Reason, reasons};
pub use partnership::{Partnership, PartnershipKind, PartnershipState};
pub use record::Statement;

/// A cooperation project, or a good practice of one city.
#[derive(Clone, Debug)]
pub struct Project {
    /// What every node has.
    pub node: NodeMeta,
    /// What it is.
    pub kind: ProjectKind,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// When it started.
    pub started_on: Option<PartialDate>,
    /// When it ended, or will.
    pub ended_on: Option<PartialDate>,
    /// The address of its own site.
    pub website: Option<String>,
    /// Whether it looks for more partners.
    pub open_to_partners: bool,
    /// The city that leads it.
    pub lead_city_id: Option<Uuid>,
}

/// A step that a project set itself.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// What every node has.
    pub node: NodeMeta,
    /// The project.
    pub project_id: Uuid,
    /// Its place among the project's milestones, from 0.
    pub ordinal: i32,
    /// When it should be reached.
    pub due_on: Option<PartialDate>,
    /// When it was reached.
    pub reached_on: Option<PartialDate>,
    /// How much of it is done, from 0 to 100.
    pub progress: Option<i32>,
}

/// News that a project published.
#[derive(Clone, Debug)]
pub struct Update {
    /// What every node has.
    pub node: NodeMeta,
    /// The project.
    pub project_id: Uuid,
    /// When it was published.
    pub published_on: PartialDate,
}

/// An organisation that takes part in a project.
#[derive(Clone, Debug)]
pub struct Participation {
    /// The organisation.
    pub organisation_id: Uuid,
    /// What the organisation is ordered by in lists.
    pub sort_key: String,
    /// What it does there.
    pub role: OrganisationRole,
}

/// What a project is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProjectKind {
    /// Something that cities do together.
    Cooperation,
    /// Something that one city does, and others can learn from.
    GoodPractice,
}

/// How far a project has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Stage {
    /// Somebody thought of it.
    Idea,
    /// It was put to the network.
    Proposed,
    /// It is under way.
    Active,
    /// It came to its end.
    Completed,
    /// It was given up.
    Abandoned,
}

/// What a city does in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CityRole {
    /// It leads.
    Lead,
    /// It is a partner.
    Partner,
}

/// What an organisation does in a project.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrganisationRole {
    /// It holds the project together.
    Coordinator,
    /// It does a part of the work.
    Partner,
    /// It gives the project a place.
    Host,
    /// It pays for some of it.
    Funder,
    /// It takes part.
    Participant,
    /// Something else.
    Other,
}
