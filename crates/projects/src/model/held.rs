//! A project as a write finds it.

use access::Resource;
use kernel::{Kind, NodeRef, Party, node::Visibility, viewer::audience_of_project};
use uuid::Uuid;

use crate::{CityRole, OrganisationRole, Project};

/// A project, with those who take part in it, which nobody else can change until the write ends.
#[derive(Clone, Debug)]
pub struct Held {
    /// The project.
    pub project: Project,
    /// Who may see it once it is proposed; none where its audience says it already.
    pub visibility: Option<Visibility>,
    /// Its cities.
    pub cities: Vec<(Uuid, CityRole)>,
    /// Its organisations.
    pub organisations: Vec<(Uuid, OrganisationRole)>,
}

impl Held {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Project, self.project.node.id)
    }

    /// The audience of what concerns its own people alone.
    pub fn circle(&self) -> String {
        audience_of_project(self.project.node.id)
    }

    /// Who leads it: a city, and the organisations that hold it together.
    pub fn leads(&self) -> Vec<Party> {
        self.parties(true)
    }

    /// Who takes part otherwise.
    pub fn partners(&self) -> Vec<Party> {
        self.parties(false)
    }

    /// Whether this party leads it, or is a partner.
    pub fn has(&self, party: Party) -> bool {
        self.leads().contains(&party) || self.partners().contains(&party)
    }

    /// Everybody who takes part, as nodes.
    pub fn participants(&self) -> impl Iterator<Item = NodeRef> {
        let all = self.leads().into_iter().chain(self.partners());
        all.filter_map(Party::node)
    }

    /// What the policies have to know of it.
    pub fn resource(&self) -> Resource {
        Resource::Project {
            id: self.project.node.id,
            leads: self.leads(),
            partners: self.partners(),
        }
    }

    fn parties(&self, lead: bool) -> Vec<Party> {
        let cities = (self.cities.iter())
            .filter(|(_, role)| (*role == CityRole::Lead) == lead)
            .map(|(id, _)| Party::City(*id));
        let organisations = (self.organisations.iter())
            .filter(|(_, role)| (*role == OrganisationRole::Coordinator) == lead)
            .map(|(id, _)| Party::Organisation(*id));
        cities.chain(organisations).collect()
    }
}
