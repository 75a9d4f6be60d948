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

/// Writes a person who is new.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    person: &NewPerson<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
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
    conn.insert(
        "insert into person (id, name, email, locale)",
        vec![[
            person.id.into(),
            person.name.into(),
            person.email.into(),
            person.locale.into(),
        ]],
        "",
    )
    .await
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

/// Remembers who a person is to an identity provider. The first to say so keeps it.
pub(crate) async fn link(
    conn: &mut Conn<'_>,
    issuer: &str,
    subject: &str,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    conn.insert(
        "insert into person_identity (issuer, subject, person_id, linked_at)",
        vec![[issuer.into(), subject.into(), person.into(), now.into()]],
        "on conflict (issuer, subject) do nothing",
    )
    .await
}
