#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod network;
mod store;

pub use commands::*;
pub use graph::{
    CityProjects, MilestoneFields, NeedFields, OrganisationProjects, PartMutation, PartnerMutation,
    PartnershipFields, ProjectFields, ProjectMutation, ProjectQuery, ThemeProjects, UpdateFields,
};
pub use loaders::{MilestoneById, NeedById, PartnershipById, ProjectById, UpdateById};
pub(crate) use model::Held;
pub use model::{
    BudgetLine, CityRole, Document, Goal, Milestone, Need, NeedKind, NeedState, OrganisationRole,
    Participation, Partnership, PartnershipKind, PartnershipState, Project, ProjectKind, Stage,
    Statement, Update,
};
pub use network::Network;
pub use store::{held::resource_of_project, of_parties};
