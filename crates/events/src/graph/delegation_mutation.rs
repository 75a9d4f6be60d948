//! The mutations of delegations.

use std::sync::Arc;

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use super::delegation_payload::RegisterDelegationPayload;
use crate::{
    People,
    commands::{
        self, AllotSeatsInput, NameDelegationHeadInput, RegisterDelegationInput, ReleaseSeatsInput,
    },
};

activity::payload!(
    /// What naming the head of a delegation came to.
    NameDelegationHeadPayload {
        /// The delegation as it is now; null when there are errors.
        delegation: kinds::EventDelegation
    }
);
activity::payload!(
    /// What giving seats to delegations came to.
    AllotSeatsPayload {
        /// The event as it is now; null when there are errors.
        event: kinds::Event
    }
);
activity::payload!(
    /// What giving seats back came to.
    ReleaseSeatsPayload {
        /// The delegation as it is now; null when there are errors.
        delegation: kinds::EventDelegation
    }
);

/// What the other domains know of people.
fn people<'a>(ctx: &Context<'a>) -> &'a dyn People {
    ctx.data_unchecked::<Arc<dyn People>>().as_ref()
}

/// The mutations of delegations.
#[derive(Default)]
pub struct DelegationMutation;

/// The mutations of delegations.
#[Object]
impl DelegationMutation {
    /// Names who heads the delegation of a city or an organisation to an event; the delegation begins by it.
    /// For its own people, and the secretariat.
    async fn name_delegation_head(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose delegation, and who.")] input: NameDelegationHeadInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<NameDelegationHeadPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::name_delegation_head(log, people(ctx), actor, &input, key).await;
        NameDelegationHeadPayload::of(ctx, result)
    }

    /// Gives delegations seats of their own, which are held for them. For who makes or hosts the event, and the
    /// secretariat.
    async fn allot_seats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To whom how many.")] input: AllotSeatsInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<AllotSeatsPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::allot_seats(log, people(ctx), actor, &input, key).await;
        AllotSeatsPayload::of(ctx, result)
    }

    /// Gives seats of a delegation back, which go to who waits. For its head, who makes or hosts the event, and the
    /// secretariat.
    async fn release_seats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which delegation, and how many.")] input: ReleaseSeatsInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<ReleaseSeatsPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::release_seats(log, people(ctx), actor, &input, key).await;
        ReleaseSeatsPayload::of(ctx, result)
    }

    /// Registers people under a delegation. Those that fit have seats, the others wait: `registrations` says
    /// it of each. For its head, who makes or hosts the event, and the secretariat.
    async fn register_delegation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who comes with which delegation.")] input: RegisterDelegationInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RegisterDelegationPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::register_delegation(log, people(ctx), actor, &input, key).await;
        RegisterDelegationPayload::of(ctx, result)
    }
}
