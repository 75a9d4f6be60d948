//! Where organisations are: what other domains compare them by.

use kernel::{
    Conn,
    db::{Sql, Value},
};
use uuid::Uuid;

/// Where an organisation is.
#[derive(Clone, Debug)]
pub struct OrganisationPlace {
    /// The organisation.
    pub id: Uuid,
    /// Its country, by ISO 3166-1.
    pub country_code: Option<String>,
    /// The city it has its seat in, or acts for.
    pub city_id: Option<Uuid>,
}

kernel::from_row!(OrganisationPlace {
    id,
    country_code,
    city_id
});

/// Where these organisations are.
///
/// # Errors
/// What the database says.
pub async fn places(
    conn: &mut Conn<'_>,
    organisations: &[Uuid],
) -> Result<Vec<OrganisationPlace>, sqlx::Error> {
    let mut sql =
        Sql::new("select o.id, o.country_code, o.city_id from organisation o where o.id in ");
    sql.bind_list(organisations.iter().copied().map(Value::Uuid));
    conn.fetch_all(sql).await
}
