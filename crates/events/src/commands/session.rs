//! The sessions of a programme: they are added and edited, under the lock of the event; so two people who edit it at the same time are one after the other.

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::{InputObject, MaybeUndefined};
use kernel::{
    Actor, IdOf, Kind, NodeRef, UserError, UserErrorCode,
    content::ContentInput,
    entity::kinds,
    local::{ClockChange, LocalDateTime},
    validate::{self, Mistakes},
};
use record::{
    input::{
        at_most, change, expect, key, locale, one_content, require, told, unknown, wrong_state,
    },
    part,
};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    open::{Asked, Call, EVENT, Open, as_nodes, begun},
    place::{both, place},
    said::ids,
    speaker::{self, SpeakerInput},
};
use crate::{EventStatus, Held, Session, SessionKind, store::session as store};

/// How many sessions an event has at most.
const MOST: i64 = 500;
pub(super) const SESSION: &str = "input.session";

/// A session to be added to a programme.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AddSessionInput {
    /// The event, which is not CANCELLED.
    pub event: IdOf<kinds::Event>,
    /// What it is.
    pub kind: SessionKind,
    /// Its texts in one language.
    pub content: ContentInput,
    /// When it begins, by the clocks of the event's time zone: on one of the event's days. Left out
    /// together with its end where that is not known yet.
    pub starts_at: Option<LocalDateTime>,
    /// When it ends, by the same clocks.
    pub ends_at: Option<LocalDateTime>,
    /// Which instants are meant, where the clocks are changed and a time does not exist or comes twice.
    pub clock_change: Option<ClockChange>,
    /// Where at the venue it takes place: one session at a time; at most 200 characters.
    pub room: Option<String>,
    /// The language it is held in, a tag of BCP 47.
    pub language: Option<String>,
    /// The languages it is interpreted into, tags of BCP 47; at most 20.
    #[graphql(default)]
    pub interpretation: Vec<String>,
    /// The theme it is on.
    pub theme: Option<IdOf<kinds::Theme>>,
    /// Who speaks; at most 50.
    #[graphql(default)]
    pub speakers: Vec<SpeakerInput>,
    /// The projects it is about; at most 50.
    #[graphql(default)]
    pub projects: Vec<IdOf<kinds::Project>>,
}

/// What is to be changed of a session. What is left out stays as it is.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct EditSessionInput {
    /// The session.
    pub session: IdOf<kinds::Session>,
    /// What it is.
    pub kind: Option<SessionKind>,
    /// Its texts in one language, over those it has in that language.
    pub content: Option<ContentInput>,
    /// The language it is held in, a tag of BCP 47; null takes it away.
    #[serde(serialize_with = "told")]
    pub language: MaybeUndefined<String>,
    /// The languages it is interpreted into, in the place of those it has.
    pub interpretation: Option<Vec<String>>,
    /// The theme it is on; null takes it away.
    #[serde(serialize_with = "told")]
    pub theme: MaybeUndefined<IdOf<kinds::Theme>>,
    /// Who speaks, in the place of those who did. A person who had agreed need not agree again.
    pub speakers: Option<Vec<SpeakerInput>>,
    /// The projects it is about, in the place of those it has.
    pub projects: Option<Vec<IdOf<kinds::Project>>>,
    /// Change only if the session has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// Adds a session to a programme.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn add_session(
    log: &Log,
    actor: Actor,
    input: &AddSessionInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let event = key(&input.event, EVENT, m);
    one_content(&input.content, m);
    let times = both(input.starts_at, input.ends_at, m);
    validate::optional_text(input.room.as_deref(), 200, "input.room", m);
    let language = (input.language.as_ref()).map(|tag| locale(tag, "input.language", m));
    let interpretation = languages(&input.interpretation, m);
    let theme = (input.theme.as_ref()).map(|id| key(id, "input.theme", m));
    let speakers = speaker::check(&input.speakers, m);
    let projects = ids(&input.projects, 50, "input.projects", m);
    mistakes.none()?;
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut open = begun!(call.open(Action::AddSession, event));
    is_open(&open.held, EVENT)?;
    if store::count(&mut open.write.conn(), event).await? >= MOST {
        let message = format!("An event has at most {MOST} sessions.");
        return Err(UserError::new(UserErrorCode::TooLong, EVENT, message).into());
    }
    let id = open.write.clock().new_id();
    let slot = match times {
        Some(times) => {
            let room = input.room.clone();
            Some(place(&mut open, id, times, input.clock_change, room).await?)
        }
        None => None,
    };
    require_named(&mut open, theme, &projects, &speakers).await?;
    let contents = std::slice::from_ref(&input.content);
    let (node, audience) = (
        NodeRef::new(Kind::Session, id),
        open.held.event.node.audience.clone(),
    );
    let node = part::insert(&mut open.write, node, None, contents, &audience).await?;
    let session = Session {
        node,
        event_id: event,
        kind: input.kind,
        // It comes last until they are put in order.
        ordinal: i32::MAX,
        starts_at: slot.as_ref().map(|slot| slot.starts_at),
        ends_at: slot.as_ref().map(|slot| slot.ends_at),
        room: input.room.clone(),
        language,
        interpretation: Json(interpretation),
        theme_id: theme,
        time_zone: None,
    };
    let conn = &mut open.write.conn();
    store::write(conn, &session).await?;
    store::write_projects(conn, id, &projects).await?;
    store::order(conn, event).await?;
    speaker::write(&mut open, id, speakers).await?;
    finish(open, "session.added", id, theme.into_iter(), &projects).await
}

