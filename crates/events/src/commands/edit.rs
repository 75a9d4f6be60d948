//! What is said of an event is changed.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::{InputObject, MaybeUndefined};
use kernel::{
    Actor, IdOf, Kind, NodeRef, Party, UserErrorCode,
    content::ContentInput,
    date::PartialDate,
    entity::kinds,
    local::ClockChange,
    validate::{self, Mistakes},
};
use record::{
    Contact, Statement, contacts,
    input::{change, key, one_content, require, told, wrong_state},
    part,
};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    check::{counted, few},
    create::EventVisibility,
    days::{Before, Sessions, reschedule},
    open::{Call, EVENT, EventPartyInput, Open, begun, require_in_network},
    said::{self, EventPlaceInput},
};
use crate::{
    EventKind, EventMode, EventStatus, Network, Organiser, OrganiserState,
    store::{held, party},
};

/// What is to be changed of an event. What is left out stays as it is.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct EditEventInput {
    /// The event, which is not CANCELLED.
    pub event: IdOf<kinds::Event>,
    /// What it is.
    pub kind: Option<EventKind>,
    /// Its texts in one language, over those it has in that language. Where it is the original, the
    /// translations are stale from now on.
    pub content: Option<ContentInput>,
    /// Who makes it, at most 20, in the place of those who do. Who is new is asked; one at least must
    /// have accepted.
    pub organisers: Option<Vec<EventPartyInput>>,
    /// The series it belongs to; null takes it out, together with its edition.
    #[serde(serialize_with = "told")]
    pub series: MaybeUndefined<IdOf<kinds::EventSeries>>,
    /// Which of its series it is, from 1; null takes it away.
    #[serde(serialize_with = "told")]
    pub edition: MaybeUndefined<i32>,
    /// The city that is to host it, which is asked where it does not make the event; null for none.
    #[serde(serialize_with = "told")]
    pub host_city: MaybeUndefined<IdOf<kinds::City>>,
    /// How one takes part.
    pub mode: Option<EventMode>,
    /// Its first day, as precisely as that is known; null takes it away from a draft.
    #[serde(serialize_with = "told")]
    pub starts_on: MaybeUndefined<PartialDate>,
    /// Its last day, as precisely as that is known; null takes it away.
    #[serde(serialize_with = "told")]
    pub ends_on: MaybeUndefined<PartialDate>,
    /// The time zone it happens in, by the IANA database. Its sessions stay at the same time of the day.
    pub time_zone: Option<String>,
    /// Whether its sessions move as many days as its first day, at the same time of the day by the clocks
    /// there. Else a change of days is refused that leaves sessions outside.
    #[graphql(default)]
    pub move_sessions: bool,
    /// Which instants are meant, where the clocks are changed and a time of a session does not exist or
    /// comes twice.
    pub clock_change: Option<ClockChange>,
    /// Where it takes place.
    pub place: Option<EventPlaceInput>,
    /// Where those take part who are not there; null takes it away.
    #[serde(serialize_with = "told")]
    pub online_link: MaybeUndefined<String>,
    /// The address of its own site; null takes it away.
    #[serde(serialize_with = "told")]
    pub website: MaybeUndefined<String>,
    /// How many people it has room for; null for no limit.
    #[serde(serialize_with = "told")]
    pub capacity: MaybeUndefined<i32>,
    /// How those are reached who make it; at most 10.
    pub contacts: Option<Vec<Contact>>,
    /// The themes it is on, at most 50, in the place of those it has.
    pub themes: Option<Vec<IdOf<kinds::Theme>>>,
    /// The projects it is about, at most 200, in the place of those it has.
    pub projects: Option<Vec<IdOf<kinds::Project>>>,
    /// Who may see it once it is announced; where it is announced already, at once.
    pub visibility: Option<EventVisibility>,
    /// Change only if the event has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// The input, as far as it says no more than what it means.
struct Changes {
    event: Uuid,
    organisers: Option<Vec<Party>>,
    series: MaybeUndefined<Uuid>,
    host: MaybeUndefined<Uuid>,
    accessibility: Option<Vec<Statement>>,
    contacts: Option<Vec<Contact>>,
    themes: Option<Vec<Uuid>>,
    projects: Option<Vec<Uuid>>,
}

