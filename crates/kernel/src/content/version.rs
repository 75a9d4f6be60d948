//! What texts were. Once a text was written or changed, all its versions are kept, the present one
//! included: so each can be read again, and written again. A text that was recorded and never changed
//! is its own first version, and is not kept a second time.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::Content;
use crate::{
    Conn,
    db::{Sql, Value},
    on,
};

/// A version of a text, and the activity that wrote it; none for what was recorded.
pub type Version<'a> = (&'a Content, Option<Uuid>);

/// Keeps versions that are not kept yet, the older first.
pub(super) async fn keep(conn: &mut Conn<'_>, versions: &[Version<'_>]) -> Result<(), sqlx::Error> {
    if versions.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "select v.node_id, v.ordinal, v.locale, v.revision from text_version v where v.node_id in ",
    );
    sql.bind_list((versions.iter()).map(|(content, _)| Value::Uuid(content.node_id)));
    let mut last: HashMap<Uuid, i32> = HashMap::new();
    let mut known = HashSet::new();
    for (node, ordinal, locale, revision) in conn.fetch_all(sql).await? {
        let ordinal: i32 = ordinal;
        let last = last.entry(node).or_default();
        *last = ordinal.max(*last);
        known.insert((node, locale, revision));
    }
    let mut rows = Vec::new();
    for (content, activity) in versions {
        let node = content.node_id;
        if known.insert((node, content.locale.clone(), content.revision)) {
            let ordinal = last.entry(node).or_default();
            *ordinal += 1;
            rows.push(row(content, *ordinal, *activity));
        }
    }
    conn.insert(INSERT, rows, "").await
}

/// The last revision that is kept of a node's texts, for each language that has one. Revisions go on
/// from there, also in a language that was taken away and comes back.
///
/// # Errors
/// What the database says.
pub async fn last_revisions(
    conn: &mut Conn<'_>,
    node: Uuid,
) -> Result<HashMap<String, i32>, sqlx::Error> {
    let found: Vec<(String, i32)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select locale, max(revision) from text_version where node_id = $1 group by locale",
        )
        .bind(node)
        .fetch_all(c)
        .await
    })?;
    Ok(found.into_iter().collect())
}

const INSERT: &str = "insert into text_version (node_id, ordinal, locale, revision, title, summary, \
     description, origin, original_revision, changed_at, activity_id)";

fn row(content: &Content, ordinal: i32, activity: Option<Uuid>) -> [Value; 11] {
    [
        content.node_id.into(),
        ordinal.into(),
        content.locale.as_str().into(),
        content.revision.into(),
        content.title.as_str().into(),
        content.summary.as_deref().into(),
        content.description.as_deref().into(),
        content.origin.into(),
        content.original_revision.into(),
        content.changed_at.into(),
        activity.into(),
    ]
}
