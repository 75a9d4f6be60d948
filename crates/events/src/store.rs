//! All SQL of events and sessions.

pub(crate) mod checkin;
pub(crate) mod delegation;
pub(crate) mod held;
pub(crate) mod letter;
pub(crate) mod party;
pub(crate) mod personal;
pub(crate) mod registration;
pub(crate) mod registration_settings;
pub(crate) mod result;
pub(crate) mod series;
pub(crate) mod session;

use access::Resource;
use chrono::{DateTime, SubsecRound, Utc};
use kernel::{
    Conn, Kind, NodeRef,
    connection::{REF_COLUMNS, TITLE},
    db::{Sql, Value},
    list::{Column, ListSpec, Order},
    on,
};
use uuid::Uuid;

use crate::{
    CityAttendance, Event, EventCityRole, EventKind, EventMode, EventStatus, RecordEventInput,
    Session, SessionInput, SessionKind, commands::Links, graph::Delegation,
};

kernel::stored_enum!(EventKind {
    Conference = "CONFERENCE",
    Assembly = "ASSEMBLY",
    Workshop = "WORKSHOP",
    Visit = "VISIT",
    Residency = "RESIDENCY",
    Festival = "FESTIVAL",
    Meeting = "MEETING",
    Symposium = "SYMPOSIUM",
    Opening = "OPENING",
    Ceremony = "CEREMONY",
    YouthCamp = "YOUTH_CAMP",
    Competition = "COMPETITION",
    Other = "OTHER",
});
kernel::stored_enum!(EventStatus {
    Draft = "DRAFT",
    Postponed = "POSTPONED",
    Announced = "ANNOUNCED",
    Held = "HELD",
    Cancelled = "CANCELLED",
});
kernel::stored_enum!(EventMode {
    InPerson = "IN_PERSON",
    Online = "ONLINE",
    Hybrid = "HYBRID",
});
kernel::stored_enum!(EventCityRole {
    Host = "HOST",
    Participant = "PARTICIPANT",
});
kernel::stored_enum!(SessionKind {
    Plenary = "PLENARY",
    Keynote = "KEYNOTE",
    Workshop = "WORKSHOP",
    Forum = "FORUM",
    Visit = "VISIT",
    Social = "SOCIAL",
    Other = "OTHER",
});

kernel::from_row!(Event {
    kind, status, series_id, edition, mode, venue, address, latitude, longitude, starts_on, ends_on,
    time_zone, capacity, website, figures, host_city_id, contacts, postponed_from; node
});
kernel::from_row!(Session {
    event_id, kind, ordinal, starts_at, ends_at, room, language, interpretation, theme_id, time_zone;
    node
});
kernel::from_row!(CityAttendance {
    city_id,
    role,
    delegation_size
});
kernel::from_row!(Delegation { sort_key; attendance });

/// All events.
pub(crate) const EVENTS: ListSpec = ListSpec {
    name: "Query.events",
    columns: concat!(
        kernel::node_columns!(),
        ", e.kind, e.status, e.series_id, e.edition, e.mode, e.venue, e.address, e.latitude, \
         e.longitude, e.starts_on, e.ends_on, e.time_zone, e.capacity, e.website, e.figures, \
         e.contacts, e.postponed_from, \
         (select h.city_id from event_city h where h.event_id = e.id and h.role = 'HOST') \
         as host_city_id"
    ),
    from: "event e join node n on n.id = e.id and n.kind = 'event'",
    parent: None,
    audience: "n.audience",
    tie: "n.id",
    tie_descending: false,
};

/// The events that a city hosts, or takes part in.
pub(crate) const EVENTS_OF_CITY: ListSpec = ListSpec {
    name: "City.events",
    from: "event_city ec join event e on e.id = ec.event_id join node n on n.id = e.id",
    parent: Some("ec.city_id"),
    ..EVENTS
};

/// The events on a theme.
pub(crate) const EVENTS_OF_THEME: ListSpec = ListSpec {
    name: "Theme.events",
    from: "event_theme et join event e on e.id = et.event_id join node n on n.id = e.id",
    parent: Some("et.theme_id"),
    ..EVENTS
};

/// The events about a project.
pub(crate) const EVENTS_OF_PROJECT: ListSpec = ListSpec {
    name: "Project.events",
    from: "event_project ep join event e on e.id = ep.event_id join node n on n.id = e.id",
    parent: Some("ep.project_id"),
    ..EVENTS
};

