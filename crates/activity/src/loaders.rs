//! The relations of activities.

use std::collections::HashMap;

use kernel::{
    Batch, ClientError, Kind, NodeRef, Reader,
    db::{Sql, Value},
};
use uuid::Uuid;

use crate::store;

/// The nodes that activities concern, by position.
pub(crate) struct NodesOf;

impl Batch for NodesOf {
    type Key = i64;
    type Value = Vec<NodeRef>;

    async fn load(
        reader: &Reader,
        keys: &[i64],
    ) -> Result<HashMap<i64, Vec<NodeRef>>, ClientError> {
        let mut sql = Sql::new(
            "select an.position, an.kind, an.node_id from activity_node an where an.position in ",
        );
        sql.bind_list(keys.iter().copied().map(Value::Int));
        sql.push(" order by an.position, an.kind, an.node_id");
        let rows: Vec<(i64, String, Uuid)> = reader.conn().await?.fetch_all(sql).await?;
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
}

/// The last position of the log, as the database has it.
pub(crate) struct Head;

impl Batch for Head {
    type Key = ();
    type Value = i64;

    async fn load(reader: &Reader, _: &[()]) -> Result<HashMap<(), i64>, ClientError> {
        let head = store::head(&mut reader.conn().await?).await?;
        Ok(HashMap::from([((), head)]))
    }
}

/// Which of these nodes the viewer may see.
pub(crate) struct Visible;

impl Batch for Visible {
    type Key = Uuid;
    type Value = ();

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, ()>, ClientError> {
        let rows = store::audiences(&mut reader.conn().await?, keys).await?;
        let viewer = reader.viewer();
        let seen = rows
            .into_iter()
            .filter(|(_, audience)| viewer.sees(audience));
        Ok(seen.map(|(id, _)| (id, ())).collect())
    }
}
