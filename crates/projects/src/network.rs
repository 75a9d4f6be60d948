//! What projects ask of the other domains. The `schema` crate answers it.

use std::collections::{BTreeSet, HashMap};

use kernel::{Conn, Party};
use uuid::Uuid;

/// Where a party is, and how large; as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its country, by ISO 3166-1.
    pub country: Option<String>,
    /// Its continent.
    pub continent: Option<String>,
    /// How many people live there.
    pub population: Option<i32>,
    /// The languages it works in, by BCP 47.
    pub languages: BTreeSet<String>,
}

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

    /// The cities that belong to it now; at most `most`.
    async fn member_cities(
        &self,
        conn: &mut Conn<'_>,
        most: usize,
    ) -> Result<Vec<Uuid>, sqlx::Error>;

    /// Where these parties are.
    async fn places(
        &self,
        conn: &mut Conn<'_>,
        parties: &[Party],
    ) -> Result<HashMap<Party, Place>, sqlx::Error>;
}