/// Changes what is said of an event.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn edit_event(
    log: &Log,
    network: &dyn Network,
    actor: Actor,
    input: &EditEventInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let changes = check(input)?;
    let own = (actor.person())
        .and_then(|acting| acting.mandate.as_ref())
        .map(|mandate| mandate.party);
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut open = begun!(call.open(Action::EditEvent, changes.event));
    open.expect(input.expected_version)?;
    if open.held.event.status == EventStatus::Cancelled {
        return Err(wrong_state(EVENT, "The event was cancelled.").into());
    }
    require_changes(&mut open, network, &changes).await?;
    let before = Before::of(&open);
    say(&mut open, input, &changes)?;
    let is_moved = !input.starts_on.is_undefined()
        || !input.ends_on.is_undefined()
        || input.time_zone.is_some();
    if is_moved {
        let sessions = Sessions {
            are_moved: input.move_sessions,
            change: input.clock_change,
        };
        reschedule(&mut open, &before, &sessions).await?;
    }
    if let Some(parties) = &changes.organisers {
        organise(&mut open, parties, own)?;
        party::write_organisers(&mut open.write.conn(), &open.held).await?;
    }
    host(&mut open, &changes.host).await?;
    write_links(&mut open, input, &changes).await?;
    if let Some(visibility) = input.visibility {
        open.held.visibility = Some(visibility.into());
        if open.held.event.status != EventStatus::Draft {
            open.show().await?;
        }
    }
    open.save().await?;
    let named =
        [&changes.themes, &changes.projects].map(|keys| keys.as_deref().unwrap_or_default());
    let mut draft = open.draft("event.edited").related(
        said::named(named[0], named[1])
            .into_iter()
            .map(|(node, _)| node),
    );
    if open.held.event.status == EventStatus::Draft {
        // Who is asked sees the draft from now on; who is asked when it is announced is nobody else's business.
        draft = draft.related(open.held.concerned());
    }
    open.finish_event(draft).await
}

fn check(input: &EditEventInput) -> Result<Changes, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let event = key(&input.event, EVENT, m);
    if let Some(content) = &input.content {
        one_content(content, m);
    }
    let organisers = input.organisers.as_ref().map(|list| {
        few(list.len(), 20, "input.organisers", m);
        let all: Vec<Party> = (list.iter().enumerate())
            .map(|(i, organiser)| organiser.check(&format!("input.organisers.{i}"), m))
            .collect();
        validate::distinct(&all, "input.organisers", m);
        all
    });
    let series = said_key(&input.series, "input.series", m);
    let host = said_key(&input.host_city, "input.hostCity", m);
    if let MaybeUndefined::Value(edition) = &input.edition {
        said::edition(true, Some(*edition), m);
    }
    if let Some(zone) = &input.time_zone {
        validate::time_zone(zone, "input.timeZone", m);
    }
    let accessibility = input.place.as_ref().map(|place| place.check(m));
    if let MaybeUndefined::Value(website) = &input.website {
        validate::url(website, "input.website", m);
    }
    if let MaybeUndefined::Value(capacity) = &input.capacity {
        counted(Some(*capacity), "input.capacity", m);
    }
    let contacts = input.contacts.as_ref().map(|list| contacts(list, m));
    let themes = input.themes.as_ref().map(|list| said::themes(list, m));
    let projects = input.projects.as_ref().map(|list| said::projects(list, m));
    mistakes.none()?;
    Ok(Changes {
        event,
        organisers,
        series,
        host,
        accessibility,
        contacts,
        themes,
        projects,
    })
}

fn said_key<E: kernel::Entity>(
    said: &MaybeUndefined<IdOf<E>>,
    path: &str,
    mistakes: &mut Mistakes,
) -> MaybeUndefined<Uuid> {
    match said {
        MaybeUndefined::Value(id) => MaybeUndefined::Value(key(id, path, mistakes)),
        MaybeUndefined::Null => MaybeUndefined::Null,
        MaybeUndefined::Undefined => MaybeUndefined::Undefined,
    }
}

async fn require_changes(
    open: &mut Open,
    network: &dyn Network,
    changes: &Changes,
) -> Result<(), Failure> {
    let known: Vec<Party> = (open.held.organisers.iter())
        .map(|organiser| organiser.party)
        .chain(open.held.host())
        .collect();
    let mut parties: Vec<(Party, String)> = Vec::new();
    for (i, party) in changes.organisers.iter().flatten().enumerate() {
        parties.push((*party, format!("input.organisers.{i}")));
    }
    if let MaybeUndefined::Value(host) = changes.host {
        parties.push((Party::City(host), "input.hostCity".to_owned()));
    }
    // Who is of it already stays, also when their membership rests.
    parties.retain(|(party, _)| !known.contains(party));
    require_in_network(&mut open.write, network, &parties).await?;
    let themes = changes.themes.as_deref().unwrap_or_default();
    let mut nodes = said::named(themes, changes.projects.as_deref().unwrap_or_default());
    if let MaybeUndefined::Value(series) = changes.series {
        let series = NodeRef::new(Kind::EventSeries, series);
        nodes.push((series, "input.series".to_owned()));
    }
    require(&mut open.write, &nodes).await
}

