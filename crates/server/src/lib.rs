#![doc = include_str!("../README.md")]

mod asker;
mod auth;
mod bodies;
mod clients;
mod connections;
mod cookies;
mod error;
mod explorer;
mod graphql;
mod health;
mod kept;
mod metrics;
mod multipart;
mod observe;
mod operation;
mod pages;
mod router;
mod sending;
mod sse;
mod streams;
mod subscriber;
mod ws;

pub use bodies::Receiving;
pub use kept::PageCache;
pub use metrics::{Metrics, metrics_router};
pub use portal::Wording;
pub use router::{Cors, Options, router, serve};
pub use streams::Streaming;
