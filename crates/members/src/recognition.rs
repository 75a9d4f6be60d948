//! Who asks: from what a request shows to the person behind it, and to what they may see and do. Made
//! once and kept for a while by the floor above; so it holds all mandates with their times, and the
//! viewer is made of it for each instant.

use std::collections::{BTreeSet, HashMap};

use access::Resource;
use chrono::{DateTime, Utc};
use kernel::{
    Conn, Kind, NodeRef, Party, Viewer,
    actor::{Credential, Mandate, Scope},
    viewer::{
        NETWORK, PUBLIC, Standing, audience_of_delegation, audience_of_desk, audience_of_event,
        audience_of_person, audience_of_project,
    },
};
use uuid::Uuid;

use crate::{
    Circles,
    store::{login, mandate, person, token},
};

/// How many projects count for what a person may see; those changed last.
const MOST_PROJECTS: usize = 1_000;
/// How many events count for it; those changed last.
const MOST_EVENTS: usize = 1_000;
/// How many events and delegations do.
const MOST_DESKS: usize = 1_000;

/// What a request shows to say who sends it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shown {
    /// A session's key, and the digest of the secret.
    Session(Uuid, String),
    /// A session that was recognised when a stream was opened: its secret may have changed since.
    Begun(Uuid),
    /// The digest of a token's secret.
    Token(String),
    /// A person who was found otherwise: by the token of an issuer, with what it is limited to.
    Person(Uuid, Option<BTreeSet<Scope>>),
}

/// What is known of who asks.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The person.
    pub person: Uuid,
    /// What was shown.
    pub credential: Credential,
    /// Until when it is taken; none when it says so itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// What it is limited to.
    pub scopes: Option<BTreeSet<Scope>>,
    /// The one mandate it can be used for.
    pub only: Option<Uuid>,
    /// When the secret of the session was changed last.
    pub rotated_at: Option<DateTime<Utc>>,
    /// Whether the session was shown by its secret before, which holds a little longer only.
    pub is_previous: bool,
    /// When the token was used last.
    pub last_used_at: Option<DateTime<Utc>>,
    /// The mandates that have not ended.
    mandates: Vec<Mandate>,
    /// The parties whose people are the network's.
    in_network: Vec<Party>,
    /// The projects of each party.
    projects: HashMap<Party, Vec<Uuid>>,
    /// The events that each party makes or hosts.
    events: HashMap<Party, Vec<Uuid>>,
    /// The events whose registration each party runs, and the delegations the person heads for it.
    desks: HashMap<Party, Vec<NodeRef>>,
}

/// Finds who shows this; none when it is nobody, or has ended.
///
/// # Errors
/// What the database says.
pub async fn recognise(
    conn: &mut Conn<'_>,
    circles: &dyn Circles,
    shown: &Shown,
    now: DateTime<Utc>,
) -> Result<Option<Facts>, sqlx::Error> {
    let Some(mut facts) = find(conn, shown, now).await? else {
        return Ok(None);
    };
    let held = mandate::of_person(conn, facts.person, now).await?;
    facts.mandates = held.iter().map(|held| held.as_mandate()).collect();
    let mut parties: Vec<Party> = facts.mandates.iter().map(|held| held.party).collect();
    parties.sort_unstable();
    parties.dedup();
    if !parties.is_empty() {
        facts.in_network = circles.in_network(conn, &parties).await?;
    }
    for party in parties {
        let projects = circles.projects_of(conn, &[party], MOST_PROJECTS).await?;
        facts.projects.insert(party, projects);
        let events = circles.events_of(conn, &[party], MOST_EVENTS).await?;
        facts.events.insert(party, events);
        let person = facts.person;
        let desks = circles.desks_of(conn, person, party, MOST_DESKS).await?;
        facts.desks.insert(party, desks);
    }
    Ok(Some(facts))
}

async fn find(
    conn: &mut Conn<'_>,
    shown: &Shown,
    now: DateTime<Utc>,
) -> Result<Option<Facts>, sqlx::Error> {
    Ok(match shown {
        Shown::Session(id, digest) => {
            let found = login::find(conn, *id).await?;
            let found = found.filter(|login| login.expires_at > now);
            found.and_then(|login| {
                let is_current = login.secret_digest == *digest;
                let is_previous = login.previous_digest.as_ref() == Some(digest);
                (is_current || is_previous).then(|| Facts {
                    expires_at: Some(login.expires_at),
                    rotated_at: Some(login.rotated_at),
                    is_previous: !is_current,
                    ..Facts::of(login.person_id, Credential::Session(login.id))
                })
            })
        }
        Shown::Begun(id) => {
            let found = login::find(conn, *id).await?;
            let found = found.filter(|login| login.expires_at > now);
            found.map(|login| Facts {
                expires_at: Some(login.expires_at),
                rotated_at: Some(login.rotated_at),
                ..Facts::of(login.person_id, Credential::Session(login.id))
            })
        }
        Shown::Token(digest) => {
            let found = token::by_secret(conn, digest).await?;
            let taken = found.filter(|token| token.revoked_at.is_none() && token.expires_at > now);
            taken.map(|token| Facts {
                expires_at: Some(token.expires_at),
                scopes: Some(token.scopes.0),
                only: token.mandate_id,
                last_used_at: token.last_used_at,
                ..Facts::of(token.person_id, Credential::Token(token.id))
            })
        }
        Shown::Person(id, scopes) => {
            let found = person::find(conn, *id).await?;
            found.map(|person| Facts {
                scopes: scopes.clone(),
                ..Facts::of(person.node.id, Credential::Issuer)
            })
        }
    })
}

