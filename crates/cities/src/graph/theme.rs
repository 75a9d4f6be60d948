//! A theme in the graph.

use std::sync::Arc;

use async_graphql::Object;
use kernel::{Item, Kind, Listed, cursor::Key, entity::kinds, list::ListSpec};
use uuid::Uuid;

use crate::{Theme, store};

impl Listed for Theme {
    type Node = Item<kinds::Theme>;
    const SPEC: ListSpec = store::THEMES;
    const KIND: Option<Kind> = Some(Kind::Theme);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        self.node.key(column)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Theme> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// A subject that the network works on.
pub struct ThemeFields(pub Arc<Theme>);

/// A subject that the network works on.
#[Object]
impl ThemeFields {
    /// Its name in addresses.
    async fn slug(&self) -> &str {
        self.0.node.slug.as_deref().unwrap_or_default()
    }

    /// Where the network used it: years of conferences, or `secretariat`.
    async fn used_in(&self) -> &[String] {
        &self.0.used_in
    }
}
