//! What the people's domain has to know of the others to say who may see what, and to write to people of
//! their places at events. The `schema` crate answers it, from the domains of cities, projects and events.

use kernel::{Conn, NodeRef, Party, date::PartialDate, seat::SeatNews};
use uuid::Uuid;

/// What a letter has to tell of a place at an event.
#[derive(Clone, Debug)]
pub struct Place {
    /// The event.
    pub event: NodeRef,
    /// The language it was written in first, by BCP 47.
    pub original_locale: String,
    /// The city that hosts it.
    pub city: Option<NodeRef>,
    /// Its first day, in the host's calendar.
    pub starts_on: Option<PartialDate>,
    /// Its last day, in the host's calendar.
    pub ends_on: Option<PartialDate>,
    /// The time zone it happens in, by the IANA database.
    pub time_zone: Option<String>,
    /// Whether it is a seat; else it waits for one.
    pub is_seated: bool,
}

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

    /// Whether an event expects whoever has this address: they were registered by it and have not taken
    /// that up, or a seat is offered to it.
    async fn expects(&self, conn: &mut Conn<'_>, email: &str) -> Result<bool, sqlx::Error>;

    /// What a letter with this news has to tell; none when it is news no longer: what was offered is taken
    /// back, say, or the event is over.
    async fn place(
        &self,
        conn: &mut Conn<'_>,
        registration: Uuid,
        news: SeatNews,
        email: &str,
    ) -> Result<Option<Place>, sqlx::Error>;
}
