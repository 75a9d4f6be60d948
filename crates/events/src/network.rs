//! What events ask of the other domains. The `schema` crate answers it.

use kernel::{Conn, Party};
use uuid::Uuid;

/// What other domains know of those who make and host events.
#[async_trait::async_trait]
pub trait Network: Send + Sync {
    /// Which of these parties belong to the network now: a city only while it is a member whose
    /// rights do not rest.
    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error>;

    /// The time zone of a city, by the IANA database; none when there is no such city.
    async fn time_zone(
        &self,
        conn: &mut Conn<'_>,
        city: Uuid,
    ) -> Result<Option<String>, sqlx::Error>;
}
