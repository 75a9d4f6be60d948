//! When and where the sessions of a programme are: they are moved, and removed.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::{InputObject, MaybeUndefined};
use kernel::{
    Actor, IdOf, Kind, NodeRef, UserErrorCode,
    db::{Null, Value},
    entity::kinds,
    local::{ClockChange, LocalDateTime},
    node,
    validate::{self, Mistakes},
};
use record::input::{change, expect, impossible, key, told, wrong_state};
use serde::Serialize;
use uuid::Uuid;

use super::{
    open::{Call, Open, begun},
    session::{SESSION, finish, is_open, lock},
};
use crate::{Days, EventStatus, Held, Said, Session, Slot, store::session as store};

const START: &str = "input.startsAt";
const END: &str = "input.endsAt";

/// Another time or place for a session.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct MoveSessionInput {
    /// The session.
    pub session: IdOf<kinds::Session>,
    /// When it begins, by the clocks of the event's time zone; it stays when it is, unless told.
    pub starts_at: Option<LocalDateTime>,
    /// When it ends, by the same clocks; as long after its beginning as before, unless told.
    pub ends_at: Option<LocalDateTime>,
    /// Which instants are meant, where the clocks are changed and a time does not exist or comes twice.
    pub clock_change: Option<ClockChange>,
    /// Where at the venue it takes place; null takes it away.
    #[serde(serialize_with = "told")]
    pub room: MaybeUndefined<String>,
    /// Move only if the session has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// A session to be removed.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RemoveSessionInput {
    /// The session.
    pub session: IdOf<kinds::Session>,
}

/// Moves a session to another time or place.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn move_session(
    log: &Log,
    actor: Actor,
    input: &MoveSessionInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let id = key(&input.session, SESSION, m);
    if let MaybeUndefined::Value(room) = &input.room {
        validate::text(room, 200, "input.room", m);
    }
    m.check(
        input.starts_at.is_some() || input.ends_at.is_some() || !input.room.is_undefined(),
        UserErrorCode::Blank,
        "input",
        "Say when or where it is to be.",
    );
    mistakes.none()?;
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut asked = begun!(call.ask(Action::MoveSession));
    let (session, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_event(held)?;
    expect(input.expected_version, session.node.version)?;
    is_open(&open.held, SESSION)?;
    if open.held.event.status == EventStatus::Postponed && open.held.event.starts_on.is_none() {
        let message = "The event is postponed: its sessions can be moved once its days are known.";
        return Err(wrong_state(SESSION, message).into());
    }
    let mut room = session.room.clone();
    change(&mut room, &input.room);
    match moved(&open.held, &session, input)? {
        Some(times) => {
            let slot = place(&mut open, id, times, input.clock_change, room).await?;
            store::put(&mut open.write.conn(), &slot).await?;
        }
        None => {
            let none = Value::Null(Null::Time);
            let conn = &mut open.write.conn();
            store::put_to(conn, id, none.clone(), none, room.as_deref()).await?;
        }
    }
    store::order(&mut open.write.conn(), session.event_id).await?;
    finish(open, "session.moved", id, std::iter::empty(), &[]).await
}

/// Removes a session from its programme.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn remove_session(
    log: &Log,
    actor: Actor,
    input: &RemoveSessionInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = key(&input.session, SESSION, &mut mistakes);
    mistakes.none()?;
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut asked = begun!(call.ask(Action::RemoveSession));
    let (session, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_event(held)?;
    is_open(&open.held, SESSION)?;
    let conn = &mut open.write.conn();
    node::delete(conn, id).await?;
    store::order(conn, session.event_id).await?;
    open.touch().await?;
    // It is gone: what there is to point at is the event.
    let gone = NodeRef::new(Kind::Session, id);
    let draft = open.draft("session.removed").related([gone]);
    open.finish_event(draft).await
}

/// A beginning with its end, or neither.
pub(super) fn both(
    starts_at: Option<LocalDateTime>,
    ends_at: Option<LocalDateTime>,
    mistakes: &mut Mistakes,
) -> Option<(LocalDateTime, LocalDateTime)> {
    for (one, other, path) in [(starts_at, ends_at, END), (ends_at, starts_at, START)] {
        mistakes.check(
            one.is_none() || other.is_some(),
            UserErrorCode::Blank,
            path,
            "Say when it begins and when it ends, or neither.",
        );
    }
    Some((starts_at?, ends_at?))
}

/// When a session that is moved will be, by the clocks there; none when it has no time, and gets none.
fn moved(
    held: &Held,
    session: &Session,
    input: &MoveSessionInput,
) -> Result<Option<(LocalDateTime, LocalDateTime)>, Failure> {
    let before = match (session.starts_at, session.ends_at, Days::of(&held.event)) {
        (Some(starts), Some(ends), Some(days)) => Some((
            LocalDateTime::at(starts, days.zone),
            LocalDateTime::at(ends, days.zone),
        )),
        _ => None,
    };
    let (starts_at, ends_at) = match (input.starts_at, input.ends_at, before) {
        (None, None, before) => return Ok(before),
        (starts, ends, Some((old_starts, old_ends))) => {
            let starts = starts.unwrap_or(old_starts);
            let lasts = old_ends.0 - old_starts.0;
            (starts, ends.unwrap_or(LocalDateTime(starts.0 + lasts)))
        }
        (starts, ends, None) => {
            let mut mistakes = Mistakes::default();
            let times = both(starts, ends, &mut mistakes);
            mistakes.none()?;
            return Ok(times);
        }
    };
    Ok(Some((starts_at, ends_at)))
}

/// The slot of a session, if its times are within the event and nobody else is there.
pub(super) async fn place(
    open: &mut Open,
    id: Uuid,
    (starts_at, ends_at): (LocalDateTime, LocalDateTime),
    change: Option<ClockChange>,
    room: Option<String>,
) -> Result<Slot, Failure> {
    let Some(days) = Days::of(&open.held.event) else {
        let message = "The days of the event, or its time zone, are not known yet.";
        return Err(wrong_state(START, message).into());
    };
    let said = Said {
        starts_at,
        ends_at,
        change,
        start_path: START,
        end_path: END,
    };
    let mut mistakes = Mistakes::default();
    let times = days.place(said, &mut mistakes);
    if let Some((starts_at, ends_at)) = times {
        let slot = Slot {
            id,
            starts_at,
            ends_at,
            room,
        };
        let event = open.id();
        let others = store::slots(&mut open.write.conn(), event).await?;
        for other in others.iter().filter(|other| slot.overlaps(other)) {
            mistakes.add(slot.taken(other, days.zone, START));
        }
        mistakes.none()?;
        return Ok(slot);
    }
    mistakes.none()?;
    Err(impossible("a session without a time or a mistake"))
}
