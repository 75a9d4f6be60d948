//! Clients of the doors that stay open, for tests and for whoever measures: they show what came over
//! the wire, and understand no more of it than they have to.

mod events;
mod parts;
mod socket;

pub use events::{Block, Events};
pub use parts::Parts;
pub use socket::{Heard, Socket};

/// How long a test waits for what has to come.
pub(crate) const DEADLINE: std::time::Duration = std::time::Duration::from_secs(30);
