//! The mutations by which organisers say who comes: their guests, and those who ask to.

use std::sync::Arc;

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use super::delegation_payload::RegisterGuestsPayload;
use crate::{
    People,
    commands::{self, ConfirmRegistrationInput, RefuseRegistrationInput, RegisterGuestsInput},
};

activity::payload!(
    /// What confirming a registration came to.
    ConfirmRegistrationPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);
activity::payload!(
    /// What refusing a registration came to.
    RefuseRegistrationPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);

/// What the other domains know of people.
fn people<'a>(ctx: &Context<'a>) -> &'a dyn People {
    ctx.data_unchecked::<Arc<dyn People>>().as_ref()
}

/// The mutations by which organisers say who comes.
#[derive(Default)]
pub struct GuestMutation;

/// The mutations by which organisers say who comes.
#[Object]
impl GuestMutation {
    /// Registers guests of an event by name: speakers, partners, the press. Each has a seat or a place in the
    /// waiting list, and is written to whose address is given. For who makes or hosts the event, and the secretariat.
    async fn register_guests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which event, and who.")] input: RegisterGuestsInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RegisterGuestsPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::register_guests(log, people(ctx), actor, &input, key).await;
        RegisterGuestsPayload::of(ctx, result)
    }

    /// Confirms who asked to come as what is confirmed: they have a seat now, or a place in the waiting list, by the
    /// number they have. For who makes or hosts the event, and the secretariat.
    async fn confirm_registration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which registration.")] input: ConfirmRegistrationInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<ConfirmRegistrationPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::confirm_registration(log, people(ctx), actor, &input, key).await;
        ConfirmRegistrationPayload::of(ctx, result)
    }

    /// Refuses who asked to come as what is confirmed. For who makes or hosts the event, and the secretariat.
    async fn refuse_registration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which registration.")] input: RefuseRegistrationInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RefuseRegistrationPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::refuse_registration(log, people(ctx), actor, &input, key).await;
        RefuseRegistrationPayload::of(ctx, result)
    }
}
