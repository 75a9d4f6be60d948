//! A project as a write finds it, and what a write changes of it.

use access::Resource;
use kernel::{
    Conn,
    db::{Sql, Value},
    node::Visibility,
    on,
};
use uuid::Uuid;

use super::PROJECTS;
use crate::{CityRole, Goal, Held, OrganisationRole, Project};

struct Row {
    visibility: Option<String>,
    project: Project,
}

kernel::from_row!(Row { visibility; project });

/// The project with this key, whoever may see it.
async fn find(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Held>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select p.visibility, {} from {} where p.id = ",
        PROJECTS.columns, PROJECTS.from
    ));
    sql.bind(id.into());
    let rows: Vec<Row> = conn.fetch_all(sql).await?;
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    let cities: Vec<(Uuid, CityRole)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select city_id, role from project_city where project_id = $1 order by role, city_id",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?;
    let organisations: Vec<(Uuid, OrganisationRole)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select organisation_id, role from project_organisation where project_id = $1 \
             order by organisation_id",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?;
    Ok(Some(Held {
        visibility: match row.visibility.as_deref() {
            Some("PUBLIC") => Some(Visibility::Public),
            Some("NETWORK") => Some(Visibility::Network),
            _ => None,
        },
        project: row.project,
        cities,
        organisations,
    }))
}

/// The project with this key, locked until the write ends: whatever is changed of a project is
/// changed under this lock.
pub(crate) async fn lock(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Held>, sqlx::Error> {
    // SQLite lets one write at a time: there is nothing to lock.
    on!(
        conn,
        sqlite | _c | (),
        postgres
            | c
            | sqlx::query("select id from node where id = $1 and kind = 'project' for update")
                .bind(id)
                .execute(c)
                .await
                .map(drop)?
    );
    find(conn, id).await
}

/// What the policies have to know of a project; none when there is none.
///
/// # Errors
/// What the database says.
pub async fn resource_of_project(
    conn: &mut Conn<'_>,
    id: Uuid,
) -> Result<Option<Resource>, sqlx::Error> {
    Ok(find(conn, id).await?.map(|held| held.resource()))
}

/// Writes what a project is, its links apart.
pub(crate) async fn write(conn: &mut Conn<'_>, held: &Held) -> Result<(), sqlx::Error> {
    let project = &held.project;
    let visibility = held.visibility.map(|visibility| match visibility {
        Visibility::Public => "PUBLIC",
        Visibility::Network | Visibility::Secretariat => "NETWORK",
    });
    conn.insert(
        "insert into project (id, kind, stage, started_on, ended_on, website, open_to_partners, \
         visibility)",
        vec![[
            project.node.id.into(),
            project.kind.into(),
            project.stage.into(),
            project.started_on.into(),
            project.ended_on.into(),
            project.website.as_deref().into(),
            Value::Bool(project.open_to_partners),
            visibility.into(),
        ]],
        "on conflict (id) do update set stage = excluded.stage, \
         started_on = excluded.started_on, ended_on = excluded.ended_on, \
         website = excluded.website, open_to_partners = excluded.open_to_partners, \
         visibility = excluded.visibility",
    )
    .await
}

/// Writes who takes part in a project over who did.
pub(crate) async fn write_parties(conn: &mut Conn<'_>, held: &Held) -> Result<(), sqlx::Error> {
    let id = held.project.node.id;
    for text in [
        "delete from project_city where project_id = ",
        "delete from project_organisation where project_id = ",
    ] {
        let mut sql = Sql::new(text);
        sql.bind(id.into());
        conn.execute(sql).await?;
    }
    let cities =
        (held.cities.iter()).map(|(city, role)| [id.into(), (*city).into(), (*role).into()]);
    conn.insert(
        "insert into project_city (project_id, city_id, role)",
        cities.collect(),
        "",
    )
    .await?;
    let organisations = (held.organisations.iter())
        .map(|(other, role)| [id.into(), (*other).into(), (*role).into()]);
    conn.insert(
        "insert into project_organisation (project_id, organisation_id, role)",
        organisations.collect(),
        "",
    )
    .await
}

/// Writes the themes of a project over those it had.
pub(crate) async fn write_themes(
    conn: &mut Conn<'_>,
    id: Uuid,
    themes: &[Uuid],
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from project_theme where project_id = ");
    sql.bind(id.into());
    conn.execute(sql).await?;
    let rows = themes.iter().map(|theme| [id.into(), (*theme).into()]);
    let insert = "insert into project_theme (project_id, theme_id)";
    conn.insert(insert, rows.collect(), "").await
}

/// Writes the goals of a project over those it had.
pub(crate) async fn write_goals(
    conn: &mut Conn<'_>,
    id: Uuid,
    goals: &[Goal],
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from project_goal where project_id = ");
    sql.bind(id.into());
    conn.execute(sql).await?;
    let rows = goals.iter().map(|goal| [id.into(), goal.number().into()]);
    let insert = "insert into project_goal (project_id, goal)";
    conn.insert(insert, rows.collect(), "").await
}

/// Lets this audience see a project with its milestones and news.
pub(crate) async fn set_audience(
    conn: &mut Conn<'_>,
    project: Uuid,
    audience: &str,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "update node set audience = $2 where id in (select $1 \
             union select m.id from milestone m where m.project_id = $1 \
             union select u.id from project_update u where u.project_id = $1)",
        )
        .bind(project)
        .bind(audience)
        .execute(c)
        .await
        .map(drop)
    })
}
