//! What this domain keeps of people: nothing.

kernel::keeps_nothing!(
    /// Events are of cities. Who comes to one is kept by number only.
    Personal,
    "events"
);
