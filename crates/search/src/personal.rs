//! What this domain keeps of people: nothing.

kernel::keeps_nothing!(
    /// People are not found by their words: no token is of one.
    Personal,
    "search"
);
