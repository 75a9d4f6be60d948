//! From a database to lines.

use std::io::Write;

use futures::TryStreamExt as _;
use kernel::{Conn, Db, db, on};
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use crate::{
    Moved,
    cell::{Cell, write_text},
    error::Error,
    format::{FOOTER, Footer, HEADER, Header, HeaderTable, MAX_LINE, VERSION},
    lines::Output,
    tables::{ColumnKind, TABLES, Table},
};

/// Writes everything in the database, as of one moment, while it is served. `progress` is told from
/// time to time how many of how many rows are out.
///
/// # Errors
/// When the database is not up to date, or fails, or the output does.
pub async fn export<W: Write>(
    db: &Db,
    out: &mut W,
    mut progress: impl FnMut(u64, u64),
) -> Result<Moved, Error> {
    let mut tx = db.snapshot().await?;
    let mut conn = tx.conn();
    let header = header(&mut conn).await?;
    let mut out = Output::new(out);
    out.write(&line_of(HEADER, &header)?)?;
    let mut done = 0;
    for (table, counted) in TABLES.iter().zip(&header.tables) {
        let before = done;
        let select = select(table, matches!(db, Db::Postgres(_)));
        on!(&mut conn, |c, DB| {
            let mut rows = sqlx::query::<DB>(AssertSqlSafe(select)).fetch(c);
            let mut line = String::new();
            while let Some(row) = rows.try_next().await? {
                line.clear();
                begin(table, &mut line);
                for (i, column) in table.columns.iter().enumerate() {
                    if i > 0 {
                        line.push(',');
                    }
                    write_text(column.name, &mut line);
                    line.push(':');
                    let cell = Cell::read(&row, i, column.kind)?;
                    (cell.write(&mut line)).map_err(|what| refused(table, what))?;
                }
                line.push_str("}}\n");
                if line.len() > MAX_LINE {
                    return Err(refused(table, "a row is too long for a line"));
                }
                out.write(&line)?;
                done += 1;
                if done % 1_000 == 0 {
                    progress(done, header.rows);
                }
            }
        });
        if done - before != counted.rows {
            return Err(refused(table, "its rows have changed meanwhile"));
        }
    }
    let sha256 = out.checksum();
    let footer = Footer { rows: done, sha256 };
    out.write(&line_of(FOOTER, &footer)?)?;
    out.finish()?;
    Ok(Moved {
        rows: done,
        position: header.position,
        epoch: header.epoch,
    })
}

async fn header(conn: &mut Conn<'_>) -> Result<Header, Error> {
    let known = db::latest_migration();
    let found = db::applied_migration(conn).await?.ok_or(Error::NoNetwork)?;
    if found != known {
        return Err(Error::OtherRelease { found, known });
    }
    let mut tables = Vec::new();
    let mut rows = 0;
    for table in TABLES {
        let count = format!("select count(*) from \"{}\"", table.name);
        let count: i64 = on!(conn, |c, DB| {
            sqlx::query::<DB>(AssertSqlSafe(count))
                .fetch_one(c)
                .await
                .and_then(|row| row.try_get(0))
        })?;
        let count = count.unsigned_abs();
        rows += count;
        tables.push(HeaderTable {
            name: table.name.to_owned(),
            rows: count,
            columns: table.columns.iter().map(|c| c.name.to_owned()).collect(),
        });
    }
    let head: Option<(Uuid, i64)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>("select epoch, position from log_head")
            .fetch_optional(c)
            .await
    })?;
    Ok(Header {
        version: VERSION,
        migration: known,
        epoch: head.map(|(epoch, _)| epoch),
        position: head.map_or(0, |(_, position)| position),
        rows,
        tables,
    })
}

/// The rows of a table in the order of their keys, which is the order of bytes in both databases.
fn select(table: &Table, postgres: bool) -> String {
    let columns: Vec<_> = (table.columns.iter())
        .map(|column| match column.kind {
            ColumnKind::Int => format!("cast(t.\"{}\" as bigint)", column.name),
            _ => format!("t.\"{}\"", column.name),
        })
        .collect();
    let is_text = |name: &str| {
        let mut columns = table.columns.iter();
        columns.any(|column| column.name == name && column.kind == ColumnKind::Text)
    };
    let key: Vec<_> = (table.key.iter())
        .map(|name| match is_text(name) && postgres {
            true => format!("t.\"{name}\" collate \"C\""),
            false => format!("t.\"{name}\""),
        })
        .collect();
    format!(
        "select {} from \"{}\" t order by {}",
        columns.join(", "),
        table.name,
        key.join(", ")
    )
}

fn begin(table: &Table, line: &mut String) {
    line.push_str("{\"");
    line.push_str(table.name);
    line.push_str("\":{");
}

fn line_of(key: &str, value: &impl serde::Serialize) -> Result<String, Error> {
    let value = serde_json::to_string(value).map_err(|error| Error::File {
        what: "the export cannot be written".to_owned(),
        cause: error.into(),
    })?;
    Ok(format!("{{\"{key}\":{value}}}\n"))
}

fn refused(table: &Table, what: &str) -> Error {
    Error::Row {
        table: table.name,
        what: what.to_owned(),
    }
}
