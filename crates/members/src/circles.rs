//! What the people's domain has to know of the others to say who may see what. The `schema` crate
//! answers it, from the domains of cities, projects and events.

use kernel::{Conn, NodeRef, Party};
use uuid::Uuid;

/// What other domains know of those whom people act for.
#[async_trait::async_trait]
pub trait Circles: Send + Sync {
    /// Which of these parties belong to the network: their people may see what is for the network.
    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error>;

    /// The projects in which these parties take part, those changed last first; at most `most`.
    async fn projects_of(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
        most: usize,
    ) -> Result<Vec<Uuid>, sqlx::Error>;

    /// The events that these parties make or host, or are asked to, those changed last first; at most
    /// `most`.
    async fn events_of(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
        most: usize,
    ) -> Result<Vec<Uuid>, sqlx::Error>;

    /// The events whose registration these parties run, and the delegations that this person heads for
    /// them; those that began last first, of each at most `most`.
    async fn desks_of(
        &self,
        conn: &mut Conn<'_>,
        person: Uuid,
        party: Party,
        most: usize,
    ) -> Result<Vec<NodeRef>, sqlx::Error>;
}
