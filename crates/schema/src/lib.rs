#![doc = include_str!("../README.md")]
#![recursion_limit = "256"]

mod check;
mod codes;
mod execute;
mod root;
mod types;

pub use check::Incomplete;
pub use execute::{Answer, Asker, Graph, operation_type, sdl};
pub use types::{
    Activity, City, Event, Milestone, Node, Organisation, Project, Session, Theme, Update,
};
