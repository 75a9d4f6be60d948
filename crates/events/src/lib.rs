#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod network;
mod people;
mod personal;
mod store;

pub use commands::*;
pub use graph::{
    CityEvents, DelegationMutation, EventAttendance, EventDelegationFields, EventFields,
    EventMutation, EventQuery, EventRecordMutation, EventRoleMutation, GuestMutation,
    ProgrammeMutation, ProjectEvents, RegistrationFields, RegistrationMutation, SeriesFields,
    SeriesQuery, SessionFields, ThemeEvents, ViewerAttendance,
};
pub use loaders::{
    EventById, SeriesById, SessionById,
    registration::{EventDelegationById, RegistrationById},
};
pub use model::{
    CityAttendance, Event, EventCityRole, EventKind, EventMode, EventStatus, Figures, Series,
    Session, SessionKind,
};
pub(crate) use model::{
    Days, Details, Document, Held, Organiser, OrganiserState, Said, Slot, Speaker,
};
pub use model::{
    registration::{
        EventDelegation, EventRegistration, Registration, RegistrationPhase, RegistrationState,
        RegistrationType, TypeSeats,
    },
    registration_question::{Answer, Choice, Question, QuestionKind},
};
pub use network::Network;
pub use people::{Known, People, SeatLetter};
pub use personal::Personal;
pub use store::{
    also_found_by,
    delegation::{desks_of, resource_of_registration},
    letter::{Place, expects, place},
    party::of_parties,
    resource_of,
};
