#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod store;

pub use commands::*;
pub use graph::*;
pub use loaders::{CityById, ThemeById};
pub use model::*;
pub use store::{also_found_by, members_among};
