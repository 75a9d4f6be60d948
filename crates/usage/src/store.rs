//! All SQL of the use of what is deprecated.

use std::collections::HashSet;

use kernel::{
    Conn,
    db::Value,
    list::{Column, ListSpec},
    on,
};

use crate::Used;

kernel::from_row!(Used {
    id,
    member,
    client,
    operations,
    first_at,
    last_at
});

/// Who uses what, for the secretariat: the audience is a constant, so that others find nothing.
pub(crate) const USAGE: ListSpec = ListSpec {
    name: "Query.deprecatedUsage",
    columns: "u.id, u.member, u.client, u.operations, u.first_at, u.last_at",
    from: "deprecated_usage u",
    parent: None,
    audience: "'secretariat'",
    tie: "u.id",
    tie_descending: false,
};

/// When it was used last.
pub(crate) const LAST_AT: Column = Column {
    name: "lastAt",
    sql: "u.last_at",
    nullable: false,
};
/// How often it was used.
pub(crate) const OPERATIONS: Column = Column {
    name: "operations",
    sql: "u.operations",
    nullable: false,
};
/// What was used.
pub(crate) const MEMBER: Column = Column {
    name: "member",
    sql: "u.member",
    nullable: false,
};

/// Everything that is kept, by member and client: at most some thousand rows.
///
/// # Errors
/// What the database says.
pub async fn all(conn: &mut Conn<'_>) -> Result<Vec<Used>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, Used>(
        "select id, member, client, operations, first_at, last_at from deprecated_usage \
         order by member, client",
    )
    .fetch_all(c)
    .await)
}

/// Which clients are there of which members.
pub(crate) async fn pairs(conn: &mut Conn<'_>) -> Result<HashSet<(String, String)>, sqlx::Error> {
    let rows: Vec<(String, String)> = on!(conn, |c, DB| sqlx::query_as::<DB, _>(
        "select member, client from deprecated_usage",
    )
    .fetch_all(c)
    .await)?;
    Ok(rows.into_iter().collect())
}

/// Adds to what is there.
pub(crate) async fn add(conn: &mut Conn<'_>, used: Vec<Used>) -> Result<(), sqlx::Error> {
    let rows = used.into_iter().map(|used| {
        [
            used.id.into(),
            used.member.into(),
            used.client.into(),
            Value::Int(used.operations),
            used.first_at.into(),
            used.last_at.into(),
        ]
    });
    conn.insert(
        "insert into deprecated_usage (id, member, client, operations, first_at, last_at)",
        rows.collect(),
        // Another replica may have written something newer.
        "on conflict (member, client) do update set \
         operations = deprecated_usage.operations + excluded.operations, \
         first_at = case when excluded.first_at < deprecated_usage.first_at \
             then excluded.first_at else deprecated_usage.first_at end, \
         last_at = case when excluded.last_at > deprecated_usage.last_at \
             then excluded.last_at else deprecated_usage.last_at end",
    )
    .await
}