/// What the policies have to know of a mandate; none when there is none.
///
/// # Errors
/// What the database says.
pub async fn resource_of_mandate(
    conn: &mut Conn<'_>,
    id: Uuid,
) -> Result<Option<Resource>, sqlx::Error> {
    let found = mandate::find(conn, id).await?;
    Ok(found.map(|found| found.resource()))
}

impl Facts {
    fn of(person: Uuid, credential: Credential) -> Self {
        Self {
            person,
            credential,
            expires_at: None,
            scopes: None,
            only: None,
            rotated_at: None,
            is_previous: false,
            last_used_at: None,
            mandates: Vec::new(),
            in_network: Vec::new(),
            projects: HashMap::new(),
            events: HashMap::new(),
            desks: HashMap::new(),
        }
    }

    /// Whether what was shown is taken at this instant.
    pub fn hold(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    /// When the viewer changes though nothing happens: a mandate begins or ends, or what was shown is
    /// taken no longer.
    pub fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mandates = self.mandates.iter();
        mandates
            .flat_map(|held| [Some(held.starts_at), held.ends_at])
            .chain([self.expires_at])
            .flatten()
            .filter(|at| *at > now)
            .min()
    }

    /// Whom this rests on: when an activity touches one of these nodes, it has to be found anew.
    pub fn rests_on(&self) -> impl Iterator<Item = NodeRef> + '_ {
        let parties = self.mandates.iter().map(|held| held.party.mark());
        let mandates = (self.mandates.iter()).map(|held| NodeRef::new(Kind::Mandate, held.id));
        let projects =
            (self.projects.values().flatten()).map(|project| NodeRef::new(Kind::Project, *project));
        let events =
            (self.events.values().flatten()).map(|event| NodeRef::new(Kind::Event, *event));
        let desks = self.desks.values().flatten().copied();
        let token = match self.credential {
            Credential::Token(id) => Some(NodeRef::new(Kind::ApiToken, id)),
            _ => None,
        };
        [NodeRef::new(Kind::Person, self.person)]
            .into_iter()
            .chain(parties)
            .chain(mandates)
            .chain(projects)
            .chain(events)
            .chain(desks)
            .chain(token)
    }

    /// The viewer at this instant, who writes under the mandate that the request has chosen.
    pub fn viewer(&self, chosen: Option<Uuid>, now: DateTime<Utc>) -> Viewer {
        let usable =
            |held: &&Mandate| held.holds(now) && self.only.is_none_or(|only| only == held.id);
        let usable: Vec<&Mandate> = self.mandates.iter().filter(usable).collect();
        let mut audiences = BTreeSet::from([PUBLIC.to_owned()]);
        let reads = (self.scopes.as_ref()).is_none_or(|scopes| scopes.contains(&Scope::Read));
        if reads {
            audiences.insert(audience_of_person(self.person));
            for held in &usable {
                audiences.insert(held.party.audience());
                if self.in_network.contains(&held.party) {
                    audiences.insert(NETWORK.to_owned());
                }
                let projects = self.projects.get(&held.party);
                let projects = projects.into_iter().flatten();
                audiences.extend(projects.map(|project| audience_of_project(*project)));
                let events = self.events.get(&held.party).into_iter().flatten();
                audiences.extend(events.map(|event| audience_of_event(*event)));
                // What is kept of those who come to an event is for whom it is a matter of.
                if (held.scopes.as_ref()).is_none_or(|scopes| scopes.contains(&Scope::Events)) {
                    let desks = self.desks.get(&held.party).into_iter().flatten();
                    audiences.extend(desks.map(|node| match node.kind {
                        Kind::EventDelegation => audience_of_delegation(node.id),
                        _ => audience_of_desk(node.id),
                    }));
                }
            }
        }
        let standing = Standing {
            person: self.person,
            mandates: usable.into_iter().cloned().collect(),
            chosen,
            credential: self.credential,
            scopes: self.scopes.clone(),
        };
        Viewer::person(audiences, standing)
    }
}
