//! All SQL of how one registers for an event.

use std::collections::HashMap;

use kernel::{
    Conn, Kind, NodeRef, Party,
    db::{Sql, Value},
    on,
};
use uuid::Uuid;

use super::{delegation, registration};
use crate::{
    Event, EventRegistration, RegistrationState, TypeSeats,
    model::registration_seats::{OfDelegation, OfType, Seats},
};

kernel::from_row!(EventRegistration {
    event_id,
    opens_at,
    closes_at,
    capacity,
    questions,
    invites_members,
    held_until,
    last_number,
    seated,
    held,
    waiting,
    checked_in,
    version
});
kernel::from_row!(TypeSeats {
    kind,
    capacity,
    seated,
    held,
    waiting,
    confirmed,
    requested
});

/// A type with the event it is of.
struct TypeRow {
    event_id: Uuid,
    seats: TypeSeats,
}

kernel::from_row!(TypeRow { event_id; seats });

/// An event whose registration nobody else changes until the write ends.
pub(crate) async fn lock(conn: &mut Conn<'_>, event: Uuid) -> Result<Option<Event>, sqlx::Error> {
    // SQLite lets one write at a time: there is nothing to lock.
    on!(
        conn,
        sqlite | _c | (),
        postgres
            | c
            | sqlx::query("select id from event where id = $1 for no key update")
                .bind(event)
                .execute(c)
                .await
                .map(drop)?
    );
    let mut sql = Sql::new(format!(
        "select {} from {} where e.id = ",
        super::EVENTS.columns,
        super::EVENTS.from
    ));
    sql.bind(event.into());
    Ok(conn.fetch_all(sql).await?.into_iter().next())
}

/// How one registers for these events.
pub(crate) async fn of_events(
    conn: &mut Conn<'_>,
    events: &[Uuid],
) -> Result<Vec<EventRegistration>, sqlx::Error> {
    let mut sql = Sql::new("select * from event_registration where event_id in ");
    sql.bind_list(events.iter().copied().map(Value::Uuid));
    conn.fetch_all(sql).await
}

/// As what one registers for these events.
pub(crate) async fn types_of(
    conn: &mut Conn<'_>,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Vec<TypeSeats>>, sqlx::Error> {
    let mut sql = Sql::new(
        "select event_id, type as kind, capacity, seated, held, waiting, confirmed, requested \
         from event_registration_type where event_id in ",
    );
    sql.bind_list(events.iter().copied().map(Value::Uuid));
    let rows: Vec<TypeRow> = conn.fetch_all(sql).await?;
    let mut found: HashMap<Uuid, Vec<TypeSeats>> = HashMap::new();
    for row in rows {
        found.entry(row.event_id).or_default().push(row.seats);
    }
    for types in found.values_mut() {
        types.sort_by_key(|of| of.kind);
    }
    Ok(found)
}

/// The seats of an event, counted by its registrations.
pub(crate) async fn seats(
    conn: &mut Conn<'_>,
    registration: &EventRegistration,
) -> Result<Seats, sqlx::Error> {
    let event = registration.event_id;
    let types = types_of(conn, &[event]).await?.remove(&event);
    let of_type = |of: TypeSeats| {
        let counted = OfType {
            capacity: of.capacity,
            confirmed: of.confirmed,
            ..OfType::default()
        };
        (of.kind, counted)
    };
    let delegations = delegation::of_event(conn, event).await?;
    let of_delegation = |(id, seats): (Uuid, Option<i32>)| {
        let counted = OfDelegation {
            seats,
            ..OfDelegation::default()
        };
        (id, counted)
    };
    let mut seats = Seats {
        capacity: registration.capacity,
        types: types.into_iter().flatten().map(of_type).collect(),
        delegations: delegations.into_iter().map(of_delegation).collect(),
    };
    for (kind, delegation, state, count, came) in registration::count(conn, event).await? {
        let [count, came] = [count, came].map(|n| i32::try_from(n).unwrap_or(i32::MAX));
        if state == RegistrationState::Requested {
            seats.request(kind, count);
            continue;
        }
        for _ in 0..count {
            seats.join(kind, delegation);
            if state == RegistrationState::Seated {
                seats.seat(kind, delegation);
            }
        }
        seats.check_in(kind, delegation, came);
    }
    Ok(seats)
}

