//! What time brings about, in all domains.

use activity::Timed;

/// Everything that time brings about. One replica at a time looks after it (`live`).
pub fn timed() -> Vec<Box<dyn Timed>> {
    vec![Box::new(members::MandatesExpire)]
}
