//! What nodes belong to, asked of their domains: for the policies, and for the texts.

use access::Resource;
use kernel::{Conn, Kind, NodeRef, Party};

/// What the policies have to know of a node; none for what no action is done to, and where the domain
/// finds nothing. A part of a project or an event is as the project or the event.
pub(crate) async fn resource_of(
    conn: &mut Conn<'_>,
    node: NodeRef,
) -> Result<Option<Resource>, sqlx::Error> {
    Ok(match node.kind {
        Kind::City => Some(Resource::Party(Party::City(node.id))),
        Kind::Organisation => Some(Resource::Party(Party::Organisation(node.id))),
        Kind::Theme | Kind::EventSeries => Some(Resource::Network),
        Kind::Project | Kind::Milestone | Kind::Update => projects::resource_of(conn, node).await?,
        Kind::Event | Kind::Session => events::resource_of(conn, node).await?,
        Kind::Person => Some(Resource::Person(node.id)),
        Kind::Mandate => members::resource_of_mandate(conn, node.id).await?,
        Kind::Registration | Kind::EventDelegation => {
            events::resource_of_registration(conn, node).await?
        }
        Kind::Activity | Kind::Invitation | Kind::ApiToken | Kind::Partnership | Kind::Need => None,
    })
}

/// Answers from the domains, for the texts.
pub(crate) struct DomainOwners;

#[async_trait::async_trait]
impl texts::Owners for DomainOwners {
    async fn resource(
        &self,
        conn: &mut Conn<'_>,
        node: NodeRef,
    ) -> Result<Option<Resource>, sqlx::Error> {
        resource_of(conn, node).await
    }

    async fn also_found_by(
        &self,
        conn: &mut Conn<'_>,
        node: NodeRef,
    ) -> Result<Vec<String>, sqlx::Error> {
        let word = match node.kind {
            Kind::City => cities::also_found_by(conn, node.id).await?,
            Kind::Event => events::also_found_by(conn, node.id).await?,
            Kind::Organisation => members::also_found_by(conn, node.id).await?,
            _ => None,
        };
        Ok(word.into_iter().collect())
    }
}
