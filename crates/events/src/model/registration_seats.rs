//! Who has a seat: the rules of capacity and order, and nothing else.
//!
//! Everybody stands in one line, by number. Whoever fits has a seat; the others wait. One fits who comes
//! with a delegation that has seats of its own, while one of these is free; anybody else, while the
//! event and their type have a seat that is neither taken nor held for a delegation. So nobody waits
//! who fits, and nobody who waits is passed by somebody behind them who fits in the same seat.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::registration::RegistrationType;

/// The seats of an event: how many there are, and how many are taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    /// How many there are in all; none for no limit.
    pub capacity: Option<i32>,
    /// How many there are for each type.
    pub types: BTreeMap<RegistrationType, OfType>,
    /// The delegations.
    pub delegations: BTreeMap<Uuid, OfDelegation>,
}

/// The seats of one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfType {
    /// How many there are; none for no limit of its own.
    pub capacity: Option<i32>,
    /// How many are taken.
    pub seated: i32,
    /// How many wait.
    pub waiting: i32,
    /// How many have come.
    pub checked_in: i32,
    /// Whether an organiser confirms who comes as this, before they stand in the line.
    pub confirmed: bool,
    /// How many wait for that.
    pub requested: i32,
}

/// The seats of one delegation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfDelegation {
    /// How many are its own; none when it takes seats as everybody does.
    pub seats: Option<i32>,
    /// How many of its people have one.
    pub seated: i32,
    /// How many of them wait.
    pub waiting: i32,
    /// How many of them have come.
    pub checked_in: i32,
}

impl OfDelegation {
    /// How many of its own seats nobody has taken.
    pub fn held(&self) -> i32 {
        self.seats.map_or(0, |seats| seats - self.seated)
    }
}

impl Seats {
    /// How many are taken.
    pub fn seated(&self) -> i32 {
        self.types.values().map(|of| of.seated).sum()
    }

    /// How many wait.
    pub fn waiting(&self) -> i32 {
        self.types.values().map(|of| of.waiting).sum()
    }

    /// How many wait for an organiser to confirm them.
    pub fn requested(&self) -> i32 {
        self.types.values().map(|of| of.requested).sum()
    }

    /// How many have come.
    pub fn checked_in(&self) -> i32 {
        self.types.values().map(|of| of.checked_in).sum()
    }

    /// How many are held for delegations.
    pub fn held(&self) -> i32 {
        self.delegations.values().map(OfDelegation::held).sum()
    }

    /// How many seats for this type are held for delegations: all are for delegates.
    pub fn held_of(&self, kind: RegistrationType) -> i32 {
        match kind {
            RegistrationType::Delegate => self.held(),
            _ => 0,
        }
    }

    /// By how much the event, or a type, would have too few seats; none when they suffice.
    pub fn lacking(&self) -> Option<(Option<RegistrationType>, i32)> {
        let short = |capacity: Option<i32>, used: i32| {
            capacity
                .map(|capacity| used - capacity)
                .filter(|by| *by > 0)
        };
        let of_all = short(self.capacity, self.seated() + self.held()).map(|by| (None, by));
        of_all.or_else(|| {
            let of_type = |(kind, of): (&RegistrationType, &OfType)| {
                let by = short(of.capacity, of.seated + self.held_of(*kind))?;
                Some((Some(*kind), by))
            };
            self.types.iter().find_map(of_type)
        })
    }

    /// Whether somebody of this type, who comes with this delegation or with none, fits.
    pub fn fits(&self, kind: RegistrationType, delegation: Option<Uuid>) -> bool {
        let own = delegation.and_then(|id| self.delegations.get(&id));
        if let Some(own) = own
            && own.seats.is_some()
        {
            return own.held() > 0;
        }
        let free = |capacity: Option<i32>, used: i32| capacity.is_none_or(|all| used < all);
        let of = self.types.get(&kind).copied().unwrap_or_default();
        free(self.capacity, self.seated() + self.held())
            && free(of.capacity, of.seated + self.held_of(kind))
    }

    /// Whether anybody who waits could fit: if not, the line need not be read.
    pub fn has_room(&self) -> bool {
        let of_type =
            |(kind, of): (&RegistrationType, &OfType)| of.waiting > 0 && self.fits(*kind, None);
        let own = |of: &OfDelegation| of.waiting > 0 && of.held() > 0;
        self.types.iter().any(of_type) || self.delegations.values().any(own)
    }

