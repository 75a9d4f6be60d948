//! All SQL of the log.

pub(crate) mod clockwork;
pub(crate) mod personal;
mod read;

pub use read::happened_to;
pub(crate) use read::{audiences, ends, head, nodes_of, range, touched};

use chrono::{DateTime, Utc};
use kernel::{Actor, Conn, NodeRef, list::ListSpec, on};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Activity, ActivityActor, Draft, model::Data};

kernel::stored_enum!(ActivityActor { System = "SYSTEM", Person = "PERSON" });

kernel::from_row!(Activity {
    position,
    id,
    at,
    occurred_on,
    verb,
    subject_kind,
    subject_id,
    actor,
    person_id,
    mandate_id,
    audience,
    data
});

const COLUMNS: &str = "a.position, a.id, a.at, a.occurred_on, a.verb, a.subject_kind, \
     a.subject_id, a.actor, a.person_id, a.mandate_id, a.audience, a.data";

/// The whole log, the oldest first.
pub const LOG: ListSpec = ListSpec {
    name: "Query.activities",
    columns: COLUMNS,
    from: "activity a",
    parent: None,
    audience: "a.audience",
    tie: "a.position",
    tie_descending: false,
};

/// What concerns a node, the newest first.
pub(crate) const OF_NODE: ListSpec = ListSpec {
    name: "Node.activities",
    from: "activity_node an join activity a on a.position = an.position",
    parent: Some("an.node_id"),
    tie_descending: true,
    ..LOG
};

/// The epoch and the last position; a new log gets this epoch.
pub(crate) async fn open(conn: &mut Conn<'_>, epoch: Uuid) -> Result<(Uuid, i64), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "insert into log_head (id, epoch, position) values (1, $1, 0) on conflict do nothing",
        )
        .bind(epoch)
        .execute(c)
        .await
        .map(drop)
    })?;
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>("select epoch, position from log_head")
            .fetch_one(c)
            .await
    })
}

/// An activity as it is written.
#[derive(Serialize)]
pub(crate) struct Entry<'a> {
    i: usize,
    id: Uuid,
    at: DateTime<Utc>,
    occurred_on: Option<String>,
    verb: &'static str,
    subject_kind: &'static str,
    subject_id: Uuid,
    actor: &'static str,
    person_id: Option<Uuid>,
    mandate_id: Option<Uuid>,
    audience: &'a str,
    data: &'a Data,
    #[serde(skip)]
    nodes: Vec<NodeRef>,
}

#[derive(Serialize)]
struct EntryNode {
    i: usize,
    node_id: Uuid,
    kind: &'static str,
}

impl<'a> Entry<'a> {
    pub(crate) fn new(
        i: usize,
        id: Uuid,
        at: DateTime<Utc>,
        actor: &Actor,
        draft: &'a Draft,
    ) -> Self {
        let actor = if draft.unattended {
            &Actor::System
        } else {
            actor
        };
        let by = match actor {
            Actor::Person(_) => ActivityActor::Person,
            Actor::System | Actor::Anonymous => ActivityActor::System,
        };
        let person = actor.person();
        let mandate = person.and_then(|acting| acting.mandate.as_ref());
        let mut nodes = vec![draft.subject];
        for node in &draft.related {
            if !nodes.contains(node) {
                nodes.push(*node);
            }
        }
        Self {
            i: i + 1,
            id,
            at,
            occurred_on: draft.occurred_on.map(kernel::date::PartialDate::stored),
            verb: draft.verb,
            subject_kind: draft.subject.kind.prefix(),
            subject_id: draft.subject.id,
            actor: by.as_str(),
            person_id: person.map(|acting| acting.person),
            mandate_id: mandate.map(|mandate| mandate.id),
            audience: &draft.audience,
            data: &draft.data,
            nodes,
        }
    }
}

/// Waits until no other write takes a right away, and keeps others waiting until this one is done.
pub(crate) async fn revoke_alone(conn: &mut Conn<'_>) -> Result<(), sqlx::Error> {
    /// Any number does that nothing else in this database takes a lock by.
    const REVOKING: i64 = 0x7061_7373;
    on!(
        conn,
        // It has only one writer.
        sqlite | _c | Ok(()),
        postgres | c | {
            sqlx::query("select pg_advisory_xact_lock($1)")
                .bind(REVOKING)
                .execute(c)
                .await
                .map(drop)
        }
    )
}

