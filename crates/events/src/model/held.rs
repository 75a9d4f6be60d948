//! An event as a write finds it.

use access::Resource;
use kernel::{Kind, NodeRef, Party, node::Visibility, viewer::audience_of_event};

use crate::{Details, Event, Organiser, OrganiserState};

/// An event, with those who make it, which nobody else can change until the write ends.
#[derive(Clone, Debug)]
pub struct Held {
    /// The event.
    pub event: Event,
    /// What else is kept of it.
    pub details: Details,
    /// Who may see it once it is announced; none where its audience says it already.
    pub visibility: Option<Visibility>,
    /// Who makes it, in their order.
    pub organisers: Vec<Organiser>,
}

impl Held {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Event, self.event.node.id)
    }

    /// The audience of what concerns those alone who make it.
    pub fn circle(&self) -> String {
        audience_of_event(self.event.node.id)
    }

    /// Who hosts it, if a city does.
    pub fn host(&self) -> Option<Party> {
        self.event.host_city_id.map(Party::City)
    }

    /// Who makes it. One that was only recorded is made by its host.
    pub fn organisers(&self) -> Vec<Party> {
        match self.organisers.is_empty() {
            true => self.host().into_iter().collect(),
            false => self.in_state(OrganiserState::Accepted),
        }
    }

    /// Everybody whom it concerns to make it, as nodes.
    pub fn makers(&self) -> Vec<NodeRef> {
        let all = self.organisers().into_iter().chain(self.host());
        let mut nodes: Vec<NodeRef> = all.filter_map(Party::node).collect();
        nodes.sort_unstable_by_key(|node| node.id);
        nodes.dedup();
        nodes
    }

    /// Everybody who makes it, hosts it, or is asked to: what their people may see changes with it.
    pub fn concerned(&self) -> Vec<NodeRef> {
        let asked = self.details.asked_host_id.map(Party::City);
        let all = self.organisers.iter().map(|organiser| organiser.party);
        let all = all.chain(self.host()).chain(asked);
        let mut nodes: Vec<NodeRef> = all.map(Party::mark).collect();
        nodes.sort_unstable_by_key(|node| node.id);
        nodes.dedup();
        nodes
    }

    /// What the policies have to know of it.
    pub fn resource(&self) -> Resource {
        Resource::Event {
            id: self.event.node.id,
            organisers: self.organisers(),
            hosts: self.host().into_iter().collect(),
        }
    }

    fn in_state(&self, state: OrganiserState) -> Vec<Party> {
        let all = self.organisers.iter();
        all.filter(|organiser| organiser.state == state)
            .map(|organiser| organiser.party)
            .collect()
    }
}
