//! All SQL of people, and of who they are to identity providers.

use chrono::{DateTime, Utc};
use kernel::{
    Conn, Kind,
    db::Value,
    list::{Column, ListSpec, Order},
    node::Visibility,
    on,
    provenance::Provenance,
};
use uuid::Uuid;

use crate::Person;

kernel::from_row!(Person { name, email, locale; node });

/// All people.
pub(crate) const PEOPLE: ListSpec = ListSpec {
    name: "Query.people",
    columns: concat!(kernel::node_columns!(), ", p.name, p.email, p.locale"),
    from: "person p join node n on n.id = p.id and n.kind = 'person'",
    parent: None,
    audience: "n.audience",
    tie: "n.id",
    tie_descending: false,
};

/// Ordering by name.
pub(crate) const NAME: Column = Column {
    name: "NAME",
    sql: "n.sort_key",
    nullable: false,
};

/// By name, unless told.
pub(crate) const BY_NAME: &[Order] = &[Order::ascending(NAME)];

/// A person who is new.
pub(crate) struct NewPerson<'a> {
    pub(crate) id: Uuid,
    pub(crate) name: &'a str,
    pub(crate) email: Option<&'a str>,
    pub(crate) locale: Option<&'a str>,
    pub(crate) visibility: Visibility,
}

/// Writes a person who is new; whether nobody else has their address. One who is being written with
/// it at the same time is waited for.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    person: &NewPerson<'_>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    conn.insert(
        "insert into node (id, kind, sort_key, audience, original_locale, version, provenance, \
         recorded_at, updated_at)",
        vec![[
            person.id.into(),
            Kind::Person.prefix().into(),
            search::fold(person.name).into(),
            person.visibility.audience().into(),
            person.locale.unwrap_or("en").into(),
            1.into(),
            Value::Json(serde_json::to_value(Provenance::default()).unwrap_or_default()),
            now.into(),
            now.into(),
        ]],
        "",
    )
    .await?;
    let new: Option<(Uuid,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "insert into person (id, name, email, locale) values ($1, $2, $3, $4) \
             on conflict (email) do nothing returning id",
        )
        .bind(person.id)
        .bind(person.name)
        .bind(person.email)
        .bind(person.locale)
        .fetch_optional(c)
        .await
    })?;
    Ok(new.is_some())
}

/// Writes what a person has changed of themselves.
pub(crate) async fn update(
    conn: &mut Conn<'_>,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "update node set sort_key = $2, audience = $3, version = version + 1, updated_at = $4 \
             where id = $1",
        )
        .bind(person.node.id)
        .bind(search::fold(&person.name))
        .bind(&person.node.audience)
        .bind(now)
        .execute(c)
        .await
        .map(drop)
    })?;
    on!(conn, |c, DB| {
        sqlx::query::<DB>("update person set name = $2, locale = $3 where id = $1")
            .bind(person.node.id)
            .bind(&person.name)
            .bind(&person.locale)
            .execute(c)
            .await
            .map(drop)
    })
}

macro_rules! select {
    ($where:literal) => {
        concat!(
            "select ",
            kernel::node_columns!(),
            ", p.name, p.email, p.locale from person p join node n on n.id = p.id where ",
            $where
        )
    };
}

/// The person with this key, whoever may see them.
pub(crate) async fn find(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Person>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(select!("p.id = $1"))
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// The person with this key, whoever may see them; nobody else writes of them until the write ends.
pub(crate) async fn lock(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Person>, sqlx::Error> {
    const TEXT: &str = select!("p.id = $1");
    const LOCKED: &str = select!("p.id = $1 for update of p");
    // SQLite lets one write at a time: there is nothing to lock.
    on!(
        conn,
        sqlite | c | sqlx::query_as(TEXT).bind(id).fetch_optional(c).await,
        postgres | c | sqlx::query_as(LOCKED).bind(id).fetch_optional(c).await
    )
}

/// The person with this address, in its normal form.
pub(crate) async fn by_email(
    conn: &mut Conn<'_>,
    email: &str,
) -> Result<Option<Person>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(select!(
        "p.email = $1"
    ))
    .bind(email)
    .fetch_optional(c)
    .await)
}

/// The person who is this to an identity provider.
pub(crate) async fn by_identity(
    conn: &mut Conn<'_>,
    issuer: &str,
    subject: &str,
) -> Result<Option<Uuid>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>(
            "select person_id from person_identity where issuer = $1 and subject = $2",
        )
        .bind(issuer)
        .bind(subject)
        .fetch_optional(c)
        .await
    })
}

/// Remembers who a person is to an identity provider; whether nobody else is. The first to say so
/// keeps it; one who says so at the same time is waited for.
pub(crate) async fn link(
    conn: &mut Conn<'_>,
    issuer: &str,
    subject: &str,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let new: Option<(Uuid,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "insert into person_identity (issuer, subject, person_id, linked_at) \
             values ($1, $2, $3, $4) on conflict (issuer, subject) do nothing returning person_id",
        )
        .bind(issuer)
        .bind(subject)
        .bind(person)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(new.is_some())
}

/// Who a person is to identity providers: the issuer, the subject, and since when.
pub(crate) async fn identities(
    conn: &mut Conn<'_>,
    person: Uuid,
) -> Result<Vec<(String, String, DateTime<Utc>)>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select issuer, subject, linked_at from person_identity where person_id = $1 \
             order by issuer, subject",
        )
        .bind(person)
        .fetch_all(c)
        .await
    })
}

/// Deletes a person, with their identities, sessions, tokens and what they follow; their mandates are
/// nobody's from then on.
pub(crate) async fn delete(conn: &mut Conn<'_>, id: Uuid) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from node where id = $1 and kind = 'person'")
            .bind(id)
            .execute(c)
            .await
            .map(drop)
    })
}
