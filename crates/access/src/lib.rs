#![doc = include_str!("../README.md")]

mod action;
mod cedar;
mod mistakes;
mod policy;
mod resource;
#[cfg(test)]
mod tests;

pub use action::{Action, On};
pub use policy::{Permit, Policy, PolicyError};
pub use resource::Resource;