    /// Somebody joins the line.
    pub fn join(&mut self, kind: RegistrationType, delegation: Option<Uuid>) {
        self.count(kind, delegation, 0, 1);
    }

    /// So many ask to come, who stand in the line once they are confirmed; or do not ask any more.
    pub fn request(&mut self, kind: RegistrationType, by: i32) {
        self.types.entry(kind).or_default().requested += by;
    }

    /// Somebody who waits gets a seat.
    pub fn seat(&mut self, kind: RegistrationType, delegation: Option<Uuid>) {
        self.count(kind, delegation, 1, -1);
    }

    /// Somebody leaves, who had a seat or has waited.
    pub fn leave(&mut self, kind: RegistrationType, delegation: Option<Uuid>, was_seated: bool) {
        let (seated, waiting) = if was_seated { (-1, 0) } else { (0, -1) };
        self.count(kind, delegation, seated, waiting);
    }

    /// Somebody comes, or is said not to have come after all.
    pub fn check_in(&mut self, kind: RegistrationType, delegation: Option<Uuid>, by: i32) {
        self.types.entry(kind).or_default().checked_in += by;
        if let Some(own) = delegation.and_then(|id| self.delegations.get_mut(&id)) {
            own.checked_in += by;
        }
    }

    /// Gives back what is held for delegations: from now on they take seats as everybody does.
    pub fn release(&mut self) -> bool {
        let mut released = false;
        for own in self.delegations.values_mut() {
            released |= own.seats.take().is_some();
        }
        released
    }

    fn count(
        &mut self,
        kind: RegistrationType,
        delegation: Option<Uuid>,
        seated: i32,
        waiting: i32,
    ) {
        let of = self.types.entry(kind).or_default();
        of.seated += seated;
        of.waiting += waiting;
        if let Some(own) = delegation.and_then(|id| self.delegations.get_mut(&id)) {
            own.seated += seated;
            own.waiting += waiting;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWN: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);
    use RegistrationType::{Delegate, Press, Public};

    fn seats(capacity: i32, press: i32, town: Option<i32>) -> Seats {
        let of = |capacity| OfType {
            capacity,
            ..OfType::default()
        };
        let own = |seats| OfDelegation {
            seats,
            ..OfDelegation::default()
        };
        Seats {
            capacity: Some(capacity),
            types: [
                (Delegate, of(None)),
                (Press, of(Some(press))),
                (Public, of(None)),
            ]
            .into(),
            delegations: [(TOWN, own(town)), (OTHER, own(None))].into(),
        }
    }

    fn come(seats: &mut Seats, kind: RegistrationType, delegation: Option<Uuid>) -> bool {
        seats.join(kind, delegation);
        let fits = seats.fits(kind, delegation);
        if fits {
            seats.seat(kind, delegation);
        }
        fits
    }

    #[test]
    fn what_is_held_for_a_delegation_is_for_nobody_else() {
        let mut seats = seats(3, 1, Some(2));
        assert!(come(&mut seats, Public, None));
        assert!(!come(&mut seats, Public, None));
        assert!(!come(&mut seats, Delegate, Some(OTHER)));
        assert!(come(&mut seats, Delegate, Some(TOWN)));
        assert!(come(&mut seats, Delegate, Some(TOWN)));
        assert!(!come(&mut seats, Delegate, Some(TOWN)));
        assert_eq!((seats.seated(), seats.held(), seats.waiting()), (3, 0, 3));
        assert!(!seats.has_room());
    }

    #[test]
    fn a_delegation_has_no_more_than_its_own_until_they_are_released() {
        let mut seats = seats(5, 1, Some(1));
        assert!(come(&mut seats, Delegate, Some(TOWN)));
        assert!(!come(&mut seats, Delegate, Some(TOWN)));
        assert!(seats.release());
        assert!(!seats.release());
        assert!(seats.fits(Delegate, Some(TOWN)) && seats.has_room());
    }

    #[test]
    fn a_type_has_a_limit_of_its_own() {
        let mut seats = seats(9, 1, None);
        assert!(come(&mut seats, Press, None));
        assert!(!come(&mut seats, Press, None));
        assert!(come(&mut seats, Public, None));
        assert_eq!(seats.lacking(), None);
        seats.leave(Press, None, true);
        assert!(seats.has_room());
        seats.capacity = Some(0);
        assert_eq!(seats.lacking(), Some((None, 1)));
    }
}
