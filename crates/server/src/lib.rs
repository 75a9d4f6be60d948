#![doc = include_str!("../README.md")]

mod asker;
mod auth;
mod cookies;
mod error;
mod explorer;
mod graphql;
mod health;
mod metrics;
mod observe;
mod router;

pub use metrics::{Metrics, metrics_router};
pub use router::{Cors, Options, router, serve, service};
