//! All SQL of series of events.

use std::collections::HashMap;

use kernel::{
    Conn, Viewer,
    db::{Sql, Value},
    list::{ListSpec, visible},
    on,
};
use uuid::Uuid;

use super::EVENTS;
use crate::Series;

kernel::from_row!(Series { ; node });

/// All series of events.
pub(crate) const SERIES: ListSpec = ListSpec {
    name: "Query.eventSeriesList",
    columns: kernel::node_columns!(),
    from: "event_series es join node n on n.id = es.id and n.kind = 'series'",
    ..EVENTS
};

/// The events of a series.
pub(crate) const EDITIONS: ListSpec = ListSpec {
    name: "EventSeries.events",
    parent: Some("e.series_id"),
    ..EVENTS
};

/// The editions before and after an event in its series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Neighbours {
    pub(crate) previous: Option<Uuid>,
    pub(crate) next: Option<Uuid>,
}

struct Row {
    id: Uuid,
    previous_id: Option<Uuid>,
    next_id: Option<Uuid>,
}

kernel::from_row!(Row {
    id,
    previous_id,
    next_id
});

/// Writes a series whose node is written.
pub(crate) async fn write(conn: &mut Conn<'_>, id: Uuid) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("insert into event_series (id) values ($1) on conflict (id) do nothing")
            .bind(id)
            .execute(c)
            .await
            .map(drop)
    })
}

/// The editions before and after each of these events, of those that the viewer may see.
pub(crate) async fn neighbours(
    conn: &mut Conn<'_>,
    viewer: &Viewer,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Neighbours>, sqlx::Error> {
    let mut sql = Sql::new("select e.id, ");
    for (name, compared, direction) in [("previous_id", "<", "desc"), ("next_id", ">", "asc")] {
        sql.push(
            "(select o.id from event o join node n on n.id = o.id where o.series_id = e.series_id",
        );
        sql.push(" and o.edition ")
            .push(compared)
            .push(" e.edition and ");
        visible(&mut sql, "n.audience", viewer);
        sql.push(" order by o.edition ")
            .push(direction)
            .push(" limit 1) as ")
            .push(name);
        sql.push(if name == "previous_id" { ", " } else { " " });
    }
    sql.push("from event e where e.id in ");
    sql.bind_list(events.iter().map(|event| Value::Uuid(*event)));
    let rows: Vec<Row> = conn.fetch_all(sql).await?;
    let found = |row: Row| {
        let neighbours = Neighbours {
            previous: row.previous_id,
            next: row.next_id,
        };
        (row.id, neighbours)
    };
    Ok(rows.into_iter().map(found).collect())
}
