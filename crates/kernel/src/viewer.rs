//! Who looks, and who acts. Seeing is by audience: every row has one, a viewer is a set of them.
//! Acting is under one mandate: the one that the request names, or the only one there is.

use std::{collections::BTreeSet, sync::Arc};

use uuid::Uuid;

use crate::{
    ClientError, Code, Kind, NodeRef,
    actor::{Acting, Actor, Credential, Mandate, Scope},
};

/// The audience of what anybody may see.
pub const PUBLIC: &str = "public";
/// The audience of what the people of the network's cities and organisations may see.
pub const NETWORK: &str = "network";
/// The audience of what the secretariat may see.
pub const SECRETARIAT: &str = "secretariat";

/// The audience of what one person may see.
pub fn audience_of_person(person: Uuid) -> String {
    format!("person:{person}")
}

/// The audience of what those who take part in a project may see.
pub fn audience_of_project(project: Uuid) -> String {
    format!("project:{project}")
}

/// The audience of what those who make an event may see.
pub fn audience_of_event(event: Uuid) -> String {
    format!("event:{event}")
}

/// The audience of what those who run the registration of an event may see.
pub fn audience_of_desk(event: Uuid) -> String {
    format!("event-desk:{event}")
}

/// The audience of what the head of a delegation may see.
pub fn audience_of_delegation(delegation: Uuid) -> String {
    format!("delegation:{delegation}")
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    audiences: Audiences,
    who: Who,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Audiences {
    Everything,
    These(BTreeSet<String>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Who {
    Anybody,
    System,
    Person(Arc<Standing>),
}

/// Where a person stands in the network at one instant, as far as this request may use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The person.
    pub person: Uuid,
    /// The mandates that hold, as far as the credential lets them be used; the oldest first.
    pub mandates: Vec<Mandate>,
    /// The mandate that the request names to write under.
    pub chosen: Option<Uuid>,
    /// What the person has shown to be who they are.
    pub credential: Credential,
    /// What the credential is limited to; none when it is not.
    pub scopes: Option<BTreeSet<Scope>>,
}

impl Viewer {
    /// Anybody: sees what is public.
    pub fn anonymous() -> Self {
        Self::of([PUBLIC.to_owned()])
    }

    /// The operator of the hub: sees and may do everything. Never made from a request.
    pub fn system() -> Self {
        Self {
            audiences: Audiences::Everything,
            who: Who::System,
        }
    }

    /// Someone unnamed who sees what these audiences may see, and may not write.
    pub fn of(audiences: impl IntoIterator<Item = String>) -> Self {
        Self {
            audiences: Audiences::These(audiences.into_iter().collect()),
            who: Who::Anybody,
        }
    }

    /// A person who sees what these audiences may see.
    pub fn person(audiences: impl IntoIterator<Item = String>, standing: Standing) -> Self {
        Self {
            audiences: Audiences::These(audiences.into_iter().collect()),
            who: Who::Person(Arc::new(standing)),
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

    /// The same viewer, who sees what has this audience, too.
    pub(crate) fn admitted_to(&self, audience: &str) -> Self {
        let mut viewer = self.clone();
        if let Audiences::These(set) = &mut viewer.audiences {
            set.insert(audience.to_owned());
        }
        viewer
    }

    /// Where the person stands who asks, if it is one.
    pub fn standing(&self) -> Option<&Standing> {
        match &self.who {
            Who::Person(standing) => Some(standing),
            Who::Anybody | Who::System => None,
        }
    }

    /// In whose name this viewer writes: under this mandate, or the one that the request names, or
    /// the only one there is. Who holds several and names none acts for themselves alone.
    ///
    /// # Errors
    /// [`Code::MandateNotHeld`], when the mandate is not one that the viewer holds now.
    pub fn actor(&self, mandate: Option<Uuid>) -> Result<Actor, ClientError> {
        let standing = match &self.who {
            Who::Person(standing) => standing,
            Who::System => return Ok(Actor::System),
            Who::Anybody => return Ok(Actor::Anonymous),
        };
        let mandate = match (mandate.or(standing.chosen), standing.mandates.as_slice()) {
            (Some(id), held) => Some(held.iter().find(|held| held.id == id).ok_or_else(|| {
                let id = NodeRef::new(Kind::Mandate, id);
                let message = format!("You do not hold the mandate {id}, or not any more.");
                ClientError::new(Code::MandateNotHeld, message)
            })?),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        Ok(standing.acting(mandate.cloned()))
    }

    /// In whose name this viewer does what people do for themselves: under no mandate, for it is no
    /// business of those they act for.
    pub fn themselves(&self) -> Actor {
        match &self.who {
            Who::Person(standing) => standing.acting(None),
            Who::System => Actor::System,
            Who::Anybody => Actor::Anonymous,
        }
    }
}

impl Standing {
    fn acting(&self, mandate: Option<Mandate>) -> Actor {
        Actor::Person(Arc::new(Acting {
            person: self.person,
            mandate,
            credential: self.credential,
            scopes: self.scopes.clone(),
            held: self.mandates.len(),
        }))
    }
}
