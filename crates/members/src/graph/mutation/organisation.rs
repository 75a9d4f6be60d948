//! The mutations of organisations.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use crate::{RecordOrganisationInput, commands};

activity::payload!(
    /// What recording an organisation came to.
    RecordOrganisationPayload {
        /// The organisation as it is now; null when there are errors.
        organisation: kinds::Organisation
    } formerly {
        /// The organisation as it is now; null when there are errors.
        #[graphql(deprecation = "Use `organisation`. Removed after 2027-12-31.")]
        node
    }
);

/// The mutations of organisations.
#[derive(Default)]
pub struct MemberMutation;

/// The mutations of organisations.
#[Object]
impl MemberMutation {
    /// Records an organisation, or corrects what is known of it. For the secretariat.
    async fn record_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is known of the organisation.")] input: RecordOrganisationInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RecordOrganisationPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::record_organisation(log, actor, &input, key).await;
        RecordOrganisationPayload::of(ctx, result)
    }
}
