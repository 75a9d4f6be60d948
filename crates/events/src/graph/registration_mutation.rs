//! The mutations of registrations.

use std::sync::Arc;

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use crate::{
    People,
    commands::{
        self, AcceptSeatInput, CancelRegistrationInput, CheckInInput, DeclineSeatInput,
        EditRegistrationInput, OfferSeatInput, RegisterInput, SetRegistrationInput,
        UndoCheckInInput, WithdrawSeatOfferInput,
    },
};

activity::payload!(
    /// What saying how one registers came to.
    SetRegistrationPayload {
        /// The event as it is now; null when there are errors.
        event: kinds::Event
    }
);
activity::payload!(
    /// What registering came to.
    RegisterPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);
activity::payload!(
    /// What editing a registration came to.
    EditRegistrationPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);
activity::payload!(
    /// What cancelling a registration came to.
    CancelRegistrationPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);
activity::payload!(
    /// What offering a seat came to.
    OfferSeatPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);
activity::payload!(
    /// What taking the offer of a seat back came to.
    WithdrawSeatOfferPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);
activity::payload!(
    /// What accepting a seat came to.
    AcceptSeatPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);
activity::payload!(
    /// What declining a seat came to.
    DeclineSeatPayload {
        /// The registration; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);
activity::payload!(
    /// What letting somebody in came to.
    CheckInPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);
activity::payload!(
    /// What taking that back came to.
    UndoCheckInPayload {
        /// The registration as it is now; null when there are errors, or when you may not see it.
        registration: kinds::Registration
    }
);

/// What the other domains know of people.
fn people<'a>(ctx: &Context<'a>) -> &'a dyn People {
    ctx.data_unchecked::<Arc<dyn People>>().as_ref()
}

/// The mutations of registrations.
#[derive(Default)]
pub struct RegistrationMutation;

/// The mutations of registrations.
#[Object]
impl RegistrationMutation {
    /// Says how one registers for an event: when, as what, for how many seats, and what is asked. For who makes or
    /// hosts the event, and the secretariat.
    async fn set_registration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How one registers.")] input: SetRegistrationInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<SetRegistrationPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::set_registration(log, people(ctx), actor, &input, key).await;
        SetRegistrationPayload::of(ctx, result)
    }

    /// Registers you for an event: you get a seat, or a place in the waiting list.
    async fn register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For what, as what, and your answers.")] input: RegisterInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<RegisterPayload, ClientError> {
        let viewer = ctx.reader().viewer();
        let actor = ctx.reader().viewer().themselves();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::register(log, people(ctx), &viewer, actor, &input, key).await;
        RegisterPayload::of(ctx, result)
    }

    /// Edits a registration. For whose it is, the head of their delegation, who makes or hosts the event, and the
    /// secretariat.
    async fn edit_registration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to stand there.")] input: EditRegistrationInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<EditRegistrationPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::edit_registration(log, people(ctx), actor, &input, key).await;
        EditRegistrationPayload::of(ctx, result)
    }

    /// Cancels a registration; its seat goes to the first who waits and fits. For whose it is, the head of
    /// their delegation, who makes or hosts the event, and the secretariat.
    async fn cancel_registration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which registration.")] input: CancelRegistrationInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<CancelRegistrationPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::cancel_registration(log, people(ctx), actor, &input, key).await;
        CancelRegistrationPayload::of(ctx, result)
    }

    /// Offers a seat to somebody else, who has it once they accept. For whose it is, the head of their
    /// delegation, who makes or hosts the event, and the secretariat.
    async fn offer_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which seat, and to whom.")] input: OfferSeatInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<OfferSeatPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::offer_seat(log, people(ctx), actor, &input, key).await;
        OfferSeatPayload::of(ctx, result)
    }

    /// Takes the offer of a seat back. For those who can make it.
    async fn withdraw_seat_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which registration.")] input: WithdrawSeatOfferInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<WithdrawSeatOfferPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::withdraw_seat_offer(log, people(ctx), actor, &input, key).await;
        WithdrawSeatOfferPayload::of(ctx, result)
    }

    /// Takes a seat that is offered to you, or takes up what was registered for your address.
    async fn accept_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to take, and your answers.")] input: AcceptSeatInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<AcceptSeatPayload, ClientError> {
        let actor = ctx.reader().viewer().themselves();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::accept_seat(log, people(ctx), actor, &input, key).await;
        AcceptSeatPayload::of(ctx, result)
    }

    /// Declines a seat that is offered to you.
    async fn decline_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to decline.")] input: DeclineSeatInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<DeclineSeatPayload, ClientError> {
        let actor = ctx.reader().viewer().themselves();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::decline_seat(log, people(ctx), actor, &input, key).await;
        DeclineSeatPayload::of(ctx, result)
    }

    /// Lets in who shows a code. Whoever was let in before stays so. For who makes or hosts the event, and the
    /// secretariat.
    async fn check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where, and the code.")] input: CheckInInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<CheckInPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::check_in(log, people(ctx), actor, &input, key).await;
        CheckInPayload::of(ctx, result)
    }

    /// Says that somebody has not come after all. For who makes or hosts the event, and the secretariat.
    async fn undo_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which registration.")] input: UndoCheckInInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<UndoCheckInPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::undo_check_in(log, people(ctx), actor, &input, key).await;
        UndoCheckInPayload::of(ctx, result)
    }
}
