//! What an event and a session are. (The enums are also the graph's: a copy of each would only
//! drift.)

pub(crate) mod checkin;
mod held;
mod organiser;
mod programme;
pub mod registration;
pub(crate) mod registration_code;
pub mod registration_question;
pub(crate) mod registration_seats;
mod result;
mod speaker;
mod status;

use async_graphql::{Enum, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::{date::PartialDate, node::NodeMeta};
use record::{Contact, Statement};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

pub use held::Held;
pub use organiser::{Organiser, OrganiserState};
pub use programme::{Days, Said, Slot};
pub use result::Document;
pub use speaker::Speaker;

/// A conference, an assembly, a visit, a workshop.
#[derive(Clone, Debug)]
pub struct Event {
    /// What every node has.
    pub node: NodeMeta,
    /// What it is.
    pub kind: EventKind,
    /// How far it has come.
    pub status: EventStatus,
    /// The series that it belongs to.
    pub series_id: Option<Uuid>,
    /// Which of its series it is, from 1.
    pub edition: Option<i32>,
    /// How one takes part.
    pub mode: EventMode,
    /// Where in the host city it takes place.
    pub venue: Option<String>,
    /// The address of that place.
    pub address: Option<String>,
    /// Degrees north of the equator.
    pub latitude: Option<f64>,
    /// Degrees east of Greenwich.
    pub longitude: Option<f64>,
    /// Its first day, in the host's calendar.
    pub starts_on: Option<PartialDate>,
    /// Its last day, in the host's calendar.
    pub ends_on: Option<PartialDate>,
    /// The time zone it happens in, by the IANA database.
    pub time_zone: Option<String>,
    /// How many people it has room for.
    pub capacity: Option<i32>,
    /// The address of its own site.
    pub website: Option<String>,
    /// How many took part, as it was published.
    pub figures: Json<Figures>,
    /// The city that hosts it.
    pub host_city_id: Option<Uuid>,
    /// How those are reached who make it.
    pub contacts: Json<Vec<Contact>>,
    /// Its first day before it was postponed without a new one.
    pub postponed_from: Option<PartialDate>,
}

/// What is kept of an event beside what its lists show.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// The city that was asked to host it, and has not answered.
    pub asked_host_id: Option<Uuid>,
    /// What whoever needs help to get in has to know, each language once.
    pub accessibility: Json<Vec<Statement>>,
    /// Where those take part who are not there.
    pub online_link: Option<String>,
    /// Why it was postponed or cancelled.
    pub notice: Option<Json<Statement>>,
    /// Its last day before it was postponed without new ones.
    pub postponed_until: Option<PartialDate>,
    /// What came of it, each language once.
    pub recap: Json<Vec<Statement>>,
}

/// Events that belong together, each an edition of it.
#[derive(Clone, Debug)]
pub struct Series {
    /// What every node has.
    pub node: NodeMeta,
}

/// A part of an event's programme.
#[derive(Clone, Debug)]
pub struct Session {
    /// What every node has.
    pub node: NodeMeta,
    /// The event.
    pub event_id: Uuid,
    /// What it is.
    pub kind: SessionKind,
    /// Its place in the programme, from 0.
    pub ordinal: i32,
    /// When it begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// Where at the venue it takes place.
    pub room: Option<String>,
    /// The language it is held in.
    pub language: Option<String>,
    /// The languages it is interpreted into.
    pub interpretation: Json<Vec<String>>,
    /// The theme it is on.
    pub theme_id: Option<Uuid>,
    /// The time zone of its event.
    pub time_zone: Option<String>,
}

/// A city that takes part in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CityAttendance {
    /// The city.
    pub city_id: Uuid,
    /// As what it takes part.
    pub role: EventCityRole,
    /// How many people it sends.
    pub delegation_size: Option<i32>,
}

/// How many took part in an event, as it was published. No figure follows from another, or from
/// the cities that are recorded: sources count in different ways.
#[derive(
    SimpleObject, InputObject, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize,
)]
#[graphql(name = "EventFigures", input_name = "EventFiguresInput")]
pub struct Figures {
    /// Cities that were represented; null when nobody published it.
    pub cities: Option<i32>,
    /// Countries that were represented; null when nobody published it.
    pub countries: Option<i32>,
    /// Continents that were represented; null when nobody published it.
    pub continents: Option<i32>,
    /// People who took part; null when nobody published it.
    pub participants: Option<i32>,
    /// People who were expected to take part; null when nobody published it.
    pub expected_participants: Option<i32>,
    /// Initiatives of cities that were presented; null when nobody published it.
    pub initiatives: Option<i32>,
    /// Themes that were worked on; null when nobody published it.
    pub themes: Option<i32>,
    /// Mayors who took part; null when nobody published it.
    pub mayors: Option<i32>,
    /// Young companies that took part; null when nobody published it.
    pub startups: Option<i32>,
    /// Languages that were interpreted; null when nobody published it.
    pub languages: Option<i32>,
    /// The address of the page that says so; null when nobody recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What an event is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventKind {
    /// A conference of the network.
    Conference,
    /// A meeting of the members that decides for the network.
    Assembly,
    /// Work in a small group.
    Workshop,
    /// A delegation of one city in another.
    Visit,
    /// The stay of an artist or a researcher.
    Residency,
    /// A festival.
    Festival,
    /// A meeting of some members.
    Meeting,
    /// A meeting of scholars and practitioners.
    Symposium,
    /// The opening of an exhibition, of a place.
    Opening,
    /// A ceremony: a signature, an award, an anniversary.
    Ceremony,
    /// A camp for young people.
    YouthCamp,
    /// A competition, in sport or otherwise.
    Competition,
    /// Another event.
    Other,
}

/// How far an event has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventStatus {
    /// Those who make it prepare it; nobody else sees it.
    Draft,
    /// It is to take place, or nobody recorded yet that it has.
    Announced,
    /// It is to take place later than was announced, and nobody knows when.
    Postponed,
    /// It took place.
    Held,
    /// It was called off.
    Cancelled,
}

/// How one takes part in an event.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventMode {
    /// By going there.
    InPerson,
    /// From anywhere.
    Online,
    /// In either way.
    Hybrid,
}

/// As what a city takes part in an event.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventCityRole {
    /// It hosts the event.
    Host,
    /// It comes to the event.
    Participant,
}

/// What a session is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SessionKind {
    /// For everybody.
    Plenary,
    /// A speech that sets the subject.
    Keynote,
    /// Work in a small group.
    Workshop,
    /// A place where many show what they do.
    Forum,
    /// A walk to a place in the city.
    Visit,
    /// A meal, a concert, a party.
    Social,
    /// Another session.
    Other,
}
