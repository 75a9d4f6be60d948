//! The mutations of mandates and invitations.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use crate::commands::{
    self, EndMandateInput, GrantMandateInput, InviteToMandateInput, LimitMandateInput,
    WithdrawInvitationInput,
};

activity::payload!(
    /// What granting a mandate came to.
    GrantMandatePayload {
        /// The mandate; null when there are errors.
        mandate: kinds::Mandate
    }
);
activity::payload!(
    /// What limiting a mandate came to.
    LimitMandatePayload {
        /// The mandate as it is now; null when there are errors.
        mandate: kinds::Mandate
    }
);
activity::payload!(
    /// What ending a mandate came to.
    EndMandatePayload {
        /// The mandate as it is now; null when there are errors.
        mandate: kinds::Mandate
    }
);
activity::payload!(
    /// What inviting somebody came to.
    InviteToMandatePayload {
        /// The invitation; null when there are errors.
        invitation: kinds::Invitation
    }
);
activity::payload!(
    /// What taking an invitation back came to.
    WithdrawInvitationPayload {
        /// The invitation as it is now; null when there are errors.
        invitation: kinds::Invitation
    }
);

/// The mutations of mandates and invitations.
#[derive(Default)]
pub struct MandateMutation;

/// The mutations of mandates and invitations.
#[Object]
impl MandateMutation {
    /// Lets a person whom the hub knows act for a city, an organisation or the secretariat.
    /// For its representatives, and for the secretariat.
    async fn grant_mandate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who may act for whom, and how far.")] input: GrantMandateInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<GrantMandatePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        GrantMandatePayload::of(ctx, commands::grant_mandate(log, actor, &input, key).await)
    }

    /// Limits a mandate: what it is for, or how long it holds. Never extends it.
    async fn limit_mandate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How far the mandate reaches from now on.")] input: LimitMandateInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<LimitMandatePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        LimitMandatePayload::of(ctx, commands::limit_mandate(log, actor, &input, key).await)
    }

    /// Ends a mandate at once. People can lay down their own.
    async fn end_mandate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which mandate ends.")] input: EndMandateInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<EndMandatePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        EndMandatePayload::of(ctx, commands::end_mandate(log, actor, &input, key).await)
    }

    /// Invites somebody by e-mail to take up a mandate. Whether the hub knows the address, nobody
    /// learns.
    async fn invite_to_mandate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to invite, to what.")] input: InviteToMandateInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<InviteToMandatePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        InviteToMandatePayload::of(ctx, commands::invite(log, actor, &input, key).await)
    }

    /// Takes an invitation back that nobody has taken up.
    async fn withdraw_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: WithdrawInvitationInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<WithdrawInvitationPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        WithdrawInvitationPayload::of(
            ctx,
            commands::withdraw_invitation(log, actor, &input, key).await,
        )
    }
}
