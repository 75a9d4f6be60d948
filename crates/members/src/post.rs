//! The letters that wait to be sent, and the links in them. The floor above sends them; a link's
//! secret is made when its letter is sent, and only its digest arrives here.

use activity::Log;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ClientError, Conn, seat::SeatNews};
use uuid::Uuid;

use crate::{
    Invitation, InvitationState, Letter,
    commands::LINK_MINUTES,
    store::{invitation, letter, login, person},
};

/// Takes the letters that are due, at most 20. They are due again at `again`, unless they are let go
/// of before; no other replica takes them meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn take_due(log: &Log, again: DateTime<Utc>) -> Result<Vec<Letter>, ClientError> {
    let mut tx = log.db().begin().await?;
    let taken = letter::take_due(&mut tx.conn(), log.clock().now(), again).await?;
    tx.commit().await?;
    Ok(taken)
}

/// When the next letter is due; none when there is none.
///
/// # Errors
/// When the database fails.
pub async fn next_due(log: &Log) -> Result<Option<DateTime<Utc>>, ClientError> {
    Ok(letter::next_due(&mut log.db().read().await?).await?)
}

/// How many letters wait.
///
/// # Errors
/// When the database fails.
pub async fn waiting(log: &Log) -> Result<i64, ClientError> {
    Ok(letter::count(&mut log.db().read().await?).await?)
}

/// Puts a letter off that could not be sent.
///
/// # Errors
/// When the database fails.
pub async fn put_off(log: &Log, id: Uuid, until: DateTime<Utc>) -> Result<(), ClientError> {
    let mut tx = log.db().begin().await?;
    letter::put_off(&mut tx.conn(), id, until).await?;
    Ok(tx.commit().await?)
}

/// Lets go of a letter: it was sent, or is given up.
///
/// # Errors
/// When the database fails.
pub async fn let_go(log: &Log, id: Uuid) -> Result<(), ClientError> {
    let mut tx = log.db().begin().await?;
    letter::delete(&mut tx.conn(), id).await?;
    Ok(tx.commit().await?)
}

/// Makes a link to sign in with, for an address of somebody the hub knows, or has invited, or for
/// anybody's. None when it is for nobody; else the language that the person reads in, if known.
///
/// # Errors
/// When the database fails.
pub async fn make_link(
    log: &Log,
    email: &str,
    next: &str,
    secret_digest: &str,
    anybody: bool,
) -> Result<Option<Option<String>>, ClientError> {
    let now = log.clock().now();
    let mut tx = log.db().begin().await?;
    let known = person::by_email(&mut tx.conn(), email).await?;
    let welcome = anybody
        || known.is_some()
        || invitation::pending_for(&mut tx.conn(), email, now).await? > 0;
    if !welcome {
        return Ok(None);
    }
    let link = login::Link {
        email: email.to_owned(),
        next: next.to_owned(),
        expires_at: now + TimeDelta::minutes(LINK_MINUTES),
    };
    login::insert_link(&mut tx.conn(), secret_digest, &link, now).await?;
    tx.commit().await?;
    Ok(Some(known.and_then(|person| person.locale)))
}

/// News of a place at an event, for whoever has this address.
#[derive(Clone, Debug)]
pub struct SeatLetter {
    /// The letter's key.
    pub id: Uuid,
    /// To whom.
    pub email: String,
    /// What it tells.
    pub news: SeatNews,
    /// Of which registration.
    pub registration: Uuid,
}

/// Writes letters with news of places at events, in the write of another domain.
///
/// # Errors
/// When the database fails.
pub async fn write_letters(
    conn: &mut Conn<'_>,
    letters: &[SeatLetter],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let letters = letters.iter().map(|letter| Letter {
        id: letter.id,
        email: letter.email.clone(),
        locale: None,
        next: None,
        invitation_id: None,
        news: Some(letter.news),
        registration_id: Some(letter.registration),
        requested_at: now,
        attempts: 0,
    });
    letter::insert(conn, &letters.collect::<Vec<_>>()).await
}

/// The language that whoever has this address reads in; none when that is not known.
///
/// # Errors
/// When the database fails.
pub async fn language_of(log: &Log, email: &str) -> Result<Option<String>, ClientError> {
    let known = person::by_email(&mut log.db().read().await?, email).await?;
    Ok(known.and_then(|person| person.locale))
}

/// Whom a link is for, as long as it can be used: asked before it is used up, so that whoever opens a
/// link to look at it does not use it.
///
/// # Errors
/// When the database fails.
pub async fn link_is_for(log: &Log, secret_digest: &str) -> Result<Option<String>, ClientError> {
    let now = log.clock().now();
    let found = login::find_link(&mut log.db().read().await?, secret_digest).await?;
    Ok(found
        .filter(|link| link.expires_at > now)
        .map(|link| link.email))
}

/// Gives an invitation the link that its letter brings; the link of an earlier letter is void. None
/// when it is not open any more.
///
/// # Errors
/// When the database fails.
pub async fn seal_invitation(
    log: &Log,
    id: Uuid,
    secret_digest: &str,
) -> Result<Option<Invitation>, ClientError> {
    let now = log.clock().now();
    let mut tx = log.db().begin().await?;
    let found = invitation::find(&mut tx.conn(), id).await?;
    let open =
        |found: &Invitation| found.state == InvitationState::Pending && found.expires_at > now;
    let Some(found) = found.filter(open) else {
        return Ok(None);
    };
    invitation::set_secret(&mut tx.conn(), id, secret_digest).await?;
    tx.commit().await?;
    Ok(Some(found))
}

/// What an invitation offers, as long as it can be taken up, and whether the hub knows the person.
///
/// # Errors
/// When the database fails.
pub async fn invitation_by_secret(
    log: &Log,
    secret_digest: &str,
) -> Result<Option<(Invitation, bool)>, ClientError> {
    let now = log.clock().now();
    let mut conn = log.db().read().await?;
    let found = invitation::by_secret(&mut conn, secret_digest).await?;
    let open =
        |found: &Invitation| found.state == InvitationState::Pending && found.expires_at > now;
    let Some(found) = found.filter(open) else {
        return Ok(None);
    };
    let email = found.email.as_deref().unwrap_or_default();
    let is_known = person::by_email(&mut conn, email).await?.is_some();
    Ok(Some((found, is_known)))
}
