//! Coming in: how a person is found or made who has shown an address or an identity, how an
//! invitation becomes a mandate, and how a session begins. Links and sessions are housekeeping: they
//! have no activity; people and mandates have.

use access::{Action, Resource};
use activity::{Draft, Failure, Log, Write};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    Acting, Actor, ClientError, Kind, NodeRef, UserError, UserErrorCode, actor::Credential,
    locale::Locale, node::Visibility, validate::Mistakes,
};
use uuid::Uuid;

use super::{
    mandate::{Terms, grant},
    person::check_name,
};
use crate::{
    Invitation, InvitationState, Letter, Login,
    store::{guard, invitation, letter, login, person},
};

/// For how many minutes a link to sign in can be used.
pub const LINK_MINUTES: i64 = 15;
/// For how many days a session holds.
pub const SESSION_DAYS: i64 = 30;

/// Who comes in, by what they have shown.
#[derive(Clone, Debug)]
pub struct Newcomer<'a> {
    /// The address they have shown to be theirs, in its normal form.
    pub email: Option<&'a str>,
    /// Who they are to an identity provider: issuer and subject.
    pub identity: Option<(&'a str, &'a str)>,
    /// Who has signed in here by other means: the identity is theirs from now on, if it is nobody's.
    pub current: Option<Uuid>,
    /// What they are called, if they are new; else the first part of their address.
    pub name: Option<&'a str>,
    /// The language they read in, if they are new.
    pub locale: Option<&'a str>,
    /// Whether somebody whom the hub does not know, and nobody has invited, may come in.
    pub anybody: bool,
}

/// Who came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The person.
    pub person: Uuid,
    /// Whether they are new.
    pub is_new: bool,
}

/// Finds who comes in, or makes them a person; none when nobody knows or has invited them.
///
/// # Errors
/// When the database fails.
pub async fn enter(log: &Log, newcomer: &Newcomer<'_>) -> Result<Option<Entered>, Failure> {
    for _ in 0..MOST_TRIES {
        if let Tried::Done(entered) = try_to_enter(log, newcomer).await? {
            return Ok(entered);
        }
    }
    Err(ClientError::internal("somebody comes in again and again, and is never found").into())
}

/// How often somebody is looked for who has just come in elsewhere. Once does, unless they are erased
/// at the same moment.
const MOST_TRIES: usize = 5;

/// What coming in came to.
enum Tried<T> {
    /// It is done.
    Done(T),
    /// Somebody came in with the same address or identity at the same time, and was first: they are
    /// known now. Nothing was written.
    Overtaken,
}

async fn try_to_enter(
    log: &Log,
    newcomer: &Newcomer<'_>,
) -> Result<Tried<Option<Entered>>, Failure> {
    let mut conn = log.db().read().await?;
    let now = log.clock().now();
    let known = |person| {
        Ok(Tried::Done(Some(Entered {
            person,
            is_new: false,
        })))
    };
    if let Some((issuer, subject)) = newcomer.identity
        && let Some(person) = person::by_identity(&mut conn, issuer, subject).await?
    {
        return known(person);
    }
    let mut found = match newcomer.current {
        Some(current) => person::find(&mut conn, current).await?,
        None => None,
    };
    if let (None, Some(email)) = (&found, newcomer.email) {
        found = person::by_email(&mut conn, email).await?;
    }
    let invited = match newcomer.email {
        Some(email) => invitation::pending_for(&mut conn, email, now).await? > 0,
        None => false,
    };
    drop(conn);
    if let Some(found) = found {
        if let Some((issuer, subject)) = newcomer.identity {
            let mut tx = log.db().begin().await?;
            let id = found.node.id;
            if !person::link(&mut tx.conn(), issuer, subject, id, now).await? {
                return Ok(Tried::Overtaken);
            }
            tx.commit().await?;
        }
        return known(found.node.id);
    }
    if !invited && !newcomer.anybody {
        return Ok(Tried::Done(None));
    }
    let person = log.clock().new_id();
    let mut write = Write::begin(log, themselves(person)).await?;
    let permit = write.authorize(Action::TakeUpMandate, &Resource::Person(person))?;
    if !join(&mut write, person, newcomer).await? {
        return Ok(Tried::Overtaken);
    }
    let node = NodeRef::new(Kind::Person, person);
    write.commit(permit, node).await?;
    Ok(Tried::Done(Some(Entered {
        person,
        is_new: true,
    })))
}

