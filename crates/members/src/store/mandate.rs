//! All SQL of mandates.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kernel::{
    Conn, Party,
    actor::{Role, Scope},
    db::{Sql, Value},
    list::{Column, ListSpec, Order},
    on,
};
use uuid::Uuid;

use crate::{PartyColumns, StoredMandate};

kernel::from_row!(PartyColumns {
    city_id,
    organisation_id
});
kernel::from_row!(StoredMandate {
    id, person_id, role, scopes, starts_at, ends_at, granted_at, granted_under, audience; party
});

macro_rules! columns {
    () => {
        "m.id, m.person_id, m.city_id, m.organisation_id, m.role, m.scopes, \
         m.starts_at, m.ends_at, m.granted_at, m.granted_under, m.audience"
    };
}

/// All mandates.
pub(crate) const MANDATES: ListSpec = ListSpec {
    name: "Query.mandates",
    columns: columns!(),
    from: "mandate m",
    parent: None,
    audience: "m.audience",
    tie: "m.id",
    tie_descending: true,
};

/// The mandates of a person.
pub(crate) const OF_PERSON: ListSpec = ListSpec {
    name: "Person.mandates",
    parent: Some("m.person_id"),
    ..MANDATES
};

/// The mandates to act for a city.
pub(crate) const OF_CITY: ListSpec = ListSpec {
    name: "City.mandates",
    parent: Some("m.city_id"),
    ..MANDATES
};

/// The mandates to act for an organisation.
pub(crate) const OF_ORGANISATION: ListSpec = ListSpec {
    name: "Organisation.mandates",
    parent: Some("m.organisation_id"),
    ..MANDATES
};

/// Ordering by when a mandate begins.
pub(crate) const STARTS_AT: Column = Column {
    name: "STARTS_AT",
    sql: "m.starts_at",
    nullable: false,
};

/// The one that begins last first, unless told.
pub(crate) const NEWEST_FIRST: &[Order] = &[Order::descending(STARTS_AT)];

/// A mandate that is new.
pub(crate) struct NewMandate<'a> {
    pub(crate) id: Uuid,
    pub(crate) person: Uuid,
    pub(crate) party: Party,
    pub(crate) role: Role,
    pub(crate) scopes: Option<&'a BTreeSet<Scope>>,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: Option<DateTime<Utc>>,
    pub(crate) granted_under: Option<Uuid>,
    pub(crate) audience: &'a str,
}

/// Writes a mandate that is new.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    mandate: &NewMandate<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let party = PartyColumns::from(mandate.party);
    let scopes = scopes_value(mandate.scopes);
    conn.insert(
        "insert into mandate (id, person_id, city_id, organisation_id, role, scopes, starts_at, \
         ends_at, granted_at, granted_under, audience)",
        vec![[
            mandate.id.into(),
            mandate.person.into(),
            party.city_id.into(),
            party.organisation_id.into(),
            mandate.role.into(),
            scopes,
            mandate.starts_at.into(),
            mandate.ends_at.into(),
            now.into(),
            mandate.granted_under.into(),
            mandate.audience.into(),
        ]],
        "",
    )
    .await
}

/// Scopes as they are bound.
pub(crate) fn scopes_value(scopes: Option<&BTreeSet<Scope>>) -> Value {
    match scopes {
        Some(scopes) => Value::Json(serde_json::to_value(scopes).unwrap_or_default()),
        None => Value::Null(kernel::db::Null::Json),
    }
}

/// The mandate with this key, whoever may see it.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    id: Uuid,
) -> Result<Option<StoredMandate>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(concat!(
        "select ",
        columns!(),
        " from mandate m where m.id = $1"
    ))
    .bind(id)
    .fetch_optional(c)
    .await)
}

/// The mandate with this key, locked until the write ends.
pub(crate) async fn ended_within(
    conn: &mut Conn<'_>,
    after: DateTime<Utc>,
    until: DateTime<Utc>,
    most: i64,
) -> Result<Vec<StoredMandate>, sqlx::Error> {
    const TEXT: &str = concat!(
        "select ",
        columns!(),
        " from mandate m where m.ends_at > $1 and m.ends_at <= $2 order by m.ends_at, m.id limit $3"
    );
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(TEXT)
            .bind(after)
            .bind(until)
            .bind(most)
            .fetch_all(c)
            .await
    })
}

