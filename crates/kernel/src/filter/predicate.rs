//! Conditions on the rows of a list, as SQL.

use crate::{
    Viewer,
    db::{Sql, Value},
    list,
};

/// A condition on the rows of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// All of these.
    And(Vec<Predicate>),
    /// One of these; of none, nothing.
    Or(Vec<Predicate>),
    /// Not this. What is unknown counts as false, so that its opposite is true.
    Not(Box<Predicate>),
    /// A comparison: `=`, `<`, `<=`, `>`, `>=`.
    Compare(&'static str, &'static str, Value),
    /// One of these values.
    In(&'static str, Vec<Value>),
    /// Has no value.
    IsNull(&'static str),
    /// A related row exists, leading to a node that the viewer may see. (Else a filter would tell of
    /// links to what is hidden.)
    Linked(Link, Box<Predicate>),
    /// No such related row exists.
    Unlinked(Link),
    /// No row exists of this table, tied to the row by this condition, of which this holds. It is for
    /// tables that tell of the row alone: nothing is asked of who sees them.
    Lacks(&'static str, &'static str, Box<Predicate>),
    /// Holds the key of the person who looks; nothing where it is none.
    Own(&'static str),
}

/// How rows are tied to nodes by a related table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The column of the row: `n.id`.
    pub row: &'static str,
    /// The related table: `project_city f`.
    pub from: &'static str,
    /// Its column that names the row: `f.project_id`.
    pub key: &'static str,
    /// What else must hold of it: `f.role = 'LEAD'`.
    pub when: Option<&'static str>,
    /// Its column with the node: `f.city_id`.
    pub node: &'static str,
}

impl Link {
    fn write(self, sql: &mut Sql, viewer: &Viewer) {
        sql.push(" from ").push(self.from).push(" where ");
        if let Some(when) = self.when {
            sql.push(when).push(" and ");
        }
        sql.push("exists (select 1 from node seen where seen.id = ")
            .push(self.node);
        sql.push(" and ");
        list::visible(sql, "seen.audience", viewer);
        sql.push(")");
    }
}

impl Predicate {
    /// What is true of every row.
    pub const fn always() -> Self {
        Predicate::And(Vec::new())
    }

    /// Whether it can hold for somebody in particular only.
    fn is_own(&self) -> bool {
        match self {
            Predicate::Own(_) => true,
            Predicate::And(terms) => terms.iter().any(Predicate::is_own),
            _ => false,
        }
    }

    /// Adds it to a statement.
    pub fn write(&self, sql: &mut Sql, viewer: &Viewer) {
        match self {
            Predicate::And(terms) => join(sql, terms, " and ", "true", viewer),
            Predicate::Or(terms) => join(sql, terms, " or ", "false", viewer),
            Predicate::Not(term) => {
                sql.push("not coalesce(");
                term.write(sql, viewer);
                sql.push(", false)");
            }
            Predicate::Compare(left, op, value) => {
                sql.push(left)
                    .push(" ")
                    .push(op)
                    .push(" ")
                    .bind(value.clone());
            }
            Predicate::In(left, values) => {
                sql.push(left)
                    .push(" in ")
                    .bind_list(values.iter().cloned());
            }
            Predicate::IsNull(left) => {
                sql.push(left).push(" is null");
            }
            // Who is nobody in particular has nothing of their own: nothing has to be looked for.
            Predicate::Linked(_, holds) if holds.is_own() && viewer.standing().is_none() => {
                sql.push("false");
            }
            Predicate::Linked(link, holds) => {
                // Not `exists`: SQLite would go through the rows to ask it of each.
                sql.push(link.row).push(" in (select ").push(link.key);
                link.write(sql, viewer);
                sql.push(" and ");
                holds.write(sql, viewer);
                sql.push(")");
            }
            Predicate::Unlinked(link) => {
                // Not `in`: it would read all related rows through, where a page asks of few.
                sql.push("not exists (select 1");
                link.write(sql, viewer);
                sql.push(" and ")
                    .push(link.key)
                    .push(" = ")
                    .push(link.row)
                    .push(")");
            }
            Predicate::Own(column) => match viewer.standing() {
                Some(standing) => {
                    sql.push(column).push(" = ").bind(standing.person.into());
                }
                None => {
                    sql.push("false");
                }
            },
            Predicate::Lacks(table, tie, holds) => {
                sql.push("not exists (select 1 from ").push(table);
                sql.push(" where ").push(tie).push(" and ");
                holds.write(sql, viewer);
                sql.push(")");
            }
        }
    }
}

fn join(sql: &mut Sql, terms: &[Predicate], word: &str, of_none: &str, viewer: &Viewer) {
    if terms.is_empty() {
        sql.push(of_none);
        return;
    }
    sql.push("(");
    for (i, term) in terms.iter().enumerate() {
        if i > 0 {
            sql.push(word);
        }
        term.write(sql, viewer);
    }
    sql.push(")");
}
