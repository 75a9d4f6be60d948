//! Whoever runs an event says how one registers for it.

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::InputObject;
use chrono::{DateTime, Utc};
use kernel::{
    Actor, Entity, IdOf, Kind, NodeRef, UserError, UserErrorCode,
    entity::kinds,
    node,
    validate::{self, Mistakes},
};
use serde::Serialize;
use sqlx::types::Json;

use super::{
    registration::MOST_REGISTRATIONS,
    registration_input::{self as input, at_most},
    registration_open::{self as open, Desk, Held, begun},
    registration_question::{QuestionInput, questions},
    registration_time::local_time,
};
use crate::{EventRegistration, People, RegistrationType, store::registration_settings as store};

/// How one registers for an event. It replaces what was said before.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct SetRegistrationInput {
    /// The event. It has a time zone.
    pub event: IdOf<kinds::Event>,
    /// From when on one can register: what the clocks show in the event's time zone
    /// (`2027-03-01T09:00`). Where they show it twice, with the offset (`2027-10-31T02:30+02:00`).
    pub opens_at: String,
    /// Until when, in the same form; later.
    pub closes_at: String,
    /// How many seats there are, from 0 to 20,000; the capacity of the event, unless told. Not fewer than are
    /// taken or held.
    pub capacity: Option<i32>,
    /// As what one can register; each type once.
    pub types: Vec<RegistrationTypeInput>,
    /// What those who register are asked; at most 20.
    #[graphql(default)]
    pub questions: Vec<QuestionInput>,
    /// Who may send a delegation; nobody, unless told.
    #[graphql(default)]
    pub invited: InvitedInput,
    /// Until when the seats of delegations are held, in the same form; until registration closes, unless
    /// told, and not longer. Then those that nobody has taken go to who waits.
    pub held_until: Option<String>,
    /// The version that you have seen; refused when there is another one by now.
    pub expected_version: Option<i32>,
}

/// As what one can register.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RegistrationTypeInput {
    /// As what.
    #[graphql(name = "type")]
    pub kind: RegistrationType,
    /// How many seats there are for it, from 0 to 20,000; no limit but that of the event, unless told.
    pub capacity: Option<i32>,
    /// Whether who makes or hosts the event confirms each who registers as this (`confirmRegistration`): until
    /// then they have asked to come, and have neither a seat nor a place in the waiting list. Not for a
    /// `DELEGATE`, whom the head of the delegation registers.
    #[graphql(default)]
    pub confirmed: bool,
}

/// Who may send a delegation.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct InvitedInput {
    /// Whether every city may that is a member of the network.
    #[graphql(default)]
    pub members: bool,
    /// These cities may, members or not; at most 300.
    #[graphql(default)]
    pub cities: Vec<IdOf<kinds::City>>,
    /// These organisations may; at most 300.
    #[graphql(default)]
    pub organisations: Vec<IdOf<kinds::Organisation>>,
}

/// Says how one registers for an event.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn set_registration(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &SetRegistrationInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let event = input::key(&asked_for.event, "input.event", m);
    seats_of(asked_for.capacity, "input.capacity", m);
    check_types(&asked_for.types, m);
    let questions = questions(&asked_for.questions, m);
    let invitees = invitees(&asked_for.invited, m);
    if event.is_nil() {
        // Nothing else can be said of what is not named.
        return Err(mistakes.none().err().unwrap_or_default().into());
    }
    let mut asked = begun!(open::ask(
        log,
        people,
        actor,
        "setRegistration",
        asked_for,
        idempotency_key
    ));
    let held = asked.lock(event, "input.event").await?;
    let permit = asked.for_event(Action::SetRegistration, &held)?;
    let times = times(asked_for, &held, m);
    let found = store::of_events(&mut asked.write.conn(), &[event]).await?;
    let before = found.into_iter().next();
    for (node, path) in missing(&mut asked, &invitees).await? {
        let message = format!("There is no {} with this id.", node.kind.type_name());
        m.add(UserError::new(UserErrorCode::NotFound, &path, message));
    }
    mistakes.none()?;
    let Some((opens_at, closes_at, held_until)) = times else {
        return Err(input::impossible("times without a mistake"));
    };
    let is_new = before.is_none();
    let version = before.as_ref().map_or(0, |before| before.version);
    if let Some(expected) = asked_for
        .expected_version
        .filter(|expected| *expected != version)
    {
        let message = format!("You have seen version {expected}; it has {version} by now.");
        let path = "input.expectedVersion";
        return Err(UserError::new(UserErrorCode::Conflict, path, message).into());
    }
    let before = before.unwrap_or(EventRegistration {
        event_id: event,
        opens_at,
        closes_at,
        capacity: None,
        questions: Json(Vec::new()),
        invites_members: false,
        held_until: None,
        last_number: 0,
        seated: 0,
        held: 0,
        waiting: 0,
        checked_in: 0,
        version: 0,
    });
    let mut desk = Desk::open(asked, permit, held, before).await?;
    desk.is_to_come("input.event")?;
    desk.registration = EventRegistration {
        opens_at,
        closes_at,
        held_until,
        questions: Json(questions),
        invites_members: asked_for.invited.members,
        version: version + 1,
        ..desk.registration
    };
    desk.seats.capacity = asked_for.capacity.or(desk.event.capacity);
    desk.offer_types(&asked_for.types)?;
    desk.suffices(&asked_for.types)?;
    desk.release_due().await?;
    desk.settle().await?;
    let nodes: Vec<NodeRef> = invitees.iter().map(|(node, _)| *node).collect();
    if is_new {
        // What the invitations refer to.
        store::write(&mut desk.write.conn(), &desk.registration, &desk.seats).await?;
    }
    store::write_invitees(&mut desk.write.conn(), event, &nodes).await?;
    let verb = if is_new {
        "registration.announced"
    } else {
        "registration.changed"
    };
    let draft = Draft::of(verb, desk.node()).audience(&desk.event.node.audience);
    let node = desk.node();
    desk.finish(node, draft).await
}

