#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod personal;
mod store;

pub use commands::{
    MESSAGES, ParticipatingCityInput, RecordEventInput, SessionInput, VERBS, record_event,
    record_events,
};
pub use graph::{
    CityEvents, EventFields, EventMutation, EventQuery, ProjectEvents, SessionFields, ThemeEvents,
};
pub use loaders::{EventById, SessionById};
pub use model::{
    CityAttendance, Event, EventCityRole, EventKind, EventMode, EventStatus, Figures, Session,
    SessionKind,
};
pub use personal::Personal;
pub use store::{also_found_by, resource_of};
