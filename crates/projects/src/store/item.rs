//! All SQL of what hangs on a project without texts in several languages.

use std::collections::HashMap;

use kernel::{
    Conn,
    db::{Sql, Value},
    list::{Column, ListSpec, Order},
};
use uuid::Uuid;

use crate::{BudgetLine, Document, Goal, Need, NeedKind, NeedState, Statement};

kernel::stored_enum!(NeedKind {
    Need = "NEED",
    Offer = "OFFER",
});
kernel::stored_enum!(NeedState {
    Open = "OPEN",
    Met = "MET",
});
kernel::from_row!(Need {
    id,
    project_id,
    kind,
    state,
    locale,
    text,
    added_at
});
kernel::from_row!(Document {
    title,
    url,
    locale,
    is_result
});
kernel::from_row!(BudgetLine {
    label,
    locale,
    amount,
    currency,
    source
});

const COLUMNS: &str = "pn.id, pn.project_id, pn.kind, pn.state, pn.locale, pn.text, pn.added_at";

/// What a project looks for and has to give; without a project, of all. Who sees the project sees it.
pub(crate) const NEEDS: ListSpec = ListSpec {
    name: "Project.needs",
    columns: COLUMNS,
    from: "project_need pn join node n on n.id = pn.project_id",
    parent: Some("pn.project_id"),
    audience: "n.audience",
    tie: "pn.id",
    tie_descending: false,
};

const ADDED_AT: Column = Column {
    name: "ADDED_AT",
    sql: "pn.added_at",
    nullable: false,
};

/// The oldest first.
pub(crate) const OLDEST_FIRST: &[Order] = &[Order::ascending(ADDED_AT)];

/// A row that belongs to a project.
struct Of<T> {
    project_id: Uuid,
    row: T,
}

impl<'r, R, T> sqlx::FromRow<'r, R> for Of<T>
where
    R: sqlx::Row,
    T: sqlx::FromRow<'r, R>,
    Uuid: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    for<'c> &'c str: sqlx::ColumnIndex<R>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            project_id: row.try_get("project_id")?,
            row: T::from_row(row)?,
        })
    }
}

async fn of<T>(
    conn: &mut Conn<'_>,
    select: &str,
    projects: &[Uuid],
    order: &str,
) -> Result<HashMap<Uuid, Vec<T>>, sqlx::Error>
where
    Of<T>: kernel::db::Row,
{
    let mut sql = Sql::new(select);
    sql.push(" where project_id in ")
        .bind_list(projects.iter().copied().map(Value::Uuid))
        .push(order);
    let mut found: HashMap<Uuid, Vec<T>> = HashMap::new();
    for Of { project_id, row } in conn.fetch_all::<Of<T>>(sql).await? {
        found.entry(project_id).or_default().push(row);
    }
    Ok(found)
}

