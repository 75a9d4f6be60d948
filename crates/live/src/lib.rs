#![doc = include_str!("../README.md")]

mod driven;
mod event;
mod frame;
mod group;
mod hub;
mod member;
mod rights;
mod stats;
mod ticker;
mod wakes;

pub use event::{End, Event, Subscription};
pub use hub::{Live, Options};
pub use stats::Cost;
