#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod network;
mod personal;
mod store;

pub use commands::*;
pub use graph::{
    CityProjects, MatchQuery, MilestoneFields, NeedFields, OrganisationProjects, PartMutation,
    PartnerMutation, PartnershipFields, ProjectFields, ProjectMutation, ProjectQuery,
    ThemeProjects, UpdateFields,
};
pub use loaders::{MilestoneById, NeedById, PartnershipById, ProjectById, UpdateById};
pub use model::{
    BudgetLine, CityRole, Document, Goal, MatchReasonKind, Milestone, Need, NeedKind, NeedState,
    OrganisationRole, Participation, Partnership, PartnershipKind, PartnershipState, Project,
    ProjectKind, Stage, Statement, Update,
};
pub(crate) use model::{Held, Profile, Reason, reasons};
pub use network::{Network, Place};
pub use personal::Personal;
pub use store::{held::resource_of_project, of_parties, resource_of};
