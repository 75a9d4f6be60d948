//! What a mutation answers: the node, the activity, or what its user has to mend.
//!
//! A mutation of a domain makes its payload with [`payload!`](crate::payload); those of `record…`
//! share [`Payload`].

use std::borrow::Cow;

use async_graphql::{Context, Object, TypeName};
use kernel::{ClientError, ContextExt, Entity, Ref, UserError, entity::kinds};

use crate::{Failure, Outcome};

/// What recording a node came to.
pub struct Payload<E>(
    Result<Outcome, Vec<UserError>>,
    std::marker::PhantomData<fn() -> E>,
);

impl<E: Entity> Payload<E> {
    /// What a command came to, for the graph.
    ///
    /// # Errors
    /// What the user cannot mend.
    pub fn of(ctx: &Context<'_>, result: Result<Outcome, Failure>) -> Result<Self, ClientError> {
        let inner = came_to(ctx, result)?;
        Ok(Self(inner, std::marker::PhantomData))
    }
}

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
#[macro_export]
macro_rules! payload {
    ($(#[$doc:meta])* $name:ident { $(#[$node_doc:meta])* $node:ident: $kind:ty }) => {
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

impl<E: Entity> TypeName for Payload<E> {
    fn type_name() -> Cow<'static, str> {
        format!("Record{}Payload", E::TYPE).into()
    }
}

/// What recording a node came to.
#[Object(name_type)]
impl<E: Entity> Payload<E> {
    /// The node as it is now; null when there are errors.
    async fn node(&self) -> Option<Ref<E>> {
        self.0
            .as_ref()
            .ok()
            .map(|outcome| Ref::new(outcome.node.id))
    }

    /// What was appended to the log; null when there are errors, or nothing had to change.
    async fn activity(&self) -> Option<Ref<kinds::Activity>> {
        self.0.as_ref().ok()?.activity.map(Ref::new)
    }

    /// What has to be mended; nothing was changed unless this is empty.
    async fn errors(&self) -> &[UserError] {
        self.0.as_ref().err().map_or(&[], Vec::as_slice)
    }
}
