#![doc = include_str!("../README.md")]

mod database;
mod hub;
pub mod servers;

pub use database::{Content, Database, Product};
pub use hub::{Hub, Reply, client};
