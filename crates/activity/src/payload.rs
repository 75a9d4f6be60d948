//! What a mutation answers: the node, the activity, or what its user has to mend.
//!
//! A mutation makes its payload with [`payload!`](crate::payload).

use async_graphql::Context;
use kernel::{ClientError, ContextExt, UserError};

use crate::{Failure, Outcome};

/// What a command came to, for a payload: what the request loaded before is forgotten, and its answer
/// is as new as what it wrote.
///
/// # Errors
/// What the user cannot mend.
pub fn came_to(
    ctx: &Context<'_>,
    result: Result<Outcome, Failure>,
) -> Result<Result<Outcome, Vec<UserError>>, ClientError> {
    ctx.loaders().forget();
    if let Ok(Outcome {
        position: Some(position),
        ..
    }) = &result
    {
        ctx.reader().reads().wrote(*position);
    }
    match result {
        Ok(outcome) => Ok(Ok(outcome)),
        Err(Failure::Refused(mistakes)) => Ok(Err(mistakes)),
        Err(Failure::Client(error)) => Err(error),
    }
}

/// Makes the payload of a mutation: the node under its own name, the activity, and the mistakes.
///
/// ```text
/// activity::payload!(/// What granting a mandate came to.
///     GrantMandatePayload { /// The mandate. mandate: kinds::Mandate });
/// ```
///
/// Where the node had another name, it goes on under that one, too, until it is removed:
///
/// ```text
/// … } formerly { #[graphql(deprecation = "… . Removed after 2027-12-31.")] node });
/// ```
#[macro_export]
macro_rules! payload {
    ($(#[$doc:meta])* $name:ident { $(#[$node_doc:meta])* $node:ident: $kind:ty }
        $(formerly { $(#[$old_doc:meta])* $old:ident })?) => {
        $(#[$doc])*
        pub struct $name(Result<$crate::Outcome, Vec<kernel::UserError>>);

        impl $name {
            /// What a command came to, for the graph.
            ///
            /// # Errors
            /// What the user cannot mend.
            pub fn of(
                ctx: &async_graphql::Context<'_>,
                result: Result<$crate::Outcome, $crate::Failure>,
            ) -> Result<Self, kernel::ClientError> {
                Ok(Self($crate::came_to(ctx, result)?))
            }
        }

        $(#[$doc])*
        #[async_graphql::Object]
        impl $name {
            $(#[$node_doc])*
            async fn $node(&self) -> Option<kernel::Ref<$kind>> {
                let outcome = self.0.as_ref().ok()?;
                Some(kernel::Ref::new(outcome.node.id))
            }

            $($(#[$old_doc])*
            async fn $old(&self) -> Option<kernel::Ref<$kind>> {
                let outcome = self.0.as_ref().ok()?;
                Some(kernel::Ref::new(outcome.node.id))
            })?

            /// What was appended to the log; null when there are errors, or nothing had to change.
            async fn activity(&self) -> Option<kernel::Ref<kernel::entity::kinds::Activity>> {
                self.0.as_ref().ok()?.activity.map(kernel::Ref::new)
            }

            /// What has to be mended; nothing was changed unless this is empty.
            async fn errors(&self) -> &[kernel::UserError] {
                self.0.as_ref().err().map_or(&[], Vec::as_slice)
            }
        }
    };
}
