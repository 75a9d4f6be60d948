//! The mutations of an event as a whole.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds, viewer::audience_of_event};

use super::network;
use crate::commands::{
    self, AnnounceEventInput, CancelEventInput, CreateEventInput, EditEventInput, HoldEventInput,
    PostponeEventInput, SetEventResultsInput,
};

activity::payload!(
    /// What making an event came to.
    CreateEventPayload {
        /// The event; null when there are errors.
        event: kinds::Event
    }
);
activity::payload!(
    /// What announcing an event came to.
    AnnounceEventPayload {
        /// The event as it is now; null when there are errors.
        event: kinds::Event
    }
);
activity::payload!(
    /// What cancelling an event came to.
    CancelEventPayload {
        /// The event as it is now; null when there are errors.
        event: kinds::Event
    }
);

activity::payload!(
    /// What changing an event came to.
    EditEventPayload {
        /// The event as it is now; null when there are errors.
        event: kinds::Event
    }
);
activity::payload!(
    /// What postponing an event came to.
    PostponeEventPayload {
        /// The event as it is now; null when there are errors.
        event: kinds::Event
    }
);
activity::payload!(
    /// What saying that an event took place came to.
    HoldEventPayload {
        /// The event as it is now; null when there are errors.
        event: kinds::Event
    }
);
activity::payload!(
    /// What saying what came of an event came to.
    SetEventResultsPayload {
        /// The event as it is now; null when there are errors.
        event: kinds::Event
    }
);

/// The mutations of an event as a whole.
#[derive(Default)]
pub struct EventMutation;

/// The mutations of an event as a whole.
#[Object]
impl EventMutation {
    /// Makes a draft of an event, which those see who make it and those they ask to. For the people of a
    /// city that is a member of the network or of an organisation, and for the secretariat.
    async fn create_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event to be prepared.")] input: CreateEventInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<CreateEventPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let created = commands::create_event(log, network(ctx), actor, &input, key).await;
        if let Ok(outcome) = &created {
            // They are of those who make it from now on, which they were not when the request began.
            ctx.reader().admit(&audience_of_event(outcome.node.id));
        }
        CreateEventPayload::of(ctx, created)
    }

    /// Announces an event: from now on those see it whom it is meant for. For those who make it.
    async fn announce_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event.")] input: AnnounceEventInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<AnnounceEventPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::announce_event(log, actor, &input, key).await;
        AnnounceEventPayload::of(ctx, result)
    }

    /// Calls an event off, with the reason why. For those who make it.
    async fn cancel_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and why.")] input: CancelEventInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<CancelEventPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::cancel_event(log, actor, &input, key).await;
        CancelEventPayload::of(ctx, result)
    }

    /// Changes what is said of an event. For those who make it.
    async fn edit_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be changed.")] input: EditEventInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<EditEventPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::edit_event(log, network(ctx), actor, &input, key).await;
        EditEventPayload::of(ctx, result)
    }

    /// Postpones an event, to other days or until they are known; its sessions move with it on request. For
    /// those who make it.
    async fn postpone_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, why, and to when.")] input: PostponeEventInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<PostponeEventPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::postpone_event(log, actor, &input, key).await;
        PostponeEventPayload::of(ctx, result)
    }

    /// Says that an event took place. For those who make it.
    async fn hold_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event.")] input: HoldEventInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<HoldEventPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::hold_event(log, actor, &input, key).await;
        HoldEventPayload::of(ctx, result)
    }

    /// Says what came of an event that was held: a recap, figures with their source, documents, the projects
    /// that were born there. For those who make it.
    async fn set_event_results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What came of it.")] input: SetEventResultsInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<SetEventResultsPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::set_event_results(log, actor, &input, key).await;
        SetEventResultsPayload::of(ctx, result)
    }
}
