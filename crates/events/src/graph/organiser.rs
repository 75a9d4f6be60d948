//! Who makes an event, in the graph.

use async_graphql::Object;
use kernel::{Party, Ref, entity::kinds};

use crate::{Organiser, OrganiserState};

/// A city, an organisation or the secretariat that makes an event, or is asked to.
pub(crate) struct OrganiserFields(pub(crate) Organiser);

/// A city, an organisation or the secretariat that makes an event, or is asked to.
#[Object(name = "EventOrganiser")]
impl OrganiserFields {
    /// The city; null when it is none.
    async fn city(&self) -> Option<Ref<kinds::City>> {
        match self.0.party {
            Party::City(id) => Some(Ref::new(id)),
            _ => None,
        }
    }

    /// The organisation; null when it is none.
    async fn organisation(&self) -> Option<Ref<kinds::Organisation>> {
        match self.0.party {
            Party::Organisation(id) => Some(Ref::new(id)),
            _ => None,
        }
    }

    /// Whether it is the secretariat of the network.
    async fn is_secretariat(&self) -> bool {
        self.0.party == Party::Secretariat
    }

    /// Whether they said yes.
    async fn state(&self) -> OrganiserState {
        self.0.state
    }
}
