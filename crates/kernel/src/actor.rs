//! In whose name something is done. People act *for* a city, an organisation or the secretariat,
//! under a mandate that says which, in what role, how far and until when.

use std::{collections::BTreeSet, fmt, sync::Arc};

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// In whose name something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular: may only read.
    Anonymous,
    /// The hub itself, or its operator.
    System,
    /// A person, for themselves or under one of their mandates.
    Person(Arc<Acting>),
}

/// A person who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// The person.
    pub person: Uuid,
    /// The mandate it is done under; none for what they do for themselves.
    pub mandate: Option<Mandate>,
    /// What they have shown to be who they are.
    pub credential: Credential,
    /// What the credential is limited to; none when it is not.
    pub scopes: Option<BTreeSet<Scope>>,
    /// How many mandates they could have named.
    pub held: usize,
}

/// What a person has shown to be who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Credential {
    /// A session, begun by signing in.
    Session(Uuid),
    /// A token of the hub's API.
    Token(Uuid),
    /// A token of an issuer that the operator trusts, checked by its signature.
    Issuer,
    /// A one-time link that was sent to their address, used up by this very write.
    Link,
}

/// A mandate, as far as it decides what its holder may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Its key.
    pub id: Uuid,
    /// For whom its holder acts.
    pub party: Party,
    /// As what.
    pub role: Role,
    /// What it is limited to; none for all that the role may do.
    pub scopes: Option<BTreeSet<Scope>>,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when; none for no end.
    pub ends_at: Option<DateTime<Utc>>,
}

impl Mandate {
    /// Whether it holds at this instant: from its start on, and before its end.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.starts_at <= now && self.ends_at.is_none_or(|end| now < end)
    }
}

/// Whom people act for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// A city.
    City(Uuid),
    /// An organisation.
    Organisation(Uuid),
    /// The network's secretariat.
    Secretariat,
}

impl Party {
    /// The audience of what concerns this party alone.
    pub fn audience(self) -> String {
        self.to_string()
    }

    /// The city or the organisation, as a node; the secretariat is none.
    pub fn node(self) -> Option<crate::NodeRef> {
        match self {
            Party::City(id) => Some(crate::NodeRef::new(crate::Kind::City, id)),
            Party::Organisation(id) => Some(crate::NodeRef::new(crate::Kind::Organisation, id)),
            Party::Secretariat => None,
        }
    }

    /// What stands for the party in the log where an activity concerns it: its node. The secretariat is
    /// none, and has a mark that no node has: whoever keeps what its people may see looks it up anew.
    pub fn mark(self) -> crate::NodeRef {
        let nobody = crate::NodeRef::new(crate::Kind::Organisation, Uuid::nil());
        self.node().unwrap_or(nobody)
    }
}

/// `city:…`, `organisation:…`, `secretariat`: as audiences and policies write it.
impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Party::City(id) => write!(f, "city:{id}"),
            Party::Organisation(id) => write!(f, "organisation:{id}"),
            Party::Secretariat => f.write_str("secretariat"),
        }
    }
}

/// As what a person acts for a party.
#[derive(
    Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Speaks for a city or an organisation, and names those who act for it.
    Representative,
    /// Works for a city or an organisation: on its projects and events.
    Officer,
    /// Runs the network for its secretariat: keeps the record, and names those who act for anyone.
    Secretary,
    /// Moderates for the secretariat.
    Moderator,
}

crate::stored_enum!(Role {
    Representative = "REPRESENTATIVE",
    Officer = "OFFICER",
    Secretary = "SECRETARY",
    Moderator = "MODERATOR",
});

impl Role {
    /// Every role.
    pub const ALL: &[Role] = &[
        Role::Representative,
        Role::Officer,
        Role::Secretary,
        Role::Moderator,
    ];

    /// Whether one can have this role for this party: the secretariat has roles of its own.
    pub fn suits(self, party: Party) -> bool {
        matches!(self, Role::Secretary | Role::Moderator) == (party == Party::Secretariat)
    }
}

/// A field of what can be done: mandates and tokens are limited to some of them.
#[derive(
    Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scope {
    /// Read what the person may see, beyond what anybody may. For tokens.
    Read,
    /// What people do for themselves: follow, change their name, make tokens. For tokens.
    Account,
    /// Mandates and invitations.
    People,
    /// The record of cities, organisations and themes.
    Record,
    /// Projects.
    Projects,
    /// Events.
    Events,
    /// The membership of cities in the network.
    Membership,
    /// The texts of nodes, in every language: also for programs that translate, and do nothing else.
    Texts,
}

crate::stored_enum!(Scope {
    Read = "READ",
    Account = "ACCOUNT",
    People = "PEOPLE",
    Record = "RECORD",
    Projects = "PROJECTS",
    Events = "EVENTS",
    Membership = "MEMBERSHIP",
    Texts = "TEXTS",
});

impl Scope {
    /// Every scope.
    pub const ALL: &[Scope] = &[
        Scope::Read,
        Scope::Account,
        Scope::People,
        Scope::Record,
        Scope::Projects,
        Scope::Events,
        Scope::Membership,
        Scope::Texts,
    ];

    /// Whether a mandate can be limited to it: reading and one's own account are not a matter of
    /// mandates.
    pub fn is_of_mandates(self) -> bool {
        !matches!(self, Scope::Read | Scope::Account)
    }
}

impl Actor {
    /// The same, for themselves: what people do to their own account is done under no mandate, and is
    /// nothing for an audit trail.
    #[must_use]
    pub fn for_oneself(self) -> Self {
        match self {
            Actor::Person(acting) => Actor::Person(Arc::new(Acting {
                mandate: None,
                ..Acting::clone(&acting)
            })),
            other => other,
        }
    }

    /// The person who acts, if it is one.
    pub fn person(&self) -> Option<&Acting> {
        match self {
            Actor::Person(acting) => Some(acting),
            Actor::Anonymous | Actor::System => None,
        }
    }
}
