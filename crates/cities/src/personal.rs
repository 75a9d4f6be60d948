//! What this domain keeps of people: nothing.

kernel::keeps_nothing!(
    /// Cities and themes are no people, and nobody's.
    Personal,
    "cities"
);
