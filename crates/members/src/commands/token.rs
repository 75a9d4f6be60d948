//! Tokens that programs show to act for a person.

use std::collections::BTreeSet;

use access::{Action, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome, Write};
use async_graphql::InputObject;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    Actor, ClientError, IdOf, Kind, NodeRef, UserError, UserErrorCode,
    actor::{Credential, Scope},
    entity::kinds,
    validate::{self, Mistakes},
    viewer::audience_of_person,
};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{mandate::key, person::oneself};
use crate::{
    ApiToken,
    store::{mandate, person, token as store},
};

/// What every token begins with, so that programs that look for leaked secrets know it.
pub const TOKEN_PREFIX: &str = "passerelle_";
/// The longest life of a token, in days.
const MOST_DAYS: i64 = 366;
/// How many tokens a person can have at a time.
const MOST_TOKENS: i64 = 50;

/// A token to be made.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct CreateApiTokenInput {
    /// What you call it, to know it again; at most 80 characters.
    pub name: String,
    /// What it can be used for. Without READ it reads what anybody may.
    pub scopes: Vec<Scope>,
    /// Until when it is taken, in UTC; at most 366 days ahead.
    pub expires_at: DateTime<Utc>,
    /// The one mandate that it writes under; any that you hold, unless told.
    pub mandate: Option<IdOf<kinds::Mandate>>,
}

/// A token to be ended.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RevokeApiTokenInput {
    /// The token.
    pub token: IdOf<kinds::ApiToken>,
}

/// What making a token takes beside the input.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    /// Whose token it is.
    pub person: Uuid,
    /// The digest of its secret.
    pub secret_digest: &'a str,
}

/// Makes a token. Its secret is made by the caller, who shows it once; here only its digest arrives.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn create_api_token(
    log: &Log,
    actor: Actor,
    new: &NewToken<'_>,
    input: &CreateApiTokenInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let scopes: BTreeSet<Scope> = input.scopes.iter().copied().collect();
    let (mandate_id, mistakes) = check(input, log.clock().now());
    mistakes.none()?;
    let frame = Frame::new(
        "createApiToken",
        actor.for_oneself(),
        idempotency_key,
        input,
    );
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let permit = write.authorize(Action::CreateApiToken, &Resource::Person(new.person))?;
    let now = write.now();
    let own = (write.actor().person()).and_then(|acting| acting.scopes.as_ref());
    if own.is_some_and(|own| !scopes.is_subset(own)) {
        let message = "The token that you came with has fewer scopes.";
        return Err(UserError::new(UserErrorCode::Invalid, "input.scopes", message).into());
    }
    within_own(&mut write, mandate_id, input.expires_at).await?;
    if let Some(id) = mandate_id {
        let held = mandate::of_person(&mut write.conn(), new.person, now).await?;
        if !held.iter().any(|held| held.id == id) {
            let message = "This is no mandate that you hold.";
            return Err(UserError::new(UserErrorCode::NotFound, "input.mandate", message).into());
        }
    }
    if store::count(&mut write.conn(), new.person, now).await? >= MOST_TOKENS {
        let message = format!("A person has at most {MOST_TOKENS} tokens: end one first.");
        return Err(UserError::new(UserErrorCode::TooLong, "input", message).into());
    }
    let token = ApiToken {
        id: write.clock().new_id(),
        person_id: new.person,
        mandate_id,
        name: input.name.trim().to_owned(),
        scopes: Json(scopes),
        created_at: now,
        expires_at: input.expires_at,
        last_used_at: None,
        revoked_at: None,
        audience: audience_of_person(new.person),
    };
    store::insert(&mut write.conn(), &token, new.secret_digest).await?;
    let node = NodeRef::new(Kind::ApiToken, token.id);
    write.record(private("token.created", node, &token));
    frame.commit(write, permit, node).await
}

