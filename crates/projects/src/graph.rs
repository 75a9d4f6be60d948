//! The parts of the graph that projects contribute.

mod city;
mod matching;
mod milestone;
mod mutation;
mod need;
mod organisation;
mod participation;
mod partnership;
mod project;
mod query;
mod theme;
mod update;

pub use city::CityProjects;
pub use matching::MatchQuery;
pub use milestone::MilestoneFields;
pub use mutation::{PartMutation, PartnerMutation, ProjectMutation};
pub use need::NeedFields;
pub use organisation::OrganisationProjects;
pub use partnership::PartnershipFields;
pub use project::ProjectFields;
pub use query::ProjectQuery;
pub use theme::ThemeProjects;
pub use update::UpdateFields;