/// A mandate that stays as it is until the write ends.
pub(crate) async fn lock(
    conn: &mut Conn<'_>,
    id: Uuid,
) -> Result<Option<StoredMandate>, sqlx::Error> {
    const TEXT: &str = concat!("select ", columns!(), " from mandate m where m.id = $1");
    const LOCKED: &str = concat!(
        "select ",
        columns!(),
        " from mandate m where m.id = $1 for update"
    );
    // SQLite lets one write at a time: there is nothing to lock.
    on!(
        conn,
        sqlite | c | sqlx::query_as(TEXT).bind(id).fetch_optional(c).await,
        postgres | c | sqlx::query_as(LOCKED).bind(id).fetch_optional(c).await
    )
}

/// The mandate with this key, which nobody can change until the write ends.
pub(crate) async fn share(
    conn: &mut Conn<'_>,
    id: Uuid,
) -> Result<Option<StoredMandate>, sqlx::Error> {
    const TEXT: &str = concat!("select ", columns!(), " from mandate m where m.id = $1");
    const LOCKED: &str = concat!(
        "select ",
        columns!(),
        " from mandate m where m.id = $1 for share"
    );
    on!(
        conn,
        sqlite | c | sqlx::query_as(TEXT).bind(id).fetch_optional(c).await,
        postgres | c | sqlx::query_as(LOCKED).bind(id).fetch_optional(c).await
    )
}

/// Narrows a mandate, or ends it.
pub(crate) async fn limit(
    conn: &mut Conn<'_>,
    id: Uuid,
    scopes: Option<&BTreeSet<Scope>>,
    ends_at: Option<DateTime<Utc>>,
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("update mandate set scopes = ");
    sql.bind(scopes_value(scopes)).push(", ends_at = ");
    sql.bind(ends_at.into())
        .push(" where id = ")
        .bind(id.into());
    conn.execute(sql).await
}

/// The mandates of a person that have not ended, the oldest first; at most 100.
pub(crate) async fn of_person(
    conn: &mut Conn<'_>,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<StoredMandate>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(concat!(
            "select ",
            columns!(),
            " from mandate m \
             where m.person_id = $1 and (m.ends_at is null or m.ends_at > $2) \
             order by m.starts_at, m.id limit 100"
        ))
        .bind(person)
        .bind(now)
        .fetch_all(c)
        .await
    })
}

/// All mandates that a person held or holds, the oldest first.
pub(crate) async fn all_of(
    conn: &mut Conn<'_>,
    person: Uuid,
) -> Result<Vec<StoredMandate>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(concat!(
            "select ",
            columns!(),
            " from mandate m where m.person_id = $1 order by m.starts_at, m.id"
        ))
        .bind(person)
        .fetch_all(c)
        .await
    })
}

/// Ends the mandates of a person that have not ended. One that has not begun never holds.
pub(crate) async fn end_all_of(
    conn: &mut Conn<'_>,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "update mandate set ends_at = case when starts_at > $2 then starts_at else $2 end \
             where person_id = $1 and (ends_at is null or ends_at > $2)",
        )
        .bind(person)
        .bind(now)
        .execute(c)
        .await
        .map(drop)
    })
}

/// For whom these mandates are, whoever may see them.
pub(crate) async fn parties(
    conn: &mut Conn<'_>,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Party)>, sqlx::Error> {
    let mut sql =
        Sql::new("select m.id, m.city_id, m.organisation_id from mandate m where m.id in ");
    sql.bind_list(ids.iter().copied().map(Value::Uuid));
    let rows: Vec<(Uuid, Option<Uuid>, Option<Uuid>)> = conn.fetch_all(sql).await?;
    let party = |(id, city_id, organisation_id)| {
        let columns = PartyColumns {
            city_id,
            organisation_id,
        };
        (id, columns.into())
    };
    Ok(rows.into_iter().map(party).collect())
}
