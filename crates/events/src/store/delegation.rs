//! All SQL of delegations.

use access::Resource;
use kernel::{
    Conn, Kind, NodeRef, Party,
    db::{Sql, Value},
    list::{Column, ListSpec, Order},
    on,
};
use uuid::Uuid;

use crate::{EventDelegation, model::registration_seats::Seats};

kernel::from_row!(EventDelegation {
    id,
    event_id,
    city_id,
    organisation_id,
    head_id,
    seats,
    seated,
    waiting,
    checked_in,
    since
});

const COLUMNS: &str = "d.id, d.event_id, d.city_id, d.organisation_id, d.head_id, d.seats, d.seated, \
     d.waiting, d.checked_in, d.since";

/// The delegations to an event; without an event, all of them. Who sees the event sees them.
pub(crate) const DELEGATIONS: ListSpec = ListSpec {
    name: "Event.registeredDelegations",
    columns: COLUMNS,
    from: "delegation d join node n on n.id = d.event_id",
    parent: Some("d.event_id"),
    audience: "n.audience",
    tie: "d.id",
    tie_descending: false,
};

const SINCE: Column = Column {
    name: "SINCE",
    sql: "d.since",
    nullable: false,
};

/// In the order in which they began.
pub(crate) const BY_SINCE: &[Order] = &[Order::ascending(SINCE)];

/// The delegation with this key.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    id: Uuid,
) -> Result<Option<EventDelegation>, sqlx::Error> {
    let mut sql = Sql::new(format!("select {COLUMNS} from delegation d where d.id = "));
    sql.bind(id.into());
    Ok(conn.fetch_all(sql).await?.into_iter().next())
}

/// All delegations to an event.
pub(crate) async fn all_of(
    conn: &mut Conn<'_>,
    event: Uuid,
) -> Result<Vec<EventDelegation>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {COLUMNS} from delegation d where d.event_id = "
    ));
    sql.bind(event.into()).push(" order by d.since, d.id");
    conn.fetch_all(sql).await
}

/// The delegations to an event, each with how many seats are its own.
pub(crate) async fn of_event(
    conn: &mut Conn<'_>,
    event: Uuid,
) -> Result<Vec<(Uuid, Option<i32>)>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>("select id, seats from delegation where event_id = $1")
            .bind(event)
            .fetch_all(c)
            .await
    })
}

/// Writes delegations that are new.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    new: &[EventDelegation],
) -> Result<(), sqlx::Error> {
    let rows = new.iter().map(|row| {
        [
            row.id.into(),
            row.event_id.into(),
            row.city_id.into(),
            row.organisation_id.into(),
            row.head_id.into(),
            row.seats.into(),
            row.seated.into(),
            row.waiting.into(),
            row.checked_in.into(),
            row.since.into(),
        ]
    });
    conn.insert(
        "insert into delegation (id, event_id, city_id, organisation_id, head_id, seats, seated, \
         waiting, checked_in, since)",
        rows.collect(),
        "",
    )
    .await
}

/// Says who heads a delegation.
pub(crate) async fn set_head(conn: &mut Conn<'_>, id: Uuid, head: Uuid) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("update delegation set head_id = ");
    sql.bind(head.into()).push(" where id = ").bind(id.into());
    conn.execute(sql).await
}

/// Writes the seats and the counts of the delegations that they have changed of.
pub(crate) async fn write_seats(
    conn: &mut Conn<'_>,
    seats: &Seats,
    before: &Seats,
) -> Result<(), sqlx::Error> {
    for (id, of) in &seats.delegations {
        if before.delegations.get(id) == Some(of) {
            continue;
        }
        let mut sql = Sql::new("update delegation set seats = ");
        sql.bind(of.seats.into())
            .push(", seated = ")
            .bind(of.seated.into())
            .push(", waiting = ")
            .bind(of.waiting.into())
            .push(", checked_in = ")
            .bind(of.checked_in.into())
            .push(" where id = ")
            .bind((*id).into());
        conn.execute(sql).await?;
    }
    Ok(())
}