/// Appends activities under the next positions, and returns the position before them.
///
/// Must be the transaction's last statement: it takes the lock on the log's head, which the commit
/// lets go. So positions are in the order of commits, and a rollback gives them back.
pub(crate) async fn append(conn: &mut Conn<'_>, entries: &[Entry<'_>]) -> Result<i64, sqlx::Error> {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    on!(
        conn,
        // SQLite has no writing statement inside another; it has only one writer, either.
        sqlite | c | {
            let base: i64 = sqlx::query_scalar(
                "update log_head set position = position + $1 returning position - $1",
            )
            .bind(count)
            .fetch_one(&mut *c)
            .await?;
            for (i, entry) in entries.iter().enumerate() {
                let position = base + 1 + i64::try_from(i).unwrap_or(i64::MAX);
                sqlx::query(
                    "insert into activity (position, id, at, occurred_on, verb, subject_kind, \
                     subject_id, actor, person_id, mandate_id, audience, data) \
                     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                )
                .bind(position)
                .bind(entry.id)
                .bind(entry.at)
                .bind(&entry.occurred_on)
                .bind(entry.verb)
                .bind(entry.subject_kind)
                .bind(entry.subject_id)
                .bind(entry.actor)
                .bind(entry.person_id)
                .bind(entry.mandate_id)
                .bind(entry.audience)
                .bind(Json(entry.data))
                .execute(&mut *c)
                .await?;
                for node in &entry.nodes {
                    sqlx::query(
                        "insert into activity_node (node_id, position, kind) values ($1, $2, $3)",
                    )
                    .bind(node.id)
                    .bind(position)
                    .bind(node.kind.prefix())
                    .execute(&mut *c)
                    .await?;
                }
            }
            Ok(base)
        },
        postgres | c | {
            let nodes: Vec<EntryNode> = (entries.iter())
                .flat_map(|entry| {
                    entry.nodes.iter().map(|node| EntryNode {
                        i: entry.i,
                        node_id: node.id,
                        kind: node.kind.prefix(),
                    })
                })
                .collect();
            sqlx::query_scalar(
                "with head as ( \
                     update log_head set position = position + $1 returning position - $1 as base \
                 ), added as ( \
                     insert into activity (position, id, at, occurred_on, verb, subject_kind, \
                         subject_id, actor, person_id, mandate_id, audience, data) \
                     select head.base + e.i, e.id, e.at, e.occurred_on, e.verb, e.subject_kind, \
                         e.subject_id, e.actor, e.person_id, e.mandate_id, e.audience, e.data \
                     from head, jsonb_to_recordset($2) as e (i bigint, id uuid, at timestamptz, \
                         occurred_on text, verb text, subject_kind text, subject_id uuid, \
                         actor text, person_id uuid, mandate_id uuid, audience text, data jsonb) \
                 ), tied as ( \
                     insert into activity_node (node_id, position, kind) \
                     select n.node_id, head.base + n.i, n.kind \
                     from head, jsonb_to_recordset($3) as n (i bigint, node_id uuid, kind text) \
                 ) select base from head",
            )
            .bind(count)
            .bind(Json(entries))
            .bind(Json(nodes))
            .fetch_one(c)
            .await
        }
    )
}

/// What a mutation with an idempotency key came to.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) operation: String,
    pub(crate) digest: String,
    pub(crate) node_kind: String,
    pub(crate) node_id: Uuid,
    pub(crate) activity_id: Uuid,
}

kernel::from_row!(Stored {
    operation,
    digest,
    node_kind,
    node_id,
    activity_id
});

/// A key, and what it is being used for.
pub(crate) struct Claim<'a> {
    pub(crate) actor: &'a str,
    pub(crate) key: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) digest: &'a str,
    pub(crate) activity_id: Uuid,
    pub(crate) now: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
}

/// Claims a key for this write, or finds what it was used for. A claim that another open write
/// holds is waited for.
pub(crate) async fn claim(
    conn: &mut Conn<'_>,
    claim: &Claim<'_>,
) -> Result<Option<Stored>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from idempotency where expires_at <= $1")
            .bind(claim.now)
            .execute(c)
            .await
            .map(drop)
    })?;
    let mine: Option<(String,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "insert into idempotency (actor, key, operation, digest, node_kind, node_id, \
             activity_id, expires_at) values ($1, $2, $3, $4, '', $5, $5, $6) \
             on conflict do nothing returning key",
        )
        .bind(claim.actor)
        .bind(claim.key)
        .bind(claim.operation)
        .bind(claim.digest)
        .bind(claim.activity_id)
        .bind(claim.expires_at)
        .fetch_optional(c)
        .await
    })?;
    if mine.is_some() {
        return Ok(None);
    }
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, Stored>(
            "select operation, digest, node_kind, node_id, activity_id from idempotency \
             where actor = $1 and key = $2",
        )
        .bind(claim.actor)
        .bind(claim.key)
        .fetch_optional(c)
        .await
    })
}

/// Completes this write's claim with the node it came to.
pub(crate) async fn complete(
    conn: &mut Conn<'_>,
    activity_id: Uuid,
    node: NodeRef,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "update idempotency set node_kind = $2, node_id = $3 \
             where activity_id = $1 and node_kind = ''",
        )
        .bind(activity_id)
        .bind(node.kind.prefix())
        .bind(node.id)
        .execute(c)
        .await
        .map(drop)
    })
}
