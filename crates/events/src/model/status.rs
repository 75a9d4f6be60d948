//! How far an event can come: the one table of its steps.

use crate::EventStatus;

impl EventStatus {
    /// Every state.
    pub const ALL: &[EventStatus] = &[
        EventStatus::Draft,
        EventStatus::Announced,
        EventStatus::Postponed,
        EventStatus::Held,
        EventStatus::Cancelled,
    ];

    /// Whether an event can go from this state to that one. (One that is postponed to days that are
    /// known stays announced.)
    pub const fn leads_to(self, next: EventStatus) -> bool {
        use EventStatus::{Announced, Cancelled, Draft, Held, Postponed};
        matches!(
            (self, next),
            (Draft | Postponed, Announced)
                | (Announced, Postponed | Held)
                | (Draft | Announced | Postponed, Cancelled)
        )
    }

    /// Whether nothing comes after it.
    pub fn is_last(self) -> bool {
        !EventStatus::ALL.iter().any(|next| self.leads_to(*next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_announced_and_then_held_postponed_or_cancelled() {
        let steps = |status: EventStatus| {
            let next = EventStatus::ALL
                .iter()
                .filter(|next| status.leads_to(**next));
            next.map(|next| next.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(steps(EventStatus::Draft), ["ANNOUNCED", "CANCELLED"]);
        assert_eq!(
            steps(EventStatus::Announced),
            ["POSTPONED", "HELD", "CANCELLED"]
        );
        assert_eq!(steps(EventStatus::Postponed), ["ANNOUNCED", "CANCELLED"]);
        assert!(EventStatus::Held.is_last() && EventStatus::Cancelled.is_last());
    }
}
