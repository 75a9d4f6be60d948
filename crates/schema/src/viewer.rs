//! Who asks, and what they may do: the one question that needs to know of every domain.

use std::collections::HashMap;

use access::{Action, On, Resource};
use activity::Log;
use async_graphql::{Context, ID, MergedObject, Object};
use events::ViewerAttendance;
use kernel::{
    Batch, ClientError, Code, ContextExt, IdOf, Kind, NodeRef, Party, Reader, entity::kinds,
};
use members::ViewerFields;
use texts::TextKind;

use crate::{owners, personal::ViewerData, types};

/// The fields of the root for who asks.
#[derive(Default)]
pub(crate) struct ViewerQuery;

/// The fields of the root for who asks.
#[Object]
impl ViewerQuery {
    /// Who asks, as they see themselves. It is there for anybody; without a person, nobody in
    /// particular asks.
    async fn viewer(&self) -> Viewer {
        Viewer(ViewerFields, ViewerCan, ViewerData, ViewerAttendance)
    }
}

/// Who asks, as they see themselves.
#[derive(MergedObject)]
pub(crate) struct Viewer(ViewerFields, ViewerCan, ViewerData, ViewerAttendance);

/// What the viewer may do.
pub(crate) struct ViewerCan;

/// What the viewer may do.
#[Object]
impl ViewerCan {
    /// Whether you may do this, as the policies say now: for showing what can be done. Every mutation
    /// asks again.
    async fn can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: Action,
        #[graphql(
            desc = "The id of what you would do it to: a city, an organisation, a project, an event, a registration, a delegation, a mandate, a person, \
                    or any node whose texts you would write. Left out, it is the network's record, its secretariat, or yourself, whichever \
                    the action is done to."
        )]
        on: Option<ID>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<bool, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let policy = ctx.data_unchecked::<Log>().policy();
        let resource = match on {
            Some(id) => {
                let node: NodeRef = id.parse().map_err(|error: ClientError| error.at("on"))?;
                fits(action, node)?;
                // Nobody writes the texts of what they may not see: for them, it is not there.
                if action.on() == On::Texts && types::find(ctx, node).await?.is_none() {
                    return Ok(false);
                }
                // What is not there, nobody can do anything to. (Else, whether the viewer may see it is
                // not asked: who may act on it may know of it.)
                match ctx.load::<ResourceOf>(node).await? {
                    Some(resource) => resource,
                    None => return Ok(false),
                }
            }
            None => match (action.on(), actor.person()) {
                (On::Network, _) => Resource::Network,
                (On::Party, _) => Resource::Party(Party::Secretariat),
                (On::Person, Some(acting)) => Resource::Person(acting.person),
                (On::Person, None) => return Ok(false),
                (On::Mandate | On::City | On::Texts, _) => {
                    let what = match action.on() {
                        On::City => "city",
                        On::Mandate => "mandate",
                        _ => "node",
                    };
                    let message = format!("Say which {what}.");
                    return Err(ClientError::new(Code::InvalidArgument, message).at("on"));
                }
                (On::Project | On::Event | On::Registration, _) => {
                    let message = match action.on() {
                        On::Event => "Say which event.",
                        On::Registration => "Say which registration, or which delegation.",
                        _ => "Say which project.",
                    };
                    return Err(ClientError::new(Code::InvalidArgument, message).at("on"));
                }
            },
        };
        policy.allows(&actor, action, &resource)
    }
}

/// Refuses a node that the action is not done to.
fn fits(action: Action, node: NodeRef) -> Result<(), ClientError> {
    let takes: &[Kind] = match action.on() {
        On::Texts if TextKind::of(node.kind).is_some() => return Ok(()),
        On::Texts => &[],
        On::Network => &[],
        On::Party => &[Kind::City, Kind::Organisation],
        On::Mandate => &[Kind::Mandate],
        On::Person => &[Kind::Person],
        On::City => &[Kind::City],
        On::Project => &[Kind::Project],
        On::Event => &[Kind::Event],
        On::Registration => &[Kind::Registration, Kind::EventDelegation],
    };
    if takes.contains(&node.kind) {
        return Ok(());
    }
    let kind = node.kind.type_name();
    let message = format!("This action is not done to a {kind}.");
    Err(ClientError::new(Code::InvalidArgument, message).at("on"))
}

/// What the policies have to know of a node that is there.
struct ResourceOf;

impl Batch for ResourceOf {
    type Key = NodeRef;
    type Value = Resource;

    async fn load(
        reader: &Reader,
        keys: &[NodeRef],
    ) -> Result<HashMap<NodeRef, Resource>, ClientError> {
        let mut conn = reader.conn().await?;
        let mut found = HashMap::new();
        let elsewhere = [Kind::Mandate, Kind::Registration, Kind::EventDelegation];
        let of_table = |node: &&NodeRef| !elsewhere.contains(&node.kind);
        let nodes: Vec<NodeRef> = keys.iter().filter(of_table).copied().collect();
        let missing = kernel::node::missing(&mut conn, &nodes).await?;
        for node in keys.iter().filter(|node| !missing.contains(node)) {
            reader.reads().entities([*node]);
            if let Some(resource) = owners::resource_of(&mut conn, *node).await? {
                found.insert(*node, resource);
            }
        }
        Ok(found)
    }
}
