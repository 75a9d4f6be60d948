//! The mutations of texts.

use std::sync::Arc;

use activity::{Failure, Log, Outcome};
use async_graphql::{Context, Object};
use kernel::{
    ClientError, ContextExt, IdOf, NodeRef, Ref, UserError, content::Picked, entity::kinds,
    locale::Locale, node,
};

use crate::{Asking, Owners, RestoreTextInput, WriteTextInput, restore_text, write_text};

/// What a mutation of a text came to, and in which language.
struct CameTo {
    outcome: Result<Outcome, Vec<UserError>>,
    locale: Option<Locale>,
}

impl CameTo {
    fn of(
        ctx: &Context<'_>,
        result: Result<Outcome, Failure>,
        locale: &str,
    ) -> Result<Self, ClientError> {
        Ok(Self {
            outcome: activity::came_to(ctx, result)?,
            locale: locale.parse().ok(),
        })
    }

    async fn content(&self, ctx: &Context<'_>) -> Option<Result<Picked, ClientError>> {
        let (outcome, locale) = (self.outcome.as_ref().ok()?, self.locale.as_ref()?);
        let contents = node::contents(ctx.loaders(), outcome.node).await;
        contents
            .map(|contents| contents.exactly(locale))
            .transpose()
    }
}

// The node can be of any kind: so these are not of `activity::payload!`.
macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name(CameTo);

        $(#[$doc])*
        #[Object]
        impl $name {
            /// The node as it is now; null when there are errors.
            async fn node(&self) -> Option<NodeRef> {
                Some(self.0.outcome.as_ref().ok()?.node)
            }

            /// Its texts in this language as they are now; null when there are errors.
            async fn content(&self, ctx: &Context<'_>) -> Option<Result<Picked, ClientError>> {
                self.0.content(ctx).await
            }

            /// What was appended to the log; null when there are errors, or nothing had to change.
            async fn activity(&self) -> Option<Ref<kinds::Activity>> {
                self.0.outcome.as_ref().ok()?.activity.map(Ref::new)
            }

            /// What has to be mended; nothing was changed unless this is empty.
            async fn errors(&self) -> &[UserError] {
                self.0.outcome.as_ref().err().map_or(&[], Vec::as_slice)
            }
        }
    )*};
}

payloads! {
    /// What writing a text came to.
    WriteTextPayload;
    /// What restoring a text came to.
    RestoreTextPayload;
}

fn asking<'a>(
    ctx: &'a Context<'_>,
    mandate: Option<&IdOf<kinds::Mandate>>,
    idempotency_key: Option<&'a str>,
) -> Result<Asking<'a>, ClientError> {
    Ok(Asking {
        log: ctx.data_unchecked::<Log>(),
        owners: &**ctx.data_unchecked::<Arc<dyn Owners>>(),
        viewer: ctx.reader().viewer(),
        actor: ctx.actor(mandate)?,
        idempotency_key,
    })
}

/// The mutations of texts.
#[derive(Default)]
pub struct TextMutation;

/// The mutations of texts.
#[Object]
impl TextMutation {
    /// Adds or corrects the texts of a node in one language. A changed original makes its
    /// translations stale. For those who act for the city, the organisation, the leaders of the
    /// project or the hosts of the event that it is about, and the secretariat; translations also for
    /// the partners of a project, and for moderators.
    async fn write_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The texts.")] input: WriteTextInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<WriteTextPayload, ClientError> {
        let asking = asking(ctx, mandate.as_ref(), idempotency_key.as_deref())?;
        let result = write_text(asking, &input).await;
        CameTo::of(ctx, result, &input.locale).map(WriteTextPayload)
    }

    /// Writes an earlier version of a text again, as a new revision. For whoever may write the text.
    async fn restore_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which version.")] input: RestoreTextInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RestoreTextPayload, ClientError> {
        let asking = asking(ctx, mandate.as_ref(), idempotency_key.as_deref())?;
        let result = restore_text(asking, &input).await;
        CameTo::of(ctx, result, &input.locale).map(RestoreTextPayload)
    }
}
