//! Rows that are written together, and the one among them that cannot be.

use kernel::{Conn, on};
use sqlx::{AssertSqlSafe, error::ErrorKind};

use crate::{
    cell::Cell,
    error::{Error, line, said},
    tables::{Column, Table, find},
};

/// The most values of a statement. SQLite looks a placeholder up by going through all of them, so that
/// the time for many grows with their square.
const MAX_VALUES: usize = 1_000;
const MAX_ROWS: usize = 500;
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Rows of one table.
pub(crate) struct Batch {
    table: &'static Table,
    columns: Vec<&'static Column>,
    most: usize,
    rows: Vec<(u64, Vec<Cell>)>,
    bytes: usize,
}

macro_rules! bound {
    ($query:expr, $cells:expr) => {{
        let mut query = $query;
        for cell in $cells {
            query = match cell {
                Cell::Uuid(v) => query.bind(*v),
                Cell::Text(v) => query.bind(v.as_deref()),
                Cell::Int(v) => query.bind(*v),
                Cell::Float(v) => query.bind(*v),
                Cell::Bool(v) => query.bind(*v),
                Cell::Time(v) => query.bind(*v),
                Cell::Json(v) => query.bind(v.as_ref().map(sqlx::types::Json)),
            };
        }
        query
    }};
}

impl Batch {
    pub(crate) fn new(table: &'static Table, columns: Vec<&'static Column>) -> Self {
        Self {
            table,
            most: MAX_ROWS.min(MAX_VALUES / columns.len().max(1)),
            columns,
            rows: Vec::new(),
            bytes: 0,
        }
    }

    /// Adds the row of a line. True when it is time to write.
    pub(crate) fn push(&mut self, number: u64, cells: Vec<Cell>, bytes: usize) -> bool {
        self.rows.push((number, cells));
        self.bytes += bytes;
        self.rows.len() >= self.most || self.bytes >= MAX_BYTES
    }

    pub(crate) async fn write(mut self, conn: &mut Conn<'_>) -> Result<(), Error> {
        self.flush(conn).await
    }

    /// Writes what there is. Where the database refuses it, looks for the row.
    pub(crate) async fn flush(&mut self, conn: &mut Conn<'_>) -> Result<(), Error> {
        if self.rows.is_empty() {
            return Ok(());
        }
        execute(conn, "savepoint rows_of_a_batch").await?;
        match insert(conn, self.table, &self.columns, &self.rows).await {
            Ok(()) => execute(conn, "release savepoint rows_of_a_batch").await?,
            Err(sqlx::Error::Database(error)) => {
                execute(conn, "rollback to savepoint rows_of_a_batch").await?;
                for row in &self.rows {
                    self.one(conn, row).await?;
                }
                // One by one they are not refused: the failure was not theirs.
                return Err(sqlx::Error::Database(error).into());
            }
            Err(error) => return Err(error.into()),
        }
        self.rows.clear();
        self.bytes = 0;
        Ok(())
    }

    async fn one(&self, conn: &mut Conn<'_>, row: &(u64, Vec<Cell>)) -> Result<(), Error> {
        execute(conn, "savepoint a_row").await?;
        let error = match insert(conn, self.table, &self.columns, std::slice::from_ref(row)).await {
            Ok(()) => return Ok(execute(conn, "release savepoint a_row").await?),
            Err(sqlx::Error::Database(error)) => error,
            Err(error) => return Err(error.into()),
        };
        execute(conn, "rollback to savepoint a_row").await?;
        let (number, cells) = row;
        let table = self.table.name;
        let what = match error.kind() {
            ErrorKind::ForeignKeyViolation => match self.lost(conn, cells).await? {
                Some(column) => {
                    let mut value = String::new();
                    // What was bound can be written.
                    let _ = column.1.write(&mut value);
                    let target = column.0.refers_to.unwrap_or_default();
                    format!(
                        "{table}.{}: there is no `{target}` {}",
                        column.0.name,
                        value.trim_matches('"')
                    )
                }
                None => format!("{table}: it refers to a row that is not there"),
            },
            ErrorKind::UniqueViolation => format!("{table}: there is such a row already"),
            ErrorKind::CheckViolation => {
                let message = error.message();
                let rule = (error.constraint())
                    .or_else(|| message.strip_prefix("CHECK constraint failed: "))
                    .unwrap_or(message);
                format!("{table}: it breaks the rule `{rule}`")
            }
            _ => format!("{table}: {}", said(&sqlx::Error::Database(error))),
        };
        line(*number, what)
    }

    /// The reference of a row that leads to nothing.
    async fn lost<'c>(
        &self,
        conn: &mut Conn<'_>,
        cells: &'c [Cell],
    ) -> Result<Option<(&'static Column, &'c Cell)>, Error> {
        for (column, cell) in self.columns.iter().zip(cells) {
            let Some(target) = column.refers_to.and_then(find) else {
                continue;
            };
            let text = format!(
                "select cast($1 is null or exists (select 1 from \"{}\" where \"{}\" = $1) as integer)",
                target.name, target.key[0]
            );
            let (found,): (i32,) = on!(conn, |c, DB| {
                let query = sqlx::query_as::<DB, _>(AssertSqlSafe(text));
                bound!(query, [cell]).fetch_one(c).await
            })?;
            if found == 0 {
                return Ok(Some((column, cell)));
            }
        }
        Ok(None)
    }
}

async fn execute(conn: &mut Conn<'_>, text: &'static str) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| sqlx::query::<DB>(text)
        .execute(c)
        .await
        .map(drop))
}

async fn insert(
    conn: &mut Conn<'_>,
    table: &Table,
    columns: &[&Column],
    rows: &[(u64, Vec<Cell>)],
) -> Result<(), sqlx::Error> {
    use std::fmt::Write as _;
    let names: Vec<_> = columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
    let mut text = format!(
        "insert into \"{}\" ({}) values ",
        table.name,
        names.join(", ")
    );
    for row in 0..rows.len() {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            let separator = if column == 0 { "" } else { ", " };
            let placeholder = row * columns.len() + column + 1;
            // A `String` takes whatever is written.
            let _ = write!(text, "{separator}${placeholder}");
        }
        text.push(')');
    }
    on!(conn, |c, DB| {
        let query = sqlx::query::<DB>(AssertSqlSafe(text));
        let cells = rows.iter().flat_map(|(_, cells)| cells);
        bound!(query, cells).execute(c).await.map(drop)
    })
}
