//! Who acts for whom: granting, limiting and ending mandates.

use std::collections::BTreeSet;

use access::{Action, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome, Write};
use async_graphql::{InputObject, OneofObject};
use chrono::{DateTime, Utc};
use kernel::{
    Actor, ClientError, IdOf, Kind, NodeRef, Party, UserError, UserErrorCode,
    actor::{Role, Scope},
    entity::kinds,
    node,
    validate::{self, Mistakes},
    viewer::NETWORK,
};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    StoredMandate,
    store::guard,
    store::mandate::{self as store, NewMandate},
};

/// For whom to act: exactly one of these.
#[derive(OneofObject, Clone, Debug, Serialize)]
pub enum PartyInput {
    /// This city.
    City(IdOf<kinds::City>),
    /// This organisation.
    Organisation(IdOf<kinds::Organisation>),
    /// The network's secretariat; only true makes sense.
    Secretariat(bool),
}

/// What a mandate is for.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct MandateTerms {
    /// For whom its holder acts.
    pub party: PartyInput,
    /// As what: REPRESENTATIVE and OFFICER are for cities and organisations, SECRETARY and MODERATOR
    /// for the secretariat.
    pub role: Role,
    /// What it is limited to, of PEOPLE, RECORD, PROJECTS, EVENTS, MEMBERSHIP and TEXTS; all that
    /// the role may do, unless told.
    pub scope: Option<Vec<Scope>>,
    /// Until when it holds, in UTC; without end, unless told.
    pub ends_at: Option<DateTime<Utc>>,
}

/// A mandate to be granted to a person whom the hub knows.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct GrantMandateInput {
    /// Who will hold it.
    pub person: IdOf<kinds::Person>,
    /// What it is for.
    #[graphql(flatten)]
    pub terms: MandateTerms,
    /// From when it holds, in UTC; from now on, unless told.
    pub starts_at: Option<DateTime<Utc>>,
}

/// How a mandate is to be limited: less, or shorter, never more.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct LimitMandateInput {
    /// The mandate.
    pub mandate: IdOf<kinds::Mandate>,
    /// What it is limited to from now on; as it is, unless told.
    pub scope: Option<Vec<Scope>>,
    /// Until when it holds, in UTC; as it is, unless told.
    pub ends_at: Option<DateTime<Utc>>,
}

/// A mandate to be ended.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct EndMandateInput {
    /// The mandate. One's own can be laid down, too.
    pub mandate: IdOf<kinds::Mandate>,
}

/// Terms that make sense so far.
pub(super) struct Terms {
    pub(super) party: Party,
    pub(super) role: Role,
    pub(super) scopes: Option<BTreeSet<Scope>>,
    pub(super) ends_at: Option<DateTime<Utc>>,
}

/// Grants a mandate to a person whom the hub knows.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn grant_mandate(
    log: &Log,
    actor: Actor,
    input: &GrantMandateInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let person = key(&input.person, "input.person", &mut mistakes);
    let terms = check_terms(&input.terms, log.clock().now(), &mut mistakes);
    mistakes.none()?;
    let (Some(person), Some(terms)) = (person, terms) else {
        return Err(ClientError::internal("terms without a mistake").into());
    };
    let frame = Frame::new("grantMandate", actor, idempotency_key, input);
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let permit = write.authorize(Action::GrantMandate, &Resource::Party(terms.party))?;
    require_party(&mut write, terms.party).await?;
    // Locked, so that nobody erases them while this is written.
    if !guard::person(&mut write.conn(), person).await? {
        let message = "There is no person with this id.";
        return Err(UserError::new(UserErrorCode::NotFound, "input.person", message).into());
    }
    let starts_at = input.starts_at.unwrap_or(write.now()).max(write.now());
    if terms.ends_at.is_some_and(|end| end <= starts_at) {
        let message = "A mandate ends after it begins.";
        return Err(UserError::new(UserErrorCode::Invalid, "input.endsAt", message).into());
    }
    within_own(write.actor(), terms.scopes.as_ref())?;
    let granted_under = under(write.actor());
    let id = grant(&mut write, person, &terms, starts_at, granted_under).await?;
    frame
        .commit(write, permit, NodeRef::new(Kind::Mandate, id))
        .await
}

