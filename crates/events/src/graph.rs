//! The parts of the graph that events contribute.

mod city;
mod delegation;
mod event;
mod mutation;
mod project;
mod query;
mod session;
mod theme;

pub use city::CityEvents;
pub(crate) use delegation::Delegation;
pub use event::EventFields;
pub use mutation::EventMutation;
pub use project::ProjectEvents;
pub use query::EventQuery;
pub use session::SessionFields;
pub use theme::ThemeEvents;
