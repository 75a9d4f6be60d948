//! What an organisation is. (The enum is also the graph's: a copy of it would only drift.)

use async_graphql::Enum;
use kernel::node::NodeMeta;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A university, a company, an association, a local government.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// What every node has.
    pub node: NodeMeta,
    /// What it is.
    pub kind: OrganisationKind,
    /// The city it has its seat in, or acts for.
    pub city_id: Option<Uuid>,
    /// Its country, by ISO 3166-1.
    pub country_code: Option<String>,
    /// The address of its own site.
    pub website: Option<String>,
}

/// What an organisation is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrganisationKind {
    /// A network of cities or of other organisations.
    Network,
    /// The government of a city, or of a group of towns or a county.
    LocalGovernment,
    /// A ministry, an agency or another body of a state.
    Government,
    /// A university, or another institution of higher education.
    University,
    /// A school.
    School,
    /// A company.
    Company,
    /// A chamber of commerce, or another body that speaks for companies.
    BusinessAssociation,
    /// An agency or an incubator that helps new activities to grow.
    InnovationAgency,
    /// An association.
    Association,
    /// A theatre, a museum, an artists' house.
    CulturalVenue,
    /// A foundation.
    Foundation,
    /// Another organisation.
    Other,
}
