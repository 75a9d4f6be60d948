//! From lines to a database: all of them, or none.

use std::io::BufRead;

use kernel::{Conn, Db, db, on};
use serde_json::Value;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::{
    Moved,
    batch::Batch,
    cell::Cell,
    error::{Error, line},
    format::{self, FOOTER, Footer, HEADER, Header, VERSION},
    lines::Lines,
    tables::{ACTIVITY, Column, LOG_HEAD, TABLES, Table},
};

/// Reads an export into an empty database that is up to date, in one transaction. `progress` is told
/// from time to time how many of how many rows are in.
///
/// # Errors
/// When the database is not empty, or the file is not a whole export: the sentence names the line.
/// Then the database is as it was.
pub async fn import<R: BufRead>(
    db: &Db,
    input: &mut R,
    mut progress: impl FnMut(u64, u64),
) -> Result<Moved, Error> {
    let mut tx = db.begin().await?;
    tx.without_time_limit().await?;
    let mut conn = tx.conn();
    must_be_empty(&mut conn).await?;

    let mut lines = Lines::new(input);
    let header = match lines.next()? {
        Some((_, bytes)) => header(bytes)?,
        None => return Err(Error::Empty),
    };
    let layouts = layouts(&header, TABLES)?;
    let mut seen = Seen::default();
    let mut batch: Option<Batch> = None;
    let mut rows = 0;
    let mut of_table = 0;
    let mut at = 0;
    let footer = loop {
        let Some((number, bytes)) = lines.next()? else {
            return line(
                lines.number + 1,
                "the file ends before its last line: it was cut",
            );
        };
        let size = bytes.len();
        let (key, pairs) = format::parse(number, bytes)?;
        if key == FOOTER {
            break pairs;
        }
        let place = match layouts.iter().position(|layout| layout.table.name == key) {
            Some(place) if place >= at => place,
            Some(_) => {
                let now = layouts[at].table.name;
                return line(
                    number,
                    format!("a row of `{key}` comes behind those of `{now}`"),
                );
            }
            None => return line(number, format!("there is no table `{key}`")),
        };
        while at < place {
            if let Some(batch) = batch.take() {
                batch.write(&mut conn).await?;
            }
            layouts[at].must_have(of_table, number)?;
            (at, of_table) = (at + 1, 0);
        }
        let layout = &layouts[at];
        let cells = layout.cells(number, pairs)?;
        seen.row(number, layout, &cells)?;
        let open = batch.get_or_insert_with(|| Batch::new(layout.table, layout.columns()));
        if open.push(number, cells, size) {
            open.flush(&mut conn).await?;
        }
        rows += 1;
        of_table += 1;
        if rows % 1_000 == 0 {
            progress(rows, header.rows);
        }
    };
    let number = lines.number;
    let footer: Footer = read(number, footer)?;
    if footer.sha256 != lines.checksum() {
        return line(
            number,
            "the checksum is not that of the lines before it: the file was changed, or damaged on its way",
        );
    }
    if let Some(batch) = batch.take() {
        batch.write(&mut conn).await?;
    }
    while at < layouts.len() {
        layouts[at].must_have(of_table, number)?;
        (at, of_table) = (at + 1, 0);
    }
    if footer.rows != rows || header.rows != rows {
        return line(
            number,
            format!(
                "there are {rows} rows, but {} by this line and {} by the first",
                footer.rows, header.rows
            ),
        );
    }
    seen.must_agree(number, &header)?;
    if lines.next()?.is_some() {
        return line(lines.number, "it comes behind the last line of the export");
    }
    if matches!(db, Db::Postgres(_)) {
        // Its planner knows nothing yet of tables that were filled in one go.
        for table in TABLES {
            let text = format!("analyze \"{}\"", table.name);
            on!(&mut conn, |c, DB| sqlx::query::<DB>(AssertSqlSafe(text))
                .execute(c)
                .await
                .map(drop))?;
        }
    }
    tx.commit().await?;
    Ok(Moved {
        rows,
        position: header.position,
        epoch: header.epoch,
    })
}

async fn must_be_empty(conn: &mut Conn<'_>) -> Result<(), Error> {
    let known = db::latest_migration();
    let found = db::applied_migration(conn).await?.unwrap_or_default();
    if found != known {
        return Err(Error::OtherRelease { found, known });
    }
    for table in TABLES {
        let text = format!("select 1 from \"{}\" limit 1", table.name);
        let row: Option<(i32,)> = on!(conn, |c, DB| {
            sqlx::query_as::<DB, _>(AssertSqlSafe(text))
                .fetch_optional(c)
                .await
        })?;
        if row.is_some() {
            return Err(Error::NotEmpty(table.name));
        }
    }
    Ok(())
}

