//! The mutations of who hosts and makes an event, and of who speaks there.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use super::network;
use crate::commands::{
    self, AcceptEventRoleInput, AgreeToSpeakInput, DeclineEventRoleInput, DeclineToSpeakInput,
};

activity::payload!(
    /// What accepting to host or to make an event came to.
    AcceptEventRolePayload {
        /// The event as it is now; null when there are errors.
        event: kinds::Event
    }
);
activity::payload!(
    /// What declining to host or to make an event came to.
    DeclineEventRolePayload {
        /// The event as it is now; null when there are errors. (Who declines may see it no longer.)
        event: kinds::Event
    }
);
activity::payload!(
    /// What agreeing to be named as a speaker came to.
    AgreeToSpeakPayload {
        /// The session; null when there are errors, or as long as you may not see it.
        session: kinds::Session
    }
);
activity::payload!(
    /// What declining to be named as a speaker came to.
    DeclineToSpeakPayload {
        /// The session; null when there are errors, or when you may not see it.
        session: kinds::Session
    }
);

/// The mutations of who hosts and makes an event, and of who speaks there.
#[derive(Default)]
pub struct EventRoleMutation;

/// The mutations of who hosts and makes an event, and of who speaks there.
#[Object]
impl EventRoleMutation {
    /// Accepts to host an event, or to make it together with others. For those who were asked.
    async fn accept_event_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and as what.")] input: AcceptEventRoleInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<AcceptEventRolePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::accept_event_role(log, network(ctx), actor, &input, key).await;
        AcceptEventRolePayload::of(ctx, result)
    }

    /// Declines to host an event or to make it, or leaves those who make it.
    async fn decline_event_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and as what.")] input: DeclineEventRoleInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<DeclineEventRolePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::decline_event_role(log, actor, &input, key).await;
        DeclineEventRolePayload::of(ctx, result)
    }

    /// Agrees to be named as a speaker of a session. For the person who was asked.
    async fn agree_to_speak(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session.")] input: AgreeToSpeakInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<AgreeToSpeakPayload, ClientError> {
        let actor = ctx.actor(None)?.for_oneself();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::agree_to_speak(log, actor, &input, key).await;
        AgreeToSpeakPayload::of(ctx, result)
    }

    /// Declines to be named as a speaker of a session, after having agreed, too. For the person.
    async fn decline_to_speak(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session.")] input: DeclineToSpeakInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<DeclineToSpeakPayload, ClientError> {
        let actor = ctx.actor(None)?.for_oneself();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::decline_to_speak(log, actor, &input, key).await;
        DeclineToSpeakPayload::of(ctx, result)
    }
}
