#![doc = include_str!("../README.md")]

mod known;
pub mod manifest;
mod model;
pub mod register;
mod store;

pub use known::{Documents, OnlyTrusted, Options};
pub use model::{Digest, Listed, MAX_DOCUMENT, Name};
