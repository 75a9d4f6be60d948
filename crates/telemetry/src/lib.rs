#![doc = include_str!("../README.md")]

mod catalogue;
mod names;
mod recorder;
mod request;
mod trace;

pub use catalogue::{CATALOGUE, Kind, Metric};
pub use names::{Names, OTHER};
pub use recorder::{InstallError, Recorder};
pub use request::{Client, Request, RequestId, carry};
pub use trace::{Collector, CollectorError, TRACE, adopt, each_time, traces};
