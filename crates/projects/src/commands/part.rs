//! What a project's milestones and news share: they are nodes below it, for those who see it.

use activity::Failure;
use kernel::{
    Kind, NodeRef,
    content::{self, ContentInput},
    node::{self, NewNode, NodeMeta, Visibility},
    provenance::Provenance,
};
use search::Texts;
use sqlx::types::Json;

use super::open::Open;
use crate::store::held;

/// Writes the node of a part that is new.
pub(super) async fn insert(
    open: &mut Open,
    kind: Kind,
    contents: &[ContentInput],
) -> Result<NodeMeta, Failure> {
    let (id, now) = (open.write.clock().new_id(), open.write.now());
    let original = contents.first();
    let sort_key = original
        .map(|text| search::fold(&text.title))
        .unwrap_or_default();
    let node = NewNode {
        node: NodeRef::new(kind, id),
        named: None,
        content: contents,
        sort_key: sort_key.clone(),
        visibility: Visibility::Secretariat,
        provenance: None,
    };
    let audience = open.held.project.node.audience.clone();
    let conn = &mut open.write.conn();
    node::insert(conn, &[node], now).await?;
    held::set_audience(conn, id, &audience).await?;
    let texts = Texts {
        contents,
        ..Texts::default()
    };
    search::index(conn, &[(id, texts)]).await?;
    Ok(NodeMeta {
        id,
        slug: None,
        sort_key,
        audience,
        original_locale: original.map(content::tag).unwrap_or_default(),
        version: 1,
        provenance: Json(Provenance::default()),
        recorded_at: now,
        updated_at: now,
    })
}
