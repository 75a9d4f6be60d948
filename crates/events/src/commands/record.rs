//! Recording events as they were, or as they are known to be.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use chrono::{DateTime, Utc};
use kernel::{
    Actor, IdOf, Kind, NodeRef,
    content::ContentInput,
    date::PartialDate,
    entity::kinds,
    node::{self, NodeInput},
};
use record::{Bulk, Checked, Entry, Recording, Step};
use serde::Serialize;
use uuid::Uuid;

use super::{
    check::{self, Links},
    open::EDITION,
};
use crate::{EventKind, EventMode, EventStatus, Figures, SessionKind, store};

/// What is known of an event. Whatever is left out is recorded as unknown.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RecordEventInput {
    /// What is recorded of every node.
    #[graphql(flatten)]
    pub node: NodeInput,
    /// What it is.
    pub kind: EventKind,
    /// Whether it took place.
    pub status: EventStatus,
    /// The series it belongs to.
    pub series: Option<IdOf<kinds::EventSeries>>,
    /// Which of its series it is, from 1.
    pub edition: Option<i32>,
    /// How one takes part.
    pub mode: EventMode,
    /// Where in the host city it takes place; at most 200 characters.
    pub venue: Option<String>,
    /// Its first day in the host's calendar, as precisely as that is known.
    pub starts_on: Option<PartialDate>,
    /// Its last day in the host's calendar, as precisely as that is known; not before the first.
    pub ends_on: Option<PartialDate>,
    /// The time zone it happens in, by the IANA database.
    pub time_zone: Option<String>,
    /// How many people it has room for.
    pub capacity: Option<i32>,
    /// The address of its own site.
    pub website: Option<String>,
    /// How many took part, as it was published.
    pub figures: Option<Figures>,
    /// The city that hosts it.
    pub host_city: Option<IdOf<kinds::City>>,
    /// The cities that come to it; at most 300. The host takes part anyway: it stands here only to
    /// say how many people it sends.
    #[graphql(default)]
    pub participating_cities: Vec<ParticipatingCityInput>,
    /// The themes it is on; at most 50.
    #[graphql(default)]
    pub themes: Vec<IdOf<kinds::Theme>>,
    /// The projects it is about; at most 200.
    #[graphql(default)]
    pub projects: Vec<IdOf<kinds::Project>>,
    /// Its programme, in its order; at most 500. These replace the sessions it has.
    #[graphql(default)]
    pub sessions: Vec<SessionInput>,
}

/// A city that takes part in an event.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ParticipatingCityInput {
    /// The city.
    pub city: IdOf<kinds::City>,
    /// How many people it sends.
    pub delegation_size: Option<i32>,
}

/// A part of an event's programme.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct SessionInput {
    /// Its texts; the first is the original.
    pub content: Vec<ContentInput>,
    /// What it is.
    pub kind: SessionKind,
    /// When it begins; an instant, with its offset from UTC.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends; an instant, with its offset from UTC, not before it begins.
    pub ends_at: Option<DateTime<Utc>>,
    /// Where at the venue it takes place; at most 200 characters.
    pub room: Option<String>,
}

const EVENT: Recording = Recording {
    operation: "recordEvent",
    action: Action::RecordEvent,
    kind: Kind::Event,
    recorded: "event.recorded",
    corrected: "event.corrected",
};

/// Records an event with its programme, or corrects what is known of it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn record_event(
    log: &Log,
    actor: Actor,
    input: &RecordEventInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let (links, mistakes) = check::event(input);
    let mut open = match EVENT
        .begin(log, actor, idempotency_key, input, &input.node, mistakes)
        .await?
    {
        Step::Done(outcome) => return Ok(outcome),
        Step::Write(open) => open,
    };
    let id = open.id();
    open.require(&links.named).await?;
    // A city, theme or project that is no longer linked is concerned by that, too.
    let before = store::linked(&mut open.conn(), id).await?;
    write(&mut open.bulk, &[(id, input, &links)]).await?;
    describe(&mut open.entry, input, &links);
    open.entry.relate(before);
    open.finish().await
}

/// Records many events that are new, as [`record_event`] does one. The keys are in the order of the
/// inputs.
///
/// # Errors
/// The mistakes of an input, or that the actor may not.
pub async fn record_events(
    bulk: &mut Bulk,
    inputs: &[RecordEventInput],
) -> Result<Vec<Uuid>, Failure> {
    let (mut linked, mut checked) = (Vec::new(), Vec::new());
    for input in inputs {
        let (links, mistakes) = check::event(input);
        linked.push(links);
        checked.push(Checked {
            input,
            node: &input.node,
            mistakes,
        });
    }
    let mut entries = bulk.record(&EVENT, checked).await?;
    let named: Vec<_> = linked
        .iter()
        .flat_map(|links| links.named.clone())
        .collect();
    bulk.require(&named).await?;
    let mut rows = Vec::new();
    for ((entry, links), input) in entries.iter_mut().zip(&linked).zip(inputs) {
        rows.push((entry.id(), input, links));
        describe(entry, input, links);
    }
    write(bulk, &rows).await?;
    bulk.finish(entries).await?;
    Ok(rows.into_iter().map(|(id, ..)| id).collect())
}

/// An event whose node is written, and what it is linked with.
type Row<'a> = (Uuid, &'a RecordEventInput, &'a Links);

/// Writes the events, and replaces their programmes: a session has no name by which an earlier one
/// could be known again.
async fn write(bulk: &mut Bulk, events: &[Row<'_>]) -> Result<(), Failure> {
    store::write_events(&mut bulk.conn(), events)
        .await
        .map_err(|error| Failure::of(error, EDITION))?;
    for (id, ..) in events {
        for earlier in store::session_ids(&mut bulk.conn(), *id).await? {
            node::delete(&mut bulk.conn(), earlier).await?;
        }
    }
    let (mut parts, mut sessions) = (Vec::new(), Vec::new());
    for (id, input, _) in events {
        for (ordinal, session) in (0_i32..).zip(&input.sessions) {
            parts.push((&input.node, session.content.as_slice()));
            sessions.push((*id, ordinal, session));
        }
    }
    let ids = bulk.write_parts(Kind::Session, &parts).await?;
    let rows: Vec<_> = (ids.into_iter().zip(sessions))
        .map(|(id, (of, ordinal, session))| (id, of, ordinal, session))
        .collect();
    Ok(store::insert_sessions(&mut bulk.conn(), &rows).await?)
}

/// What its activity says, and what else it is found by.
fn describe<'a>(entry: &mut Entry<'a>, event: &'a RecordEventInput, links: &Links) {
    entry.relate(links.named.iter().map(|(node, _)| *node));
    match links.host {
        Some(host) => entry.name("host", NodeRef::new(Kind::City, host)),
        None => entry.code("host", "none"),
    }
    if let Some(venue) = &event.venue {
        entry.also_found_by(venue);
    }
}
