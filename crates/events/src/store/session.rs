//! All SQL of one session, and of the programme it is part of.

use std::collections::HashMap;

use kernel::{
    Conn,
    connection::REF_COLUMNS,
    db::{Sql, Value},
    list::ListSpec,
};
use uuid::Uuid;

use super::{CITIES, SESSIONS};
use crate::{Session, Slot, Speaker};

kernel::from_row!(Slot {
    id,
    starts_at,
    ends_at,
    room
});
kernel::from_row!(Speaker {
    session_id,
    ordinal,
    role,
    city_id,
    organisation_id,
    person_id,
    agreed_at
});

/// The projects that a session is about.
pub(crate) const PROJECTS: ListSpec = ListSpec {
    name: "Session.projects",
    columns: REF_COLUMNS,
    from: "session_project sp join node n on n.id = sp.project_id",
    parent: Some("sp.session_id"),
    ..CITIES
};

/// The session with this key, whoever may see it.
pub(crate) async fn find(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Session>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {} from {} where s.id = ",
        SESSIONS.columns, SESSIONS.from
    ));
    sql.bind(id.into());
    Ok(conn.fetch_all(sql).await?.into_iter().next())
}

/// The sessions of an event that have a time, also while it is postponed without a day.
pub(crate) async fn slots(conn: &mut Conn<'_>, event: Uuid) -> Result<Vec<Slot>, sqlx::Error> {
    let mut sql = Sql::new(
        "select s.id, s.starts_at, s.ends_at, s.room from session s \
         where s.starts_at is not null and s.ends_at is not null and s.event_id = ",
    );
    sql.bind(event.into());
    sql.push(" order by s.starts_at, s.id");
    conn.fetch_all(sql).await
}

/// How many sessions an event has.
pub(crate) async fn count(conn: &mut Conn<'_>, event: Uuid) -> Result<i64, sqlx::Error> {
    let mut sql = Sql::new("select count(*) from session s where s.event_id = ");
    sql.bind(event.into());
    let rows: Vec<(i64,)> = conn.fetch_all(sql).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// Writes what a session is; its node is written.
pub(crate) async fn write(conn: &mut Conn<'_>, session: &Session) -> Result<(), sqlx::Error> {
    let interpretation = serde_json::to_value(&session.interpretation.0).unwrap_or_default();
    conn.insert(
        "insert into session (id, event_id, kind, ordinal, starts_at, ends_at, room, language, \
         interpretation, theme_id)",
        vec![[
            session.node.id.into(),
            session.event_id.into(),
            session.kind.into(),
            session.ordinal.into(),
            session.starts_at.into(),
            session.ends_at.into(),
            session.room.as_deref().into(),
            session.language.as_deref().into(),
            Value::Json(interpretation),
            session.theme_id.into(),
        ]],
        "on conflict (id) do update set kind = excluded.kind, language = excluded.language, \
         interpretation = excluded.interpretation, theme_id = excluded.theme_id",
    )
    .await
}

/// Puts a session to another time and place.
pub(crate) async fn put(conn: &mut Conn<'_>, slot: &Slot) -> Result<(), sqlx::Error> {
    let (starts_at, ends_at) = (slot.starts_at.into(), slot.ends_at.into());
    put_to(conn, slot.id, starts_at, ends_at, slot.room.as_deref()).await
}

/// Takes the time of a session away, and puts it to another place.
pub(crate) async fn put_to(
    conn: &mut Conn<'_>,
    id: Uuid,
    starts_at: Value,
    ends_at: Value,
    room: Option<&str>,
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("update session set starts_at = ");
    sql.bind(starts_at).push(", ends_at = ").bind(ends_at);
    sql.push(", room = ").bind(room.into());
    sql.push(" where id = ").bind(id.into());
    conn.execute(sql).await
}

/// Puts the sessions of an event in the order of their times; those without one come last, as they came.
pub(crate) async fn order(conn: &mut Conn<'_>, event: Uuid) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("select s.id, s.ordinal from session s where s.event_id = ");
    sql.bind(event.into());
    sql.push(
        " order by case when s.starts_at is null then 1 else 0 end, s.starts_at, s.ordinal, s.id",
    );
    let rows: Vec<(Uuid, i32)> = conn.fetch_all(sql).await?;
    for (ordinal, (id, before)) in (0_i32..).zip(rows) {
        if ordinal != before {
            let mut sql = Sql::new("update session set ordinal = ");
            sql.bind(ordinal.into())
                .push(" where id = ")
                .bind(id.into());
            conn.execute(sql).await?;
        }
    }
    Ok(())
}

/// Writes who speaks in a session over who did.
pub(crate) async fn write_speakers(
    conn: &mut Conn<'_>,
    session: Uuid,
    speakers: &[Speaker],
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from session_speaker where session_id = ");
    sql.bind(session.into());
    conn.execute(sql).await?;
    let row = |speaker: &Speaker| {
        [
            session.into(),
            speaker.ordinal.into(),
            speaker.role.as_deref().into(),
            speaker.city_id.into(),
            speaker.organisation_id.into(),
            speaker.person_id.into(),
            speaker.agreed_at.into(),
        ]
    };
    conn.insert(
        "insert into session_speaker (session_id, ordinal, role, city_id, organisation_id, \
         person_id, agreed_at)",
        speakers.iter().map(row).collect(),
        "",
    )
    .await
}

/// Who speaks in these sessions, in their order.
pub(crate) async fn speakers(
    conn: &mut Conn<'_>,
    sessions: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Speaker>>, sqlx::Error> {
    let mut sql = Sql::new(
        "select p.session_id, p.ordinal, p.role, p.city_id, p.organisation_id, p.person_id, \
         p.agreed_at from session_speaker p where p.session_id in ",
    );
    sql.bind_list(sessions.iter().map(|session| Value::Uuid(*session)));
    sql.push(" order by p.session_id, p.ordinal");
    let rows: Vec<Speaker> = conn.fetch_all(sql).await?;
    let mut found: HashMap<Uuid, Vec<Speaker>> = HashMap::new();
    for row in rows {
        found.entry(row.session_id).or_default().push(row);
    }
    Ok(found)
}

/// Writes the projects that a session is about over those that were.
pub(crate) async fn write_projects(
    conn: &mut Conn<'_>,
    session: Uuid,
    projects: &[Uuid],
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from session_project where session_id = ");
    sql.bind(session.into());
    conn.execute(sql).await?;
    let rows = projects
        .iter()
        .map(|project| [session.into(), (*project).into()]);
    let insert = "insert into session_project (session_id, project_id)";
    conn.insert(insert, rows.collect(), "").await
}