/// Writes how one registers for an event, with the counts; the constraints hold them to the capacity.
pub(crate) async fn write(
    conn: &mut Conn<'_>,
    registration: &EventRegistration,
    seats: &Seats,
) -> Result<(), sqlx::Error> {
    let questions = serde_json::to_value(&registration.questions.0).unwrap_or_default();
    conn.insert(
        "insert into event_registration (event_id, opens_at, closes_at, capacity, questions, \
         invites_members, held_until, last_number, seated, held, waiting, checked_in, version)",
        vec![[
            registration.event_id.into(),
            registration.opens_at.into(),
            registration.closes_at.into(),
            seats.capacity.into(),
            Value::Json(questions),
            Value::Bool(registration.invites_members),
            registration.held_until.into(),
            registration.last_number.into(),
            seats.seated().into(),
            seats.held().into(),
            seats.waiting().into(),
            seats.checked_in().into(),
            registration.version.into(),
        ]],
        "on conflict (event_id) do update set opens_at = excluded.opens_at, \
         closes_at = excluded.closes_at, capacity = excluded.capacity, \
         questions = excluded.questions, invites_members = excluded.invites_members, \
         held_until = excluded.held_until, last_number = excluded.last_number, \
         seated = excluded.seated, held = excluded.held, waiting = excluded.waiting, \
         checked_in = excluded.checked_in, version = excluded.version",
    )
    .await?;
    let event = registration.event_id;
    let mut sql = Sql::new("delete from event_registration_type where event_id = ");
    sql.bind(event.into());
    conn.execute(sql).await?;
    let types = seats.types.iter().map(|(kind, of)| {
        [
            event.into(),
            (*kind).into(),
            of.capacity.into(),
            of.seated.into(),
            seats.held_of(*kind).into(),
            of.waiting.into(),
            Value::Bool(of.confirmed),
            of.requested.into(),
        ]
    });
    conn.insert(
        "insert into event_registration_type (event_id, type, capacity, seated, held, waiting, \
         confirmed, requested)",
        types.collect(),
        "",
    )
    .await
}

/// Which of these are invited by name to send a delegation.
pub(crate) async fn invited(
    conn: &mut Conn<'_>,
    event: Uuid,
    parties: &[Party],
) -> Result<Vec<Uuid>, sqlx::Error> {
    let nodes = parties.iter().filter_map(|party| party.node());
    let mut sql = Sql::new("select node_id from event_invitee where event_id = ");
    sql.bind(event.into()).push(" and node_id in ");
    sql.bind_list(nodes.map(|node| Value::Uuid(node.id)));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Who is invited by name to these events, in the order of their names, as far as the viewer may see
/// them.
pub(crate) async fn invitees_of(
    conn: &mut Conn<'_>,
    events: &[Uuid],
    viewer: &kernel::Viewer,
) -> Result<HashMap<Uuid, Vec<NodeRef>>, sqlx::Error> {
    let mut sql = Sql::new(
        "select i.event_id, i.node_id, n.kind from event_invitee i join node n on n.id = i.node_id \
         where i.event_id in ",
    );
    sql.bind_list(events.iter().copied().map(Value::Uuid))
        .push(" and ");
    kernel::list::visible(&mut sql, "n.audience", viewer);
    sql.push(" order by n.sort_key, n.id");
    let rows: Vec<(Uuid, Uuid, String)> = conn.fetch_all(sql).await?;
    let mut found: HashMap<Uuid, Vec<NodeRef>> = HashMap::new();
    for (event, id, kind) in rows {
        let node = Kind::from_prefix(&kind).map(|kind| NodeRef::new(kind, id));
        found.entry(event).or_default().extend(node);
    }
    Ok(found)
}

/// Writes who is invited by name over who was.
pub(crate) async fn write_invitees(
    conn: &mut Conn<'_>,
    event: Uuid,
    nodes: &[NodeRef],
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from event_invitee where event_id = ");
    sql.bind(event.into());
    conn.execute(sql).await?;
    let rows = nodes.iter().map(|node| [event.into(), node.id.into()]);
    conn.insert(
        "insert into event_invitee (event_id, node_id)",
        rows.collect(),
        "",
    )
    .await
}

/// The events whose seats are held beyond their time: those of delegations that still have some.
pub(crate) async fn due(
    conn: &mut Conn<'_>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let mut sql = Sql::new(
        "select er.event_id from event_registration er join event e on e.id = er.event_id \
         where e.status not in ('HELD', 'CANCELLED') and coalesce(er.held_until, er.closes_at) <= ",
    );
    sql.bind(now.into()).push(
        " and exists (select 1 from delegation d where d.event_id = er.event_id \
         and d.seats is not null) order by er.event_id limit 100",
    );
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// When the next seats are to be released; none when none are held.
pub(crate) async fn next_due(
    conn: &mut Conn<'_>,
) -> Result<Option<chrono::DateTime<chrono::Utc>>, sqlx::Error> {
    let sql = Sql::new(
        "select min(coalesce(er.held_until, er.closes_at)) from event_registration er \
         join event e on e.id = er.event_id where e.status not in ('HELD', 'CANCELLED') and exists (select 1 from delegation d where d.event_id = er.event_id \
         and d.seats is not null)",
    );
    let rows: Vec<(Option<chrono::DateTime<chrono::Utc>>,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().next().and_then(|(due,)| due))
}
