//! What the first line of an export says of its tables, held against what this program knows.

use serde_json::Value;

use crate::{
    cell::Cell,
    error::{Error, line},
    format::Header,
    tables::{Column, Table},
};

/// How the rows of a table stand in this file.
pub(crate) struct Layout {
    pub(crate) table: &'static Table,
    /// What the first line promises.
    rows: u64,
    in_file: Vec<&'static Column>,
    /// What came after the export was made, and what its rows get.
    filled: Vec<(&'static Column, Cell)>,
}

/// How the tables stand in the file, by its first line. What came later is filled in.
pub(crate) fn layouts(header: &Header, tables: &'static [Table]) -> Result<Vec<Layout>, Error> {
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
    pub(crate) fn columns(&self) -> Vec<&'static Column> {
        (self.in_file.iter().copied())
            .chain(self.filled.iter().map(|(column, _)| *column))
            .collect()
    }

    pub(crate) fn cells(
        &self,
        number: u64,
        pairs: Vec<(String, Value)>,
    ) -> Result<Vec<Cell>, Error> {
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

    pub(crate) fn cell<'c>(&self, name: &str, cells: &'c [Cell]) -> Option<&'c Cell> {
        cells.get(self.in_file.iter().position(|column| column.name == name)?)
    }

    /// As many rows have come as the first line says.
    pub(crate) fn must_have(&self, rows: u64, number: u64) -> Result<(), Error> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{HeaderTable, VERSION};
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
