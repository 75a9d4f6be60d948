//! The mutations of projects.

mod part;
mod partner;
mod project;

use std::sync::Arc;

use async_graphql::Context;

use crate::Network;

pub use part::PartMutation;
pub use partner::PartnerMutation;
pub use project::ProjectMutation;

/// What the other domains know.
fn network<'a>(ctx: &Context<'a>) -> &'a dyn Network {
    ctx.data_unchecked::<Arc<dyn Network>>().as_ref()
}
