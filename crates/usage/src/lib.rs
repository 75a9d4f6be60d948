#![doc = include_str!("../README.md")]

mod contract;
mod counter;
mod graph;
mod model;
mod store;
mod walk;

pub use contract::{Contract, Deprecation, Unreadable};
pub use counter::Usage;
pub use graph::{DeprecatedUsage, UsageQuery};
pub use model::Used;
pub use store::all;
