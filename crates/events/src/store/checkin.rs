//! All SQL of the list at the door, and of what a certificate says.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{
    Conn, Viewer,
    db::{Sql, Value},
    list::visible,
};
use uuid::Uuid;

use super::registration::REGISTRATIONS;
use crate::model::checkin::Line;

kernel::from_row!(Line {
    number,
    kind,
    state,
    name,
    delegation,
    code,
    checked_in_at
});

/// The list at the door of an event, by number, as far as the viewer may see it. An event has no more
/// registrations than the limit.
pub(crate) async fn lines(
    conn: &mut Conn<'_>,
    event: Uuid,
    viewer: &Viewer,
) -> Result<Vec<Line>, sqlx::Error> {
    let mut sql = Sql::new(
        "select r.number, r.type as kind, r.state, r.name, p.slug as delegation, r.code, \
         r.checked_in_at from registration r left join delegation d on d.id = r.delegation_id \
         left join node p on p.id = coalesce(d.city_id, d.organisation_id) \
         where r.state in ('SEATED', 'WAITING') and r.event_id = ",
    );
    sql.bind(event.into()).push(" and ");
    visible(&mut sql, REGISTRATIONS.audience, viewer);
    sql.push(" order by r.number limit 20000");
    conn.fetch_all(sql).await
}

/// How many sessions of these events have a beginning and an end, and how many seconds they last; as far
/// as the viewer may see them.
pub(crate) async fn sessions(
    conn: &mut Conn<'_>,
    events: &[Uuid],
    viewer: &Viewer,
) -> Result<HashMap<Uuid, (i64, i64)>, sqlx::Error> {
    let mut sql = Sql::new(
        "select s.event_id, s.starts_at, s.ends_at from session s join node n on n.id = s.id \
         where s.starts_at is not null and s.ends_at is not null and s.event_id in ",
    );
    sql.bind_list(events.iter().copied().map(Value::Uuid))
        .push(" and ");
    visible(&mut sql, "n.audience", viewer);
    let rows: Vec<(Uuid, DateTime<Utc>, DateTime<Utc>)> = conn.fetch_all(sql).await?;
    let mut found: HashMap<Uuid, (i64, i64)> = HashMap::new();
    for (event, starts, ends) in rows {
        let (count, seconds) = found.entry(event).or_default();
        *count += 1;
        *seconds += (ends - starts).num_seconds().max(0);
    }
    Ok(found)
}
