#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod store;

pub use commands::{
    MESSAGES, MilestoneInput, ProjectOrganisationInput, RecordProjectInput, UpdateInput, VERBS,
    record_project,
};
pub use graph::{
    CityProjects, MilestoneFields, OrganisationProjects, ProjectFields, ProjectMutation,
    ProjectQuery, ThemeProjects, UpdateFields,
};
pub use loaders::{MilestoneById, ProjectById, UpdateById};
pub use model::{
    CityRole, Milestone, OrganisationRole, Participation, Project, ProjectKind, Stage, Update,
};
