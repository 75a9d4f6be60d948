//! An event as a write finds it, and what a write changes of it.

use std::collections::HashMap;

use kernel::{
    Conn,
    db::{Null, Sql, Value},
    node::Visibility,
    on,
};
use uuid::Uuid;

use super::{EVENTS, party};
use crate::{Details, Event, Held};

struct Row {
    visibility: Option<String>,
    details: Details,
    event: Event,
}

kernel::from_row!(Row { visibility; details, event });
kernel::from_row!(Details {
    asked_host_id,
    accessibility,
    online_link,
    notice,
    postponed_until,
    recap
});

/// The columns of [`Details`].
const DETAILS: &str =
    "e.asked_host_id, e.accessibility, e.online_link, e.notice, e.postponed_until, e.recap";

struct DetailsRow {
    id: Uuid,
    details: Details,
}

kernel::from_row!(DetailsRow { id; details });

/// What is kept of these events beside what their lists show.
pub(crate) async fn details(
    conn: &mut Conn<'_>,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Details>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select e.id, {DETAILS} from event e where e.id in "
    ));
    sql.bind_list(events.iter().map(|event| Value::Uuid(*event)));
    let rows: Vec<DetailsRow> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.details)).collect())
}

/// The event with this key, whoever may see it.
pub(crate) async fn find(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Held>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select e.visibility, {DETAILS}, {} from {} where e.id = ",
        EVENTS.columns, EVENTS.from
    ));
    sql.bind(id.into());
    let rows: Vec<Row> = conn.fetch_all(sql).await?;
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    let organisers = party::organisers(conn, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    Ok(Some(Held {
        visibility: match row.visibility.as_deref() {
            Some("PUBLIC") => Some(Visibility::Public),
            Some("NETWORK") => Some(Visibility::Network),
            _ => None,
        },
        event: row.event,
        details: row.details,
        organisers,
    }))
}

/// The event with this key, locked until the write ends: whatever is changed of an event, its
/// programme and those who come to it, is changed under this lock.
pub(crate) async fn lock(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Held>, sqlx::Error> {
    // SQLite lets one write at a time: there is nothing to lock.
    on!(
        conn,
        sqlite | _c | (),
        postgres
            | c
            | sqlx::query("select id from node where id = $1 and kind = 'event' for update")
                .bind(id)
                .execute(c)
                .await
                .map(drop)?
    );
    find(conn, id).await
}

/// Writes what an event is, its host, its organisers and its links apart.
pub(crate) async fn write(conn: &mut Conn<'_>, held: &Held) -> Result<(), sqlx::Error> {
    let event = &held.event;
    let details = &held.details;
    let visibility = held.visibility.map(|visibility| match visibility {
        Visibility::Public => "PUBLIC",
        Visibility::Network | Visibility::Secretariat => "NETWORK",
    });
    let notice =
        (details.notice.as_ref()).map_or(Value::Null(Null::Json), |notice| json(&notice.0));
    conn.insert(
        "insert into event (id, kind, status, series_id, edition, mode, venue, address, latitude, \
         longitude, starts_on, ends_on, time_zone, capacity, website, figures, contacts, \
         postponed_from, postponed_until, visibility, asked_host_id, accessibility, online_link, \
         notice, recap)",
        vec![[
            event.node.id.into(),
            event.kind.into(),
            event.status.into(),
            event.series_id.into(),
            event.edition.into(),
            event.mode.into(),
            event.venue.as_deref().into(),
            event.address.as_deref().into(),
            event.latitude.into(),
            event.longitude.into(),
            event.starts_on.into(),
            event.ends_on.into(),
            event.time_zone.as_deref().into(),
            event.capacity.into(),
            event.website.as_deref().into(),
            json(&event.figures.0),
            json(&event.contacts.0),
            event.postponed_from.into(),
            details.postponed_until.into(),
            visibility.into(),
            details.asked_host_id.into(),
            json(&details.accessibility.0),
            details.online_link.as_deref().into(),
            notice,
            json(&details.recap.0),
        ]],
        "on conflict (id) do update set kind = excluded.kind, status = excluded.status, \
         series_id = excluded.series_id, edition = excluded.edition, mode = excluded.mode, \
         venue = excluded.venue, address = excluded.address, latitude = excluded.latitude, \
         longitude = excluded.longitude, starts_on = excluded.starts_on, \
         ends_on = excluded.ends_on, time_zone = excluded.time_zone, \
         capacity = excluded.capacity, website = excluded.website, figures = excluded.figures, \
         contacts = excluded.contacts, postponed_from = excluded.postponed_from, \
         postponed_until = excluded.postponed_until, \
         visibility = excluded.visibility, asked_host_id = excluded.asked_host_id, \
         accessibility = excluded.accessibility, online_link = excluded.online_link, \
         notice = excluded.notice, recap = excluded.recap",
    )
    .await
}

fn json<T: serde::Serialize>(value: &T) -> Value {
    Value::Json(serde_json::to_value(value).unwrap_or_default())
}

/// Lets this audience see an event with its programme.
pub(crate) async fn set_audience(
    conn: &mut Conn<'_>,
    event: Uuid,
    audience: &str,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "update node set audience = $2 where id in (select $1 \
             union select s.id from session s where s.event_id = $1)",
        )
        .bind(event)
        .bind(audience)
        .execute(c)
        .await
        .map(drop)
    })
}

/// Writes the themes of an event over those it had.
pub(crate) async fn write_themes(
    conn: &mut Conn<'_>,
    event: Uuid,
    themes: &[Uuid],
) -> Result<(), sqlx::Error> {
    let (delete, insert) = (
        "delete from event_theme where event_id = ",
        "insert into event_theme (event_id, theme_id)",
    );
    replace(conn, event, themes, delete, insert).await
}

/// Writes the projects that an event is about over those it had.
pub(crate) async fn write_projects(
    conn: &mut Conn<'_>,
    event: Uuid,
    projects: &[Uuid],
) -> Result<(), sqlx::Error> {
    let (delete, insert) = (
        "delete from event_project where event_id = ",
        "insert into event_project (event_id, project_id)",
    );
    replace(conn, event, projects, delete, insert).await
}

async fn replace(
    conn: &mut Conn<'_>,
    event: Uuid,
    others: &[Uuid],
    delete: &'static str,
    insert: &'static str,
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new(delete);
    sql.bind(event.into());
    conn.execute(sql).await?;
    let rows = others.iter().map(|other| [event.into(), (*other).into()]);
    conn.insert(insert, rows.collect(), "").await
}