/// Refuses a token that could do more than the one it is made with: under another mandate, or longer.
async fn within_own(
    write: &mut Write,
    mandate: Option<Uuid>,
    expires_at: DateTime<Utc>,
) -> Result<(), Failure> {
    let Some(Credential::Token(id)) = write.actor().person().map(|acting| acting.credential) else {
        return Ok(());
    };
    let Some(own) = store::find(&mut write.conn(), id).await? else {
        return Ok(());
    };
    let mut mistakes = Mistakes::default();
    mistakes.check(
        own.mandate_id.is_none() || own.mandate_id == mandate,
        UserErrorCode::Invalid,
        "input.mandate",
        "The token that you came with is for one mandate: name it.",
    );
    mistakes.check(
        expires_at <= own.expires_at,
        UserErrorCode::Invalid,
        "input.expiresAt",
        "The token that you came with ends earlier.",
    );
    Ok(mistakes.none()?)
}

/// Ends a token at once.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn revoke_api_token(
    log: &Log,
    actor: Actor,
    input: &RevokeApiTokenInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = key(&input.token, "input.token", &mut mistakes).unwrap_or_default();
    mistakes.none()?;
    let owner = match &actor {
        Actor::System => None,
        actor => Some(oneself(actor)?),
    };
    let frame = Frame::new(
        "revokeApiToken",
        actor.for_oneself(),
        idempotency_key,
        input,
    );
    let mut write = match frame.begin_revoking(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let found = store::find(&mut write.conn(), id).await?;
    // Another's token is not there: ids tell nothing.
    let mine = |token: &ApiToken| owner.is_none_or(|owner| owner == token.person_id);
    let token = found.filter(mine).ok_or_else(|| {
        let message = "You have no token with this id.";
        UserError::new(UserErrorCode::NotFound, "input.token", message)
    })?;
    let permit = write.authorize(Action::RevokeApiToken, &Resource::Person(token.person_id))?;
    let node = NodeRef::new(Kind::ApiToken, id);
    let now = write.now();
    if !store::revoke(&mut write.conn(), id, now).await? {
        return Ok(Outcome {
            node,
            activity: None,
            position: None,
        });
    }
    write.record(private("token.revoked", node, &token));
    frame.commit(write, permit, node).await
}

fn private(verb: &'static str, node: NodeRef, token: &ApiToken) -> Draft {
    let person = NodeRef::new(Kind::Person, token.person_id);
    Draft::of(verb, node)
        .related([person])
        .node("person", person)
        .audience(&token.audience)
}

fn check(input: &CreateApiTokenInput, now: DateTime<Utc>) -> (Option<Uuid>, Mistakes) {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    validate::text(&input.name, 80, "input.name", m);
    m.check(
        !input.scopes.is_empty(),
        UserErrorCode::Blank,
        "input.scopes",
        "A token for nothing makes no sense.",
    );
    validate::distinct(&input.scopes, "input.scopes", m);
    m.check(
        input.expires_at > now && input.expires_at <= now + TimeDelta::days(MOST_DAYS),
        UserErrorCode::Invalid,
        "input.expiresAt",
        "A token ends later than now, and in 366 days at most.",
    );
    let mandate = (input.mandate.as_ref()).and_then(|id| key(id, "input.mandate", m));
    (mandate, mistakes)
}

/// Notes that a token was used, to the minute or so. Housekeeping, without an activity.
///
/// # Errors
/// When the database fails.
pub async fn token_was_used(log: &Log, id: Uuid) -> Result<(), ClientError> {
    let mut tx = log.db().begin().await?;
    store::used(&mut tx.conn(), id, log.clock().now()).await?;
    Ok(tx.commit().await?)
}

/// The person with this address; for the operator, who knows people by their addresses.
///
/// # Errors
/// When the database fails.
pub async fn person_by_email(log: &Log, email: &str) -> Result<Option<Uuid>, ClientError> {
    let found = person::by_email(&mut log.db().read().await?, email).await?;
    Ok(found.map(|person| person.node.id))
}

/// The tokens of a person, the newest first, ended ones too; at most 100.
///
/// # Errors
/// When the database fails.
pub async fn tokens_of(log: &Log, person: Uuid) -> Result<Vec<ApiToken>, ClientError> {
    Ok(store::of_person(&mut log.db().read().await?, person).await?)
}
