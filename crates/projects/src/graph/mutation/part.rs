//! The mutations of what hangs on a project.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use crate::commands::{
    self, AddMilestoneInput, AddNeedInput, ChangeMilestoneInput, CompleteNeedInput,
    EditUpdateInput, PublishUpdateInput, ReachMilestoneInput, RemoveMilestoneInput,
    RemoveNeedInput, RemoveUpdateInput,
};

activity::payload!(
    /// What adding a milestone came to.
    AddMilestonePayload {
        /// The milestone; null when there are errors.
        milestone: kinds::Milestone
    }
);
activity::payload!(
    /// What changing a milestone came to.
    ChangeMilestonePayload {
        /// The milestone as it is now; null when there are errors.
        milestone: kinds::Milestone
    }
);
activity::payload!(
    /// What reaching a milestone came to.
    ReachMilestonePayload {
        /// The milestone as it is now; null when there are errors.
        milestone: kinds::Milestone
    }
);
activity::payload!(
    /// What removing a milestone came to.
    RemoveMilestonePayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);
activity::payload!(
    /// What publishing news came to.
    PublishUpdatePayload {
        /// The news; null when there are errors.
        update: kinds::Update
    }
);
activity::payload!(
    /// What editing news came to.
    EditUpdatePayload {
        /// The news as they are now; null when there are errors.
        update: kinds::Update
    }
);
activity::payload!(
    /// What removing news came to.
    RemoveUpdatePayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);
activity::payload!(
    /// What saying what a project looks for came to.
    AddNeedPayload {
        /// The need or the offer; null when there are errors.
        need: kinds::Need
    }
);
activity::payload!(
    /// What meeting a need came to.
    CompleteNeedPayload {
        /// The need or the offer as it is now; null when there are errors.
        need: kinds::Need
    }
);
activity::payload!(
    /// What removing a need came to.
    RemoveNeedPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);

/// The mutations of what hangs on a project.
#[derive(Default)]
pub struct PartMutation;

/// The mutations of what hangs on a project.
#[Object]
impl PartMutation {
    /// Adds a milestone behind those that a project has. For those who lead it.
    async fn add_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The milestone.")] input: AddMilestoneInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<AddMilestonePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::add_milestone(log, actor, &input, key).await;
        AddMilestonePayload::of(ctx, result)
    }

    /// Changes a milestone. For those who lead the project.
    async fn change_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be changed.")] input: ChangeMilestoneInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<ChangeMilestonePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::change_milestone(log, actor, &input, key).await;
        ChangeMilestonePayload::of(ctx, result)
    }

    /// Says that a milestone is reached. For those who lead the project.
    async fn reach_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which milestone.")] input: ReachMilestoneInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<ReachMilestonePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::reach_milestone(log, actor, &input, key).await;
        ReachMilestonePayload::of(ctx, result)
    }

    /// Removes a milestone. For those who lead the project.
    async fn remove_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which milestone.")] input: RemoveMilestoneInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RemoveMilestonePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::remove_milestone(log, actor, &input, key).await;
        RemoveMilestonePayload::of(ctx, result)
    }

    /// Publishes news of a project. For those who lead it, and for its partners.
    async fn publish_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The news.")] input: PublishUpdateInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<PublishUpdatePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::publish_update(log, actor, &input, key).await;
        PublishUpdatePayload::of(ctx, result)
    }

    /// Edits news in one language. For those who lead the project, and for its partners.
    async fn edit_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be changed.")] input: EditUpdateInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<EditUpdatePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::edit_update(log, actor, &input, key).await;
        EditUpdatePayload::of(ctx, result)
    }

    /// Removes news. For those who lead the project, and for its partners.
    async fn remove_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which news.")] input: RemoveUpdateInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RemoveUpdatePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::remove_update(log, actor, &input, key).await;
        RemoveUpdatePayload::of(ctx, result)
    }

    /// Says what a project looks for, or has to give. For those who lead it.
    async fn add_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The need or the offer.")] input: AddNeedInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<AddNeedPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::add_need(log, actor, &input, key).await;
        AddNeedPayload::of(ctx, result)
    }

    /// Says that what was looked for was found, or that what there was to give was given. For those
    /// who lead the project.
    async fn complete_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which need or offer.")] input: CompleteNeedInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<CompleteNeedPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::complete_need(log, actor, &input, key).await;
        CompleteNeedPayload::of(ctx, result)
    }

    /// Removes a need or an offer. For those who lead the project.
    async fn remove_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which need or offer.")] input: RemoveNeedInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RemoveNeedPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::remove_need(log, actor, &input, key).await;
        RemoveNeedPayload::of(ctx, result)
    }
}