impl Desk<'_> {
    /// Takes these types from now on; those that people have come as cannot be left out.
    fn offer_types(&mut self, types: &[RegistrationTypeInput]) -> Result<(), Failure> {
        let mut mistakes = Mistakes::default();
        for (kind, of) in &self.seats.types {
            let kept = types.iter().any(|kept| kept.kind == *kind);
            if !kept && of.seated + of.waiting + of.requested > 0 {
                let message = format!("People are registered as {}.", kind.as_str());
                mistakes.add(input::wrong_state("input.types", message));
            }
        }
        mistakes.none()?;
        self.seats
            .types
            .retain(|kind, _| types.iter().any(|kept| kept.kind == *kind));
        for taken in types {
            let of = self.seats.types.entry(taken.kind).or_default();
            of.capacity = taken.capacity;
            of.confirmed = taken.confirmed;
        }
        Ok(())
    }

    /// Refuses fewer seats than are taken or held.
    fn suffices(&self, types: &[RegistrationTypeInput]) -> Result<(), Failure> {
        let Some((kind, by)) = self.seats.lacking() else {
            return Ok(());
        };
        let message = format!("{by} more seats are taken or held for delegations than that.");
        let place = |kind| {
            types
                .iter()
                .position(|of| of.kind == kind)
                .unwrap_or_default()
        };
        let path = match kind {
            None => "input.capacity".to_owned(),
            Some(kind) => format!("input.types.{}.capacity", place(kind)),
        };
        Err(UserError::new(UserErrorCode::Invalid, &path, message).into())
    }
}

/// From when on, until when, and until when seats are held.
type Times = (DateTime<Utc>, DateTime<Utc>, Option<DateTime<Utc>>);

fn times(asked_for: &SetRegistrationInput, held: &Held, m: &mut Mistakes) -> Option<Times> {
    let zone = (held.event.time_zone.as_deref()).and_then(|zone| zone.parse().ok());
    let Some(zone) = zone else {
        let message = "The event has no time zone: say first where its clocks are.";
        m.add(input::wrong_state("input.event", message));
        return None;
    };
    let opens = local_time(&asked_for.opens_at, zone, "input.opensAt", m);
    let closes = local_time(&asked_for.closes_at, zone, "input.closesAt", m);
    let held_until = match &asked_for.held_until {
        Some(until) => Some(local_time(until, zone, "input.heldUntil", m)?),
        None => None,
    };
    let (opens, closes) = (opens?, closes?);
    m.check(
        opens < closes,
        UserErrorCode::Invalid,
        "input.closesAt",
        "Registration does not close before it opens.",
    );
    m.check(
        held_until.is_none_or(|until| until <= closes),
        UserErrorCode::Invalid,
        "input.heldUntil",
        "Seats are held until registration closes, and not longer.",
    );
    Some((opens, closes, held_until))
}

/// How many seats can be said.
pub(super) fn seats_of(seats: Option<i32>, path: &str, m: &mut Mistakes) {
    m.check(
        seats.is_none_or(|seats| (0..=MOST_REGISTRATIONS).contains(&seats)),
        UserErrorCode::Invalid,
        path,
        "From 0 to 20,000 seats.",
    );
}

fn check_types(types: &[RegistrationTypeInput], m: &mut Mistakes) {
    m.check(
        !types.is_empty(),
        UserErrorCode::Blank,
        "input.types",
        "One registers as something: say as what.",
    );
    validate::distinct(types.iter().map(|of| of.kind), "input.types", m);
    for (i, of) in types.iter().enumerate() {
        seats_of(of.capacity, &format!("input.types.{i}.capacity"), m);
        m.check(
            !(of.confirmed && of.kind == RegistrationType::Delegate),
            UserErrorCode::Invalid,
            &format!("input.types.{i}.confirmed"),
            "A delegate is registered by the head of the delegation: nobody confirms that.",
        );
    }
}

fn invitees(invited: &InvitedInput, m: &mut Mistakes) -> Vec<(NodeRef, String)> {
    fn of<E: Entity>(
        ids: &[IdOf<E>],
        kind: Kind,
        path: &str,
        m: &mut Mistakes,
    ) -> Vec<(NodeRef, String)> {
        at_most(300, ids.len(), path, m);
        let one = |(i, id): (usize, &IdOf<E>)| {
            let at = format!("{path}.{i}");
            (NodeRef::new(kind, input::key(id, &at, m)), at)
        };
        ids.iter().take(300).enumerate().map(one).collect()
    }
    let cities = of(&invited.cities, Kind::City, "input.invited.cities", m);
    let others = of(
        &invited.organisations,
        Kind::Organisation,
        "input.invited.organisations",
        m,
    );
    validate::distinct(
        cities.iter().map(|(node, _)| node),
        "input.invited.cities",
        m,
    );
    validate::distinct(
        others.iter().map(|(node, _)| node),
        "input.invited.organisations",
        m,
    );
    cities.into_iter().chain(others).collect()
}

async fn missing(
    asked: &mut open::Asked<'_>,
    named: &[(NodeRef, String)],
) -> Result<Vec<(NodeRef, String)>, Failure> {
    // What is no id has its mistake.
    let named = named.iter().filter(|(node, _)| !node.id.is_nil());
    let wanted: Vec<NodeRef> = named.clone().map(|(node, _)| *node).collect();
    let missing = node::missing(&mut asked.write.conn(), &wanted).await?;
    Ok(named
        .filter(|(node, _)| missing.contains(node))
        .cloned()
        .collect())
}