/// Limits a mandate: what it is for, or how long it holds.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn limit_mandate(
    log: &Log,
    actor: Actor,
    input: &LimitMandateInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = key(&input.mandate, "input.mandate", &mut mistakes);
    let scopes = check_scopes(input.scope.as_deref(), &mut mistakes);
    mistakes.check(
        input.scope.is_some() || input.ends_at.is_some(),
        UserErrorCode::Blank,
        "input",
        "Say what it is limited to, or until when it holds.",
    );
    mistakes.none()?;
    let frame = Frame::new("limitMandate", actor, idempotency_key, input);
    let mut write = match frame.begin_revoking(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let mandate = lock(&mut write, id.unwrap_or_default()).await?;
    let permit = write.authorize(Action::LimitMandate, &mandate.resource())?;
    let now = write.now();
    let mut mistakes = Mistakes::default();
    still_holds(&mandate, now, &mut mistakes);
    let before = mandate.limits();
    let narrower = match (&before, &scopes) {
        (Some(before), Some(after)) => after.is_subset(before),
        _ => true,
    };
    mistakes.check(
        narrower,
        UserErrorCode::Invalid,
        "input.scope",
        "A mandate can be limited, not extended: grant another one.",
    );
    let shorter = |end: DateTime<Utc>| mandate.ends_at.is_none_or(|before| end <= before);
    mistakes.check(
        input.ends_at.is_none_or(|end| shorter(end) && end > now),
        UserErrorCode::Invalid,
        "input.endsAt",
        "A mandate can be shortened, not prolonged, and not into the past.",
    );
    mistakes.none()?;
    let scopes = scopes.or(before);
    let ends_at = input.ends_at.or(mandate.ends_at);
    store::limit(&mut write.conn(), mandate.id, scopes.as_ref(), ends_at).await?;
    tell(&mut write, "mandate.limited", &mandate);
    frame
        .commit(write, permit, NodeRef::new(Kind::Mandate, mandate.id))
        .await
}

/// Ends a mandate at once.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn end_mandate(
    log: &Log,
    actor: Actor,
    input: &EndMandateInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = key(&input.mandate, "input.mandate", &mut mistakes);
    mistakes.none()?;
    let frame = Frame::new("endMandate", actor, idempotency_key, input);
    let mut write = match frame.begin_revoking(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let mandate = lock(&mut write, id.unwrap_or_default()).await?;
    let permit = write.authorize(Action::EndMandate, &mandate.resource())?;
    let now = write.now();
    let mut mistakes = Mistakes::default();
    still_holds(&mandate, now, &mut mistakes);
    mistakes.none()?;
    let limits = mandate.limits();
    // One that has not begun never holds.
    let ends_at = now.max(mandate.starts_at);
    store::limit(
        &mut write.conn(),
        mandate.id,
        limits.as_ref(),
        Some(ends_at),
    )
    .await?;
    tell(&mut write, "mandate.ended", &mandate);
    frame
        .commit(write, permit, NodeRef::new(Kind::Mandate, mandate.id))
        .await
}

/// Writes a mandate, and that it was granted.
pub(super) async fn grant(
    write: &mut Write,
    person: Uuid,
    terms: &Terms,
    starts_at: DateTime<Utc>,
    granted_under: Option<Uuid>,
) -> Result<Uuid, Failure> {
    let now = write.now();
    let held = store::of_person(&mut write.conn(), person, now).await?;
    let same = |held: &StoredMandate| {
        held.party() == terms.party
            && held.role == terms.role
            && held.limits() == terms.scopes
            && held.ends_at.is_none_or(|end| end > starts_at)
    };
    if held.iter().any(same) {
        let message = "This person holds just this mandate already.";
        return Err(UserError::new(UserErrorCode::Taken, "input.person", message).into());
    }
    if held.len() >= MOST_MANDATES {
        let message = format!("A person holds at most {MOST_MANDATES} mandates.");
        return Err(UserError::new(UserErrorCode::TooLong, "input.person", message).into());
    }
    let id = write.clock().new_id();
    let mandate = NewMandate {
        id,
        person,
        party: terms.party,
        role: terms.role,
        scopes: terms.scopes.as_ref(),
        starts_at,
        ends_at: terms.ends_at,
        granted_under,
        audience: NETWORK,
    };
    store::insert(&mut write.conn(), &mandate, now).await?;
    let draft = draft("mandate.granted", id, terms.party, Some(person));
    write.record(draft);
    Ok(id)
}

/// How many mandates that have not ended a person can hold.
const MOST_MANDATES: usize = 50;

pub(super) fn tell(write: &mut Write, verb: &'static str, mandate: &StoredMandate) {
    let draft = draft(verb, mandate.id, mandate.party(), mandate.person_id);
    write.record(draft);
}

fn draft(verb: &'static str, id: Uuid, party: Party, person: Option<Uuid>) -> Draft {
    let person = person.map(|id| NodeRef::new(Kind::Person, id));
    let mut draft = name_party(Draft::of(verb, NodeRef::new(Kind::Mandate, id)), party)
        .audience(NETWORK)
        .related(person);
    if let Some(person) = person {
        draft = draft.node("person", person);
    }
    draft
}

