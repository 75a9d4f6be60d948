//! What a mutation answers: the node, the activity, or what its user has to mend.

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
        ctx.loaders().forget();
        if let Ok(Outcome {
            position: Some(position),
            ..
        }) = &result
        {
            ctx.reader().reads().wrote(*position);
        }
        let inner = match result {
            Ok(outcome) => Ok(outcome),
            Err(Failure::Refused(mistakes)) => Err(mistakes),
            Err(Failure::Client(error)) => return Err(error),
        };
        Ok(Self(inner, std::marker::PhantomData))
    }
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
