//! What the domains of people and projects ask of others.

use kernel::{Conn, Party};
use uuid::Uuid;

/// Answers from the domains of cities and projects.
pub struct DomainCircles;

#[async_trait::async_trait]
impl members::Circles for DomainCircles {
    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error> {
        let cities: Vec<Uuid> = (parties.iter())
            .filter_map(|party| match party {
                Party::City(id) => Some(*id),
                _ => None,
            })
            .collect();
        let members = cities::members_among(conn, &cities).await?;
        // Organisations take part as they are; a city only while it is a member.
        let belongs = |party: &&Party| match party {
            Party::City(id) => members.contains(id),
            Party::Organisation(_) | Party::Secretariat => true,
        };
        Ok(parties.iter().filter(belongs).copied().collect())
    }

    async fn projects_of(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
        most: usize,
    ) -> Result<Vec<Uuid>, sqlx::Error> {
        projects::of_parties(conn, parties, most).await
    }
}

#[async_trait::async_trait]
impl projects::Network for DomainCircles {
    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error> {
        members::Circles::in_network(self, conn, parties).await
    }
}
