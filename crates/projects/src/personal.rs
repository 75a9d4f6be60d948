//! What this domain keeps of people: nothing.

kernel::keeps_nothing!(
    /// Projects are of cities and organisations. Who wrote one is in the log.
    Personal,
    "projects"
);
