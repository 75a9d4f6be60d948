//! What is kept of the use of what is deprecated.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// How much one client has used one deprecated member of the graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// The key of the row.
    pub id: Uuid,
    /// What it used: `Type.field`, `Type.field(argument:)`, `Enum.VALUE`, `Input.field`.
    pub member: String,
    /// Which client, by the name that it gives itself; `(none)` for those who give none, `(other)` for
    /// those for whom there was no room.
    pub client: String,
    /// In how many operations.
    pub operations: i64,
    /// When first.
    pub first_at: DateTime<Utc>,
    /// When last.
    pub last_at: DateTime<Utc>,
}
