#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod network;
mod personal;
mod store;

pub use commands::*;
pub use graph::{
    CityEvents, EventFields, EventMutation, EventQuery, EventRecordMutation, EventRoleMutation,
    ProgrammeMutation, ProjectEvents, SeriesFields, SeriesQuery, SessionFields, ThemeEvents,
};
pub use loaders::{EventById, SeriesById, SessionById};
pub use model::{
    CityAttendance, Event, EventCityRole, EventKind, EventMode, EventStatus, Figures, Series,
    Session, SessionKind,
};
pub(crate) use model::{
    Days, Details, Document, Held, Organiser, OrganiserState, Said, Slot, Speaker,
};
pub use network::Network;
pub use personal::Personal;
pub use store::{also_found_by, party::of_parties, resource_of};
