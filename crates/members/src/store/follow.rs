//! All SQL of what people follow.

use std::collections::HashSet;

use activity::LOG;
use chrono::{DateTime, Utc};
use kernel::{
    Conn,
    db::{Sql, Value},
    list::{Column, ListSpec, Merged, Order},
    on,
};
use uuid::Uuid;

/// What a person follows, as references.
pub(crate) const FOLLOWED: ListSpec = ListSpec {
    name: "Viewer.following",
    columns: "f.node_id, f.since, n.kind",
    from: "follow f join node n on n.id = f.node_id",
    parent: Some("f.person_id"),
    audience: "n.audience",
    tie: "f.node_id",
    tie_descending: true,
};

/// Ordering by since when something is followed.
pub(crate) const SINCE: Column = Column {
    name: "SINCE",
    sql: "f.since",
    nullable: false,
};

/// What was followed last first.
pub(crate) const NEWEST_FIRST: &[Order] = &[Order::descending(SINCE)];

/// What happened to the nodes that a person follows, the newest first, each once.
pub(crate) const FEED: ListSpec = ListSpec {
    name: "Viewer.feed",
    tie_descending: true,
    ..LOG
};

/// How the feed is made of what happened to each node.
pub(crate) const BY_NODE: Merged = Merged {
    nodes: "follow f",
    whose: "f.person_id",
    node: "f.node_id",
    ties: "activity_node",
    tied_node: "node_id",
    tied_row: "position",
};

/// Begins to follow; whether that is new.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    person: Uuid,
    node: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let new: Option<(Uuid,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "insert into follow (person_id, node_id, since) values ($1, $2, $3) \
             on conflict do nothing returning node_id",
        )
        .bind(person)
        .bind(node)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(new.is_some())
}

/// Follows no longer; whether it did.
pub(crate) async fn delete(
    conn: &mut Conn<'_>,
    person: Uuid,
    node: Uuid,
) -> Result<bool, sqlx::Error> {
    let gone: Option<(Uuid,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "delete from follow where person_id = $1 and node_id = $2 returning node_id",
        )
        .bind(person)
        .bind(node)
        .fetch_optional(c)
        .await
    })?;
    Ok(gone.is_some())
}

/// How many people follow each of these nodes; those that nobody follows are left out.
pub(crate) async fn counts(
    conn: &mut Conn<'_>,
    nodes: &[Uuid],
) -> Result<Vec<(Uuid, i64)>, sqlx::Error> {
    let mut sql = Sql::new("select node_id, count(*) from follow where node_id in ");
    sql.bind_list(nodes.iter().copied().map(Value::Uuid));
    sql.push(" group by node_id");
    conn.fetch_all(sql).await
}

/// Which of these nodes a person follows.
pub(crate) async fn among(
    conn: &mut Conn<'_>,
    person: Uuid,
    nodes: &[Uuid],
) -> Result<Vec<Uuid>, sqlx::Error> {
    let mut sql = Sql::new("select node_id from follow where person_id = ");
    sql.bind(person.into()).push(" and node_id in ");
    sql.bind_list(nodes.iter().copied().map(Value::Uuid));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(node,)| node).collect())
}

/// What a person follows.
///
/// # Errors
/// What the database says.
pub async fn nodes_of(conn: &mut Conn<'_>, person: Uuid) -> Result<HashSet<Uuid>, sqlx::Error> {
    let rows: Vec<(Uuid,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>("select node_id from follow where person_id = $1")
            .bind(person)
            .fetch_all(c)
            .await
    })?;
    Ok(rows.into_iter().map(|(node,)| node).collect())
}

/// Everything that a person follows: its kind, its key and since when; the oldest first.
pub(crate) async fn all_of(
    conn: &mut Conn<'_>,
    person: Uuid,
) -> Result<Vec<(String, Uuid, DateTime<Utc>)>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select n.kind, f.node_id, f.since from follow f join node n on n.id = f.node_id \
             where f.person_id = $1 order by f.since, f.node_id",
        )
        .bind(person)
        .fetch_all(c)
        .await
    })
}
