//! Who looks, and who acts. Seeing is by audience: every row has one, a viewer is a set of them.

use std::collections::BTreeSet;

use uuid::Uuid;

/// The audience of what anybody may see.
pub const PUBLIC: &str = "public";

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    audiences: Audiences,
    /// Who writes, when this viewer writes.
    pub actor: Actor,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Audiences {
    Everything,
    These(BTreeSet<String>),
}

/// In whose name something is done.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Nobody in particular: may only read.
    Anonymous,
    /// The hub itself, or its operator.
    System,
    /// A person, under one of their mandates.
    Person {
        /// The person.
        person: Uuid,
        /// The mandate it is done under.
        mandate: Uuid,
    },
}

impl Viewer {
    /// Anybody: sees what is public.
    pub fn anonymous() -> Self {
        Self::of([PUBLIC.to_owned()], Actor::Anonymous)
    }

    /// The operator of the hub: sees and may do everything. Never made from a request.
    pub fn system() -> Self {
        Self {
            audiences: Audiences::Everything,
            actor: Actor::System,
        }
    }

    /// Someone who sees what these audiences may see.
    pub fn of(audiences: impl IntoIterator<Item = String>, actor: Actor) -> Self {
        Self {
            audiences: Audiences::These(audiences.into_iter().collect()),
            actor,
        }
    }

    /// The audiences this viewer belongs to, in order; `None` stands for all of them.
    pub fn audiences(&self) -> Option<&BTreeSet<String>> {
        match &self.audiences {
            Audiences::Everything => None,
            Audiences::These(set) => Some(set),
        }
    }

    /// Whether this viewer may see what has this audience.
    pub fn sees(&self, audience: &str) -> bool {
        self.audiences().is_none_or(|set| set.contains(audience))
    }
}
