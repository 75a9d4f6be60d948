//! Clients of the doors that stay open, for tests and for whoever measures: they show what came over
//! the wire, and understand no more of it than they have to.

mod events;
mod parts;
mod raw;
mod socket;

pub use events::{Block, Events};
pub use parts::Parts;
pub use raw::Raw;
pub use socket::{Heard, Socket};

pub(crate) use crate::wait::DEADLINE;
