//! What is loaded of the registrations of many events at once.

use std::{
    collections::{HashMap, HashSet},
    hash::{Hash, Hasher},
    sync::Arc,
};

use kernel::{Batch, ClientError, Kind, NodeRef, Reader, list::ById};
use uuid::Uuid;

use crate::{
    EventDelegation, EventRegistration, People, Registration, TypeSeats,
    store::{checkin, registration, registration_settings as settings},
};

/// A registration by its key, if the viewer may see it.
pub type RegistrationById = ById<Registration>;

/// A delegation by its key, if the viewer may see its event.
pub type EventDelegationById = ById<EventDelegation>;

/// How one registers for events. Who sees the event sees it.
pub(crate) struct RegistrationOf;

impl Batch for RegistrationOf {
    type Key = Uuid;
    type Value = Arc<EventRegistration>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Self::Value>, ClientError> {
        of_events(reader, "Event.registration", keys);
        let found = settings::of_events(&mut reader.conn().await?, keys).await?;
        Ok((found.into_iter().map(|row| (row.event_id, Arc::new(row)))).collect())
    }
}

/// As what one registers for events.
pub(crate) struct TypesOf;

impl Batch for TypesOf {
    type Key = Uuid;
    type Value = Arc<Vec<TypeSeats>>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Self::Value>, ClientError> {
        of_events(reader, "EventRegistration.types", keys);
        let found = settings::types_of(&mut reader.conn().await?, keys).await?;
        Ok((found.into_iter().map(|(key, rows)| (key, Arc::new(rows)))).collect())
    }
}

/// Who is invited by name to send a delegation to events, as far as the viewer may see them.
pub(crate) struct InviteesOf;

impl Batch for InviteesOf {
    type Key = Uuid;
    type Value = Arc<Vec<NodeRef>>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Self::Value>, ClientError> {
        of_events(reader, "EventRegistration.invited", keys);
        let viewer = reader.viewer();
        let found = settings::invitees_of(&mut reader.conn().await?, keys, &viewer).await?;
        Ok((found.into_iter().map(|(key, rows)| (key, Arc::new(rows)))).collect())
    }
}

/// The places of registrations in their waiting lists.
pub(crate) struct PlaceOf;

impl Batch for PlaceOf {
    type Key = Uuid;
    type Value = i64;

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, i64>, ClientError> {
        for key in keys {
            reader.reads().list("Registration.place", Some(*key));
        }
        let found = registration::places(&mut reader.conn().await?, keys).await?;
        Ok(found.into_iter().collect())
    }
}

/// The seats of people at events: of an event and a person, whether they have one.
pub(crate) struct SeatOf;

impl Batch for SeatOf {
    type Key = (Uuid, Uuid);
    type Value = ();

    async fn load(
        reader: &Reader,
        keys: &[(Uuid, Uuid)],
    ) -> Result<HashMap<(Uuid, Uuid), ()>, ClientError> {
        let mut conn = reader.conn().await?;
        let mut found = HashMap::new();
        // A request is of one person.
        let people: HashSet<Uuid> = keys.iter().map(|(_, person)| *person).collect();
        for person in people {
            reader.reads().list("Viewer.registrations", Some(person));
            let events = keys.iter().filter(|(_, of)| *of == person);
            let events: Vec<Uuid> = events.map(|(event, _)| *event).collect();
            let seats = registration::seats_of(&mut conn, person, &events).await?;
            found.extend(seats.into_iter().map(|event| ((event, person), ())));
        }
        Ok(found)
    }
}

/// What was registered by activities, as far as the viewer may see it.
pub(crate) struct RegisteredBy;

impl Batch for RegisteredBy {
    type Key = Uuid;
    type Value = Arc<Vec<Arc<Registration>>>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Self::Value>, ClientError> {
        let viewer = reader.viewer();
        let rows = registration::of_activities(&mut reader.conn().await?, keys, &viewer).await?;
        let nodes = rows.iter().map(Registration::as_node);
        reader.reads().entities(nodes);
        let mut found: HashMap<Uuid, Vec<Arc<Registration>>> = HashMap::new();
        for row in rows {
            found
                .entry(row.activity_id)
                .or_default()
                .push(Arc::new(row));
        }
        Ok((found.into_iter().map(|(key, rows)| (key, Arc::new(rows)))).collect())
    }
}

/// What the sessions of events come to: how many there are, and how many seconds they last.
pub(crate) struct SessionsOf;

impl Batch for SessionsOf {
    type Key = Uuid;
    type Value = (i64, i64);

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Self::Value>, ClientError> {
        of_events(reader, "Event.sessions", keys);
        let viewer = reader.viewer();
        Ok(checkin::sessions(&mut reader.conn().await?, keys, &viewer).await?)
    }
}

/// The list at the door of events, as far as the viewer may see it.
pub(crate) struct CheckInListOf;

impl Batch for CheckInListOf {
    type Key = Uuid;
    type Value = Arc<String>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Self::Value>, ClientError> {
        of_events(reader, "Event.registrations", keys);
        let viewer = reader.viewer();
        let mut conn = reader.conn().await?;
        let mut lists = HashMap::new();
        for key in keys {
            let lines = checkin::lines(&mut conn, *key, &viewer).await?;
            lists.insert(*key, Arc::new(crate::model::checkin::csv(&lines)));
        }
        Ok(lists)
    }
}

/// Whom seats are offered to.
#[derive(Clone)]
pub(crate) struct Offered {
    /// The person.
    pub(crate) person: Uuid,
    /// Who knows their address.
    pub(crate) people: Arc<dyn People>,
}

impl PartialEq for Offered {
    fn eq(&self, other: &Self) -> bool {
        self.person == other.person
    }
}

impl Eq for Offered {}

impl Hash for Offered {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.person.hash(state);
    }
}

/// The seats that are offered to people.
pub(crate) struct OffersTo;

impl Batch for OffersTo {
    type Key = Offered;
    type Value = Arc<Vec<Arc<Registration>>>;

    async fn load(
        reader: &Reader,
        keys: &[Offered],
    ) -> Result<HashMap<Offered, Self::Value>, ClientError> {
        let mut conn = reader.conn().await?;
        let mut found = HashMap::new();
        for key in keys {
            let person = NodeRef::new(Kind::Person, key.person);
            reader.reads().entities([person]);
            reader.reads().list("Viewer.seatOffers", Some(key.person));
            let known = key.people.person(&mut conn, key.person).await?;
            let email = known.and_then(|known| known.email);
            let rows = registration::offered(&mut conn, key.person, email.as_deref()).await?;
            let rows = rows.into_iter().map(Arc::new).collect();
            found.insert(key.clone(), Arc::new(rows));
        }
        Ok(found)
    }
}

fn of_events(reader: &Reader, list: &'static str, events: &[Uuid]) {
    for event in events {
        reader.reads().list(list, Some(*event));
    }
}
