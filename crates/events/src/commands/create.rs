//! An event is made.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::{Enum, InputObject};
use kernel::{
    Actor, IdOf, Kind, NodeRef, Party,
    content::{self, ContentInput},
    date::PartialDate,
    entity::kinds,
    node::{NodeMeta, Visibility},
    provenance::Provenance,
    validate::{self, Mistakes},
    viewer::audience_of_event,
};
use record::{
    Contact, contacts,
    input::{key, one_content, require},
    part,
};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    check::{counted, few},
    open::{Call, EDITION, EventPartyInput, acting_for, begun, require_in_network},
    said::{self, EventPlaceInput},
};
use crate::{
    Details, Event, EventKind, EventMode, EventStatus, Figures, Held, Network, Organiser,
    OrganiserState,
    store::{held, party},
};

/// Who may see an event once it is announced.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventVisibility {
    /// Anybody.
    Public,
    /// The people of the network's cities and organisations.
    Network,
}

impl From<EventVisibility> for Visibility {
    fn from(visibility: EventVisibility) -> Self {
        match visibility {
            EventVisibility::Public => Visibility::Public,
            EventVisibility::Network => Visibility::Network,
        }
    }
}

/// An event to be prepared, as a draft that those see who make it, and those they ask to.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct CreateEventInput {
    /// Who makes it. The party of the mandate it is done under, unless told.
    pub party: Option<EventPartyInput>,
    /// Who is asked to make it together with them; at most 20.
    #[graphql(default)]
    pub organisers: Vec<EventPartyInput>,
    /// What it is.
    pub kind: EventKind,
    /// What it is called, and what it is about, in one language. Its name in addresses is made of the
    /// title.
    pub content: ContentInput,
    /// The series it belongs to.
    pub series: Option<IdOf<kinds::EventSeries>>,
    /// Which of its series it is, from 1.
    pub edition: Option<i32>,
    /// The city that is to host it, a member of the network. Where another makes the event, the city is
    /// asked, and hosts it once it accepts.
    pub host_city: Option<IdOf<kinds::City>>,
    /// How one takes part.
    #[graphql(default_with = "EventMode::InPerson")]
    pub mode: EventMode,
    /// Its first day in the host's calendar, as precisely as that is known.
    pub starts_on: Option<PartialDate>,
    /// Its last day in the host's calendar, as precisely as that is known; not before the first.
    pub ends_on: Option<PartialDate>,
    /// The time zone it happens in, by the IANA database; that of the host city, unless told.
    pub time_zone: Option<String>,
    /// Where it takes place.
    #[graphql(default)]
    pub place: EventPlaceInput,
    /// Where those take part who are not there: an address that those alone see who take part.
    pub online_link: Option<String>,
    /// The address of its own site.
    pub website: Option<String>,
    /// How many people it has room for.
    pub capacity: Option<i32>,
    /// How those are reached who make it; at most 10.
    #[graphql(default)]
    pub contacts: Vec<Contact>,
    /// The themes it is on; at most 50.
    #[graphql(default)]
    pub themes: Vec<IdOf<kinds::Theme>>,
    /// The projects it is about; at most 200.
    #[graphql(default)]
    pub projects: Vec<IdOf<kinds::Project>>,
    /// Who may see it once it is announced; anybody, unless told. Until then those alone do who make it.
    #[graphql(default_with = "EventVisibility::Public")]
    pub visibility: EventVisibility,
}

/// The input, as far as it says no more than what it means.
struct Said {
    party: Option<Party>,
    organisers: Vec<Party>,
    series: Option<Uuid>,
    host: Option<Uuid>,
    details: Details,
    contacts: Vec<Contact>,
    themes: Vec<Uuid>,
    projects: Vec<Uuid>,
}

