//! The SQL of what is said of a city.

use kernel::{
    Conn,
    db::{Sql, Value},
};
use uuid::Uuid;

use crate::{City, Site, SiteInput, store};

/// The sites of a city, in their order.
pub(crate) async fn sites_of(conn: &mut Conn<'_>, city: Uuid) -> Result<Vec<Site>, sqlx::Error> {
    let mut sql = store::sites();
    sql.bind_list([Value::Uuid(city)])
        .push(" order by s.ordinal");
    conn.fetch_all(sql).await
}

/// Writes what is said of a city; its sites, where they are given.
pub(crate) async fn write(
    conn: &mut Conn<'_>,
    city: &City,
    sites: Option<&[SiteInput]>,
) -> Result<(), sqlx::Error> {
    let json =
        |value: serde_json::Result<serde_json::Value>| Value::Json(value.unwrap_or_default());
    let mut sql = Sql::new("update city set population = ");
    sql.bind(city.population.into()).push(", website = ");
    sql.bind(city.website.clone().into()).push(", languages = ");
    sql.bind(json(serde_json::to_value(&*city.languages)))
        .push(", contacts = ");
    sql.bind(json(serde_json::to_value(&*city.contacts)))
        .push(" where id = ")
        .bind(city.node.id.into());
    conn.execute(sql).await?;
    match sites {
        Some(sites) => store::write_sites(conn, city.node.id, sites).await,
        None => Ok(()),
    }
}
