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
    layout::{Layout, layouts},
    lines::Lines,
    tables::{ACTIVITY, LOG_HEAD, TABLES},
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

/// What must agree about the log.
#[derive(Default)]
struct Seen {
    last: i64,
    head: Option<(Option<Uuid>, Option<i64>)>,
    /// The last position that the log does not promise to hold.
    pruned: i64,
    /// Whether an activity has come.
    begun: bool,
}

impl Seen {
    fn row(&mut self, number: u64, layout: &Layout, cells: &[Cell]) -> Result<(), Error> {
        let position = || layout.cell("position", cells).and_then(Cell::as_int);
        match layout.table.name {
            LOG_HEAD => {
                let epoch = layout.cell("epoch", cells).and_then(Cell::as_uuid);
                self.head = Some((epoch, position()));
                self.pruned = layout
                    .cell("pruned", cells)
                    .and_then(Cell::as_int)
                    .unwrap_or(0);
                // Without any activity, it ends where it was let go of.
                self.last = self.pruned;
            }
            ACTIVITY => {
                let found = position().unwrap_or_default();
                if !self.begun && (1..=self.pruned).contains(&found) {
                    // It is let go of, and not yet gone.
                    self.last = found - 1;
                }
                self.begun = true;
                let next = self.last + 1;
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
