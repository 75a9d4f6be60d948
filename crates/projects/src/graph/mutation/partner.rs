//! The mutations of those who take part in projects.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use super::network;
use crate::commands::{
    self, AcceptPartnershipInput, AnswerInterestInput, ChangeProjectLeadInput,
    DeclinePartnershipInput, ExpressInterestInput, InvitePartnerInput, WithdrawFromProjectInput,
    WithdrawPartnershipInput,
};

activity::payload!(
    /// What inviting a partner came to.
    InvitePartnerPayload {
        /// The invitation; null when there are errors.
        partnership: kinds::Partnership
    }
);
activity::payload!(
    /// What accepting a part in a project came to.
    AcceptPartnershipPayload {
        /// The offer as it is now; null when there are errors, or when you may not see it any more.
        partnership: kinds::Partnership
    }
);
activity::payload!(
    /// What declining a part in a project came to.
    DeclinePartnershipPayload {
        /// The offer as it is now; null when there are errors, or when you may not see it any more.
        partnership: kinds::Partnership
    }
);
activity::payload!(
    /// What taking an offer back came to.
    WithdrawPartnershipPayload {
        /// The offer as it is now; null when there are errors, or when you may not see it any more.
        partnership: kinds::Partnership
    }
);
activity::payload!(
    /// What offering the lead came to.
    ChangeProjectLeadPayload {
        /// The offer; null when there are errors.
        partnership: kinds::Partnership
    }
);
activity::payload!(
    /// What expressing an interest came to.
    ExpressInterestPayload {
        /// The interest; null when there are errors.
        partnership: kinds::Partnership
    }
);
activity::payload!(
    /// What answering an interest came to.
    AnswerInterestPayload {
        /// The offer as it is now; null when there are errors, or when you may not see it any more.
        partnership: kinds::Partnership
    }
);
activity::payload!(
    /// What leaving a project came to.
    WithdrawFromProjectPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);

/// The mutations of those who take part in projects.
#[derive(Default)]
pub struct PartnerMutation;

/// The mutations of those who take part in projects.
#[Object]
impl PartnerMutation {
    /// Invites a city of the network or an organisation to take part in a project. For those who lead
    /// it. Whoever is invited sees the project, and what its people see, until they answer.
    async fn invite_partner(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to invite to what.")] input: InvitePartnerInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<InvitePartnerPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::invite_partner(log, network(ctx), actor, &input, key).await;
        InvitePartnerPayload::of(ctx, result)
    }

    /// Accepts an invitation to a project, or its lead. For the people of whom it was offered to.
    async fn accept_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to accept.")] input: AcceptPartnershipInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<AcceptPartnershipPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::accept_partnership(log, network(ctx), actor, &input, key).await;
        AcceptPartnershipPayload::of(ctx, result)
    }

    /// Declines an invitation to a project, or its lead. For the people of whom it was offered to.
    async fn decline_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to decline.")] input: DeclinePartnershipInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<DeclinePartnershipPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::decline_partnership(log, actor, &input, key).await;
        DeclinePartnershipPayload::of(ctx, result)
    }

    /// Takes back what a project has offered, for those who lead it; or the interest of a city or an
    /// organisation, for its people.
    async fn withdraw_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to take back.")] input: WithdrawPartnershipInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<WithdrawPartnershipPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::withdraw_partnership(log, actor, &input, key).await;
        WithdrawPartnershipPayload::of(ctx, result)
    }

    /// Offers the lead of a project to one of its partner cities, which leads once it has accepted. For
    /// those who lead it.
    async fn change_project_lead(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which city is to lead what.")] input: ChangeProjectLeadInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<ChangeProjectLeadPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::change_project_lead(log, network(ctx), actor, &input, key).await;
        ChangeProjectLeadPayload::of(ctx, result)
    }

    /// Says that a city or an organisation would like to take part in a project that is open to
    /// partners. For its people.
    async fn express_interest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In what, and why.")] input: ExpressInterestInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<ExpressInterestPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::express_interest(log, network(ctx), actor, &input, key).await;
        ExpressInterestPayload::of(ctx, result)
    }

    /// Answers who would like to take part: they become a partner, or not. For those who lead the
    /// project.
    async fn answer_interest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to answer, and how.")] input: AnswerInterestInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<AnswerInterestPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::answer_interest(log, network(ctx), actor, &input, key).await;
        AnswerInterestPayload::of(ctx, result)
    }

    /// Leaves a project. For the people of the partner that leaves.
    async fn withdraw_from_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who leaves what.")] input: WithdrawFromProjectInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<WithdrawFromProjectPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::withdraw_from_project(log, actor, &input, key).await;
        WithdrawFromProjectPayload::of(ctx, result)
    }
}
