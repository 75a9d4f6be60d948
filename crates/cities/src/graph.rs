//! The parts of the graph that cities contribute.

mod city;
mod membership;
mod mutation;
mod query;
mod theme;

pub use city::CityFields;
pub use mutation::{CityMutation, MembershipMutation};
pub use query::CityQuery;
pub use theme::ThemeFields;
