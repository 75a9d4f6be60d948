//! The parts of the graph that events contribute.

mod city;
mod delegation;
mod delegation_live;
mod delegation_mutation;
mod delegation_payload;
mod event;
mod guest_mutation;
mod mutation;
mod organiser;
mod project;
mod query;
mod registration;
mod registration_certificate;
mod registration_lists;
mod registration_mutation;
mod registration_settings;
mod series;
mod session;
mod speaker;
mod theme;

pub use city::CityEvents;
pub(crate) use delegation::Delegation;
pub use delegation_live::EventDelegationFields;
pub use delegation_mutation::DelegationMutation;
pub use event::EventFields;
pub use guest_mutation::GuestMutation;
pub use mutation::{EventMutation, EventRecordMutation, EventRoleMutation, ProgrammeMutation};
pub use project::ProjectEvents;
pub use query::EventQuery;
pub use registration::RegistrationFields;
pub use registration_lists::{EventAttendance, ViewerAttendance};
pub use registration_mutation::RegistrationMutation;
pub use series::{SeriesFields, SeriesQuery};
pub use session::SessionFields;
pub use theme::ThemeEvents;
