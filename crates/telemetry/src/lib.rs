#![doc = include_str!("../README.md")]

mod catalogue;
mod recorder;

pub use catalogue::{CATALOGUE, Kind, Metric};
pub use recorder::{InstallError, Recorder};