/// The cities that take part in an event.
pub(crate) const CITIES: ListSpec = ListSpec {
    name: "Event.cities",
    columns: REF_COLUMNS,
    from: "event_city ec join node n on n.id = ec.city_id",
    parent: Some("ec.event_id"),
    ..EVENTS
};

/// The same cities, with what is known of their delegations.
pub(crate) const DELEGATIONS: ListSpec = ListSpec {
    name: "Event.delegations",
    columns: "n.sort_key, ec.city_id, ec.role, coalesce(ec.delegation_size, \
              (select d.seated from delegation d where d.event_id = ec.event_id \
              and d.city_id = ec.city_id)) as delegation_size",
    ..CITIES
};

/// The themes of an event.
pub(crate) const THEMES: ListSpec = ListSpec {
    name: "Event.themes",
    from: "event_theme et join node n on n.id = et.theme_id",
    parent: Some("et.event_id"),
    ..CITIES
};

/// The projects that an event is about.
pub(crate) const PROJECTS: ListSpec = ListSpec {
    name: "Event.projects",
    from: "event_project ep join node n on n.id = ep.project_id",
    parent: Some("ep.event_id"),
    ..CITIES
};

/// The programme of an event. While it is postponed, nobody is told of the times it had.
pub(crate) const SESSIONS: ListSpec = ListSpec {
    name: "Event.sessions",
    columns: concat!(
        kernel::node_columns!(),
        ", s.event_id, s.kind, s.ordinal, s.room, s.language, s.interpretation, s.theme_id, \
         e.time_zone, \
         case when e.postponed_from is null then s.starts_at end as starts_at, \
         case when e.postponed_from is null then s.ends_at end as ends_at"
    ),
    from: "session s join event e on e.id = s.event_id join node n on n.id = s.id",
    parent: Some("s.event_id"),
    ..EVENTS
};

pub(crate) const STARTS_ON: Column = Column {
    name: "STARTS_ON",
    sql: "e.starts_on",
    nullable: true,
};
pub(crate) const EDITION: Column = Column {
    name: "EDITION",
    sql: "e.edition",
    nullable: true,
};
const ORDINAL: Column = Column {
    name: "ORDINAL",
    sql: "s.ordinal",
    nullable: false,
};

/// The newest first, unless told.
pub(crate) const BY_START: &[Order] = &[Order::descending(STARTS_ON)];
/// Cities, themes and projects of an event, by title.
pub(crate) const BY_TITLE: &[Order] = &[Order::ascending(TITLE)];
/// Sessions, as the programme has them.
pub(crate) const BY_ORDINAL: &[Order] = &[Order::ascending(ORDINAL)];

/// Writes what is known of events, over what was; their sessions apart.
pub(crate) async fn write_events(
    conn: &mut Conn<'_>,
    events: &[(Uuid, &RecordEventInput, &Links)],
) -> Result<(), sqlx::Error> {
    conn.insert(
        "insert into event (id, kind, status, series_id, edition, mode, venue, starts_on, ends_on, \
         time_zone, capacity, website, figures)",
        events
            .iter()
            .map(|(id, event, links)| row(*id, event, links))
            .collect(),
        "on conflict (id) do update set kind = excluded.kind, status = excluded.status, \
         series_id = excluded.series_id, edition = excluded.edition, mode = excluded.mode, venue = excluded.venue, \
         starts_on = excluded.starts_on, ends_on = excluded.ends_on, \
         time_zone = excluded.time_zone, capacity = excluded.capacity, \
         website = excluded.website, figures = excluded.figures",
    )
    .await?;
    for text in [
        "delete from event_city where event_id in ",
        "delete from event_theme where event_id in ",
        "delete from event_project where event_id in ",
    ] {
        let mut sql = Sql::new(text);
        sql.bind_list(events.iter().map(|(id, ..)| Value::Uuid(*id)));
        conn.execute(sql).await?;
    }
    let (mut cities, mut themes, mut projects) = (Vec::new(), Vec::new(), Vec::new());
    for (id, _, links) in events {
        let id = *id;
        let with = |other: &Uuid| [id.into(), (*other).into()];
        cities.extend(links.cities.iter().map(|city| {
            let size = city.delegation_size.into();
            [id.into(), city.city_id.into(), city.role.into(), size]
        }));
        themes.extend(links.themes.iter().map(with));
        projects.extend(links.projects.iter().map(with));
    }
    conn.insert(
        "insert into event_city (event_id, city_id, role, delegation_size)",
        cities,
        "",
    )
    .await?;
    delegation::take_part(conn, events.iter().map(|(id, ..)| *id)).await?;
    conn.insert("insert into event_theme (event_id, theme_id)", themes, "")
        .await?;
    conn.insert(
        "insert into event_project (event_id, project_id)",
        projects,
        "",
    )
    .await
}