fn header(bytes: &[u8]) -> Result<Header, Error> {
    let (key, pairs) = format::parse(1, bytes)?;
    if key != HEADER {
        return line(
            1,
            "this is not an export of Passerelle, which begins with `{\"passerelle_export\": …}`",
        );
    }
    let version = pairs.iter().find(|(key, _)| key == "version");
    match version.and_then(|(_, version)| version.as_u64()) {
        Some(1..=VERSION) => {}
        Some(newer) if newer > VERSION => {
            return line(
                1,
                format!(
                    "the export has version {newer} of the format, and this program reads up to {VERSION}: import it with a newer one"
                ),
            );
        }
        _ => return line(1, "the export has no version"),
    }
    let header: Header = read(1, pairs)?;
    let known = db::latest_migration();
    if header.migration > known {
        return line(
            1,
            format!(
                "the export is of migration {}, and this program knows up to {known}: import it with a newer one",
                header.migration
            ),
        );
    }
    Ok(header)
}

fn read<T: serde::de::DeserializeOwned>(
    number: u64,
    pairs: Vec<(String, Value)>,
) -> Result<T, Error> {
    let value = Value::Object(pairs.into_iter().collect());
    serde_json::from_value(value).or_else(|error| line(number, error.to_string()))
}

/// How the rows of a table stand in this file.
struct Layout {
    table: &'static Table,
    /// What the first line promises.
    rows: u64,
    in_file: Vec<&'static Column>,
    /// What came after the export was made, and what its rows get.
    filled: Vec<(&'static Column, Cell)>,
}

fn layouts(header: &Header, tables: &'static [Table]) -> Result<Vec<Layout>, Error> {
    let mut layouts: Vec<Layout> = Vec::new();
    for named in &header.tables {
        let name = &named.name;
        let Some(table) = tables.iter().find(|table| table.name == name) else {
            return line(1, format!("there is no table `{name}`"));
        };
        let mut in_file: Vec<&'static Column> = Vec::new();
        for column in &named.columns {
            match table.columns.iter().find(|known| known.name == column) {
                Some(known) if !in_file.iter().any(|other| other.name == known.name) => {
                    in_file.push(known);
                }
                Some(_) => return line(1, format!("`{name}` has `{column}` twice")),
                None => return line(1, format!("`{name}` has no column `{column}`")),
            }
        }
        let mut filled = Vec::new();
        for column in table.columns {
            if in_file.iter().any(|known| known.name == column.name) {
                continue;
            }
            if column.since <= header.migration {
                return line(
                    1,
                    format!("`{name}` is without its column `{}`", column.name),
                );
            }
            let value = serde_json::from_str(column.before).unwrap_or_default();
            match Cell::parse(column, value) {
                Ok(cell) => filled.push((column, cell)),
                Err(what) => return line(1, format!("{name}.{}: {what}", column.name)),
            }
        }
        layouts.push(Layout {
            table,
            rows: named.rows,
            in_file,
            filled,
        });
    }
    // The order of this program, in which every row stands behind those that it refers to.
    let expected: Vec<_> = (tables.iter())
        .filter(|table| {
            table.since <= header.migration
                || layouts.iter().any(|layout| layout.table.name == table.name)
        })
        .map(|table| table.name)
        .collect();
    let found: Vec<_> = layouts.iter().map(|layout| layout.table.name).collect();
    if let Some(missing) = expected.iter().find(|name| !found.contains(name)) {
        return line(1, format!("the table `{missing}` is missing"));
    }
    if found != expected {
        return line(1, "the tables are not in their order");
    }
    Ok(layouts)
}

impl Layout {
    /// The columns in the order of [`Layout::cells`].
    fn columns(&self) -> Vec<&'static Column> {
        (self.in_file.iter().copied())
            .chain(self.filled.iter().map(|(column, _)| *column))
            .collect()
    }

    fn cells(&self, number: u64, pairs: Vec<(String, Value)>) -> Result<Vec<Cell>, Error> {
        let name = self.table.name;
        let mut pairs = pairs;
        let in_order = pairs.len() == self.in_file.len()
            && (pairs.iter().zip(&self.in_file)).all(|((key, _), column)| key == column.name);
        if !in_order {
            let place = |key: &str| self.in_file.iter().position(|column| column.name == key);
            if let Some((unknown, _)) = pairs.iter().find(|(key, _)| place(key).is_none()) {
                return line(number, format!("`{name}` has no column `{unknown}`"));
            }
            pairs.sort_by_key(|(key, _)| place(key));
            // No key comes twice: the first that is not in its place shows what is missing.
            let missing = (self.in_file.iter().enumerate())
                .find(|(i, column)| pairs.get(*i).is_none_or(|(key, _)| key != column.name));
            if let Some((_, missing)) = missing {
                return line(number, format!("{name}.{} is missing", missing.name));
            }
        }
        let mut cells = Vec::with_capacity(self.in_file.len() + self.filled.len());
        for ((_, value), column) in pairs.into_iter().zip(&self.in_file) {
            match Cell::parse(column, value) {
                Ok(cell) => cells.push(cell),
                Err(what) => return line(number, format!("{name}.{}: {what}", column.name)),
            }
        }
        cells.extend(self.filled.iter().map(|(_, cell)| cell.clone()));
        Ok(cells)
    }

