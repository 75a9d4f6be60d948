//! What the writes on registrations share: how one begins, what it may, how seats are given, and how it
//! ends.
//!
//! Each holds the event's lock from before it reads the seats to its commit. So two registrations at the
//! same time are one after the other, and the second sees what the first has left.

use std::collections::HashSet;

use access::{Action, Permit, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome, Write};
use kernel::{
    Actor, Kind, NodeRef, Party,
    seat::SeatNews,
    viewer::{audience_of_delegation, audience_of_desk, audience_of_person},
};
use serde::Serialize;
use uuid::Uuid;

use super::registration_input::{impossible, unknown, wrong_state};
use crate::{
    Event, EventDelegation, EventRegistration, EventStatus, People, Registration,
    RegistrationState, SeatLetter,
    model::registration_seats::Seats,
    store::{self, delegation, registration, registration_settings as settings},
};

/// A write that has begun, and was not yet allowed.
pub(super) struct Asked<'a> {
    pub(super) frame: Frame,
    people: &'a dyn People,
    pub(super) write: Write,
}

/// An event that nobody else writes registrations of until the write ends.
pub(super) struct Held {
    /// The event.
    pub(super) event: Event,
    /// Who makes it, or hosts it.
    pub(super) hosts: Vec<Party>,
    /// What the policies have to know of it.
    resource: Resource,
}

/// The registration of an event, in a write that was allowed.
pub(super) struct Desk<'a> {
    frame: Frame,
    pub(super) people: &'a dyn People,
    permit: Permit,
    pub(super) write: Write,
    /// The event.
    pub(super) event: Event,
    /// How one registers for it.
    pub(super) registration: EventRegistration,
    /// Its seats, as this write leaves them.
    pub(super) seats: Seats,
    before: Seats,
    /// What else happened, to be told behind what the write is about.
    told: Vec<Draft>,
    /// Who has joined the line in this write: they learn by it what they have.
    arrived: HashSet<Uuid>,
    /// What is written to whom of it.
    letters: Vec<SeatLetter>,
}

/// Goes on with a write, or hands back what the same call came to before.
macro_rules! begun {
    ($step:expr) => {
        match $step.await? {
            Ok(begun) => begun,
            Err(outcome) => return Ok(outcome),
        }
    };
}
pub(super) use begun;

/// Begins a write, unless the same call was done before.
pub(super) async fn ask<'a>(
    log: &Log,
    people: &'a dyn People,
    actor: Actor,
    operation: &'static str,
    input: &impl Serialize,
    idempotency_key: Option<&str>,
) -> Result<Result<Asked<'a>, Outcome>, Failure> {
    let frame = Frame::new(operation, actor, idempotency_key, input);
    Ok(match frame.begin(log).await? {
        Begun::Fresh(write) => Ok(Asked {
            frame,
            people,
            write,
        }),
        Begun::Replayed(outcome) => Err(outcome),
    })
}

impl<'a> Asked<'a> {
    /// Locks an event, or says at `path` that there is none.
    pub(super) async fn lock(&mut self, event: Uuid, path: &str) -> Result<Held, Failure> {
        let conn = &mut self.write.conn();
        let found = settings::lock(conn, event).await?;
        let event = found.ok_or_else(|| unknown("event", path))?;
        let node = NodeRef::new(Kind::Event, event.node.id);
        let resource = store::resource_of(conn, node).await?;
        let resource = resource.ok_or_else(|| unknown("event", path))?;
        Ok(Held {
            event,
            hosts: delegation::desk_of(&resource),
            resource,
        })
    }

    /// A registration with its event, which is locked.
    pub(super) async fn lock_registration(
        &mut self,
        id: Uuid,
        path: &str,
    ) -> Result<(Registration, Held), Failure> {
        let found = registration::find(&mut self.write.conn(), id).await?;
        let event = found.ok_or_else(|| unknown("registration", path))?.event_id;
        let held = self.lock(event, path).await?;
        let found = registration::find(&mut self.write.conn(), id).await?;
        Ok((found.ok_or_else(|| unknown("registration", path))?, held))
    }

    /// A delegation with its event, which is locked.
    pub(super) async fn lock_delegation(
        &mut self,
        id: Uuid,
        path: &str,
    ) -> Result<(EventDelegation, Held), Failure> {
        let found = delegation::find(&mut self.write.conn(), id).await?;
        let event = found.ok_or_else(|| unknown("delegation", path))?.event_id;
        let held = self.lock(event, path).await?;
        let found = delegation::find(&mut self.write.conn(), id).await?;
        Ok((found.ok_or_else(|| unknown("delegation", path))?, held))
    }

