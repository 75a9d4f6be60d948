//! The mutations of projects.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds, viewer::audience_of_project};

use super::network;
use crate::commands::{
    self, AbandonProjectInput, CompleteProjectInput, LaunchProjectInput, ProposeProjectInput,
    RecordProjectInput, SetProjectBudgetInput, SetProjectDocumentsInput, StartProjectInput,
    UpdateProjectInput,
};

activity::payload!(
    /// What recording a project came to.
    RecordProjectPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    } formerly {
        /// The project as it is now; null when there are errors.
        #[graphql(deprecation = "Use `project`. Removed after 2027-12-31.")]
        node
    }
);

activity::payload!(
    /// What starting a project came to.
    StartProjectPayload {
        /// The project; null when there are errors.
        project: kinds::Project
    }
);
activity::payload!(
    /// What changing a project came to.
    UpdateProjectPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);
activity::payload!(
    /// What proposing a project came to.
    ProposeProjectPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);
activity::payload!(
    /// What launching a project came to.
    LaunchProjectPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);
activity::payload!(
    /// What completing a project came to.
    CompleteProjectPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);
activity::payload!(
    /// What giving a project up came to.
    AbandonProjectPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);
activity::payload!(
    /// What changing the documents of a project came to.
    SetProjectDocumentsPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);
activity::payload!(
    /// What changing the figures of a project came to.
    SetProjectBudgetPayload {
        /// The project as it is now; null when there are errors.
        project: kinds::Project
    }
);

/// The mutations of projects.
#[derive(Default)]
pub struct ProjectMutation;

/// The mutations of projects.
#[Object]
impl ProjectMutation {
    /// Records a project, or corrects what is known of it. For the secretariat.
    async fn record_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is known of the project.")] input: RecordProjectInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RecordProjectPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        RecordProjectPayload::of(ctx, commands::record_project(log, actor, &input, key).await)
    }

    /// Starts a project, as an idea that its own people and those they invite see. For the people of a
    /// city that is a member of the network, or of an organisation.
    async fn start_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project to start.")] input: StartProjectInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<StartProjectPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let started = commands::start_project(log, network(ctx), actor, &input, key).await;
        if let Ok(outcome) = &started {
            // They belong to its people from now on, which they did not when the request began.
            ctx.reader().admit(&audience_of_project(outcome.node.id));
        }
        StartProjectPayload::of(ctx, started)
    }

    /// Changes what is said of a project. For those who lead it.
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be changed.")] input: UpdateProjectInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<UpdateProjectPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::update_project(log, actor, &input, key).await;
        UpdateProjectPayload::of(ctx, result)
    }

    /// Puts an idea to the network: from now on those see it whom it is meant for. For those who lead
    /// it.
    async fn propose_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project.")] input: ProposeProjectInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<ProposeProjectPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::propose_project(log, actor, &input, key).await;
        ProposeProjectPayload::of(ctx, result)
    }

    /// Says that a project is under way. For those who lead it.
    async fn launch_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project.")] input: LaunchProjectInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<LaunchProjectPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::launch_project(log, actor, &input, key).await;
        LaunchProjectPayload::of(ctx, result)
    }

    /// Ends a project, with what it came to. For those who lead it.
    async fn complete_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and its results.")] input: CompleteProjectInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<CompleteProjectPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::complete_project(log, actor, &input, key).await;
        CompleteProjectPayload::of(ctx, result)
    }

    /// Gives up a project that has not ended, with the reason. For those who lead it.
    async fn abandon_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and why.")] input: AbandonProjectInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<AbandonProjectPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::abandon_project(log, actor, &input, key).await;
        AbandonProjectPayload::of(ctx, result)
    }

    /// Writes the documents of a project anew. For those who lead it.
    async fn set_project_documents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The documents.")] input: SetProjectDocumentsInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<SetProjectDocumentsPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::set_project_documents(log, actor, &input, key).await;
        SetProjectDocumentsPayload::of(ctx, result)
    }

    /// Writes the public figures of a project anew. For those who lead it.
    async fn set_project_budget(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The figures.")] input: SetProjectBudgetInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<SetProjectBudgetPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::set_project_budget(log, actor, &input, key).await;
        SetProjectBudgetPayload::of(ctx, result)
    }
}
