//! The parts of the graph that texts contribute.

mod history;
mod mutation;
mod needed;

pub use history::TextHistory;
pub use mutation::TextMutation;
pub use needed::TextQuery;