/// Lets the cities whose delegations have a head stand among those that take part in their events, if
/// they do not yet.
pub(crate) async fn take_part(
    conn: &mut Conn<'_>,
    events: impl IntoIterator<Item = Uuid>,
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new(
        "insert into event_city (event_id, city_id, role) \
         select d.event_id, d.city_id, 'PARTICIPANT' from delegation d \
         where d.city_id is not null and d.head_id is not null and d.event_id in ",
    );
    sql.bind_list(events.into_iter().map(Value::Uuid))
        .push(" on conflict do nothing");
    conn.execute(sql).await
}

/// The events that this party makes or hosts, and the delegations that this person heads for it; those that
/// began last first, of each at most `most`.
///
/// # Errors
/// What the database says.
pub async fn desks_of(
    conn: &mut Conn<'_>,
    person: Uuid,
    party: Party,
    most: usize,
) -> Result<Vec<NodeRef>, sqlx::Error> {
    let column = match party {
        Party::City(_) => "city_id",
        Party::Organisation(_) => "organisation_id",
        // It sees all of it.
        Party::Secretariat => return Ok(Vec::new()),
    };
    let id = Value::Uuid(party.node().map(|node| node.id).unwrap_or_default());
    let mut desks = Vec::new();
    let mut sql =
        Sql::new("select eo.event_id from event_organiser eo where eo.state = 'ACCEPTED' and eo.");
    sql.push(column).push(" = ").bind(id.clone());
    if let Party::City(_) = party {
        sql.push(
            " union select ec.event_id from event_city ec where ec.role = 'HOST' and ec.city_id = ",
        )
        .bind(id.clone());
    }
    sql.push(&format!(" order by event_id desc limit {most}"));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    desks.extend(rows.into_iter().map(|(id,)| NodeRef::new(Kind::Event, id)));
    let mut sql = Sql::new("select d.id from delegation d where d.head_id = ");
    sql.bind(person.into())
        .push(" and d.")
        .push(column)
        .push(" = ")
        .bind(id)
        .push(&format!(" order by d.id desc limit {most}"));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    let delegations = rows
        .into_iter()
        .map(|(id,)| NodeRef::new(Kind::EventDelegation, id));
    desks.extend(delegations);
    Ok(desks)
}

/// The delegations of the parties that are cities or organisations, for an event.
pub(crate) async fn of_parties(
    conn: &mut Conn<'_>,
    event: Uuid,
    parties: &[Party],
) -> Result<Vec<EventDelegation>, sqlx::Error> {
    let all = all_of(conn, event).await?;
    let of = |row: &EventDelegation| row.party().is_some_and(|party| parties.contains(&party));
    Ok(all.into_iter().filter(of).collect())
}

/// Who runs the registration of an event: who makes it, and who hosts it.
pub(crate) fn desk_of(event: &Resource) -> Vec<Party> {
    match event {
        Resource::Event {
            organisers, hosts, ..
        } => organisers.iter().chain(hosts).copied().collect(),
        _ => Vec::new(),
    }
}

/// What the policies have to know of a registration, or of a delegation; none when there is none.
///
/// # Errors
/// What the database says.
pub async fn resource_of_registration(
    conn: &mut Conn<'_>,
    node: NodeRef,
) -> Result<Option<Resource>, sqlx::Error> {
    let (event, with) = match node.kind {
        Kind::EventDelegation => match find(conn, node.id).await? {
            Some(row) => (row.event_id, Some(row)),
            None => return Ok(None),
        },
        Kind::Registration => match super::registration::find(conn, node.id).await? {
            Some(row) => match row.delegation_id {
                Some(id) => (row.event_id, find(conn, id).await?),
                None => (row.event_id, None),
            },
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let event = NodeRef::new(Kind::Event, event);
    let hosts = super::resource_of(conn, event).await?;
    let hosts = hosts.as_ref().map(desk_of).unwrap_or_default();
    Ok(Some(Resource::Registration {
        id: node.id,
        head: with.as_ref().and_then(|with| with.head_id),
        party: with.as_ref().and_then(EventDelegation::party),
        hosts,
    }))
}
