//! What this crate has to know of the nodes whose texts are written, and only their domains do.

use access::Resource;
use kernel::{Conn, Kind, NodeRef, Party};

/// Answers from the domains, read in the transaction of the write.
#[async_trait::async_trait]
pub trait Owners: Send + Sync {
    /// What the policies have to know of a node that has texts, or of what it is a part of; none when
    /// there is no such node.
    async fn resource(
        &self,
        conn: &mut Conn<'_>,
        node: NodeRef,
    ) -> Result<Option<Resource>, sqlx::Error>;

    /// The words that a node is found by, beside those of its texts and its slug.
    async fn also_found_by(
        &self,
        conn: &mut Conn<'_>,
        node: NodeRef,
    ) -> Result<Vec<String>, sqlx::Error>;
}

/// The node that a resource stands for: the one whose text is written, or the one that it is a part of.
pub(crate) fn node_of(resource: &Resource) -> Option<NodeRef> {
    match resource {
        Resource::Party(party) => Party::node(*party),
        Resource::Project { id, .. } => Some(NodeRef::new(Kind::Project, *id)),
        Resource::Event { id, .. } => Some(NodeRef::new(Kind::Event, *id)),
        Resource::Network
        | Resource::Person(_)
        | Resource::Mandate { .. }
        | Resource::Registration { .. } => None,
    }
}
