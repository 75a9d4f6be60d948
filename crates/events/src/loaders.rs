//! What is loaded for many events at once.

use kernel::list::ById;

use crate::{Event, Session};

/// An event by its key, if the viewer may see it.
pub type EventById = ById<Event>;

/// A session by its key, if the viewer may see it.
pub type SessionById = ById<Session>;
