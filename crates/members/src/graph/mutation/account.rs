//! What people do for themselves, under no mandate: it is no business of those they act for.

use activity::{Log, Outcome, came_to};
use async_graphql::{Context, Object};
use kernel::{
    ClientError, ContextExt, IdOf, NodeRef, Ref, UserError, entity::kinds, personal::Domains,
    secret::Secret,
};

use crate::commands::{
    self, CreateApiTokenInput, ErasePersonInput, FollowInput, NewToken, RevokeApiTokenInput,
    SignOutInput, TOKEN_PREFIX, UpdatePersonInput,
};

activity::payload!(
    /// What changing one's own data came to.
    UpdatePersonPayload {
        /// The person as they are now; null when there are errors.
        person: kinds::Person
    }
);
activity::payload!(
    /// What signing out came to.
    SignOutPayload {
        /// The person who signed out; null when there are errors, or when you may not see them now.
        person: kinds::Person
    }
);
activity::payload!(
    /// What ending a token came to.
    RevokeApiTokenPayload {
        /// The token as it is now; null when there are errors.
        api_token: kinds::ApiToken
    }
);

/// What making a token came to.
pub struct CreateApiTokenPayload {
    outcome: Result<Outcome, Vec<UserError>>,
    secret: Option<String>,
}

/// What making a token came to.
#[Object]
impl CreateApiTokenPayload {
    /// The token; null when there are errors.
    async fn api_token(&self) -> Option<Ref<kinds::ApiToken>> {
        let outcome = self.outcome.as_ref().ok()?;
        Some(Ref::new(outcome.node.id))
    }

    /// What the program shows, as `Authorization: Bearer …`. It is said this once, and not kept: null
    /// when there are errors, or when this call repeats an earlier one.
    async fn secret(&self) -> Option<&str> {
        self.secret.as_deref()
    }

    /// What was appended to the log; null when there are errors.
    async fn activity(&self) -> Option<Ref<kinds::Activity>> {
        self.outcome.as_ref().ok()?.activity.map(Ref::new)
    }

    /// What has to be mended; nothing was changed unless this is empty.
    async fn errors(&self) -> &[UserError] {
        self.outcome.as_ref().err().map_or(&[], Vec::as_slice)
    }
}

/// What following, or not any more, came to.
pub struct FollowPayload(Result<Outcome, Vec<UserError>>);

/// What following, or not any more, came to.
#[Object]
impl FollowPayload {
    /// What is followed, or not any more; null when there are errors.
    async fn node(&self) -> Option<NodeRef> {
        Some(self.0.as_ref().ok()?.node)
    }

    /// What was appended to the log, for you alone; null when there are errors, or nothing had to
    /// change.
    async fn activity(&self) -> Option<Ref<kinds::Activity>> {
        self.0.as_ref().ok()?.activity.map(Ref::new)
    }

    /// What has to be mended; nothing was changed unless this is empty.
    async fn errors(&self) -> &[UserError] {
        self.0.as_ref().err().map_or(&[], Vec::as_slice)
    }
}

/// What erasing a person came to.
pub struct ErasePersonPayload(Result<Outcome, Vec<UserError>>);

/// What erasing a person came to.
#[Object]
impl ErasePersonPayload {
    /// What was appended to the log, for the secretariat; null for others, and when there are errors.
    async fn activity(&self) -> Option<Ref<kinds::Activity>> {
        self.0.as_ref().ok()?.activity.map(Ref::new)
    }

    /// What has to be mended; nothing was changed unless this is empty.
    async fn errors(&self) -> &[UserError] {
        self.0.as_ref().err().map_or(&[], Vec::as_slice)
    }
}

/// What people do for themselves.
#[derive(Default)]
pub struct AccountMutation;

/// What people do for themselves.
#[Object]
impl AccountMutation {
    /// Changes your name, your language, or who may see you.
    async fn update_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdatePersonInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<UpdatePersonPayload, ClientError> {
        let actor = ctx.reader().viewer().themselves();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        UpdatePersonPayload::of(ctx, commands::update_person(log, actor, &input, key).await)
    }

    /// Follows a city, a project, an event, a theme or an organisation: what happens to it stands in
    /// `viewer.feed`. Nobody else learns of it.
    async fn follow(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: FollowInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<FollowPayload, ClientError> {
        let actor = ctx.reader().viewer().themselves();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::follow(log, &ctx.reader().viewer(), actor, &input, key).await;
        Ok(FollowPayload(came_to(ctx, result)?))
    }

    /// Follows it no longer.
    async fn unfollow(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: FollowInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<FollowPayload, ClientError> {
        let actor = ctx.reader().viewer().themselves();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::unfollow(log, actor, &input, key).await;
        Ok(FollowPayload(came_to(ctx, result)?))
    }

    /// Makes a token that a program shows to act for you.
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the token is for.")] input: CreateApiTokenInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<CreateApiTokenPayload, ClientError> {
        let actor = ctx.reader().viewer().themselves();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let secret = Secret::generate();
        let new = NewToken {
            person: commands::oneself(&actor)?,
            secret_digest: &secret.digest().stored(),
        };
        let result = commands::create_api_token(log, actor, &new, &input, key).await;
        let outcome = came_to(ctx, result)?;
        let is_new = outcome
            .as_ref()
            .is_ok_and(|outcome| outcome.position.is_some());
        Ok(CreateApiTokenPayload {
            outcome,
            secret: is_new.then(|| TOKEN_PREFIX.to_owned() + &secret.reveal()),
        })
    }

    /// Ends a token at once, on every replica within a second.
    async fn revoke_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which token.")] input: RevokeApiTokenInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
    ) -> Result<RevokeApiTokenPayload, ClientError> {
        let actor = ctx.reader().viewer().themselves();
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        RevokeApiTokenPayload::of(
            ctx,
            commands::revoke_api_token(log, actor, &input, key).await,
        )
    }

    /// Ends your session, or all of them on every machine; on every replica within a second.
    async fn sign_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sessions.")] input: SignOutInput,
    ) -> Result<SignOutPayload, ClientError> {
        let actor = ctx.reader().viewer().themselves();
        let log = ctx.data_unchecked::<Log>();
        SignOutPayload::of(ctx, commands::sign_out(log, actor, input.everywhere).await)
    }

    /// Erases you, or for the secretariat somebody who asks for it: name, address, ways to sign in,
    /// tokens, what they follow. Their mandates end, invitations to them are taken back, and the log
    /// tells what they did as of someone. This cannot be undone.
    async fn erase_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and that you mean it.")] input: ErasePersonInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<ErasePersonPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let domains = *ctx.data_unchecked::<Domains>();
        let key = idempotency_key.as_deref();
        let result = commands::erase_person(log, actor, domains, &input, key).await;
        Ok(ErasePersonPayload(came_to(ctx, result)?))
    }
}
