#![doc = include_str!("../README.md")]

mod frame;
mod graph;
mod guard;
mod loaders;
mod log;
mod model;
mod payload;
mod personal;
mod store;
mod summary;
mod write;

pub use frame::{Begun, Failure, Frame, Outcome};
pub use graph::{
    ActivityFields, ActivityFilter, ActivityQuery, NodeActivities, log_page, merged_page,
};
pub use guard::Guard;
pub use log::{Log, Touched};
pub use model::{Activity, ActivityActor, Draft};
pub use payload::came_to;
pub use personal::Personal;
pub use store::LOG;
pub use summary::Summaries;
pub use write::Write;

/// An activity by its id, if the viewer may see it.
pub type ActivityById = kernel::list::ById<Activity>;
