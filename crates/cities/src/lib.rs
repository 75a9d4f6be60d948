#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod personal;
mod store;

pub use commands::*;
pub use graph::*;
pub use loaders::{CityById, ThemeById};
pub use model::*;
pub use personal::Personal;
pub use store::{
    also_found_by, members_among,
    place::{CityPlace, members, places, time_zone},
};
