//! Where cities are, and how large: what other domains compare them by.

use kernel::{
    Conn,
    db::{Sql, Value},
};
use sqlx::types::Json;
use uuid::Uuid;

/// Where a city is, and how large.
#[derive(Clone, Debug)]
pub struct CityPlace {
    /// The city.
    pub id: Uuid,
    /// Its country, by ISO 3166-1.
    pub country_code: String,
    /// Its continent, by the name that the graph gives it.
    pub continent: String,
    /// How many people live there.
    pub population: Option<i32>,
    /// The languages it works in, by BCP 47.
    pub languages: Json<Vec<String>>,
}

kernel::from_row!(CityPlace {
    id,
    country_code,
    continent,
    population,
    languages
});

/// Where these cities are.
///
/// # Errors
/// What the database says.
pub async fn places(conn: &mut Conn<'_>, cities: &[Uuid]) -> Result<Vec<CityPlace>, sqlx::Error> {
    let mut sql = Sql::new(
        "select c.id, c.country_code, c.continent, c.population, c.languages from city c \
         where c.id in ",
    );
    sql.bind_list(cities.iter().copied().map(Value::Uuid));
    conn.fetch_all(sql).await
}

/// The cities that are members of the network, the oldest record first; at most `most`.
///
/// # Errors
/// What the database says.
pub async fn members(conn: &mut Conn<'_>, most: usize) -> Result<Vec<Uuid>, sqlx::Error> {
    let mut sql =
        Sql::new("select c.id from city c where c.membership = 'MEMBER' order by c.id limit ");
    sql.bind(Value::Int(i64::try_from(most).unwrap_or(i64::MAX)));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The time zone of a city, by the IANA database; none when there is no such city.
///
/// # Errors
/// What the database says.
pub async fn time_zone(conn: &mut Conn<'_>, city: Uuid) -> Result<Option<String>, sqlx::Error> {
    let mut sql = Sql::new("select c.time_zone from city c where c.id = ");
    sql.bind(city.into());
    let rows: Vec<(String,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().next().map(|(zone,)| zone))
}