/// Writes a person who is new, and that they joined; false when somebody with the same address or
/// identity has just done so: then the write must not be committed.
async fn join(write: &mut Write, id: Uuid, newcomer: &Newcomer<'_>) -> Result<bool, Failure> {
    let now = write.now();
    let local = newcomer.email.and_then(|email| email.split('@').next());
    let name = newcomer.name.map(str::trim).filter(|name| {
        let mut mistakes = Mistakes::default();
        check_name(name, "name", &mut mistakes);
        mistakes.none().is_ok()
    });
    let name = name.or(local).unwrap_or("?");
    let locale = newcomer.locale.filter(|tag| tag.parse::<Locale>().is_ok());
    let new = person::NewPerson {
        id,
        name,
        email: newcomer.email,
        locale,
        visibility: Visibility::Network,
    };
    if !person::insert(&mut write.conn(), &new, now).await? {
        return Ok(false);
    }
    if let Some((issuer, subject)) = newcomer.identity
        && !person::link(&mut write.conn(), issuer, subject, id, now).await?
    {
        return Ok(false);
    }
    let node = NodeRef::new(Kind::Person, id);
    write.record(Draft::of("person.joined", node).audience(Visibility::Secretariat.audience()));
    Ok(true)
}

/// A person who acts by what they have just shown, for themselves.
fn themselves(person: Uuid) -> Actor {
    Actor::Person(std::sync::Arc::new(Acting {
        person,
        mandate: None,
        credential: Credential::Link,
        scopes: None,
        held: 0,
    }))
}

/// An invitation, as its link was used.
#[derive(Clone, Debug)]
pub struct TakeUp<'a> {
    /// The digest of the link's secret.
    pub secret_digest: &'a str,
    /// What they are called, if the hub does not know them.
    pub name: Option<&'a str>,
    /// The language they read in, if the hub does not know them.
    pub locale: Option<&'a str>,
}

/// Makes an invitation a mandate, for the person with the address it was sent to, who is new or
/// known. The link is used up; none when it was, or has expired.
///
/// # Errors
/// That the person holds just this mandate already, or that the database fails.
pub async fn take_up(log: &Log, take: &TakeUp<'_>) -> Result<Option<Entered>, Failure> {
    for _ in 0..MOST_TRIES {
        if let Tried::Done(entered) = try_to_take_up(log, take).await? {
            return Ok(entered);
        }
    }
    Err(ClientError::internal("somebody comes in again and again, and is never found").into())
}

