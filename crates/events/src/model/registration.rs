//! What a registration for an event is, and how an event says how one registers.

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use kernel::{Kind, NodeRef, Party};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use super::registration_question::{Answers, Question};

/// What somebody has at an event: a seat, or a place in the waiting list.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Its key.
    pub id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// Its place in the order of the event, from 1.
    pub number: i32,
    /// As what.
    pub kind: RegistrationType,
    /// What it is now.
    pub state: RegistrationState,
    /// Who comes, once they have taken it up.
    pub person_id: Option<Uuid>,
    /// The delegation they come with.
    pub delegation_id: Option<Uuid>,
    /// What they are called; none when they were erased.
    pub name: Option<String>,
    /// Their address, where they were registered by it.
    pub email: Option<String>,
    /// What they answered.
    pub answers: Json<Answers>,
    /// What is shown at the door.
    pub code: String,
    /// When it was made.
    pub registered_at: DateTime<Utc>,
    /// The activity that tells of it.
    pub activity_id: Uuid,
    /// When it got its seat.
    pub seated_at: Option<DateTime<Utc>>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// When they came.
    pub checked_in_at: Option<DateTime<Utc>>,
    /// Who let them in.
    pub checked_in_by: Option<Uuid>,
    /// The person its seat is offered to.
    pub offered_to: Option<Uuid>,
    /// The address its seat is offered to.
    pub offered_email: Option<String>,
    /// When it was offered.
    pub offered_at: Option<DateTime<Utc>>,
}

impl Registration {
    /// Which node it is.
    pub fn as_node(&self) -> NodeRef {
        NodeRef::new(Kind::Registration, self.id)
    }
}

/// How one registers for an event, and how many have.
#[derive(Clone, Debug)]
pub struct EventRegistration {
    /// The event.
    pub event_id: Uuid,
    /// From when on one can register.
    pub opens_at: DateTime<Utc>,
    /// Until when.
    pub closes_at: DateTime<Utc>,
    /// How many seats there are; none for no limit.
    pub capacity: Option<i32>,
    /// What is asked.
    pub questions: Json<Vec<Question>>,
    /// Whether every member of the network may send a delegation.
    pub invites_members: bool,
    /// Until when the seats of delegations are held; until it closes, unless told.
    pub held_until: Option<DateTime<Utc>>,
    /// The last number that was given.
    pub last_number: i32,
    /// How many have a seat.
    pub seated: i32,
    /// How many seats of delegations nobody has taken.
    pub held: i32,
    /// How many wait.
    pub waiting: i32,
    /// How many have come.
    pub checked_in: i32,
    /// Counts its changes, from 1.
    pub version: i32,
}

impl EventRegistration {
    /// Until when the seats of delegations are held.
    pub fn release_at(&self) -> DateTime<Utc> {
        self.held_until.unwrap_or(self.closes_at)
    }

    /// Whether one can register at this instant.
    pub fn phase(&self, now: DateTime<Utc>) -> RegistrationPhase {
        if now < self.opens_at {
            RegistrationPhase::NotYetOpen
        } else if now < self.closes_at {
            RegistrationPhase::Open
        } else {
            RegistrationPhase::Closed
        }
    }
}

/// As what one can register for an event, and how many have.
#[derive(Clone, Debug)]
pub struct TypeSeats {
    /// As what.
    pub kind: RegistrationType,
    /// How many seats there are for it; none for no limit of its own.
    pub capacity: Option<i32>,
    /// How many have one.
    pub seated: i32,
    /// How many seats are held for delegations.
    pub held: i32,
    /// How many wait for one.
    pub waiting: i32,
    /// Whether an organiser confirms who comes as this.
    pub confirmed: bool,
    /// How many wait for that.
    pub requested: i32,
}

/// Who comes to an event for a city or an organisation, under a head.
#[derive(Clone, Debug)]
pub struct EventDelegation {
    /// Its key.
    pub id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// The city, if it is one.
    pub city_id: Option<Uuid>,
    /// The organisation, if it is one.
    pub organisation_id: Option<Uuid>,
    /// Who heads it.
    pub head_id: Option<Uuid>,
    /// How many seats are its own; none when it takes seats as everybody does.
    pub seats: Option<i32>,
    /// How many of its people have a seat.
    pub seated: i32,
    /// How many of them wait.
    pub waiting: i32,
    /// How many of them have come.
    pub checked_in: i32,
    /// Since when it is one.
    pub since: DateTime<Utc>,
}

impl EventDelegation {
    /// Which node it is.
    pub fn as_node(&self) -> NodeRef {
        NodeRef::new(Kind::EventDelegation, self.id)
    }

    /// For whom it is.
    pub fn party(&self) -> Option<Party> {
        let city = self.city_id.map(Party::City);
        city.or(self.organisation_id.map(Party::Organisation))
    }

    /// How many seats of its own nobody has taken.
    pub fn held(&self) -> i32 {
        self.seats.map_or(0, |seats| seats - self.seated)
    }
}

/// As what one comes to an event.
#[derive(
    Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RegistrationType {
    /// In the delegation of a city or an organisation. Its head registers them.
    Delegate,
    /// To speak.
    Speaker,
    /// For a partner of the event.
    Partner,
    /// For the press.
    Press,
    /// To listen.
    Public,
}

/// What a registration is now.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RegistrationState {
    /// It has a seat.
    Seated,
    /// It waits for a seat.
    Waiting,
    /// It waits for who makes or hosts the event to confirm it. It is not in the waiting list yet.
    Requested,
    /// It was cancelled.
    Cancelled,
}

/// Whether one can register.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationPhase {
    /// Not yet.
    NotYetOpen,
    /// Now.
    Open,
    /// Not any more.
    Closed,
}