fn row(id: Uuid, event: &RecordEventInput, links: &Links) -> [Value; 13] {
    let figures = event.figures.clone().unwrap_or_default();
    [
        id.into(),
        event.kind.into(),
        event.status.into(),
        links.series.into(),
        event.edition.into(),
        event.mode.into(),
        event.venue.as_deref().into(),
        event.starts_on.into(),
        event.ends_on.into(),
        event.time_zone.as_deref().into(),
        event.capacity.into(),
        event.website.as_deref().into(),
        Value::Json(serde_json::to_value(figures).unwrap_or_default()),
    ]
}

/// The cities, themes and projects that an event is linked with.
pub(crate) async fn linked(conn: &mut Conn<'_>, event: Uuid) -> Result<Vec<NodeRef>, sqlx::Error> {
    let found: Vec<(Uuid, String)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select city_id, 'city' from event_city where event_id = $1 \
             union all select theme_id, 'theme' from event_theme where event_id = $1 \
             union all select project_id, 'project' from event_project where event_id = $1",
        )
        .bind(event)
        .fetch_all(c)
        .await
    })?;
    let node = |(id, kind): (Uuid, String)| Some(NodeRef::new(Kind::from_prefix(&kind)?, id));
    Ok(found.into_iter().filter_map(node).collect())
}

/// The keys of an event's sessions.
pub(crate) async fn session_ids(
    conn: &mut Conn<'_>,
    event: Uuid,
) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, Uuid>("select id from session where event_id = $1")
            .bind(event)
            .fetch_all(c)
            .await
    })
}

/// Writes sessions whose nodes are written: the key of each, its event, its place, and what it is.
pub(crate) async fn insert_sessions(
    conn: &mut Conn<'_>,
    sessions: &[(Uuid, Uuid, i32, &SessionInput)],
) -> Result<(), sqlx::Error> {
    // In whole microseconds: Postgres keeps no more, and both databases must answer the same.
    let kept = |at: Option<DateTime<Utc>>| at.map(|at| at.trunc_subsecs(6));
    let row = |(id, event, ordinal, session): &(Uuid, Uuid, i32, &SessionInput)| {
        [
            (*id).into(),
            (*event).into(),
            session.kind.into(),
            (*ordinal).into(),
            kept(session.starts_at).into(),
            kept(session.ends_at).into(),
            session.room.as_deref().into(),
        ]
    };
    conn.insert(
        "insert into session (id, event_id, kind, ordinal, starts_at, ends_at, room)",
        sessions.iter().map(row).collect(),
        "",
    )
    .await
}

/// What the policies have to know of an event, or of the event that a session belongs to; none when
/// there is none.
///
/// # Errors
/// What the database says.
pub async fn resource_of(
    conn: &mut Conn<'_>,
    node: NodeRef,
) -> Result<Option<Resource>, sqlx::Error> {
    let event = match node.kind {
        Kind::Event => "select id from event where id = $1",
        Kind::Session => "select event_id from session where id = $1",
        _ => return Ok(None),
    };
    let event: Option<Uuid> = on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>(event)
            .bind(node.id)
            .fetch_optional(c)
            .await
    })?;
    match event {
        Some(id) => Ok(held::find(conn, id).await?.map(|held| held.resource())),
        None => Ok(None),
    }
}

/// What an event is found by beside its texts: its venue.
///
/// # Errors
/// What the database says.
pub async fn also_found_by(
    conn: &mut Conn<'_>,
    event: Uuid,
) -> Result<Option<String>, sqlx::Error> {
    let venue: Option<Option<String>> = on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>("select venue from event where id = $1")
            .bind(event)
            .fetch_optional(c)
            .await
    })?;
    Ok(venue.flatten())
}
