//! The roots of the graph.

use activity::ActivityQuery;
use async_graphql::{Context, ID, MergedObject, Object, ObjectType};
use cities::{CityMutation, CityQuery, MembershipMutation};
use events::{
    DelegationMutation, EventMutation, EventQuery, EventRecordMutation, EventRoleMutation,
    GuestMutation, ProgrammeMutation, RegistrationMutation, SeriesQuery,
};
use kernel::{ClientError, Code, NodeRef};
use limits::graph::RateLimitQuery;
use members::{
    AccountMutation, AuditQuery, InvitationQuery, MandateMutation, MandateQuery, MemberMutation,
    MemberQuery, PersonQuery,
};
use projects::{MatchQuery, PartMutation, PartnerMutation, ProjectMutation, ProjectQuery};
use search::SearchQuery;
use texts::{TextMutation, TextQuery};
use usage::UsageQuery;

use crate::{
    types::{self, Node},
    viewer::ViewerQuery,
};

/// What can be asked of the network.
#[derive(MergedObject, Default)]
pub(crate) struct Query(
    NodeQuery,
    CityQuery,
    ProjectQuery,
    MatchQuery,
    EventQuery,
    SeriesQuery,
    MemberQuery,
    PersonQuery,
    MandateQuery,
    InvitationQuery,
    ViewerQuery,
    AuditQuery,
    UsageQuery,
    ActivityQuery,
    SearchQuery,
    TextQuery,
    RateLimitQuery,
);

/// The same, and more. It has a name of its own, since the library takes a name for one type.
#[derive(MergedObject, Default)]
#[graphql(name = "ExtendedQuery")]
pub(crate) struct Extended<More: ObjectType + Default>(Query, More);

/// What can be changed in the network.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(
    CityMutation,
    ProjectMutation,
    PartnerMutation,
    PartMutation,
    EventRecordMutation,
    EventMutation,
    EventRoleMutation,
    ProgrammeMutation,
    RegistrationMutation,
    GuestMutation,
    DelegationMutation,
    MemberMutation,
    MandateMutation,
    AccountMutation,
    MembershipMutation,
    TextMutation,
);

/// How many nodes can be asked for at once.
const MAX_NODES: usize = 100;

/// The fields of the root for nodes of any kind.
#[derive(Default)]
pub(crate) struct NodeQuery;

/// The fields of the root for nodes of any kind.
#[Object]
impl NodeQuery {
    /// The node with this id; null when there is none that you may see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id: `city_01h455vb4pex5vsknk084sn02q`.")] id: ID,
    ) -> Option<Result<Node, ClientError>> {
        match id.parse::<NodeRef>() {
            Ok(node) => types::find(ctx, node).await.transpose(),
            Err(error) => Some(Err(error.at("id"))),
        }
    }

    /// The nodes with these ids, in this order; null for each that you may not see.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Result<Node, ClientError>>>, ClientError> {
        if ids.len() > MAX_NODES {
            let message = format!(
                "At most {MAX_NODES} nodes at once; these are {}.",
                ids.len()
            );
            return Err(ClientError::new(Code::InvalidArgument, message).at("ids"));
        }
        let find = |(i, id): (usize, &ID)| {
            let node = id
                .parse()
                .map_err(|error: ClientError| error.at(format!("ids.{i}")));
            async move {
                match node {
                    Ok(node) => types::find(ctx, node).await.transpose(),
                    Err(error) => Some(Err(error)),
                }
            }
        };
        Ok(futures::future::join_all(ids.iter().enumerate().map(find)).await)
    }
}
