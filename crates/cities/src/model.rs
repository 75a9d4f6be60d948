//! What a city and a theme are. (The enums are also the graph's: a copy of each would only drift.)

mod membership;

use async_graphql::Enum;
use kernel::{date::PartialDate, node::NodeMeta};
use record::Contact;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

pub use membership::{
    Membership, MembershipDocument, MembershipReason, MembershipStep, StepKind, TRANSITIONS,
};

/// A city of the network, or one that may join it.
#[derive(Clone, Debug)]
pub struct City {
    /// What every node has.
    pub node: NodeMeta,
    /// Its country, by ISO 3166-1.
    pub country_code: String,
    /// Its continent.
    pub continent: Continent,
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
    /// How many people live there.
    pub population: Option<i32>,
    /// Its time zone, by the IANA database.
    pub time_zone: String,
    /// The address of its own site.
    pub website: Option<String>,
    /// Where it stands in the network.
    pub membership: Membership,
    /// When it joined.
    pub joined_on: Option<PartialDate>,
    /// The earliest trace of its taking part.
    pub first_evidence_on: Option<PartialDate>,
    /// The languages it works in, by BCP 47.
    pub languages: Json<Vec<String>>,
    /// How its offices are reached.
    pub contacts: Json<Vec<Contact>>,
}

/// An industrial site that a city hosts.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The city.
    pub city_id: Uuid,
    /// What it is.
    pub kind: SiteKind,
    /// What is known of its state, in the words of the source.
    pub status: Option<String>,
    /// Where that is said.
    pub source: Option<String>,
}

/// A subject that the network works on.
#[derive(Clone, Debug)]
pub struct Theme {
    /// What every node has.
    pub node: NodeMeta,
    /// Where the network used it: years of conferences, or `secretariat`.
    pub used_in: Json<Vec<String>>,
}

/// A continent.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Continent {
    /// Africa.
    Africa,
    /// Antarctica.
    Antarctica,
    /// Asia.
    Asia,
    /// Europe.
    Europe,
    /// North and Central America, and the Caribbean.
    NorthAmerica,
    /// Australia and the islands of the Pacific.
    Oceania,
    /// South America.
    SouthAmerica,
}

/// What an industrial site is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SiteKind {
    /// The head office.
    Headquarters,
    /// A plant.
    Plant,
    /// A centre for research and development.
    ResearchCentre,
    /// Another site.
    Other,
}
