//! Offers of a mandate to whoever has an address: made, and taken back. Taking one up is signing in
//! (`sign_in`).

use access::{Action, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome, Write};
use async_graphql::InputObject;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    Actor, ClientError, IdOf, Kind, NodeRef, Party, UserError, UserErrorCode,
    actor::Role,
    entity::kinds,
    locale::Locale,
    validate::{self, Mistakes},
    viewer::SECRETARIAT,
};
use serde::Serialize;

use super::mandate::{self, MandateTerms, Terms, key, name_party, require_party, within_own};
use crate::{
    Invitation, InvitationState,
    store::{invitation as store, letter},
};

/// For how many days an invitation can be taken up.
pub const INVITATION_DAYS: i64 = 14;

/// An invitation to take up a mandate.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct InviteToMandateInput {
    /// To whom it is sent, by e-mail. Nobody learns whether the hub knows the address.
    pub email: String,
    /// What the mandate is for.
    #[graphql(flatten)]
    pub terms: MandateTerms,
    /// The language of the letter, by BCP 47; English, unless told.
    pub locale: Option<String>,
}

/// An invitation to be taken back.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct WithdrawInvitationInput {
    /// The invitation, which nobody has taken up.
    pub invitation: IdOf<kinds::Invitation>,
}

/// Invites somebody by e-mail. The letter is sent by the outbox.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn invite(
    log: &Log,
    actor: Actor,
    input: &InviteToMandateInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let email = validate::email(&input.email, "input.email", &mut mistakes);
    let terms = mandate::check_terms(&input.terms, log.clock().now(), &mut mistakes);
    if let Some(Err(error)) = input.locale.as_ref().map(|locale| locale.parse::<Locale>()) {
        let message = error.message;
        mistakes.add(UserError::new(
            UserErrorCode::Invalid,
            "input.locale",
            message,
        ));
    }
    mistakes.none()?;
    let (Some(email), Some(terms)) = (email, terms) else {
        return Err(ClientError::internal("terms without a mistake").into());
    };
    let frame = Frame::new("inviteToMandate", actor, idempotency_key, input);
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let permit = write.authorize(Action::InviteToMandate, &Resource::Party(terms.party))?;
    require_party(&mut write, terms.party).await?;
    within_own(write.actor(), terms.scopes.as_ref())?;
    let now = write.now();
    if store::pending_for(&mut write.conn(), email.as_str(), now).await? >= MOST_PENDING {
        let message =
            "So many invitations to this address are open that one more would be a nuisance.";
        return Err(UserError::new(UserErrorCode::Taken, "input.email", message).into());
    }
    let invitation = invitation(&write, email.to_string(), &terms, input.locale.clone());
    store::insert(&mut write.conn(), &invitation, None).await?;
    let letter = letter::Letter {
        id: write.clock().new_id(),
        email: invitation.email.clone().unwrap_or_default(),
        locale: invitation.locale.clone(),
        next: None,
        invitation_id: Some(invitation.id),
        news: None,
        registration_id: None,
        requested_at: now,
        attempts: 0,
    };
    letter::insert(&mut write.conn(), &[letter]).await?;
    let node = tell(&mut write, "invitation.sent", &invitation);
    frame.commit(write, permit, node).await
}

/// How many invitations to one address can be open at a time.
const MOST_PENDING: i64 = 10;

/// Makes an invitation whose link is handed over by whoever asked for it: no letter is sent. Takes
/// the digest of the link's secret. For the operator, who has no other way in.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn invite_by_link(
    log: &Log,
    actor: Actor,
    email: &str,
    party: Party,
    role: Role,
    secret_digest: &str,
) -> Result<(Outcome, DateTime<Utc>), Failure> {
    let mut mistakes = Mistakes::default();
    let email = validate::email(email, "email", &mut mistakes);
    mistakes.check(
        role.suits(party),
        UserErrorCode::Invalid,
        "role",
        "This role is not one for this party.",
    );
    mistakes.none()?;
    let Some(email) = email else {
        return Err(ClientError::internal("an address without a mistake").into());
    };
    let mut write = Write::begin(log, actor).await?;
    let permit = write.authorize(Action::InviteToMandate, &Resource::Party(party))?;
    require_party(&mut write, party).await?;
    let terms = Terms {
        party,
        role,
        scopes: None,
        ends_at: None,
    };
    let invitation = invitation(&write, email.to_string(), &terms, None);
    store::insert(&mut write.conn(), &invitation, Some(secret_digest)).await?;
    let node = tell(&mut write, "invitation.sent", &invitation);
    Ok((write.commit(permit, node).await?, invitation.expires_at))
}

/// Takes an invitation back that nobody has taken up.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn withdraw_invitation(
    log: &Log,
    actor: Actor,
    input: &WithdrawInvitationInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = key(&input.invitation, "input.invitation", &mut mistakes).unwrap_or_default();
    mistakes.none()?;
    let frame = Frame::new("withdrawInvitation", actor, idempotency_key, input);
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let refuse =
        |code, message: &str| Failure::from(UserError::new(code, "input.invitation", message));
    let found = store::find(&mut write.conn(), id).await?;
    let invitation = found.ok_or_else(|| {
        refuse(
            UserErrorCode::NotFound,
            "There is no invitation with this id.",
        )
    })?;
    let permit = write.authorize(
        Action::WithdrawInvitation,
        &Resource::Party(invitation.party()),
    )?;
    let withdrawn = InvitationState::Withdrawn;
    if !store::end(&mut write.conn(), id, withdrawn).await? {
        return Err(refuse(
            UserErrorCode::Invalid,
            "This invitation is not open any more.",
        ));
    }
    let node = tell(&mut write, "invitation.withdrawn", &invitation);
    frame.commit(write, permit, node).await
}

fn invitation(write: &Write, email: String, terms: &Terms, locale: Option<String>) -> Invitation {
    let now = write.now();
    Invitation {
        id: write.clock().new_id(),
        email: Some(email),
        party: terms.party.into(),
        role: terms.role,
        scopes: terms.scopes.clone().map(sqlx::types::Json),
        mandate_ends_at: terms.ends_at,
        locale,
        state: InvitationState::Pending,
        invited_at: now,
        invited_under: mandate::under(write.actor()),
        expires_at: now + TimeDelta::days(INVITATION_DAYS),
        mandate_id: None,
        audience: audience(write.actor()),
    }
}

/// An invitation is seen by those in whose name it was made.
fn audience(actor: &Actor) -> String {
    let acting = actor.person().and_then(|acting| acting.mandate.as_ref());
    acting.map_or_else(
        || SECRETARIAT.to_owned(),
        |mandate| mandate.party.audience(),
    )
}

pub(super) fn tell(write: &mut Write, verb: &'static str, invitation: &Invitation) -> NodeRef {
    let node = NodeRef::new(Kind::Invitation, invitation.id);
    let draft = Draft::of(verb, node).audience(&invitation.audience);
    write.record(name_party(draft, invitation.party()));
    node
}
