//! How long statements take, and how long they wait for a connection.

use std::time::Instant;

use metrics::histogram;

/// A statement that runs; it has taken its time when this is dropped.
pub struct Timed {
    kind: &'static str,
    start: Instant,
}

/// What statements begin with, and what they are counted as.
const KINDS: [(&str, &str); 6] = [
    ("select", "select"),
    ("with", "select"),
    ("insert", "insert"),
    ("update", "update"),
    ("delete", "delete"),
    ("commit", "commit"),
];

impl Timed {
    /// Begins with a statement whose text stands in this piece of source, as the macro [`on!`](crate::on)
    /// has it. One that was put together elsewhere is of the kind `other`.
    pub fn statement(source: &'static str) -> Self {
        // Few bytes are looked at: the text is the first string of a call.
        let text = source.split('"').nth(1).unwrap_or_default();
        Self::kind(text)
    }

    /// Begins with this statement.
    pub(crate) fn kind(text: &str) -> Self {
        // A literal may begin with a line that goes on.
        let first = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
        let found = KINDS.iter().find(|(word, _)| first.starts_with(word));
        Self {
            kind: found.map_or("other", |(_, kind)| kind),
            start: Instant::now(),
        }
    }
}

impl Drop for Timed {
    fn drop(&mut self) {
        histogram!("passerelle_sql_statement_duration_seconds", "kind" => self.kind)
            .record(self.start.elapsed());
    }
}

/// The time since then, waited for a connection of this pool.
pub(crate) fn waited(pool: &'static str, since: Instant) {
    histogram!("passerelle_database_wait_seconds", "pool" => pool).record(since.elapsed());
}