/// Makes a draft of an event, in the name of a city, an organisation or the secretariat.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn create_event(
    log: &Log,
    network: &dyn Network,
    actor: Actor,
    input: &CreateEventInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let said = check(input)?;
    let party = acting_for(&actor, said.party)?;
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let asked = begun!(call.ask(Action::CreateEvent));
    let (id, now) = (asked.write.clock().new_id(), asked.write.now());
    let node = NodeMeta {
        id,
        slug: None,
        sort_key: search::fold(&input.content.title),
        audience: audience_of_event(id),
        original_locale: content::tag(&input.content),
        version: 1,
        provenance: Json(Provenance::default()),
        recorded_at: now,
        updated_at: now,
    };
    let mut open = asked.for_party(party, draft(node, party, input, &said))?;
    let mut parties = vec![(party, "input.party".to_owned())];
    let with = said.organisers.iter().enumerate();
    parties.extend(with.map(|(i, other)| (*other, format!("input.organisers.{i}"))));
    parties.extend((said.host).map(|host| (Party::City(host), "input.hostCity".to_owned())));
    require_in_network(&mut open.write, network, &parties).await?;
    let series = said.series.map(|id| {
        (
            NodeRef::new(Kind::EventSeries, id),
            "input.series".to_owned(),
        )
    });
    let mut nodes = said::named(&said.themes, &said.projects);
    nodes.extend(series);
    require(&mut open.write, &nodes).await?;
    if let (None, Some(host)) = (&input.time_zone, said.host) {
        open.held.event.time_zone = network.time_zone(&mut open.write.conn(), host).await?;
    }
    let title = &input.content.title;
    let slug = record::free_slug(&mut open.write.conn(), Kind::Event, title).await?;
    let contents = std::slice::from_ref(&input.content);
    let (node, circle) = (open.held.node(), open.held.circle());
    open.held.event.node =
        part::insert(&mut open.write, node, Some(&slug), contents, &circle).await?;
    let conn = &mut open.write.conn();
    held::write(conn, &open.held)
        .await
        .map_err(|error| Failure::of(error, EDITION))?;
    party::write_organisers(conn, &open.held).await?;
    party::write_host(conn, id, open.held.event.host_city_id).await?;
    held::write_themes(conn, id, &said.themes).await?;
    held::write_projects(conn, id, &said.projects).await?;
    if let Some(venue) = &open.held.event.venue {
        part::index(conn, &open.held.event.node, &[venue]).await?;
    }
    let draft = open
        .draft("event.created")
        .related(open.held.concerned())
        .related(nodes.into_iter().map(|(node, _)| node));
    let draft = match party.node() {
        Some(node) => draft.code("by", "party").node("party", node),
        None => draft.code("by", "secretariat"),
    };
    open.finish_event(draft).await
}

fn check(input: &CreateEventInput) -> Result<Said, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let party = (input.party.as_ref()).map(|party| party.check("input.party", m));
    few(input.organisers.len(), 20, "input.organisers", m);
    let organisers: Vec<Party> = (input.organisers.iter().enumerate())
        .map(|(i, organiser)| organiser.check(&format!("input.organisers.{i}"), m))
        .collect();
    validate::distinct(&organisers, "input.organisers", m);
    one_content(&input.content, m);
    let series = (input.series.as_ref()).map(|id| key(id, "input.series", m));
    said::edition(series.is_some(), input.edition, m);
    let host = (input.host_city.as_ref()).map(|id| key(id, "input.hostCity", m));
    said::days(input.starts_on, input.ends_on, m);
    if let Some(zone) = &input.time_zone {
        validate::time_zone(zone, "input.timeZone", m);
    }
    let accessibility = input.place.check(m);
    said::online_link(input.mode, input.online_link.as_deref(), m);
    if let Some(website) = &input.website {
        validate::url(website, "input.website", m);
    }
    counted(input.capacity, "input.capacity", m);
    let contacts = contacts(&input.contacts, m);
    let themes = said::themes(&input.themes, m);
    let projects = said::projects(&input.projects, m);
    mistakes.none()?;
    Ok(Said {
        party,
        organisers,
        series,
        host,
        details: Details {
            accessibility: Json(accessibility),
            online_link: input.online_link.clone(),
            ..Details::default()
        },
        contacts,
        themes,
        projects,
    })
}

/// The event as it will be written.
fn draft(node: NodeMeta, party: Party, input: &CreateEventInput, said: &Said) -> Held {
    let mut event = Event {
        node,
        kind: input.kind,
        status: EventStatus::Draft,
        series_id: said.series,
        edition: input.edition,
        mode: input.mode,
        venue: None,
        address: None,
        latitude: None,
        longitude: None,
        starts_on: input.starts_on,
        ends_on: input.ends_on,
        time_zone: input.time_zone.clone(),
        capacity: input.capacity,
        website: input.website.clone(),
        figures: Json(Figures::default()),
        host_city_id: None,
        contacts: Json(said.contacts.clone()),
        postponed_from: None,
    };
    input.place.write(&mut event);
    let mut details = said.details.clone();
    // Nobody is made a host: but who makes an event at home has said yes.
    match said.host {
        Some(host) if party == Party::City(host) => event.host_city_id = Some(host),
        other => details.asked_host_id = other,
    }
    let others = said.organisers.iter().filter(|other| **other != party);
    let organisers = [(party, OrganiserState::Accepted)]
        .into_iter()
        .chain(others.map(|other| (*other, OrganiserState::Asked)))
        .map(|(party, state)| Organiser { party, state })
        .collect();
    Held {
        event,
        details,
        visibility: Some(input.visibility.into()),
        organisers,
    }
}
