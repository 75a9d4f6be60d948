//! The mutations of events.

mod event;
mod programme;
mod record;
mod role;

use std::sync::Arc;

use async_graphql::Context;

use crate::Network;

pub use event::EventMutation;
pub use programme::ProgrammeMutation;
pub use record::EventRecordMutation;
pub use role::EventRoleMutation;

/// What the other domains know.
fn network<'a>(ctx: &Context<'a>) -> &'a dyn Network {
    ctx.data_unchecked::<Arc<dyn Network>>().as_ref()
}
