#![doc = include_str!("../README.md")]
#![recursion_limit = "256"]

mod answer;
mod check;
mod checker;
mod circles;
mod codes;
mod compose;
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

pub use answer::{Admitted, Answer, Asker};
pub use check::Incomplete;
pub use checker::{Checker, is_introspection};
pub use circles::DomainCircles;
pub use compose::sdl;
pub use execute::{AT_LEAST, Graph};
pub use federation::subgraph_sdl;
pub use limits::costs;
pub use personal::PERSONAL;
pub use stream::Opened;
pub use timed::{catch_up, timed};
pub use types::{
    Activity, ApiToken, City, Event, EventSeries, Invitation, Mandate, Milestone, Need, Node,
    Organisation, Partnership, Person, Project, Session, Theme, Update,
};
