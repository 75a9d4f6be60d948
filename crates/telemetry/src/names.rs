//! Names that clients choose, as labels: the first of them, and `(other)` for all that come later. So
//! nobody can make series without end. They are forgotten when the process ends.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
};

/// What stands for all names that came too late. It is no name of an operation, nor of a client.
pub const OTHER: &str = "(other)";

/// A bounded set of names that go together, such as an operation and the client that sends it.
#[derive(Debug)]
pub struct Names<const N: usize> {
    most: usize,
    each: usize,
    known: RwLock<Known<N>>,
}

#[derive(Debug)]
struct Known<const N: usize> {
    rows: HashSet<[Arc<str>; N]>,
    /// How many rows the first name of each has: one client cannot take all the room.
    by_first: HashMap<Arc<str>, usize>,
    /// First names for which there is always room.
    kept: HashSet<Arc<str>>,
    /// How many rows others have taken.
    taken: usize,
}

impl<const N: usize> Names<N> {
    /// At most `most` rows in all, and at most `each` with the same first name.
    pub fn new(most: usize, each: usize) -> Self {
        let known = Known {
            rows: HashSet::new(),
            by_first: HashMap::new(),
            kept: HashSet::new(),
            taken: 0,
        };
        Self {
            most,
            each,
            known: RwLock::new(known),
        }
    }

    /// Keeps room for the rows with these first names, as many as one can have, whatever others come.
    pub fn keep(&self, first: &[String]) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known
            .kept
            .extend(first.iter().map(|name| Arc::from(&**name)));
    }

    /// These names; or, when there is no room for one more row, the first name with `(other)` for the
    /// rest; or `(other)` for all of them, when even that is new.
    pub fn labels(&self, names: [&str; N]) -> [Arc<str>; N] {
        let row: [Arc<str>; N] = names.map(Arc::from);
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        match self.room(&known, &row) {
            Room::Has => return row,
            Room::Rest => return rest_other(row),
            Room::None => return [OTHER; N].map(Arc::from),
            Room::Free => {}
        }
        drop(known);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have taken the last room.
        match self.room(&known, &row) {
            Room::Has => row,
            Room::Rest => rest_other(row),
            Room::None => [OTHER; N].map(Arc::from),
            Room::Free => {
                if !known.kept.contains(&row[0]) {
                    known.taken += 1;
                }
                *known.by_first.entry(row[0].clone()).or_default() += 1;
                known.rows.insert(row.clone());
                row
            }
        }
    }

    fn room(&self, known: &Known<N>, row: &[Arc<str>; N]) -> Room {
        if known.rows.contains(row) {
            return Room::Has;
        }
        let is_kept = known.kept.contains(&row[0]);
        let full = !is_kept && known.taken >= self.most;
        match known.by_first.get(&row[0]) {
            Some(rows) if full || *rows >= self.each => Room::Rest,
            None if full => Room::None,
            _ => Room::Free,
        }
    }
}

/// What there is for a row.
enum Room {
    /// It is known.
    Has,
    /// It can come.
    Free,
    /// Its first name alone.
    Rest,
    /// Nothing.
    None,
}

fn rest_other<const N: usize>(row: [Arc<str>; N]) -> [Arc<str>; N] {
    let mut first = true;
    row.map(|name| {
        if std::mem::take(&mut first) {
            name
        } else {
            Arc::from(OTHER)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(names: &Names<2>, client: &str, operation: &str) -> String {
        names.labels([client, operation]).join(" ")
    }

    #[test]
    fn the_first_names_are_kept_and_the_rest_is_other() {
        let names = Names::new(3, 2);
        assert_eq!(labels(&names, "web", "A"), "web A");
        assert_eq!(labels(&names, "web", "B"), "web B");
        assert_eq!(labels(&names, "web", "C"), "web (other)");
        assert_eq!(labels(&names, "app", "A"), "app A");
        assert_eq!(labels(&names, "new", "A"), "(other) (other)");
        assert_eq!(labels(&names, "app", "B"), "app (other)");
        assert_eq!(labels(&names, "web", "A"), "web A");
    }

    #[test]
    fn who_is_expected_has_room_whoever_comes_before() {
        let names = Names::new(2, 2);
        names.keep(&["portal".to_owned()]);
        for other in ["a", "b", "c", "d"] {
            labels(&names, other, "A");
        }
        assert_eq!(labels(&names, "e", "A"), "(other) (other)");
        assert_eq!(labels(&names, "portal", "A"), "portal A");
        assert_eq!(labels(&names, "portal", "B"), "portal B");
        // As many as one client can have, and no more.
        assert_eq!(labels(&names, "portal", "C"), "portal (other)");
        assert_eq!(labels(&names, "b", "A"), "b A");
    }

    #[test]
    fn a_flood_of_names_makes_no_more_than_that() {
        let names = Names::new(200, 50);
        let seen: HashSet<String> = (0..100_000)
            .map(|i| {
                labels(
                    &names,
                    &format!("client {}", i % 1_000),
                    &format!("Operation{i}"),
                )
            })
            .collect();
        // The rows, `CLIENT (other)` for each of their clients, and `(other) (other)`.
        assert!(seen.len() <= 401, "{}", seen.len());
        let one: HashSet<String> = (0..100_000)
            .map(|i| labels(&Names::new(200, 50), "one", &format!("{}", i % 7)))
            .collect();
        assert_eq!(one.len(), 7);
    }
}
