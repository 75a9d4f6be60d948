#![doc = include_str!("../README.md")]

pub mod attempts;
mod client;
mod costs;
mod estimate;
mod gate;
pub mod graph;
mod inspected;
mod introspection;
mod rates;
mod refused;
mod scan;
mod settings;
mod shape;
mod shared;
mod size;
mod under_way;

pub use client::{Client, ClientKind};
pub use costs::{Costs, Hints, NoCosts};
pub use gate::{Admission, Gate};
pub use inspected::{Inspected, Operation};
pub use rates::Standing;
pub use refused::{Limit, Refused};
pub use settings::{Limits, NoRate, Rate};
pub use shared::counted_without_redis;

/// `extensions.cost` of an answer with this data: what it was thought to have at most, what it may
/// have, and how many values it has.
pub fn cost(requested: u64, maximum: u64, data: &async_graphql::Value) -> async_graphql::Value {
    gate::cost_extension(requested, maximum, Some(estimate::returned(data)))
}
