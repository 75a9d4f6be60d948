//! Conditions on a row that is in memory: what a list asks of the database, a stream asks here, in the
//! same words and with the same answers.

use std::cmp::Ordering;

use uuid::Uuid;

use super::{Link, Predicate};
use crate::db::Value;

/// A row in memory, as a condition looks at it.
pub trait Row {
    /// The value of a column; none when it is null.
    fn value(&self, column: &str) -> Option<Value>;

    /// The nodes that the row is tied to by this table.
    fn linked(&self, link: &Link) -> Vec<Uuid>;

    /// Whether the viewer may see this node; none when that is not known yet.
    fn sees(&self, node: Uuid) -> Option<bool>;
}

/// That it has to be known first which of the row's nodes the viewer may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unseen;

impl Predicate {
    /// Whether it holds of a row. What is unknown counts as false, as where SQL asks for rows.
    ///
    /// # Errors
    /// [`Unseen`].
    pub fn holds(&self, row: &impl Row) -> Result<bool, Unseen> {
        Ok(self.of(row, None)?.unwrap_or(false))
    }

    /// As SQL has it: true, false, or unknown. `link` is the related row that is looked at.
    fn of(&self, row: &impl Row, link: Option<(&Link, Uuid)>) -> Result<Option<bool>, Unseen> {
        let value = |column: &str| match link {
            Some((link, node)) if link.node == column => Some(Value::Uuid(node)),
            _ => row.value(column),
        };
        Ok(match self {
            Predicate::And(terms) => all(terms, |term| term.of(row, link))?,
            Predicate::Or(terms) => {
                let none = all(terms, |term| Ok(term.of(row, link)?.map(|holds| !holds)))?;
                none.map(|none| !none)
            }
            Predicate::Not(term) => Some(!term.of(row, link)?.unwrap_or(false)),
            Predicate::Compare(column, operator, with) => {
                value(column).and_then(|value| compare(&value, operator, with))
            }
            Predicate::In(column, values) => value(column).map(|value| values.contains(&value)),
            Predicate::IsNull(column) => Some(value(column).is_none()),
            Predicate::Linked(link, holds) => {
                for node in row.linked(link) {
                    // First what is cheap: most rows are tied to no node that is asked for.
                    if holds.of(row, Some((link, node)))? == Some(true)
                        && row.sees(node).ok_or(Unseen)?
                    {
                        return Ok(Some(true));
                    }
                }
                Some(false)
            }
            Predicate::Unlinked(link) => {
                for node in row.linked(link) {
                    if row.sees(node).ok_or(Unseen)? {
                        return Ok(Some(false));
                    }
                }
                Some(true)
            }
            // The row is tied to nothing of others.
            Predicate::Own(_) => Some(true),
            // Of tables that no stream has.
            Predicate::Lacks(..) => None,
        })
    }
}

/// Whether all hold: false if one does not, else unknown if one is.
fn all<'a>(
    terms: &'a [Predicate],
    mut of: impl FnMut(&'a Predicate) -> Result<Option<bool>, Unseen>,
) -> Result<Option<bool>, Unseen> {
    let mut found = Some(true);
    for term in terms {
        match of(term)? {
            Some(false) => return Ok(Some(false)),
            Some(true) => {}
            None => found = None,
        }
    }
    Ok(found)
}

fn compare(left: &Value, operator: &str, right: &Value) -> Option<bool> {
    let order = match (left, right) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b)?,
        // Both databases compare by bytes (`collate "C"`).
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Uuid(a), Value::Uuid(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        _ => return None,
    };
    Some(match operator {
        "=" => order == Ordering::Equal,
        "<" => order == Ordering::Less,
        "<=" => order != Ordering::Greater,
        ">" => order == Ordering::Greater,
        ">=" => order != Ordering::Less,
        _ => return None,
    })
}
