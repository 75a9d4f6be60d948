//! Who speaks: by their office. A person is named only when they agreed.

use access::{Action, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, UserErrorCode,
    entity::kinds,
    validate::{self, Mistakes},
    viewer::{audience_of_event, audience_of_person},
};
use record::{
    input::{at_most, key, unknown},
    part,
};
use serde::Serialize;
use uuid::Uuid;

use super::{open::Open, session::SESSION};
use crate::{
    Speaker,
    store::{held, session as store},
};

/// Who speaks: an office, for a city or an organisation; or a person, who is named once they agree.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct SpeakerInput {
    /// The office, not a name: `Mayor of Cuneo`; at most 200 characters.
    pub role: Option<String>,
    /// The city that is spoken for.
    pub city: Option<IdOf<kinds::City>>,
    /// The organisation that is spoken for; not together with a city.
    pub organisation: Option<IdOf<kinds::Organisation>>,
    /// The person, who is asked, and shown to others once they agree.
    pub person: Option<IdOf<kinds::Person>>,
}

/// A session in which one is asked to speak.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AgreeToSpeakInput {
    /// The session.
    pub session: IdOf<kinds::Session>,
}

/// A session in which one is named, or asked to speak.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct DeclineToSpeakInput {
    /// The session.
    pub session: IdOf<kinds::Session>,
}

/// Agrees, for oneself, to be named as a speaker.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn agree_to_speak(
    log: &Log,
    actor: Actor,
    input: &AgreeToSpeakInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    answer(
        log,
        actor,
        Action::AgreeToSpeak,
        &input.session,
        input,
        idempotency_key,
    )
    .await
}

/// Declines, for oneself, to be named as a speaker; after having agreed, too.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn decline_to_speak(
    log: &Log,
    actor: Actor,
    input: &DeclineToSpeakInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    answer(
        log,
        actor,
        Action::DeclineToSpeak,
        &input.session,
        input,
        idempotency_key,
    )
    .await
}

async fn answer(
    log: &Log,
    actor: Actor,
    action: Action,
    session: &IdOf<kinds::Session>,
    input: &impl Serialize,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = key(session, SESSION, &mut mistakes);
    mistakes.none()?;
    let actor = actor.for_oneself();
    let person = actor.person().map_or(Uuid::nil(), |acting| acting.person);
    let frame = Frame::new(action.as_str(), actor, idempotency_key, input);
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let permit = write.authorize(action, &Resource::Person(person))?;
    let missing = || unknown("session in which you are asked to speak", SESSION);
    let session = store::find(&mut write.conn(), id).await?;
    let event = session.ok_or_else(missing)?.event_id;
    held::lock(&mut write.conn(), event)
        .await?
        .ok_or_else(missing)?;
    let mut speakers = store::speakers(&mut write.conn(), &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let now = write.now();
    let mine = |speaker: &Speaker| speaker.person_id == Some(person);
    if !speakers.iter().any(mine) {
        return Err(missing().into());
    }
    let verb = match action {
        Action::AgreeToSpeak => "speaker.agreed",
        _ => "speaker.declined",
    };
    for speaker in speakers.iter_mut().filter(|speaker| mine(speaker)) {
        if action == Action::AgreeToSpeak {
            speaker.agreed_at = speaker.agreed_at.or(Some(now));
        } else {
            speaker.person_id = None;
            speaker.agreed_at = None;
        }
    }
    speakers.retain(|speaker| speaker.person_id.is_some() || speaker.is_known_without_person());
    let conn = &mut write.conn();
    store::write_speakers(conn, id, &speakers).await?;
    part::touch(conn, id, now).await?;
    let (node, event) = (
        NodeRef::new(Kind::Session, id),
        NodeRef::new(Kind::Event, event),
    );
    let draft = Draft::of(verb, node)
        .node("event", event)
        .related([event])
        .audience(&audience_of_event(event.id));
    write.record(draft);
    frame.commit(write, permit, node).await
}

/// Who speaks, and every mistake of it.
pub(super) fn check(input: &[SpeakerInput], mistakes: &mut Mistakes) -> Vec<Speaker> {
    at_most(50, input.len(), "input.speakers", mistakes);
    let checked = (0_i32..).zip(input).map(|(i, speaker)| {
        let at = format!("input.speakers.{i}");
        let m = &mut *mistakes;
        validate::optional_text(speaker.role.as_deref(), 200, &format!("{at}.role"), m);
        let city = (speaker.city.as_ref()).map(|id| key(id, &format!("{at}.city"), m));
        let organisation =
            (speaker.organisation.as_ref()).map(|id| key(id, &format!("{at}.organisation"), m));
        let person = (speaker.person.as_ref()).map(|id| key(id, &format!("{at}.person"), m));
        m.check(
            city.is_none() || organisation.is_none(),
            UserErrorCode::Invalid,
            &at,
            "One speaks for a city or for an organisation.",
        );
        let found = Speaker {
            session_id: Uuid::nil(),
            ordinal: i,
            role: speaker.role.clone(),
            city_id: city,
            organisation_id: organisation,
            person_id: person,
            agreed_at: None,
        };
        m.check(
            found.is_known_without_person() || person.is_some(),
            UserErrorCode::Blank,
            &at,
            "Say who speaks: their office, for whom, or the person.",
        );
        found
    });
    let checked: Vec<Speaker> = checked.collect();
    let people = checked.iter().filter_map(|speaker| speaker.person_id);
    validate::distinct(people.collect::<Vec<_>>(), "input.speakers", mistakes);
    checked
}

/// The nodes that speakers are, each with its place in the input.
pub(super) fn nodes(speakers: &[Speaker]) -> Vec<(NodeRef, String)> {
    let named = speakers.iter().flat_map(|speaker| {
        let at = format!("input.speakers.{}", speaker.ordinal);
        [
            (speaker.city_id, Kind::City, "city"),
            (speaker.organisation_id, Kind::Organisation, "organisation"),
            (speaker.person_id, Kind::Person, "person"),
        ]
        .into_iter()
        .filter_map(move |(id, kind, name)| Some((NodeRef::new(kind, id?), format!("{at}.{name}"))))
    });
    named.collect()
}

/// Writes who speaks in a session; who agreed before need not again, and who is new is asked, with an
/// activity that they alone see.
pub(super) async fn write(
    open: &mut Open,
    session: Uuid,
    mut speakers: Vec<Speaker>,
) -> Result<(), Failure> {
    let before = store::speakers(&mut open.write.conn(), &[session])
        .await?
        .remove(&session)
        .unwrap_or_default();
    let known = |person: Uuid| before.iter().find(|other| other.person_id == Some(person));
    let (node, event) = (NodeRef::new(Kind::Session, session), open.held.node());
    for speaker in &mut speakers {
        let Some(person) = speaker.person_id else {
            continue;
        };
        match known(person) {
            Some(before) => speaker.agreed_at = before.agreed_at,
            None => open.also.push(
                Draft::of("speaker.asked", node)
                    .node("event", event)
                    .related([event])
                    .audience(&audience_of_person(person)),
            ),
        }
    }
    Ok(store::write_speakers(&mut open.write.conn(), session, &speakers).await?)
}
