//! The rules of capacity and order, told once more in the simplest way.

use proptest::prelude::*;

use super::{NAMES, TYPES};

/// What is tried. Numbers name people, delegations, and places in the line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Try {
    Register(usize, usize),
    Send(usize, usize),
    Cancel(usize),
    Pass(usize, usize),
    Capacity(i32),
    Press(i32),
    Allot(usize, Option<i32>),
    Release(usize, i32),
    TimePasses,
}

pub(super) fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = prop_oneof![
        8 => (0..NAMES.len(), 0..TYPES.len()).prop_map(|(who, kind)| Try::Register(who, kind)),
        6 => (0..2_usize, 1..4_usize).prop_map(|(of, many)| Try::Send(of, many)),
        7 => (0..20_usize).prop_map(Try::Cancel),
        3 => (0..20_usize, 0..NAMES.len()).prop_map(|(row, to)| Try::Pass(row, to)),
        4 => (2..9_i32).prop_map(Try::Capacity),
        2 => (0..3_i32).prop_map(Try::Press),
        4 => (0..2_usize, prop::option::of(0..4_i32)).prop_map(|(of, seats)| Try::Allot(of, seats)),
        3 => (0..2_usize, 1..3_i32).prop_map(|(of, seats)| Try::Release(of, seats)),
        1 => Just(Try::TimePasses),
    ];
    proptest::collection::vec(one, 12..40)
}

/// Somebody in the line.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) person: Option<usize>,
    pub(super) kind: &'static str,
    pub(super) delegation: Option<usize>,
    pub(super) state: &'static str,
}

/// The rules, told once more.
pub(super) struct Model {
    pub(super) capacity: i32,
    pub(super) press: i32,
    pub(super) quota: [Option<i32>; 2],
    pub(super) released: bool,
    pub(super) line: Vec<Row>,
    pub(super) promoted: usize,
}

impl Model {
    pub(super) fn seated(&self, of: impl Fn(&Row) -> bool) -> i32 {
        let seated = self
            .line
            .iter()
            .filter(|row| row.state == "SEATED" && of(row));
        i32::try_from(seated.count()).unwrap()
    }

    pub(super) fn held(&self) -> i32 {
        let of = |d: usize| {
            self.quota[d].map_or(0, |all| all - self.seated(|row| row.delegation == Some(d)))
        };
        of(0) + of(1)
    }

    fn fits(&self, row: &Row) -> bool {
        if let Some(d) = row.delegation
            && let Some(all) = self.quota[d]
        {
            return self.seated(|other| other.delegation == Some(d)) < all;
        }
        self.seated(|_| true) + self.held() < self.capacity
            && (row.kind != "PRESS" || self.seated(|other| other.kind == "PRESS") < self.press)
    }

    fn suffices(&self) -> bool {
        self.seated(|_| true) + self.held() <= self.capacity
            && self.seated(|row| row.kind == "PRESS") <= self.press
    }

    /// The first who fits has a seat, until nobody fits. From `new` on they have only just come.
    fn settle(&mut self, new: usize) {
        while let Some(i) = (0..self.line.len())
            .find(|i| self.line[*i].state == "WAITING" && self.fits(&self.line[*i]))
        {
            self.line[i].state = "SEATED";
            self.promoted += usize::from(i < new);
        }
    }

    fn is_in(&self, who: usize) -> bool {
        self.line
            .iter()
            .any(|row| row.person == Some(who) && row.state != "CANCELLED")
    }

    /// Whether this is done.
    pub(super) fn apply(&mut self, what: Try) -> bool {
        let new = self.line.len();
        match what {
            Try::Register(who, kind) => {
                if self.is_in(who) {
                    return false;
                }
                let row = Row {
                    person: Some(who),
                    kind: TYPES[kind],
                    delegation: None,
                    state: "WAITING",
                };
                self.line.push(row);
            }
            Try::Send(of, many) => {
                let row = Row {
                    person: None,
                    kind: "DELEGATE",
                    delegation: Some(of),
                    state: "WAITING",
                };
                self.line.extend(vec![row; many]);
            }
            Try::Cancel(i) => match self.line.get_mut(i) {
                Some(row) if row.state != "CANCELLED" => row.state = "CANCELLED",
                _ => return false,
            },
            Try::Pass(i, to) => {
                let is_in = self.is_in(to);
                match self.line.get_mut(i) {
                    Some(row) if row.state == "SEATED" && !is_in => row.person = Some(to),
                    _ => return false,
                }
            }
            Try::Capacity(all) => {
                let before = std::mem::replace(&mut self.capacity, all);
                if !self.suffices() {
                    self.capacity = before;
                    return false;
                }
            }
            Try::Press(all) => {
                let before = std::mem::replace(&mut self.press, all);
                if !self.suffices() {
                    self.press = before;
                    return false;
                }
            }
            Try::Allot(of, seats) => {
                let before = self.quota[of];
                let used = self.seated(|row| row.delegation == Some(of));
                if self.released || seats.is_some_and(|seats| seats < used) {
                    return false;
                }
                self.quota[of] = seats;
                if !self.suffices() {
                    self.quota[of] = before;
                    return false;
                }
            }
            Try::Release(of, seats) => {
                let used = self.seated(|row| row.delegation == Some(of));
                match self.quota[of] {
                    Some(all) if all - used >= seats => self.quota[of] = Some(all - seats),
                    _ => return false,
                }
            }
            Try::TimePasses => {
                self.released = true;
                self.quota = [None, None];
            }
        }
        self.settle(new);
        true
    }
}
