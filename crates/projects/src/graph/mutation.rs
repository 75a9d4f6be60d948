//! The mutations of projects.

use activity::{Log, Payload};
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use crate::{RecordProjectInput, commands};

/// The mutations of projects.
#[derive(Default)]
pub struct ProjectMutation;

/// The mutations of projects.
#[Object]
impl ProjectMutation {
    /// Records a project, or corrects what is known of it. For the secretariat.
    async fn record_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is known of the project.")] input: RecordProjectInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<Payload<kinds::Project>, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        Payload::of(ctx, commands::record_project(log, actor, &input, key).await)
    }
}
