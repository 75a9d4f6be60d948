#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod store;

pub use commands::{
    MESSAGES, MilestoneInput, News, ProjectOrganisationInput, RecordProjectInput, UpdateInput,
    VERBS, correct_projects, record_project, record_projects, record_updates,
};
pub use graph::{
    CityProjects, MilestoneFields, OrganisationProjects, ProjectFields, ProjectMutation,
    ProjectQuery, ThemeProjects, UpdateFields,
};
pub use loaders::{MilestoneById, ProjectById, UpdateById};
pub use model::{
    CityRole, Milestone, OrganisationRole, Participation, Project, ProjectKind, Stage, Update,
};
pub use store::{of_parties, resource_of};