/// Changes what is said of a session.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn edit_session(
    log: &Log,
    actor: Actor,
    input: &EditSessionInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let id = key(&input.session, SESSION, m);
    if let Some(content) = &input.content {
        one_content(content, m);
    }
    let mut language = MaybeUndefined::Undefined;
    match &input.language {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => language = MaybeUndefined::Null,
        MaybeUndefined::Value(tag) => {
            language = MaybeUndefined::Value(locale(tag, "input.language", m));
        }
    }
    let interpretation = (input.interpretation.as_ref()).map(|tags| languages(tags, m));
    let theme = match &input.theme {
        MaybeUndefined::Value(id) => MaybeUndefined::Value(key(id, "input.theme", m)),
        MaybeUndefined::Null => MaybeUndefined::Null,
        MaybeUndefined::Undefined => MaybeUndefined::Undefined,
    };
    let speakers = (input.speakers.as_ref()).map(|speakers| speaker::check(speakers, m));
    let projects = (input.projects.as_ref()).map(|list| ids(list, 50, "input.projects", m));
    m.check(
        input.kind.is_some()
            || input.content.is_some()
            || !language.is_undefined()
            || interpretation.is_some()
            || !theme.is_undefined()
            || speakers.is_some()
            || projects.is_some(),
        UserErrorCode::Blank,
        "input",
        "Say what is to be changed.",
    );
    mistakes.none()?;
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut asked = begun!(call.ask(Action::EditSession));
    let (mut session, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_event(held)?;
    expect(input.expected_version, session.node.version)?;
    is_open(&open.held, SESSION)?;
    let named = projects.as_deref().unwrap_or_default();
    let new_theme = match &theme {
        MaybeUndefined::Value(theme) => Some(*theme),
        _ => None,
    };
    let new_speakers = speakers.as_deref().unwrap_or_default();
    require_named(&mut open, new_theme, named, new_speakers).await?;
    session.kind = input.kind.unwrap_or(session.kind);
    change(&mut session.language, &language);
    change(&mut session.theme_id, &theme);
    if let Some(interpretation) = interpretation {
        session.interpretation = Json(interpretation);
    }
    store::write(&mut open.write.conn(), &session).await?;
    if let Some(projects) = &projects {
        store::write_projects(&mut open.write.conn(), id, projects).await?;
    }
    if let Some(content) = &input.content {
        part::revise(&mut open.write, &session.node, content, &[]).await?;
    }
    if let Some(speakers) = speakers {
        speaker::write(&mut open, id, speakers).await?;
    }
    finish(open, "session.edited", id, new_theme.into_iter(), named).await
}

/// The session, and its event, locked until the write ends.
pub(super) async fn lock(asked: &mut Asked, id: Uuid) -> Result<(Session, Held), Failure> {
    let missing = || unknown("session", SESSION);
    let found = store::find(&mut asked.write.conn(), id).await?;
    let held = asked
        .lock(found.ok_or_else(missing)?.event_id, SESSION)
        .await?;
    let found = store::find(&mut asked.write.conn(), id).await?;
    Ok((found.ok_or_else(missing)?, held))
}

/// Refuses to change the programme of what does not take place.
pub(super) fn is_open(held: &Held, path: &str) -> Result<(), Failure> {
    if held.event.status == EventStatus::Cancelled {
        return Err(wrong_state(path, "The event was cancelled.").into());
    }
    Ok(())
}

async fn require_named(
    open: &mut Open,
    theme: Option<Uuid>,
    projects: &[Uuid],
    speakers: &[crate::Speaker],
) -> Result<(), Failure> {
    let mut nodes = as_nodes(Kind::Project, projects, "input.projects");
    let theme = theme.map(|id| (NodeRef::new(Kind::Theme, id), "input.theme".to_owned()));
    nodes.extend(theme);
    nodes.extend(speaker::nodes(speakers));
    require(&mut open.write, &nodes).await
}

fn languages(tags: &[String], mistakes: &mut Mistakes) -> Vec<String> {
    at_most(20, tags.len(), "input.interpretation", mistakes);
    let tag =
        |(i, tag): (usize, &String)| locale(tag, &format!("input.interpretation.{i}"), mistakes);
    let tags: Vec<String> = tags.iter().enumerate().map(tag).collect();
    let known = tags.iter().filter(|tag| !tag.is_empty());
    validate::distinct(known, "input.interpretation", mistakes);
    tags
}

pub(super) async fn finish(
    mut open: Open,
    verb: &'static str,
    id: Uuid,
    themes: impl Iterator<Item = Uuid>,
    projects: &[Uuid],
) -> Result<Outcome, Failure> {
    let now = open.write.now();
    if verb != "session.added" {
        part::touch(&mut open.write.conn(), id, now).await?;
    }
    open.touch().await?;
    let node = NodeRef::new(Kind::Session, id);
    let draft = Draft::of(verb, node)
        .node("event", open.held.node())
        .related([open.held.node()])
        .related(open.held.makers())
        .related(themes.map(|theme| NodeRef::new(Kind::Theme, theme)))
        .related(projects.iter().map(|id| NodeRef::new(Kind::Project, *id)))
        .audience(&open.held.event.node.audience);
    open.finish(node, draft).await
}
