//! All SQL of one milestone or one piece of news.

use kernel::{Conn, db::Sql};
use uuid::Uuid;

use super::{MILESTONES, UPDATES};
use crate::{Milestone, Update};

/// The milestone with this key, whoever may see it.
pub(crate) async fn milestone(
    conn: &mut Conn<'_>,
    id: Uuid,
) -> Result<Option<Milestone>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {} from {} where m.id = ",
        MILESTONES.columns, MILESTONES.from
    ));
    sql.bind(id.into());
    Ok(conn.fetch_all(sql).await?.into_iter().next())
}

/// The news with this key, whoever may see them.
pub(crate) async fn update(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Update>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {} from {} where u.id = ",
        UPDATES.columns, UPDATES.from
    ));
    sql.bind(id.into());
    Ok(conn.fetch_all(sql).await?.into_iter().next())
}

/// How many milestones a project has, and the last place among them; none without milestones.
pub(crate) async fn milestones(
    conn: &mut Conn<'_>,
    project: Uuid,
) -> Result<(i64, Option<i32>), sqlx::Error> {
    let mut sql =
        Sql::new("select count(*), max(m.ordinal) from milestone m where m.project_id = ");
    sql.bind(project.into());
    let rows: Vec<(i64, Option<i32>)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().next().unwrap_or((0, None)))
}

/// Writes what a milestone is; its node is written.
pub(crate) async fn write_milestone(
    conn: &mut Conn<'_>,
    milestone: &Milestone,
) -> Result<(), sqlx::Error> {
    conn.insert(
        "insert into milestone (id, project_id, ordinal, due_on, reached_on, progress)",
        vec![[
            milestone.node.id.into(),
            milestone.project_id.into(),
            milestone.ordinal.into(),
            milestone.due_on.into(),
            milestone.reached_on.into(),
            milestone.progress.into(),
        ]],
        "on conflict (id) do update set due_on = excluded.due_on, \
         reached_on = excluded.reached_on, progress = excluded.progress",
    )
    .await
}