/// Adds the party to an activity: for its summary, and to the lists of what concerns it.
pub(super) fn name_party(draft: Draft, party: Party) -> Draft {
    match party.node() {
        Some(node) => draft.node("party", node).related([node]),
        None => draft.code("party", "secretariat"),
    }
}

async fn lock(write: &mut Write, id: Uuid) -> Result<StoredMandate, Failure> {
    let found = store::lock(&mut write.conn(), id).await?;
    found.ok_or_else(|| {
        let message = "There is no mandate with this id.";
        UserError::new(UserErrorCode::NotFound, "input.mandate", message).into()
    })
}

fn still_holds(mandate: &StoredMandate, now: DateTime<Utc>, mistakes: &mut Mistakes) {
    mistakes.check(
        mandate.ends_at.is_none_or(|end| now < end),
        UserErrorCode::Invalid,
        "input.mandate",
        "This mandate has ended.",
    );
}

/// The mandate that something is done under.
pub(super) fn under(actor: &Actor) -> Option<Uuid> {
    let acting = actor.person()?;
    acting.mandate.as_ref().map(|mandate| mandate.id)
}

/// Refuses to grant more than one has: a limited mandate grants limited ones only.
pub(super) fn within_own(actor: &Actor, scopes: Option<&BTreeSet<Scope>>) -> Result<(), UserError> {
    let own = (actor.person())
        .and_then(|acting| acting.mandate.as_ref())
        .and_then(|mandate| mandate.scopes.as_ref());
    let within = match (own, scopes) {
        (None, _) => true,
        (Some(own), Some(scopes)) => scopes.is_subset(own),
        (Some(_), None) => false,
    };
    if within {
        return Ok(());
    }
    let message = "Your own mandate is limited: what you grant cannot reach further.";
    Err(UserError::new(
        UserErrorCode::Invalid,
        "input.scope",
        message,
    ))
}

/// Refuses a party that does not exist.
pub(super) async fn require_party(write: &mut Write, party: Party) -> Result<(), Failure> {
    let Some(node) = party.node() else {
        return Ok(());
    };
    if node::missing(&mut write.conn(), &[node]).await?.is_empty() {
        return Ok(());
    }
    let message = format!("There is no {} with the id {node}.", node.kind.type_name());
    Err(UserError::new(UserErrorCode::NotFound, "input.party", message).into())
}

/// The terms, if they make sense; else what is wrong with them.
pub(super) fn check_terms(
    input: &MandateTerms,
    now: DateTime<Utc>,
    mistakes: &mut Mistakes,
) -> Option<Terms> {
    let party = match &input.party {
        PartyInput::City(id) => key(id, "input.party.city", mistakes).map(Party::City),
        PartyInput::Organisation(id) => {
            key(id, "input.party.organisation", mistakes).map(Party::Organisation)
        }
        PartyInput::Secretariat(yes) => {
            mistakes.check(
                *yes,
                UserErrorCode::Invalid,
                "input.party.secretariat",
                "Only true makes sense here.",
            );
            yes.then_some(Party::Secretariat)
        }
    };
    if let Some(party) = party {
        mistakes.check(
            input.role.suits(party),
            UserErrorCode::Invalid,
            "input.role",
            "REPRESENTATIVE and OFFICER are for cities and organisations, SECRETARY and MODERATOR \
             for the secretariat.",
        );
    }
    mistakes.check(
        input.ends_at.is_none_or(|end| end > now),
        UserErrorCode::Invalid,
        "input.endsAt",
        "This is over already.",
    );
    let scopes = check_scopes(input.scope.as_deref(), mistakes);
    Some(Terms {
        party: party?,
        role: input.role,
        scopes,
        ends_at: input.ends_at,
    })
}

fn check_scopes(scopes: Option<&[Scope]>, mistakes: &mut Mistakes) -> Option<BTreeSet<Scope>> {
    let scopes = scopes?;
    mistakes.check(
        !scopes.is_empty(),
        UserErrorCode::Blank,
        "input.scope",
        "A mandate for nothing makes no sense: end it, or leave this out.",
    );
    validate::distinct(scopes, "input.scope", mistakes);
    for (i, scope) in scopes.iter().enumerate() {
        mistakes.check(
            scope.is_of_mandates(),
            UserErrorCode::Invalid,
            &format!("input.scope.{i}"),
            "READ and ACCOUNT are for tokens: every mandate reads, and an account is nobody's mandate.",
        );
    }
    Some(scopes.iter().copied().collect())
}

/// The key behind an id, or what is wrong with it.
pub(super) fn key<E: kernel::Entity>(
    id: &IdOf<E>,
    path: &str,
    mistakes: &mut Mistakes,
) -> Option<Uuid> {
    match id.key() {
        Ok(key) => Some(key),
        Err(error) => {
            mistakes.add(UserError::new(UserErrorCode::Invalid, path, error.message));
            None
        }
    }
}
