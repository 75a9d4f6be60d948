//! All SQL of what came of an event.

use std::collections::HashMap;

use kernel::{
    Conn,
    db::{Sql, Value},
    list::ListSpec,
};
use uuid::Uuid;

use super::CITIES;
use crate::Document;

struct Row {
    event_id: Uuid,
    document: Document,
}

kernel::from_row!(Document { title, url, locale });
kernel::from_row!(Row { event_id; document });

/// The projects that were born at an event.
pub(crate) const BORN: ListSpec = ListSpec {
    name: "Event.bornProjects",
    from: "event_born_project b join node n on n.id = b.project_id",
    parent: Some("b.event_id"),
    ..CITIES
};

/// The documents of these events, in their order.
pub(crate) async fn documents(
    conn: &mut Conn<'_>,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Document>>, sqlx::Error> {
    let mut sql = Sql::new(
        "select d.event_id, d.title, d.url, d.locale from event_document d where d.event_id in ",
    );
    sql.bind_list(events.iter().map(|event| Value::Uuid(*event)));
    sql.push(" order by d.event_id, d.ordinal");
    let rows: Vec<Row> = conn.fetch_all(sql).await?;
    let mut found: HashMap<Uuid, Vec<Document>> = HashMap::new();
    for row in rows {
        found.entry(row.event_id).or_default().push(row.document);
    }
    Ok(found)
}

/// Writes the documents of an event over those it had.
pub(crate) async fn write_documents(
    conn: &mut Conn<'_>,
    event: Uuid,
    documents: &[Document],
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from event_document where event_id = ");
    sql.bind(event.into());
    conn.execute(sql).await?;
    let rows = (0_i32..).zip(documents).map(|(ordinal, document)| {
        [
            event.into(),
            ordinal.into(),
            document.title.as_str().into(),
            document.url.as_str().into(),
            document.locale.as_deref().into(),
        ]
    });
    conn.insert(
        "insert into event_document (event_id, ordinal, title, url, locale)",
        rows.collect(),
        "",
    )
    .await
}

/// The events at which these projects were born.
pub(crate) async fn births(
    conn: &mut Conn<'_>,
    projects: &[Uuid],
) -> Result<HashMap<Uuid, Uuid>, sqlx::Error> {
    let mut sql = Sql::new(
        "select b.project_id, b.event_id from event_born_project b where b.project_id in ",
    );
    sql.bind_list(projects.iter().map(|project| Value::Uuid(*project)));
    let rows: Vec<(Uuid, Uuid)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().collect())
}

/// Writes which projects were born at an event, over those that were.
pub(crate) async fn write_births(
    conn: &mut Conn<'_>,
    event: Uuid,
    projects: &[Uuid],
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from event_born_project where event_id = ");
    sql.bind(event.into());
    conn.execute(sql).await?;
    let rows = projects
        .iter()
        .map(|project| [event.into(), (*project).into()]);
    let insert = "insert into event_born_project (event_id, project_id)";
    conn.insert(insert, rows.collect(), "").await
}
