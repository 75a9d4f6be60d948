//! A list that is made of others: what several nodes have, each row once.
//!
//! Whoever has many nodes has many rows, and wants a page of them. So of each node not much more is
//! read than a page, whether it has ten rows or a million; and nothing of what is no node of theirs.

use uuid::Uuid;

use super::ListArgs;
use crate::{Viewer, cursor::Key, db::Sql};

/// How the rows of a list are tied to several nodes.
#[derive(Clone, Copy, Debug)]
pub struct Merged {
    /// The table with the nodes: `follow f`.
    pub nodes: &'static str,
    /// Its column with whose nodes they are: `f.person_id`.
    pub whose: &'static str,
    /// Its column with the node: `f.node_id`.
    pub node: &'static str,
    /// The table that ties rows to nodes, with an index on both in this order: `activity_node`.
    pub ties: &'static str,
    /// Its column with the node: `node_id`.
    pub tied_node: &'static str,
    /// Its column with the row, as the list's tie has it, by which alone the list is ordered:
    /// `position`.
    pub tied_row: &'static str,
}

impl ListArgs {
    /// The same arguments for a list that is made of others.
    #[must_use]
    pub fn merging(mut self, merged: Merged) -> Self {
        debug_assert!(self.order.is_empty(), "a merged list has one order");
        self.merged = Some(merged);
        self
    }

    /// The statement for the page of whoever's nodes they are.
    pub(super) fn select_merged(&self, merged: Merged, whose: Uuid, viewer: &Viewer) -> Sql {
        let descending = self.spec.tie_descending != self.backward;
        let (direction, beyond, end) = if descending {
            ("desc", ">=", "0")
        } else {
            ("asc", "<=", "9223372036854775807")
        };
        let Merged {
            node,
            ties,
            tied_node,
            tied_row,
            ..
        } = merged;
        let mut sql = Sql::new("select ");
        sql.push(self.spec.columns).push(" from ");
        self.write_merged(&mut sql, merged, whose);
        // Up to where the page goes in the list of this node alone.
        sql.push(&format!(
            " and t.{tied_row} {beyond} coalesce((select k.{tied_row} from {ties} k join {} \
             on {} = k.{tied_row} where k.{tied_node} = {node} and ",
            self.spec.from, self.spec.tie
        ));
        self.write_where(&mut sql, viewer);
        self.write_between(&mut sql, self.spec.tie);
        sql.push(&format!(
            " order by k.{tied_row} {direction} limit 1 offset {}), {end})",
            self.size
        ));
        self.write_between(&mut sql, &format!("t.{tied_row}"));
        sql.push(") and ");
        self.write_where(&mut sql, viewer);
        sql.push(" order by ");
        self.write_order(&mut sql);
        sql.push(&format!(" limit {}", self.size + 1));
        sql
    }

    /// The statement for the total of whoever's nodes they are.
    pub(super) fn count_merged(&self, merged: Merged, whose: Uuid, viewer: &Viewer) -> Sql {
        let mut sql = Sql::new("select count(*) as total from ");
        self.write_merged(&mut sql, merged, whose);
        sql.push(") and ");
        self.write_where(&mut sql, viewer);
        sql
    }

    /// Between the cursors, by this column for the tie.
    fn write_between(&self, sql: &mut Sql, column: &str) {
        let (onwards, back) = if self.spec.tie_descending {
            ("<", ">")
        } else {
            (">", "<")
        };
        for (keys, operator) in [(&self.after, onwards), (&self.before, back)] {
            let key = keys.as_ref().and_then(|keys| keys.last().cloned());
            if let Some(value) = key.and_then(Key::into_value) {
                sql.push(" and ").push(column).push(" ").push(operator);
                sql.push(" ").bind(value);
            }
        }
    }

    /// The rows that are tied to one of the nodes, with the parenthesis left open.
    fn write_merged(&self, sql: &mut Sql, merged: Merged, whose: Uuid) {
        sql.push(&format!(
            "{} where {} in (select t.{} from {} join {} t on t.{} = {} where {} = ",
            self.spec.from,
            self.spec.tie,
            merged.tied_row,
            merged.nodes,
            merged.ties,
            merged.tied_node,
            merged.node,
            merged.whose
        ));
        sql.bind(whose.into());
    }
}