    /// Asks whether the actor may look after this registration: as their own, or as somebody's.
    pub(super) async fn for_registration(
        &mut self,
        row: &Registration,
        held: &Held,
    ) -> Result<Permit, Failure> {
        let acting = self.write.actor().person().map(|acting| acting.person);
        if let Some(person) = acting.filter(|person| row.person_id == Some(*person)) {
            let resource = Resource::Person(person);
            return Ok(self.write.authorize(Action::Register, &resource)?);
        }
        let with = match row.delegation_id {
            Some(id) => delegation::find(&mut self.write.conn(), id).await?,
            None => None,
        };
        let resource = Resource::Registration {
            id: row.id,
            head: with.as_ref().and_then(|with| with.head_id),
            party: with.as_ref().and_then(EventDelegation::party),
            hosts: held.hosts.clone(),
        };
        Ok(self
            .write
            .authorize(Action::ManageRegistration, &resource)?)
    }

    /// Asks whether the actor may do this with a delegation.
    pub(super) fn for_delegation(
        &self,
        row: &EventDelegation,
        held: &Held,
    ) -> Result<Permit, Failure> {
        let resource = Resource::Registration {
            id: row.id,
            head: row.head_id,
            party: row.party(),
            hosts: held.hosts.clone(),
        };
        Ok(self
            .write
            .authorize(Action::RegisterDelegation, &resource)?)
    }

    /// Asks whether the actor may do this for the event.
    pub(super) fn for_event(&self, action: Action, held: &Held) -> Result<Permit, Failure> {
        Ok(self.write.authorize(action, &held.resource)?)
    }

    /// The registration of an event; or that nobody can register for it.
    pub(super) async fn desk(
        mut self,
        permit: Permit,
        held: Held,
        path: &str,
    ) -> Result<Desk<'a>, Failure> {
        let event = held.event.node.id;
        let found = settings::of_events(&mut self.write.conn(), &[event]).await?;
        let Some(registration) = found.into_iter().next() else {
            let message = "Nobody registers for this event: it has not been said how.";
            return Err(wrong_state(path, message).into());
        };
        Desk::open(self, permit, held, registration).await
    }
}

