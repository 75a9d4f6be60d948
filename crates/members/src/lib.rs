#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod store;

pub use commands::{
    MESSAGES, RecordOrganisationInput, VERBS, correct_organisations, record_organisation,
    record_organisations,
};
pub use graph::{CityOrganisations, MemberMutation, MemberQuery, OrganisationFields};
pub use loaders::OrganisationById;
pub use model::{Organisation, OrganisationKind};
