//! The SQL of versions, and of the translations that are needed.

use chrono::{DateTime, Utc};
use kernel::{
    Conn, NodeRef,
    content::Content,
    db::Value,
    filter::Predicate,
    list::{ListSpec, Order},
    locale::Locale,
    node, on,
};
use uuid::Uuid;

use crate::{TextKind, TextVersion};

kernel::from_row!(TextVersion {
    node_id,
    kind,
    ordinal,
    locale,
    revision,
    title,
    summary,
    description,
    origin,
    changed_at,
    activity_id,
    title_changed,
    summary_changed,
    description_changed
});

/// The versions of a node's texts, each beside the one before in its language, the newest first;
/// whoever may see the node may see them.
pub(crate) const HISTORY: ListSpec = ListSpec {
    name: "Node.textHistory",
    columns: "v.node_id, n.kind, v.ordinal, v.locale, v.revision, v.title, v.summary, \
              v.description, v.origin, v.changed_at, v.activity_id, \
              coalesce(p.title, '') <> v.title as title_changed, \
              coalesce(p.summary, '') <> coalesce(v.summary, '') as summary_changed, \
              coalesce(p.description, '') <> coalesce(v.description, '') as description_changed",
    from: "text_version v join node n on n.id = v.node_id \
           left join text_version p on p.node_id = v.node_id and p.ordinal = \
           (select max(o.ordinal) from text_version o \
           where o.node_id = v.node_id and o.locale = v.locale and o.ordinal < v.ordinal)",
    parent: Some("v.node_id"),
    audience: "n.audience",
    tie: "v.ordinal",
    tie_descending: true,
};

/// One version of a node's texts in one language.
pub(crate) async fn version(
    conn: &mut Conn<'_>,
    node: Uuid,
    locale: &Locale,
    revision: i32,
) -> Result<Option<Content>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, Content>(
            "select * from text_version where node_id = $1 and locale = $2 and revision = $3",
        )
        .bind(node)
        .bind(locale.tag())
        .bind(revision)
        .fetch_optional(c)
        .await
    })
}

/// A node that needs a translation.
#[derive(Debug)]
pub struct NeedRow {
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) updated_at: DateTime<Utc>,
}

kernel::from_row!(NeedRow {
    id,
    kind,
    updated_at
});

impl NeedRow {
    pub(crate) fn node_ref(&self) -> Option<NodeRef> {
        let kind = kernel::Kind::from_prefix(&self.kind)?;
        Some(NodeRef::new(kind, self.id))
    }
}

/// Nodes, of which [`needs`] leaves those that need a translation.
pub(crate) const NEEDED: ListSpec = ListSpec {
    name: "Query.translationsNeeded",
    columns: "n.id, n.kind, n.updated_at",
    from: "node n",
    parent: None,
    audience: "n.audience",
    tie: "n.id",
    tie_descending: true,
};

/// The most recently changed first.
pub(crate) const LAST_CHANGED_FIRST: &[Order] = &[Order::descending(node::UPDATED_AT)];

/// That a node has texts, and neither its original in this language nor a translation of the original
/// as it is now.
pub(crate) fn needs(locale: &Locale) -> Predicate {
    let kinds = TextKind::ALL.iter().map(|kind| (*kind).into());
    Predicate::And(vec![
        // Almost all nodes: not by the index of kinds, which would have to be sorted then.
        Predicate::In("coalesce(n.kind, '')", kinds.collect()),
        Predicate::Lacks(
            "content f",
            "f.node_id = n.id and (f.locale = n.original_locale or f.original_revision >= \
             (select o.revision from content o \
             where o.node_id = n.id and o.locale = n.original_locale))",
            Box::new(Predicate::Compare(
                "f.locale",
                "=",
                Value::Text(locale.tag()),
            )),
        ),
    ])
}
