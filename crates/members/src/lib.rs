#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod store;

pub use commands::{MESSAGES, RecordOrganisationInput, VERBS, record_organisation};
pub use graph::{CityOrganisations, MemberMutation, MemberQuery, OrganisationFields};
pub use loaders::OrganisationById;
pub use model::{Organisation, OrganisationKind};
