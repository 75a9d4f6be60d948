//! Nodes that a command writes itself: their rows, their texts, and how they are found.

use activity::{Failure, Write};
use chrono::{DateTime, Utc};
use kernel::{
    Conn, Kind, NodeRef,
    content::{self, ContentInput},
    node::{self, NewNode, NodeMeta, Visibility},
    on,
    provenance::Provenance,
};
use search::Texts;
use sqlx::types::Json;
use uuid::Uuid;

/// Writes a node that is new, for this audience, and makes it found by its texts; the first of them is
/// the original.
///
/// # Errors
/// What the database says.
pub async fn insert(
    write: &mut Write,
    node: NodeRef,
    slug: Option<&str>,
    contents: &[ContentInput],
    audience: &str,
) -> Result<NodeMeta, Failure> {
    let now = write.now();
    let original = contents.first();
    let sort_key = original
        .map(|text| search::fold(&text.title))
        .unwrap_or_default();
    let new = NewNode {
        node,
        // No digest: whoever records a node of this slug corrects it.
        named: slug.map(|slug| (slug, "")),
        content: contents,
        sort_key: sort_key.clone(),
        visibility: Visibility::Secretariat,
        provenance: None,
    };
    let conn = &mut write.conn();
    node::insert(conn, &[new], now).await?;
    set_audience(conn, node.id, audience).await?;
    let texts = Texts {
        slug,
        contents,
        ..Texts::default()
    };
    search::index(conn, &[(node.id, texts)]).await?;
    Ok(NodeMeta {
        id: node.id,
        slug: slug.map(str::to_owned),
        sort_key,
        audience: audience.to_owned(),
        original_locale: original.map(content::tag).unwrap_or_default(),
        version: 1,
        provenance: Json(Provenance::default()),
        recorded_at: now,
        updated_at: now,
    })
}

/// A node of this kind below another one, as [`insert`].
///
/// # Errors
/// What the database says.
pub async fn insert_below(
    write: &mut Write,
    kind: Kind,
    contents: &[ContentInput],
    audience: &str,
) -> Result<NodeMeta, Failure> {
    let node = NodeRef::new(kind, write.clock().new_id());
    insert(write, node, None, contents, audience).await
}

/// Writes a node's texts in one language over what they were, and makes it found by them; `also` is
/// what it is found by beside its texts.
///
/// # Errors
/// What the database says.
pub async fn revise(
    write: &mut Write,
    node: &NodeMeta,
    new: &ContentInput,
    also: &[&str],
) -> Result<(), Failure> {
    let (now, activity) = (write.now(), write.first_id());
    let conn = &mut write.conn();
    content::revise(conn, &[(node.id, new)], Some(activity), now).await?;
    if content::tag(new) == node.original_locale {
        set_sort_key(conn, node.id, &search::fold(&new.title)).await?;
    }
    index(conn, node, also).await
}

/// Makes a node found by its texts as they are now, and by what else it is found by.
///
/// # Errors
/// What the database says.
pub async fn index(conn: &mut Conn<'_>, node: &NodeMeta, also: &[&str]) -> Result<(), Failure> {
    let contents = content::of_node(conn, node.id).await?;
    let contents: Vec<ContentInput> = contents.iter().map(content::Content::to_input).collect();
    let texts = Texts {
        slug: node.slug.as_deref(),
        contents: &contents,
        others: also.to_vec(),
    };
    Ok(search::index(conn, &[(node.id, texts)]).await?)
}

/// Counts a change of a node; the input that recorded it is not what it is any more.
///
/// # Errors
/// What the database says.
pub async fn touch(conn: &mut Conn<'_>, node: Uuid, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "update node set version = version + 1, updated_at = $2, record_digest = null \
             where id = $1",
        )
        .bind(node)
        .bind(now)
        .execute(c)
        .await
        .map(drop)
    })
}

/// Lets this audience see a node.
async fn set_audience(conn: &mut Conn<'_>, node: Uuid, audience: &str) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("update node set audience = $2 where id = $1")
            .bind(node)
            .bind(audience)
            .execute(c)
            .await
            .map(drop)
    })
}

/// The title of a node's original is another one.
async fn set_sort_key(conn: &mut Conn<'_>, node: Uuid, sort_key: &str) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("update node set sort_key = $2 where id = $1")
            .bind(node)
            .bind(sort_key)
            .execute(c)
            .await
            .map(drop)
    })
}
