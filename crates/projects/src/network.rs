//! What projects ask of the other domains. The `schema` crate answers it.

use kernel::{Conn, Party};

/// What other domains know of those who take part in projects.
#[async_trait::async_trait]
pub trait Network: Send + Sync {
    /// Which of these parties belong to the network now: a city only while it is a member whose
    /// rights do not rest.
    async fn in_network(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<Vec<Party>, sqlx::Error>;
}