/// Says of the event what was said, and refuses what it cannot be.
fn say(open: &mut Open, input: &EditEventInput, changes: &Changes) -> Result<(), Failure> {
    let event = &mut open.held.event;
    event.kind = input.kind.unwrap_or(event.kind);
    event.mode = input.mode.unwrap_or(event.mode);
    change(&mut event.series_id, &changes.series);
    if event.series_id.is_none() && input.edition.is_undefined() {
        event.edition = None;
    }
    change(&mut event.edition, &input.edition);
    change(&mut event.starts_on, &input.starts_on);
    change(&mut event.ends_on, &input.ends_on);
    change(&mut event.website, &input.website);
    change(&mut event.capacity, &input.capacity);
    if let Some(zone) = &input.time_zone {
        event.time_zone = Some(zone.clone());
    }
    if let Some(place) = &input.place {
        place.write(event);
    }
    if let Some(contacts) = &changes.contacts {
        event.contacts = Json(contacts.clone());
    }
    if let Some(accessibility) = &changes.accessibility {
        open.held.details.accessibility = Json(accessibility.clone());
    }
    change(&mut open.held.details.online_link, &input.online_link);
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    said::edition(event.series_id.is_some(), event.edition, m);
    said::days(event.starts_on, event.ends_on, m);
    said::online_link(event.mode, open.held.details.online_link.as_deref(), m);
    m.check(
        event.status != EventStatus::Announced || event.starts_on.is_some(),
        UserErrorCode::WrongState,
        "input.startsOn",
        "The event is ANNOUNCED: postpone it, if its days are not known any more.",
    );
    Ok(mistakes.none()?)
}

/// Who makes the event from now on: who did, goes on; who is new, is asked.
fn organise(open: &mut Open, parties: &[Party], own: Option<Party>) -> Result<(), Failure> {
    let before = open.held.organisers.clone();
    let made = open.held.organisers();
    let state = |party: Party| {
        let known = before.iter().find(|organiser| organiser.party == party);
        match known {
            Some(organiser) => organiser.state,
            None if made.contains(&party) || own == Some(party) => OrganiserState::Accepted,
            None => OrganiserState::Asked,
        }
    };
    let organisers = parties.iter().map(|party| Organiser {
        party: *party,
        state: state(*party),
    });
    open.held.organisers = organisers.collect();
    if open.held.organisers.is_empty() || open.held.organisers().is_empty() {
        let message = "One at least of those who make it must have accepted.";
        return Err(wrong_state("input.organisers", message).into());
    }
    Ok(())
}

/// The city that hosts the event, or is asked to.
async fn host(open: &mut Open, said: &MaybeUndefined<Uuid>) -> Result<(), Failure> {
    let (host, asked) = match said {
        MaybeUndefined::Undefined => return Ok(()),
        MaybeUndefined::Null => (None, None),
        MaybeUndefined::Value(city) if open.held.event.host_city_id == Some(*city) => {
            (Some(*city), None)
        }
        MaybeUndefined::Value(city) if open.held.organisers().contains(&Party::City(*city)) => {
            (Some(*city), None)
        }
        // The one that hosts it goes on until the other accepts.
        MaybeUndefined::Value(city) => (open.held.event.host_city_id, Some(*city)),
    };
    let id = open.id();
    open.held.details.asked_host_id = asked;
    if host != open.held.event.host_city_id {
        open.held.event.host_city_id = host;
        party::write_host(&mut open.write.conn(), id, host).await?;
    }
    Ok(())
}

async fn write_links(
    open: &mut Open,
    input: &EditEventInput,
    changes: &Changes,
) -> Result<(), Failure> {
    let id = open.id();
    if let Some(themes) = &changes.themes {
        held::write_themes(&mut open.write.conn(), id, themes).await?;
    }
    if let Some(projects) = &changes.projects {
        held::write_projects(&mut open.write.conn(), id, projects).await?;
    }
    let venue = open.held.event.venue.clone();
    let also: Vec<&str> = venue.as_deref().into_iter().collect();
    if let Some(content) = &input.content {
        part::revise(&mut open.write, &open.held.event.node, content, &also).await?;
    } else if input.place.is_some() {
        part::index(&mut open.write.conn(), &open.held.event.node, &also).await?;
    }
    Ok(())
}
