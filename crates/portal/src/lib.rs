#![doc = include_str!("../README.md")]

mod answer;
mod ask;
mod assets;
mod chart;
mod code;
mod contract;
mod entries;
mod feeds;
mod filter;
mod frame;
mod language;
mod map;
mod pages;
mod query;
mod robots;
mod routes;
mod visit;
mod wording;
mod words;

pub use answer::wants_page;
pub use ask::{Answer, Ask, Question};
pub use language::{LANGUAGES, Language};
pub use routes::{not_found, routes};
pub use visit::Visitor;
pub use wording::Wording;
