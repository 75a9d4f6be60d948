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
mod clients;
mod coming_in;
mod command;
mod contract;
mod demo_network;
mod deprecations;
mod documents;
mod doors;
mod events;
mod explorer;
mod faults;
mod federation;
mod first_view;
mod follow;
mod generator;
mod graphql_http;
mod hostile;
mod house;
mod http;
mod languages;
mod limits;
mod lists;
mod live;
mod live_clients;
mod log;
mod mandates;
mod observed;
mod permissions;
mod personal;
mod plans;
mod portal;
mod projects;
mod recording;
mod registration;
mod schema_changes;
mod search_cases;
mod sign_in;
mod specification;
mod startup;
mod texts;
mod trusted;
