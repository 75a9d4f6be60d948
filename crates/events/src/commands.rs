//! Each write on events: validate, authorize, one transaction, return.

mod check;

use std::sync::LazyLock;

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use chrono::{DateTime, Utc};
use include_dir::{Dir, include_dir};
use kernel::{
    Actor, IdOf, Kind, NodeRef,
    content::ContentInput,
    date::PartialDate,
    entity::kinds,
    messages::Messages,
    node::{self, NodeInput},
};
use record::{Open, Recording, Step};
use serde::Serialize;

use crate::{EventKind, EventMode, EventStatus, Figures, SessionKind, store};

pub(crate) use check::Links;

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The messages of this domain's activities.
pub static MESSAGES: LazyLock<Messages> = LazyLock::new(|| Messages::load(&LOCALES));

/// What can happen in this domain.
pub const VERBS: &[&str] = &["event.recorded", "event.corrected"];

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
    store::write_event(&mut open.conn(), id, input, &links).await?;
    write_sessions(&mut open, &input.sessions).await?;
    open.relate(links.named.iter().map(|(node, _)| *node).chain(before));
    match links.host {
        Some(host) => open.name("host", NodeRef::new(Kind::City, host)),
        None => open.code("host", "none"),
    }
    if let Some(venue) = &input.venue {
        open.also_found_by(venue);
    }
    open.finish().await
}

/// Replaces the programme: a session has no name by which an earlier one could be known again.
async fn write_sessions(open: &mut Open, sessions: &[SessionInput]) -> Result<(), Failure> {
    let event = open.id();
    for earlier in store::session_ids(&mut open.conn(), event).await? {
        node::delete(&mut open.conn(), earlier).await?;
    }
    for (ordinal, session) in (0_i32..).zip(sessions) {
        let id = open.write_part(Kind::Session, &session.content).await?;
        store::insert_session(&mut open.conn(), id, event, ordinal, session).await?;
    }
    Ok(())
}
