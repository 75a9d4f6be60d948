//! What an action is done to, with what the policies have to know of it. The domains know it: each
//! reads it in the transaction of the write, so that a decision never rests on what has changed.

use std::collections::{HashMap, HashSet};

use cedar_policy::{Entity, EntityUid, RestrictedExpression};
use kernel::Party;
use uuid::Uuid;

use crate::cedar::{Broken, uid};

/// What an action is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The record of the network as a whole.
    Network,
    /// A city, an organisation or the secretariat.
    Party(Party),
    /// A person.
    Person(Uuid),
    /// A mandate.
    Mandate {
        /// Its key.
        id: Uuid,
        /// For whom its holder acts.
        party: Party,
        /// Who holds it; none when they were erased.
        holder: Option<Uuid>,
    },
    /// A project.
    Project {
        /// Its key.
        id: Uuid,
        /// Who leads it.
        leads: Vec<Party>,
        /// Who takes part otherwise.
        partners: Vec<Party>,
    },
    /// An event.
    Event {
        /// Its key.
        id: Uuid,
        /// Who makes it.
        organisers: Vec<Party>,
        /// Who hosts it.
        hosts: Vec<Party>,
    },
    /// A registration for an event, or a delegation with all of its own.
    Registration {
        /// Its key, or the delegation's.
        id: Uuid,
        /// Who heads the delegation; none without one.
        head: Option<Uuid>,
        /// For whom the delegation is; none without one.
        party: Option<Party>,
        /// Who makes the event, or hosts it.
        hosts: Vec<Party>,
    },
}

impl Resource {
    /// The entity that the policies see, and its name.
    pub(crate) fn entity(&self) -> Result<(EntityUid, Entity), Broken> {
        let mut attributes = HashMap::new();
        let name = match self {
            Resource::Network => uid("Network", "network")?,
            Resource::Party(party) => uid("Party", &party.to_string())?,
            Resource::Person(id) => uid("Person", &id.to_string())?,
            Resource::Mandate { id, party, holder } => {
                attributes.insert("party".to_owned(), reference(*party)?);
                if let Some(holder) = holder {
                    let holder = uid("Person", &holder.to_string())?;
                    attributes.insert(
                        "holder".to_owned(),
                        RestrictedExpression::new_entity_uid(holder),
                    );
                }
                uid("Mandate", &id.to_string())?
            }
            Resource::Project {
                id,
                leads,
                partners,
            } => {
                attributes.insert("leads".to_owned(), references(leads)?);
                attributes.insert("partners".to_owned(), references(partners)?);
                uid("Project", &id.to_string())?
            }
            Resource::Event {
                id,
                organisers,
                hosts,
            } => {
                attributes.insert("organisers".to_owned(), references(organisers)?);
                attributes.insert("hosts".to_owned(), references(hosts)?);
                uid("Event", &id.to_string())?
            }
            Resource::Registration {
                id,
                head,
                party,
                hosts,
            } => {
                attributes.insert("hosts".to_owned(), references(hosts)?);
                if let Some(head) = head {
                    let head = uid("Person", &head.to_string())?;
                    let head = RestrictedExpression::new_entity_uid(head);
                    attributes.insert("head".to_owned(), head);
                }
                if let Some(party) = party {
                    attributes.insert("party".to_owned(), reference(*party)?);
                }
                uid("Registration", &id.to_string())?
            }
        };
        let entity = Entity::new(name.clone(), attributes, HashSet::new())?;
        Ok((name, entity))
    }
}

pub(crate) fn reference(party: Party) -> Result<RestrictedExpression, Broken> {
    let party = uid("Party", &party.to_string())?;
    Ok(RestrictedExpression::new_entity_uid(party))
}

fn references(parties: &[Party]) -> Result<RestrictedExpression, Broken> {
    let parties: Result<Vec<_>, _> = parties.iter().map(|party| reference(*party)).collect();
    Ok(RestrictedExpression::new_set(parties?))
}
