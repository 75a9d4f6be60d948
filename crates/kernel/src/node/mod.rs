//! What every node has, whatever domain owns it: an id, a slug, an audience, a version, and where
//! its facts come from. The table `node` keeps it, so that any domain can list references to nodes
//! that it does not know, in order and for their audience, without knowing their tables.

mod graph;
mod write;

pub use graph::*;
pub use write::*;

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    cursor::Key,
    list::Column,
    provenance::Provenance,
    viewer::{NETWORK, PUBLIC, SECRETARIAT},
};

/// The columns of [`NodeMeta`], of the table `node` under the name `n`.
#[macro_export]
macro_rules! node_columns {
    () => {
        "n.id, n.slug, n.sort_key, n.audience, n.original_locale, n.version, n.provenance, \
         n.recorded_at, n.updated_at"
    };
}

/// What every node has.
#[derive(Clone, Debug)]
pub struct NodeMeta {
    /// Its key.
    pub id: Uuid,
    /// Its name in addresses; milestones, updates and sessions have none.
    pub slug: Option<String>,
    /// What it is ordered by in lists: the folded title of the original language.
    pub sort_key: String,
    /// Who may see it.
    pub audience: String,
    /// The language its texts were written in first.
    pub original_locale: String,
    /// Counts its changes, from 1.
    pub version: i32,
    /// Where its facts come from.
    pub provenance: Json<Provenance>,
    /// When it entered the record.
    pub recorded_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

crate::from_row!(NodeMeta {
    id,
    slug,
    sort_key,
    audience,
    original_locale,
    version,
    provenance,
    recorded_at,
    updated_at
});

/// Ordering by when a node entered the record.
pub const RECORDED_AT: Column = Column {
    name: "RECORDED_AT",
    sql: "n.recorded_at",
    nullable: false,
};
/// Ordering by when a node was changed last.
pub const UPDATED_AT: Column = Column {
    name: "UPDATED_AT",
    sql: "n.updated_at",
    nullable: false,
};

impl NodeMeta {
    /// The value of a column that any list of nodes can be ordered by.
    pub fn key(&self, column: &str) -> Key {
        match column {
            "RECORDED_AT" => Key::Time(self.recorded_at),
            "UPDATED_AT" => Key::Time(self.updated_at),
            _ => Key::Text(self.sort_key.clone()),
        }
    }
}

/// Who may see what is recorded.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Visibility {
    /// Anybody.
    Public,
    /// The people of the network's cities and organisations.
    Network,
    /// The network's secretariat.
    Secretariat,
}

impl Visibility {
    /// The audience that rows and activities keep.
    pub const fn audience(self) -> &'static str {
        match self {
            Visibility::Public => PUBLIC,
            Visibility::Network => NETWORK,
            Visibility::Secretariat => SECRETARIAT,
        }
    }
}
