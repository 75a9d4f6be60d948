//! Lists as SQL: one statement for a page, or for the same page below many nodes.

use uuid::Uuid;

use super::ListArgs;
use crate::{
    Viewer,
    cursor::Key,
    db::{Sql, Value},
};

impl ListArgs {
    /// The statement for the page, of these parents' lists or the root's.
    pub(super) fn select(&self, parents: Option<&[Uuid]>, viewer: &Viewer) -> Sql {
        // One row more than the page tells whether there is more.
        let limit = self.size + 1;
        match (self.spec.parent, parents) {
            (Some(parent), Some(parents)) => {
                let mut sql = Sql::new("select * from (select ");
                sql.push(self.spec.columns)
                    .push(", ")
                    .push(parent)
                    .push(" as parent_id, ");
                sql.push("row_number() over (partition by ")
                    .push(parent)
                    .push(" order by ");
                self.write_order(&mut sql);
                sql.push(") as list_rank from ")
                    .push(self.spec.from)
                    .push(" where ");
                sql.push(parent)
                    .push(" in ")
                    .bind_list(parents.iter().copied().map(Value::Uuid));
                sql.push(" and ");
                self.write_where(&mut sql, viewer);
                self.write_bounds(&mut sql);
                sql.push(&format!(
                    ") page where list_rank <= {limit} order by parent_id, list_rank"
                ));
                sql
            }
            _ => {
                let mut sql = Sql::new("select ");
                sql.push(self.spec.columns)
                    .push(" from ")
                    .push(self.spec.from)
                    .push(" where ");
                self.write_where(&mut sql, viewer);
                self.write_bounds(&mut sql);
                sql.push(" order by ");
                self.write_order(&mut sql);
                sql.push(&format!(" limit {limit}"));
                sql
            }
        }
    }

    /// The statement for the total, of these parents' lists or the root's.
    pub(super) fn count(&self, parents: Option<&[Uuid]>, viewer: &Viewer) -> Sql {
        let mut sql = Sql::new("select ");
        let grouped = self.spec.parent.zip(parents);
        if let Some((parent, _)) = grouped {
            sql.push(parent).push(" as parent_id, ");
        }
        sql.push("count(*) as total from ")
            .push(self.spec.from)
            .push(" where ");
        if let Some((parent, parents)) = grouped {
            sql.push(parent)
                .push(" in ")
                .bind_list(parents.iter().copied().map(Value::Uuid));
            sql.push(" and ");
        }
        self.write_where(&mut sql, viewer);
        if let Some((parent, _)) = grouped {
            sql.push(" group by ").push(parent);
        }
        sql
    }

    pub(super) fn write_where(&self, sql: &mut Sql, viewer: &Viewer) {
        visible(sql, self.spec.audience, viewer);
        sql.push(" and ");
        self.filter.write(sql, viewer);
    }

    fn write_bounds(&self, sql: &mut Sql) {
        if let Some(keys) = &self.after {
            sql.push(" and ");
            self.write_beyond(sql, keys, false);
        }
        if let Some(keys) = &self.before {
            sql.push(" and ");
            self.write_beyond(sql, keys, true);
        }
    }

    /// What comes after the keys in the list's order, or before them.
    fn write_beyond(&self, sql: &mut Sql, keys: &[Key], before: bool) {
        let columns = self.columns();
        let uniform = columns
            .iter()
            .all(|c| !c.nullable && c.descending == columns[0].descending);
        let operator = |descending: bool| if descending == before { ">" } else { "<" };
        if uniform {
            // A comparison of rows, which an index on the order answers.
            let names: Vec<&str> = columns.iter().map(|column| column.sql).collect();
            sql.push(&format!(
                "({}) {} (",
                names.join(", "),
                operator(columns[0].descending)
            ));
            for (i, key) in keys.iter().enumerate() {
                if i > 0 {
                    sql.push(", ");
                }
                if let Some(value) = key.clone().into_value() {
                    sql.bind(value);
                } else {
                    sql.push("null");
                }
            }
            sql.push(")");
            return;
        }
        sql.push("(");
        for i in 0..columns.len() {
            if i > 0 {
                sql.push(" or ");
            }
            sql.push("(");
            for (column, key) in columns[..i].iter().zip(keys) {
                match key.clone().into_value() {
                    Some(value) => sql.push(column.sql).push(" = ").bind(value),
                    None => sql.push(column.sql).push(" is null"),
                };
                sql.push(" and ");
            }
            let column = &columns[i];
            match keys[i].clone().into_value() {
                Some(value) => {
                    sql.push("(")
                        .push(column.sql)
                        .push(" ")
                        .push(operator(column.descending));
                    sql.push(" ").bind(value);
                    if column.nullable && !before {
                        // Rows without a value come last.
                        sql.push(" or ").push(column.sql).push(" is null");
                    }
                    sql.push(")");
                }
                None if before => {
                    sql.push(column.sql).push(" is not null");
                }
                None => {
                    sql.push("false");
                }
            }
            sql.push(")");
        }
        sql.push(")");
    }

    pub(super) fn write_order(&self, sql: &mut Sql) {
        for (i, column) in self.columns().iter().enumerate() {
            if i > 0 {
                sql.push(", ");
            }
            sql.push(column.sql);
            sql.push(if column.descending == self.backward {
                " asc"
            } else {
                " desc"
            });
            if column.nullable {
                sql.push(if self.backward {
                    " nulls first"
                } else {
                    " nulls last"
                });
            }
        }
    }

    /// The order with the column that settles ties, which goes the way of the last one.
    fn columns(&self) -> Vec<Ordered> {
        let mut columns: Vec<Ordered> = (self.order.iter())
            .map(|order| Ordered {
                sql: order.column.sql,
                nullable: order.column.nullable,
                descending: order.descending,
            })
            .collect();
        let descending = columns
            .last()
            .map_or(self.spec.tie_descending, |c| c.descending);
        columns.push(Ordered {
            sql: self.spec.tie,
            nullable: false,
            descending,
        });
        columns
    }
}

struct Ordered {
    sql: &'static str,
    nullable: bool,
    descending: bool,
}

/// Adds to a statement that only rows are wanted which the viewer may see: by this column, or by one
/// of several with commas between them.
pub fn visible(sql: &mut Sql, audience: &str, viewer: &Viewer) {
    match viewer.audiences() {
        None => {
            sql.push("true");
        }
        Some(audiences) => {
            let columns: Vec<&str> = audience.split(", ").collect();
            sql.push(if columns.len() > 1 { "(" } else { "" });
            for (i, column) in columns.iter().enumerate() {
                sql.push(if i > 0 { " or " } else { "" });
                sql.push(column).push(" in ");
                sql.bind_list(audiences.iter().cloned().map(Value::Text));
            }
            sql.push(if columns.len() > 1 { ")" } else { "" });
        }
    }
}
