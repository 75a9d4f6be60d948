//! The parts of the graph that organisations contribute.

mod city;
mod mutation;
mod organisation;
mod query;

pub use city::CityOrganisations;
pub use mutation::MemberMutation;
pub use organisation::OrganisationFields;
pub use query::MemberQuery;
