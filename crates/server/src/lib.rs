#![doc = include_str!("../README.md")]

mod error;
mod explorer;
mod graphql;
mod health;
mod router;

pub use router::{Options, router, serve};