impl<'a> Desk<'a> {
    /// Reads the seats; what was held for delegations until a time that has come is released first.
    pub(super) async fn open(
        mut asked: Asked<'a>,
        permit: Permit,
        held: Held,
        registration: EventRegistration,
    ) -> Result<Desk<'a>, Failure> {
        let seats = settings::seats(&mut asked.write.conn(), &registration).await?;
        let mut desk = Desk {
            frame: asked.frame,
            people: asked.people,
            permit,
            write: asked.write,
            event: held.event,
            registration,
            before: seats.clone(),
            seats,
            told: Vec::new(),
            arrived: HashSet::new(),
            letters: Vec::new(),
        };
        desk.release_due().await?;
        Ok(desk)
    }

    /// The key of the event.
    pub(super) fn id(&self) -> Uuid {
        self.event.node.id
    }

    /// The event as a node.
    pub(super) fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Event, self.id())
    }

    /// Who may see what concerns those alone who run the registration.
    pub(super) fn audience(&self) -> String {
        audience_of_desk(self.id())
    }

    /// Refuses to do this for an event that is over, or does not take place.
    pub(super) fn is_to_come(&self, path: &str) -> Result<(), Failure> {
        match self.event.status {
            EventStatus::Held => Err(wrong_state(path, "The event is over.").into()),
            EventStatus::Cancelled => Err(wrong_state(path, "The event was cancelled.").into()),
            _ => Ok(()),
        }
    }

    /// Refuses who comes before registration opens, or after it has closed.
    pub(super) fn is_open(&self, path: &str) -> Result<(), Failure> {
        self.is_to_come(path)?;
        if self.event.status != EventStatus::Announced {
            let message = "The event is not announced: nobody registers for it now.";
            return Err(wrong_state(path, message).into());
        }
        let now = self.write.now();
        let (opens, closes) = (self.registration.opens_at, self.registration.closes_at);
        let message = if now < opens {
            format!("Registration opens at {}.", opens.to_rfc3339())
        } else if now >= closes {
            format!("Registration has closed at {}.", closes.to_rfc3339())
        } else {
            return Ok(());
        };
        Err(wrong_state(path, message).into())
    }

    /// What happened to a registration, for whom it concerns: the person, or else the head of their
    /// delegation, or else the organisers.
    pub(super) fn draft(&self, verb: &'static str, row: &Registration) -> Draft {
        let audience = match (row.person_id, row.delegation_id) {
            (Some(person), _) => audience_of_person(person),
            (None, Some(delegation)) => audience_of_delegation(delegation),
            (None, None) => self.audience(),
        };
        let person = row.person_id.map(|id| NodeRef::new(Kind::Person, id));
        let delegation = row.delegation_id;
        let delegation = delegation.map(|id| NodeRef::new(Kind::EventDelegation, id));
        Draft::of(verb, row.as_node())
            .related([self.node()].into_iter().chain(person).chain(delegation))
            .audience(&audience)
            .node("event", self.node())
    }

    /// Counts a delegation that has just been written.
    pub(super) fn add_delegation(&mut self, id: Uuid) {
        self.seats.delegations.entry(id).or_default();
        self.before.delegations.entry(id).or_default();
    }

    /// Writes to whoever has the address of a registration, if it has one.
    pub(super) fn write_to(&mut self, news: SeatNews, row: &Registration) {
        if let Some(email) = &row.email {
            self.write_letter(news, row, email);
        }
    }

    /// Writes to this address about a registration.
    pub(super) fn write_letter(&mut self, news: SeatNews, row: &Registration, email: &str) {
        self.letters.push(SeatLetter {
            id: self.write.clock().new_id(),
            email: email.to_owned(),
            news,
            registration: row.id,
        });
    }

    /// Somebody stands in the line from now on, and learns by this write what they have.
    pub(super) fn arrive(&mut self, row: &Registration) {
        self.arrived.insert(row.id);
        self.seats.join(row.kind, row.delegation_id);
    }

    /// Adds what happened beside what the write is about.
    pub(super) fn tell(&mut self, draft: Draft) {
        self.told.push(draft);
    }

    /// What was told first, to be what the write is about; none when nothing was.
    pub(super) fn first_told(&mut self) -> Option<Draft> {
        (!self.told.is_empty()).then(|| self.told.remove(0))
    }

    /// Gives seats to those who wait and fit, in their order. Who has joined the line in this write
    /// learns by it what they have; the others are told.
    pub(super) async fn settle(&mut self) -> Result<(), Failure> {
        if !self.seats.has_room() {
            return Ok(());
        }
        let event = self.id();
        let mut seated = Vec::new();
        for row in registration::waiting(&mut self.write.conn(), event).await? {
            if !self.seats.fits(row.kind, row.delegation_id) {
                continue;
            }
            self.seats.seat(row.kind, row.delegation_id);
            seated.push(row.id);
            if !self.arrived.contains(&row.id) {
                let promoted = self.draft("registration.promoted", &row).unattended();
                self.told.push(promoted);
                self.write_to(SeatNews::Promoted, &row);
            }
        }
        let now = self.write.now();
        Ok(registration::seat(&mut self.write.conn(), &seated, now).await?)
    }

    /// Takes somebody out of the line, and gives their seat to who waits for it.
    pub(super) async fn leave(&mut self, row: &Registration) -> Result<(), Failure> {
        match row.state {
            RegistrationState::Requested => self.seats.request(row.kind, -1),
            state => {
                let was_seated = state == RegistrationState::Seated;
                self.seats.leave(row.kind, row.delegation_id, was_seated);
            }
        }
        self.settle().await
    }

    /// Commits what was written with its activities; `node` is what the mutation answers.
    pub(super) async fn finish(mut self, node: NodeRef, draft: Draft) -> Result<Outcome, Failure> {
        if let Some((kind, by)) = self.seats.lacking() {
            // Each command has said so before, where it can be mended.
            return Err(impossible(&format!("{by} seats are lacking of {kind:?}")));
        }
        let conn = &mut self.write.conn();
        delegation::write_seats(conn, &self.seats, &self.before).await?;
        settings::write(conn, &self.registration, &self.seats).await?;
        let now = self.write.now();
        self.people
            .write_letters(&mut self.write.conn(), &self.letters, now)
            .await?;
        self.write.record(draft);
        for draft in self.told {
            self.write.record(draft);
        }
        self.frame.commit(self.write, self.permit, node).await
    }

    /// Releases what was held for delegations until a time that has come.
    pub(super) async fn release_due(&mut self) -> Result<(), Failure> {
        // Nobody is to be promised a seat at what is over, or does not take place.
        let is_due = self.write.now() >= self.registration.release_at();
        if !is_due || self.is_to_come("input.event").is_err() || !self.seats.release() {
            return Ok(());
        }
        let released = Draft::of("delegations.released", self.node())
            .audience(&self.event.node.audience)
            .unattended();
        self.told.push(released);
        self.settle().await
    }
}
