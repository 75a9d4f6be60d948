//! The mutations of an event's programme.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use crate::commands::{
    self, AddSessionInput, EditSessionInput, MoveSessionInput, RemoveSessionInput,
};

activity::payload!(
    /// What adding a session came to.
    AddSessionPayload {
        /// The session; null when there are errors.
        session: kinds::Session
    }
);
activity::payload!(
    /// What changing a session came to.
    EditSessionPayload {
        /// The session as it is now; null when there are errors.
        session: kinds::Session
    }
);
activity::payload!(
    /// What moving a session came to.
    MoveSessionPayload {
        /// The session as it is now; null when there are errors.
        session: kinds::Session
    }
);
activity::payload!(
    /// What removing a session came to.
    RemoveSessionPayload {
        /// The event without it; null when there are errors.
        event: kinds::Event
    }
);

/// The mutations of an event's programme.
#[derive(Default)]
pub struct ProgrammeMutation;

/// The mutations of an event's programme.
#[Object]
impl ProgrammeMutation {
    /// Adds a session to the programme of an event. For those who make the event, and for its host.
    async fn add_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session to be added.")] input: AddSessionInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<AddSessionPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::add_session(log, actor, &input, key).await;
        AddSessionPayload::of(ctx, result)
    }

    /// Changes what is said of a session. For those who make the event, and for its host.
    async fn edit_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be changed.")] input: EditSessionInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<EditSessionPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::edit_session(log, actor, &input, key).await;
        EditSessionPayload::of(ctx, result)
    }

    /// Moves a session to another time or place. For those who make the event, and for its host.
    async fn move_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session, when and where.")] input: MoveSessionInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<MoveSessionPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::move_session(log, actor, &input, key).await;
        MoveSessionPayload::of(ctx, result)
    }

    /// Removes a session from the programme of an event. For those who make the event, and for its host.
    async fn remove_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session.")] input: RemoveSessionInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RemoveSessionPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::remove_session(log, actor, &input, key).await;
        RemoveSessionPayload::of(ctx, result)
    }
}
