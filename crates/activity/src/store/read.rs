//! Reading the log: its ends, what stands between them, and whom it concerns.

use std::collections::{HashMap, HashSet};

use kernel::{
    Conn, Kind, NodeRef,
    db::{Sql, Value},
    on,
};
use uuid::Uuid;

use super::COLUMNS;
use crate::Activity;

/// The last position, and the last one that is not promised to be held any more.
pub(crate) async fn ends(conn: &mut Conn<'_>) -> Result<(i64, i64), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>("select position, pruned from log_head")
            .fetch_one(c)
            .await
    })
}

/// The last position, as the database has it.
pub(crate) async fn head(conn: &mut Conn<'_>) -> Result<i64, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>("select position from log_head")
            .fetch_one(c)
            .await
    })
}

/// Activities behind one position up to another, in order.
pub(crate) async fn range(
    conn: &mut Conn<'_>,
    after: i64,
    upto: i64,
) -> Result<Vec<Activity>, sqlx::Error> {
    let mut sql = Sql::new("select ");
    sql.push(COLUMNS)
        .push(" from activity a where a.position > ")
        .bind(Value::Int(after))
        .push(" and a.position <= ")
        .bind(Value::Int(upto))
        .push(" order by a.position");
    conn.fetch_all(sql).await
}

/// The nodes that activities concern, from one position to another, by position.
pub(crate) async fn nodes_of(
    conn: &mut Conn<'_>,
    from: i64,
    to: i64,
) -> Result<HashMap<i64, Vec<NodeRef>>, sqlx::Error> {
    let mut sql = Sql::new("select an.position, an.kind, an.node_id from activity_node an");
    sql.push(" where an.position >= ")
        .bind(Value::Int(from))
        .push(" and an.position <= ")
        .bind(Value::Int(to));
    let rows: Vec<(i64, String, Uuid)> = conn.fetch_all(sql).await?;
    let mut found: HashMap<i64, Vec<NodeRef>> = HashMap::new();
    for (position, kind, id) in rows {
        if let Some(kind) = Kind::from_prefix(&kind) {
            found
                .entry(position)
                .or_default()
                .push(NodeRef::new(kind, id));
        }
    }
    Ok(found)
}

/// Those of these nodes to which this has happened.
///
/// # Errors
/// What the database says.
pub async fn happened_to(
    conn: &mut Conn<'_>,
    verb: &'static str,
    nodes: &[Uuid],
) -> Result<HashSet<Uuid>, sqlx::Error> {
    if nodes.is_empty() {
        return Ok(HashSet::new());
    }
    let mut sql = Sql::new("select a.subject_id from activity_node an join activity a ");
    sql.push("on a.position = an.position and a.subject_id = an.node_id where an.node_id in ")
        .bind_list(nodes.iter().copied().map(Value::Uuid))
        .push(" and a.verb = ")
        .bind(verb.into());
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Who may see each of these nodes; what is no node is left out.
pub(crate) async fn audiences(
    conn: &mut Conn<'_>,
    nodes: &[Uuid],
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    if nodes.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("select n.id, n.audience from node n where n.id in ");
    sql.bind_list(nodes.iter().copied().map(Value::Uuid));
    conn.fetch_all(sql).await
}

/// The nodes that activities concern, from behind one position up to another; at most `most`.
pub(crate) async fn touched(
    conn: &mut Conn<'_>,
    after: i64,
    upto: i64,
    most: i64,
) -> Result<Vec<(String, Uuid)>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select kind, node_id from activity_node where position > $1 and position <= $2 limit $3",
        )
        .bind(after)
        .bind(upto)
        .bind(most)
        .fetch_all(c)
        .await
    })
}
