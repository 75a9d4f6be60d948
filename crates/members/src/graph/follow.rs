//! What following contributes to the nodes that can be followed.

use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt};
use uuid::Uuid;

use crate::loaders::{FollowedByViewer, Followers};

/// Who follows a node.
pub struct Followable(pub Uuid);

/// Who follows a node.
#[Object]
impl Followable {
    /// How many people follow it. Who they are is their own business.
    async fn follower_count(&self, ctx: &Context<'_>) -> Result<i32, ClientError> {
        let count = ctx.load::<Followers>(self.0).await?.unwrap_or(0);
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// Whether you follow it; false for who has not signed in.
    async fn viewer_follows(&self, ctx: &Context<'_>) -> Result<bool, ClientError> {
        Ok(ctx.load::<FollowedByViewer>(self.0).await?.is_some())
    }
}
