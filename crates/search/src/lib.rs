#![doc = include_str!("../README.md")]

mod graph;
mod personal;
mod query;
mod store;
mod token;

pub use graph::SearchQuery;
pub use personal::Personal;
pub use query::Query;
pub use store::{Texts, index};
pub use token::{fold, tokens};