/// What projects came to, or why they were given up.
pub(crate) async fn outcomes(
    conn: &mut Conn<'_>,
    projects: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Statement>>, sqlx::Error> {
    let select = "select project_id, locale, text from project_outcome";
    of(conn, select, projects, "").await
}

/// The documents of projects, in their order.
pub(crate) async fn documents(
    conn: &mut Conn<'_>,
    projects: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Document>>, sqlx::Error> {
    let select = "select project_id, title, url, locale, is_result from project_document";
    of(conn, select, projects, " order by project_id, ordinal").await
}

/// The public figures of projects, in their order.
pub(crate) async fn budgets(
    conn: &mut Conn<'_>,
    projects: &[Uuid],
) -> Result<HashMap<Uuid, Vec<BudgetLine>>, sqlx::Error> {
    let select = "select project_id, label, locale, amount, currency, source from project_budget";
    of(conn, select, projects, " order by project_id, ordinal").await
}

/// The goals of projects, by their numbers.
pub(crate) async fn goals(
    conn: &mut Conn<'_>,
    projects: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Goal>>, sqlx::Error> {
    let mut sql = Sql::new("select project_id, goal from project_goal where project_id in ");
    sql.bind_list(projects.iter().copied().map(Value::Uuid))
        .push(" order by project_id, goal");
    let mut found: HashMap<Uuid, Vec<Goal>> = HashMap::new();
    let rows: Vec<(Uuid, i32)> = conn.fetch_all(sql).await?;
    for (project, number) in rows {
        let goals = found.entry(project).or_default();
        goals.extend(Goal::with_number(number));
    }
    Ok(found)
}

/// Writes what a project came to, or why it was given up.
pub(crate) async fn write_outcome(
    conn: &mut Conn<'_>,
    project: Uuid,
    statement: &Statement,
) -> Result<(), sqlx::Error> {
    let row = [
        project.into(),
        statement.locale.as_str().into(),
        statement.text.as_str().into(),
    ];
    let insert = "insert into project_outcome (project_id, locale, text)";
    let over = "on conflict (project_id) do update set locale = excluded.locale, \
                text = excluded.text";
    conn.insert(insert, vec![row], over).await
}

/// Writes the documents of a project over those it had.
pub(crate) async fn write_documents(
    conn: &mut Conn<'_>,
    project: Uuid,
    documents: &[Document],
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from project_document where project_id = ");
    sql.bind(project.into());
    conn.execute(sql).await?;
    let rows = (0_i32..).zip(documents).map(|(ordinal, document)| {
        [
            project.into(),
            ordinal.into(),
            document.title.as_str().into(),
            document.url.as_str().into(),
            document.locale.as_deref().into(),
            Value::Bool(document.is_result),
        ]
    });
    let insert =
        "insert into project_document (project_id, ordinal, title, url, locale, is_result)";
    conn.insert(insert, rows.collect(), "").await
}

/// Writes the public figures of a project over those it had.
pub(crate) async fn write_budget(
    conn: &mut Conn<'_>,
    project: Uuid,
    lines: &[BudgetLine],
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from project_budget where project_id = ");
    sql.bind(project.into());
    conn.execute(sql).await?;
    let rows = (0_i32..).zip(lines).map(|(ordinal, line)| {
        [
            project.into(),
            ordinal.into(),
            line.label.as_str().into(),
            line.locale.as_str().into(),
            line.amount.as_str().into(),
            line.currency.as_str().into(),
            line.source.as_deref().into(),
        ]
    });
    let insert = "insert into project_budget (project_id, ordinal, label, locale, amount, \
                  currency, source)";
    conn.insert(insert, rows.collect(), "").await
}

/// Writes a need or an offer.
pub(crate) async fn write_need(conn: &mut Conn<'_>, need: &Need) -> Result<(), sqlx::Error> {
    conn.insert(
        "insert into project_need (id, project_id, kind, state, locale, text, added_at)",
        vec![[
            need.id.into(),
            need.project_id.into(),
            need.kind.into(),
            need.state.into(),
            need.locale.as_str().into(),
            need.text.as_str().into(),
            need.added_at.into(),
        ]],
        "on conflict (id) do update set state = excluded.state",
    )
    .await
}

/// The need or offer with this key, whoever may see it.
pub(crate) async fn need(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Need>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {COLUMNS} from project_need pn where pn.id = "
    ));
    sql.bind(id.into());
    Ok(conn.fetch_all(sql).await?.into_iter().next())
}

/// How many needs and offers a project has.
pub(crate) async fn count_needs(conn: &mut Conn<'_>, project: Uuid) -> Result<i64, sqlx::Error> {
    let mut sql = Sql::new("select count(*) from project_need pn where pn.project_id = ");
    sql.bind(project.into());
    let rows: Vec<(i64,)> = conn.fetch_all(sql).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// Removes a need or an offer.
pub(crate) async fn remove_need(conn: &mut Conn<'_>, id: Uuid) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from project_need where id = ");
    sql.bind(id.into());
    conn.execute(sql).await
}
