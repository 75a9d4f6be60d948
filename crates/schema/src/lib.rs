#![doc = include_str!("../README.md")]
#![recursion_limit = "256"]

mod check;
mod circles;
mod codes;
mod execute;
mod federation;
mod observe;
mod owners;
mod personal;
mod redact;
mod root;
mod types;
mod viewer;

pub use check::Incomplete;
pub use circles::DomainCircles;
pub use execute::{Answer, Asker, Graph, operation_type, sdl};
pub use federation::subgraph_sdl;
pub use personal::PERSONAL;
pub use types::{
    Activity, ApiToken, City, Event, EventSeries, Invitation, Mandate, Milestone, Need, Node,
    Organisation, Partnership, Person, Project, Session, Theme, Update,
};
