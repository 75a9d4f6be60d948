//! What registering people by name came to, for each of them: under a delegation, and as guests.

use activity::{Failure, Outcome, came_to};
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, Item, Ref, UserError, entity::kinds};

use crate::loaders::registration::RegisteredBy;

/// Those who were registered by a write, in their order.
async fn registered(
    ctx: &Context<'_>,
    came_to: &Result<Outcome, Vec<UserError>>,
) -> Result<Vec<Item<kinds::Registration>>, ClientError> {
    let activity = came_to.as_ref().ok().and_then(|outcome| outcome.activity);
    let Some(activity) = activity else {
        return Ok(Vec::new());
    };
    let found = ctx.load::<RegisteredBy>(activity).await?;
    let found = found.iter().flat_map(|found| found.iter());
    Ok(found
        .map(|row| Item::with_row(row.id, row.clone()))
        .collect())
}

/// What registering people under a delegation came to.
pub struct RegisterDelegationPayload(Result<Outcome, Vec<UserError>>);

impl RegisterDelegationPayload {
    /// What the command came to, for the graph.
    ///
    /// # Errors
    /// What the user cannot mend.
    pub fn of(ctx: &Context<'_>, result: Result<Outcome, Failure>) -> Result<Self, ClientError> {
        Ok(Self(came_to(ctx, result)?))
    }
}

/// What registering people under a delegation came to.
#[Object]
impl RegisterDelegationPayload {
    /// The delegation as it is now; null when there are errors.
    async fn delegation(&self) -> Option<Ref<kinds::EventDelegation>> {
        Some(Ref::new(self.0.as_ref().ok()?.node.id))
    }

    /// Those who were registered, in their order: the `state` of each says whether they have a seat or
    /// wait, as it is now. Empty when there are errors.
    async fn registrations(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Vec<Item<kinds::Registration>>, ClientError> {
        registered(ctx, &self.0).await
    }

    /// What was appended to the log; null when there are errors.
    async fn activity(&self) -> Option<Ref<kinds::Activity>> {
        self.0.as_ref().ok()?.activity.map(Ref::new)
    }

    /// What has to be mended; nobody was registered unless this is empty.
    async fn errors(&self) -> &[UserError] {
        self.0.as_ref().err().map_or(&[], Vec::as_slice)
    }
}

/// What registering guests came to.
pub struct RegisterGuestsPayload(Result<Outcome, Vec<UserError>>);

impl RegisterGuestsPayload {
    /// What the command came to, for the graph.
    ///
    /// # Errors
    /// What the user cannot mend.
    pub fn of(ctx: &Context<'_>, result: Result<Outcome, Failure>) -> Result<Self, ClientError> {
        Ok(Self(came_to(ctx, result)?))
    }
}

/// What registering guests came to.
#[Object]
impl RegisterGuestsPayload {
    /// The event as it is now; null when there are errors.
    async fn event(&self) -> Option<Ref<kinds::Event>> {
        Some(Ref::new(self.0.as_ref().ok()?.node.id))
    }

    /// Those who were registered, in their order: the `state` of each says whether they have a seat or
    /// wait, as it is now. Empty when there are errors.
    async fn registrations(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Vec<Item<kinds::Registration>>, ClientError> {
        registered(ctx, &self.0).await
    }

    /// What was appended to the log; null when there are errors.
    async fn activity(&self) -> Option<Ref<kinds::Activity>> {
        self.0.as_ref().ok()?.activity.map(Ref::new)
    }

    /// What has to be mended; nobody was registered unless this is empty.
    async fn errors(&self) -> &[UserError] {
        self.0.as_ref().err().map_or(&[], Vec::as_slice)
    }
}
