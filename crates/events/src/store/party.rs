//! All SQL of who makes an event, and who hosts it.

use std::collections::HashMap;

use kernel::{
    Conn, Party,
    db::{Sql, Value},
};
use uuid::Uuid;

use crate::{EventCityRole, Held, Organiser, OrganiserState};

kernel::stored_enum!(OrganiserState {
    Asked = "ASKED",
    Accepted = "ACCEPTED",
});

struct Row {
    event_id: Uuid,
    city_id: Option<Uuid>,
    organisation_id: Option<Uuid>,
    state: OrganiserState,
}

kernel::from_row!(Row {
    event_id,
    city_id,
    organisation_id,
    state
});

/// Who makes these events, or is asked to, in their order.
pub(crate) async fn organisers(
    conn: &mut Conn<'_>,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Organiser>>, sqlx::Error> {
    let mut sql = Sql::new(
        "select eo.event_id, eo.city_id, eo.organisation_id, eo.state from event_organiser eo \
         where eo.event_id in ",
    );
    sql.bind_list(events.iter().map(|event| Value::Uuid(*event)));
    sql.push(" order by eo.event_id, eo.ordinal");
    let rows: Vec<Row> = conn.fetch_all(sql).await?;
    let mut found: HashMap<Uuid, Vec<Organiser>> = HashMap::new();
    for row in rows {
        let party = match (row.city_id, row.organisation_id) {
            (Some(city), _) => Party::City(city),
            (None, Some(organisation)) => Party::Organisation(organisation),
            (None, None) => Party::Secretariat,
        };
        found.entry(row.event_id).or_default().push(Organiser {
            party,
            state: row.state,
        });
    }
    Ok(found)
}

/// Writes who makes an event, over who did.
pub(crate) async fn write_organisers(conn: &mut Conn<'_>, held: &Held) -> Result<(), sqlx::Error> {
    let event = held.event.node.id;
    let mut sql = Sql::new("delete from event_organiser where event_id = ");
    sql.bind(event.into());
    conn.execute(sql).await?;
    let rows = (0_i32..).zip(&held.organisers).map(|(ordinal, organiser)| {
        let (city, organisation) = match organiser.party {
            Party::City(id) => (Some(id), None),
            Party::Organisation(id) => (None, Some(id)),
            Party::Secretariat => (None, None),
        };
        [
            event.into(),
            ordinal.into(),
            city.into(),
            organisation.into(),
            organiser.state.into(),
        ]
    });
    conn.insert(
        "insert into event_organiser (event_id, ordinal, city_id, organisation_id, state)",
        rows.collect(),
        "",
    )
    .await
}

/// Makes a city the host of an event, in the place of the one that was. What either sends to it stays.
pub(crate) async fn write_host(
    conn: &mut Conn<'_>,
    event: Uuid,
    host: Option<Uuid>,
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from event_city where event_id = ");
    sql.bind(event.into());
    sql.push(" and role = 'HOST' and delegation_size is null");
    conn.execute(sql).await?;
    let mut sql = Sql::new("update event_city set role = 'PARTICIPANT' where event_id = ");
    sql.bind(event.into());
    conn.execute(sql).await?;
    let row = host.map(|host| [event.into(), host.into(), EventCityRole::Host.into()]);
    conn.insert(
        "insert into event_city (event_id, city_id, role)",
        row.into_iter().collect(),
        "on conflict (event_id, city_id) do update set role = excluded.role",
    )
    .await
}

/// The events that these parties make or host, those changed last first; at most `most`. Who is asked
/// to make or to host one counts while it is a draft: of what is announced anybody knows enough to
/// answer.
///
/// # Errors
/// What the database says.
pub async fn of_parties(
    conn: &mut Conn<'_>,
    parties: &[Party],
    most: usize,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let cities = parties.iter().filter_map(|party| match party {
        Party::City(id) => Some(Value::Uuid(*id)),
        _ => None,
    });
    let organisations = parties.iter().filter_map(|party| match party {
        Party::Organisation(id) => Some(Value::Uuid(*id)),
        _ => None,
    });
    let mut sql = Sql::new(
        "select n.id from node n where n.id in \
         (select ec.event_id from event_city ec where ec.role = 'HOST' and ec.city_id in ",
    );
    sql.bind_list(cities.clone());
    sql.push(" union select e.id from event e where e.status = 'DRAFT' and e.asked_host_id in ")
        .bind_list(cities.clone());
    let made = " union select eo.event_id from event_organiser eo join event e on e.id = eo.event_id \
                where (eo.state = 'ACCEPTED' or e.status = 'DRAFT') and ";
    sql.push(made).push("eo.city_id in ").bind_list(cities);
    sql.push(made)
        .push("eo.organisation_id in ")
        .bind_list(organisations);
    if parties.contains(&Party::Secretariat) {
        sql.push(made)
            .push("eo.city_id is null and eo.organisation_id is null");
    }
    sql.push(") order by n.updated_at desc, n.id limit ")
        .bind(Value::Int(i64::try_from(most).unwrap_or(i64::MAX)));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