async fn try_to_take_up(log: &Log, take: &TakeUp<'_>) -> Result<Tried<Option<Entered>>, Failure> {
    let now = log.clock().now();
    let mut conn = log.db().read().await?;
    let Some(found) = usable(&mut conn, take.secret_digest, now).await? else {
        return Ok(Tried::Done(None));
    };
    let email = found.email.clone().unwrap_or_default();
    let known = person::by_email(&mut conn, &email).await?;
    drop(conn);
    let is_new = known.is_none();
    let person = known.map_or_else(|| log.clock().new_id(), |known| known.node.id);
    let mut write = Write::begin(log, themselves(person)).await?;
    let permit = write.authorize(Action::TakeUpMandate, &Resource::Person(person))?;
    // What was read before the write began may have changed: whoever takes it here is the one.
    let Some(found) = usable(&mut write.conn(), take.secret_digest, now).await? else {
        return Ok(Tried::Done(None));
    };
    if !invitation::end(&mut write.conn(), found.id, InvitationState::TakenUp).await? {
        return Ok(Tried::Done(None));
    }
    if is_new {
        let newcomer = Newcomer {
            email: Some(&email),
            identity: None,
            current: None,
            name: take.name,
            locale: take.locale.or(found.locale.as_deref()),
            anybody: true,
        };
        if !join(&mut write, person, &newcomer).await? {
            return Ok(Tried::Overtaken);
        }
    } else if !guard::person(&mut write.conn(), person).await? {
        // Erased meanwhile.
        return Ok(Tried::Overtaken);
    }
    let terms = Terms {
        party: found.party(),
        role: found.role,
        scopes: found.scopes.clone().map(|scopes| scopes.0),
        ends_at: found.mandate_ends_at,
    };
    if terms.ends_at.is_some_and(|end| end <= now) {
        let message = "The mandate that this invitation offers is over.";
        return Err(UserError::new(UserErrorCode::Invalid, "invitation", message).into());
    }
    let now = write.now();
    let mandate = grant(&mut write, person, &terms, now, found.invited_under).await?;
    invitation::set_mandate(&mut write.conn(), found.id, mandate).await?;
    write
        .commit(permit, NodeRef::new(Kind::Mandate, mandate))
        .await?;
    Ok(Tried::Done(Some(Entered { person, is_new })))
}

async fn usable(
    conn: &mut kernel::Conn<'_>,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>, sqlx::Error> {
    let found = invitation::by_secret(conn, digest).await?;
    Ok(found.filter(|found| found.state == InvitationState::Pending && found.expires_at > now))
}

/// Asks for a letter with a link to sign in with. Whether the hub knows the address is found out when
/// the letter is sent, so that the answer, and the time it takes, say nothing of it.
///
/// # Errors
/// When the database fails.
pub async fn request_link(
    log: &Log,
    email: &str,
    locale: Option<&str>,
    next: &str,
) -> Result<(), ClientError> {
    let letter = Letter {
        id: log.clock().new_id(),
        email: email.to_owned(),
        locale: locale.map(str::to_owned),
        next: Some(next.to_owned()),
        invitation_id: None,
        news: None,
        registration_id: None,
        requested_at: log.clock().now(),
        attempts: 0,
    };
    let mut tx = log.db().begin().await?;
    letter::insert(&mut tx.conn(), &[letter]).await?;
    Ok(tx.commit().await?)
}

/// Uses a link up, and finds who comes in by it, and where they wanted to go; none when it was used,
/// has expired, or leads to nobody.
///
/// # Errors
/// When the database fails.
pub async fn enter_by_link(
    log: &Log,
    digest: &str,
    anybody: bool,
) -> Result<Option<(Entered, String)>, Failure> {
    let now = log.clock().now();
    let mut tx = log.db().begin().await?;
    let link = login::take_link(&mut tx.conn(), digest).await?;
    tx.commit().await?;
    let Some(link) = link.filter(|link| link.expires_at > now) else {
        return Ok(None);
    };
    let newcomer = Newcomer {
        email: Some(&link.email),
        identity: None,
        current: None,
        name: None,
        locale: None,
        anybody,
    };
    let entered = enter(log, &newcomer).await?;
    Ok(entered.map(|entered| (entered, link.next)))
}

/// Begins a session, whose secret the caller hands to the browser.
///
/// # Errors
/// When the database fails.
pub async fn start_session(
    log: &Log,
    person: Uuid,
    secret_digest: &str,
) -> Result<Login, ClientError> {
    let now = log.clock().now();
    let session = Login {
        id: log.clock().new_id(),
        person_id: person,
        secret_digest: secret_digest.to_owned(),
        previous_digest: None,
        rotated_at: now,
        started_at: now,
        expires_at: now + TimeDelta::days(SESSION_DAYS),
    };
    let mut tx = log.db().begin().await?;
    login::insert(&mut tx.conn(), &session).await?;
    tx.commit().await?;
    Ok(session)
}
