#![doc = include_str!("../README.md")]

mod clockwork;
mod frame;
mod graph;
mod guard;
mod loaders;
mod log;
mod model;
mod payload;
mod personal;
mod reach;
mod retention;
mod store;
mod stream;
mod summary;
mod tail;
mod wish;
mod write;

pub use clockwork::{Clockwork, Due, Span, TICK, Timed};
pub use frame::{Begun, Failure, Frame, Outcome};
pub use graph::{
    ActivityFields, ActivityFilter, ActivityQuery, NodeActivities, log_page, merged_page,
};
pub use guard::Guard;
pub use log::{Log, Place, Touched};
pub use model::{Activity, ActivityActor, Draft};
pub use payload::came_to;
pub use personal::Personal;
pub use store::{LOG, happened_to};
pub use stream::{ActivitySubscription, Delivery, Gap, GapReason, Opening};
pub use summary::Summaries;
pub use tail::{ASK_EVERY, Entry, Observer, Tail};
pub use wish::Wish;
pub use write::Write;

/// An activity by its id, if the viewer may see it.
pub type ActivityById = kernel::list::ById<Activity>;
