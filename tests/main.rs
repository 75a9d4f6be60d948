//! The end-to-end tests: one binary, through the real doors, on both databases.
//!
//! Each module is one thing a hub promises. A test loops over the hubs of `testkit`, so that it
//! runs on SQLite and on Postgres. Names say what can be done, what must be, and what is refused.

#![expect(
    clippy::unwrap_used,
    reason = "`unwrap` is how a test says what must hold, in its helpers too"
)]

mod archive;
mod audiences;
mod audit;
mod bad_input;
mod callers;
mod cities;
mod cli;
mod coming_in;
mod command;
mod contract;
mod demo_network;
mod documents;
mod events;
mod explorer;
mod federation;
mod follow;
mod generator;
mod house;
mod http;
mod languages;
mod lists;
mod log;
mod mandates;
mod observed;
mod permissions;
mod personal;
mod plans;
mod projects;
mod recording;
mod registration;
mod search_cases;
mod sign_in;
mod specification;
mod startup;
mod texts;
