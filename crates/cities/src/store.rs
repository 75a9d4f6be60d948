//! All SQL of cities and themes.

pub(crate) mod membership;
pub(crate) mod place;
pub(crate) mod update;

use kernel::{
    Conn,
    connection::TITLE,
    db::{Sql, Value},
    list::{Column, ListSpec, Order},
    on,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{City, Continent, RecordCityInput, RecordThemeInput, Site, SiteInput, SiteKind, Theme};

kernel::stored_enum!(Continent {
    Africa = "AFRICA",
    Antarctica = "ANTARCTICA",
    Asia = "ASIA",
    Europe = "EUROPE",
    NorthAmerica = "NORTH_AMERICA",
    Oceania = "OCEANIA",
    SouthAmerica = "SOUTH_AMERICA",
});
kernel::stored_enum!(SiteKind {
    Headquarters = "HEADQUARTERS",
    Plant = "PLANT",
    ResearchCentre = "RESEARCH_CENTRE",
    Other = "OTHER",
});

kernel::from_row!(City {
    country_code, continent, latitude, longitude, population, time_zone, website, membership,
    joined_on, first_evidence_on, languages, contacts; node
});
kernel::from_row!(Site {
    city_id,
    kind,
    status,
    source
});
kernel::from_row!(Theme { used_in; node });

macro_rules! city_columns {
    () => {
        concat!(
            kernel::node_columns!(),
            ", c.country_code, c.continent, c.latitude, c.longitude, c.population, c.time_zone, \
             c.website, c.membership, c.joined_on, c.first_evidence_on, c.languages, c.contacts"
        )
    };
}

/// All cities.
pub(crate) const CITIES: ListSpec = ListSpec {
    name: "Query.cities",
    columns: city_columns!(),
    from: "city c join node n on n.id = c.id and n.kind = 'city'",
    parent: None,
    audience: "n.audience",
    tie: "n.id",
    tie_descending: false,
};

/// All themes.
pub(crate) const THEMES: ListSpec = ListSpec {
    name: "Query.themes",
    columns: concat!(kernel::node_columns!(), ", t.used_in"),
    from: "theme t join node n on n.id = t.id and n.kind = 'theme'",
    ..CITIES
};

pub(crate) const POPULATION: Column = Column {
    name: "POPULATION",
    sql: "c.population",
    nullable: true,
};
pub(crate) const JOINED_ON: Column = Column {
    name: "JOINED_ON",
    sql: "c.joined_on",
    nullable: true,
};
pub(crate) const COUNTRY_CODE: Column = Column {
    name: "COUNTRY_CODE",
    sql: "c.country_code",
    nullable: false,
};

/// By title, unless told.
pub(crate) const BY_TITLE: &[Order] = &[Order::ascending(TITLE)];

/// Writes what is known of a city, over what was.
pub(crate) async fn write_city(
    conn: &mut Conn<'_>,
    id: Uuid,
    city: &RecordCityInput,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "insert into city (id, country_code, continent, latitude, longitude, population, \
             time_zone, website, membership, joined_on, first_evidence_on) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             on conflict (id) do update set country_code = excluded.country_code, \
             continent = excluded.continent, latitude = excluded.latitude, \
             longitude = excluded.longitude, population = excluded.population, \
             time_zone = excluded.time_zone, website = excluded.website, \
             membership = excluded.membership, joined_on = excluded.joined_on, \
             first_evidence_on = excluded.first_evidence_on",
        )
        .bind(id)
        .bind(&city.country_code)
        .bind(city.continent)
        .bind(city.latitude)
        .bind(city.longitude)
        .bind(city.population)
        .bind(&city.time_zone)
        .bind(&city.website)
        .bind(city.membership)
        .bind(city.joined_on)
        .bind(city.first_evidence_on)
        .execute(c)
        .await
        .map(drop)
    })?;
    write_sites(conn, id, &city.sites).await
}

/// Writes the sites of a city, over those that it had.
async fn write_sites(
    conn: &mut Conn<'_>,
    id: Uuid,
    sites: &[SiteInput],
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from city_site where city_id = $1")
            .bind(id)
            .execute(c)
            .await
            .map(drop)
    })?;
    for (ordinal, site) in (0_i32..).zip(sites) {
        on!(conn, |c, DB| {
            sqlx::query::<DB>(
                "insert into city_site (city_id, ordinal, kind, status, source) \
                 values ($1, $2, $3, $4, $5)",
            )
            .bind(id)
            .bind(ordinal)
            .bind(site.kind)
            .bind(&site.status)
            .bind(&site.source)
            .execute(c)
            .await
            .map(drop)
        })?;
    }
    Ok(())
}

/// Writes what is known of a theme, over what was.
pub(crate) async fn write_theme(
    conn: &mut Conn<'_>,
    id: Uuid,
    theme: &RecordThemeInput,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "insert into theme (id, used_in) values ($1, $2) \
             on conflict (id) do update set used_in = excluded.used_in",
        )
        .bind(id)
        .bind(Json(&theme.used_in))
        .execute(c)
        .await
        .map(drop)
    })
}

/// The sites of these cities.
pub(crate) fn sites() -> Sql {
    Sql::new("select s.city_id, s.kind, s.status, s.source from city_site s where s.city_id in ")
}

/// The city with this key, whoever may see it; nobody can change it until the write ends.
pub(crate) async fn lock_city(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<City>, sqlx::Error> {
    // The node first, as `record…` does, and the city by another statement: one that joins both would
    // go on, after it has waited, with the city as it was before. SQLite lets one write at a time.
    on!(
        conn,
        sqlite | _c | (),
        postgres
            | c
            | sqlx::query("select id from node where id = $1 and kind = 'city' for update")
                .bind(id)
                .execute(c)
                .await
                .map(drop)?
    );
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(concat!(
        "select ",
        city_columns!(),
        " from city c join node n on n.id = c.id and n.kind = 'city' where c.id = $1"
    ))
    .bind(id)
    .fetch_optional(c)
    .await)
}

/// Which of these cities are members of the network.
///
/// # Errors
/// What the database says.
pub async fn members_among(conn: &mut Conn<'_>, cities: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
    if cities.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("select c.id from city c where c.membership = 'MEMBER' and c.id in ");
    sql.bind_list(cities.iter().copied().map(Value::Uuid));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What a city is found by beside its texts: the code of its country.
///
/// # Errors
/// What the database says.
pub async fn also_found_by(conn: &mut Conn<'_>, city: Uuid) -> Result<Option<String>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>("select country_code from city where id = $1")
            .bind(city)
            .fetch_optional(c)
            .await
    })
}
