//! The parts of the graph that organisations and people contribute.

mod audit;
mod city;
mod follow;
mod invitation;
mod mandate;
mod mutation;
mod organisation;
mod party;
mod person;
mod query;
mod token;
mod viewer;

pub use audit::AuditQuery;
pub use city::CityOrganisations;
pub use follow::Followable;
pub use invitation::{InvitationFields, InvitationQuery};
pub use mandate::{
    CityMandates, MandateFields, MandateQuery, OrganisationMandates, PersonMandates,
};
pub use mutation::{AccountMutation, MandateMutation, MemberMutation};
pub use organisation::OrganisationFields;
pub use party::{ActivityParty, PartyFields, PartyKind};
pub use person::{PersonFields, PersonQuery};
pub use query::MemberQuery;
pub use token::TokenFields;
pub use viewer::ViewerFields;
