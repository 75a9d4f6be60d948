#![doc = include_str!("../README.md")]
#![recursion_limit = "256"]

mod check;
mod checker;
mod circles;
mod codes;
mod execute;
mod federation;
mod limits;
mod observe;
mod owners;
mod personal;
mod redact;
mod root;
mod stream;
mod timed;
mod types;
mod variables;
mod viewer;

pub use check::Incomplete;
pub use checker::{Checker, is_introspection};
pub use circles::DomainCircles;
pub use execute::{AT_LEAST, Admitted, Answer, Asker, Graph, operation_type, sdl};
pub use federation::subgraph_sdl;
pub use limits::costs;
pub use personal::PERSONAL;
pub use stream::Opened;
pub use timed::{catch_up, timed};
pub use types::{
    Activity, ApiToken, City, Event, EventSeries, Invitation, Mandate, Milestone, Need, Node,
    Organisation, Partnership, Person, Project, Session, Theme, Update,
};
