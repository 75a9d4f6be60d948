//! What somebody is told by letter of their place at an event: the domain of events says it, the outbox
//! of letters writes it.

/// What a letter about a place at an event tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatNews {
    /// They are registered.
    Registered,
    /// They are offered a seat of somebody else's.
    Offered,
    /// They waited, and have a seat now.
    Promoted,
    /// They had asked to come, and an organiser has confirmed it.
    Confirmed,
    /// They had asked to come, and an organiser has not confirmed it.
    Refused,
}

impl SeatNews {
    /// Everything that a letter tells.
    pub const ALL: &[SeatNews] = &[
        SeatNews::Registered,
        SeatNews::Offered,
        SeatNews::Promoted,
        SeatNews::Confirmed,
        SeatNews::Refused,
    ];
}

crate::stored_enum!(SeatNews {
    Registered = "REGISTERED",
    Offered = "OFFERED",
    Promoted = "PROMOTED",
    Confirmed = "CONFIRMED",
    Refused = "REFUSED",
});
