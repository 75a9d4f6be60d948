//! The parts of the graph that events contribute.

mod city;
mod delegation;
mod event;
mod mutation;
mod organiser;
mod project;
mod query;
mod series;
mod session;
mod speaker;
mod theme;

pub use city::CityEvents;
pub(crate) use delegation::Delegation;
pub use event::EventFields;
pub use mutation::{EventMutation, EventRecordMutation, EventRoleMutation, ProgrammeMutation};
pub use project::ProjectEvents;
pub use query::EventQuery;
pub use series::{SeriesFields, SeriesQuery};
pub use session::SessionFields;
pub use theme::ThemeEvents;