    fn cell<'c>(&self, name: &str, cells: &'c [Cell]) -> Option<&'c Cell> {
        cells.get(self.in_file.iter().position(|column| column.name == name)?)
    }

    /// As many rows have come as the first line says.
    fn must_have(&self, rows: u64, number: u64) -> Result<(), Error> {
        if rows == self.rows {
            return Ok(());
        }
        line(
            number,
            format!(
                "{rows} rows of `{}` come before it, and the first line says {}",
                self.table.name, self.rows
            ),
        )
    }
}

/// What must agree about the log.
#[derive(Default)]
struct Seen {
    last: i64,
    head: Option<(Option<Uuid>, Option<i64>)>,
}

impl Seen {
    fn row(&mut self, number: u64, layout: &Layout, cells: &[Cell]) -> Result<(), Error> {
        let position = || layout.cell("position", cells).and_then(Cell::as_int);
        match layout.table.name {
            LOG_HEAD => {
                let epoch = layout.cell("epoch", cells).and_then(Cell::as_uuid);
                self.head = Some((epoch, position()));
            }
            ACTIVITY => {
                let (found, next) = (position().unwrap_or_default(), self.last + 1);
                if found < next {
                    return line(
                        number,
                        format!("activity.position: {found} comes again, where {next} is next"),
                    );
                }
                if found > next {
                    return line(
                        number,
                        format!("activity.position: {next} is missing before {found}"),
                    );
                }
                self.last = found;
            }
            _ => {}
        }
        Ok(())
    }

    fn must_agree(&self, number: u64, header: &Header) -> Result<(), Error> {
        let Header {
            position, epoch, ..
        } = header;
        let (of_head, head) = self.head.unwrap_or((None, Some(0)));
        if self.last != *position || head != Some(*position) {
            return line(
                number,
                format!(
                    "the log ends at {}, but at {} by log_head and {position} by the first line",
                    self.last,
                    head.unwrap_or_default()
                ),
            );
        }
        if of_head != *epoch {
            return line(
                number,
                "the epoch of log_head is not that of the first line",
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::HeaderTable;
    use crate::tables::{int, table, text};

    static LATER: &[Table] = &[
        table(
            "theme",
            &["id"],
            &[
                int("id"),
                text("colour").since(6, "\"green\""),
                text("icon").null().since(7, "null"),
            ],
        ),
        table("badge", &["id"], &[int("id")]).since(7),
    ];

    fn header(migration: i64, tables: &[(&str, &[&str])]) -> Header {
        Header {
            version: VERSION,
            migration,
            epoch: None,
            position: 0,
            rows: 0,
            tables: (tables.iter())
                .map(|(name, columns)| HeaderTable {
                    name: (*name).to_owned(),
                    rows: 0,
                    columns: columns.iter().map(|column| (*column).to_owned()).collect(),
                })
                .collect(),
        }
    }

    #[test]
    fn an_older_export_gets_what_came_later() {
        let old = layouts(&header(5, &[("theme", &["id"])]), LATER).unwrap();
        assert_eq!(old.len(), 1);
        let names: Vec<_> = old[0].columns().iter().map(|column| column.name).collect();
        assert_eq!(names, ["id", "colour", "icon"]);
        let cells = old[0]
            .cells(2, vec![("id".to_owned(), Value::from(1))])
            .unwrap();
        assert_eq!(
            cells,
            [
                Cell::Int(Some(1)),
                Cell::Text(Some("green".to_owned())),
                Cell::Text(None)
            ]
        );
        layouts(&header(6, &[("theme", &["id", "colour"])]), LATER).unwrap();
    }

    #[test]
    fn an_export_must_have_what_its_release_had() {
        let theme: &[&str] = &["id", "colour", "icon"];
        for (migration, tables, expected) in [
            (
                6,
                &[("theme", &["id"][..])][..],
                "`theme` is without its column `colour`",
            ),
            (7, &[("theme", theme)], "the table `badge` is missing"),
            (5, &[], "the table `theme` is missing"),
            (
                7,
                &[("badge", &["id"]), ("theme", theme)],
                "the tables are not in their order",
            ),
            (5, &[("theme", &["id", "id"])], "`theme` has `id` twice"),
        ] {
            let refused = layouts(&header(migration, tables), LATER).err().unwrap();
            assert_eq!(refused.to_string(), format!("line 1: {expected}"));
        }
    }
}
