//! What can go wrong, in one sentence for the operator.

use std::{io, path::PathBuf};

/// Why an export, an import, a backup or a restore came to nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A line of the file is not what it should be. Nothing was imported.
    #[error("line {line}: {what}")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// There is nothing in the file.
    #[error("the file is empty: an export has at least a first and a last line")]
    Empty,
    /// Only an empty database can take a whole network.
    #[error(
        "the database is not empty (there are rows in `{0}`): import into a new one, which no hub has served yet"
    )]
    NotEmpty(&'static str),
    /// The database has never been brought up to date.
    #[error("there is no network in this database")]
    NoNetwork,
    /// The database and this program are of different releases.
    #[error(
        "the database is at migration {found}, and this program at {known}: bring it up to date with `passerelle migrate` first, or use the release it was made by"
    )]
    OtherRelease {
        /// What the database has.
        found: i64,
        /// What this program would have.
        known: i64,
    },
    /// A row cannot be exported.
    #[error("`{table}` cannot be exported: {what}")]
    Row {
        /// Where it is.
        table: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// The log is not whole.
    #[error(
        "the log is not whole: it says that it ends at {head}, and has {count} activities up to {last}"
    )]
    Log {
        /// Where it ends.
        head: i64,
        /// How many activities there are.
        count: i64,
        /// The last one's position.
        last: i64,
    },
    /// Postgres has its own tools.
    #[error("{0}")]
    Postgres(&'static str),
    /// Not the URL of a database.
    #[error(transparent)]
    Connect(#[from] kernel::db::ConnectError),
    /// The file is not a backup.
    #[error("{path} is not a backup of Passerelle: {what}")]
    NoBackup {
        /// The file.
        path: PathBuf,
        /// Why not.
        what: String,
    },
    /// What would be overwritten.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// A file cannot be read or written.
    #[error("{what}: {cause}")]
    File {
        /// What could not be done.
        what: String,
        /// What the system says.
        cause: io::Error,
    },
    /// The database fails.
    #[error("the database fails: {}", said(.0))]
    Database(#[from] sqlx::Error),
}

/// What the database says, without the library's wrapping.
pub(crate) fn said(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(inner) => inner.message().to_owned(),
        other => other.to_string(),
    }
}

pub(crate) fn line<T>(line: u64, what: impl Into<String>) -> Result<T, Error> {
    Err(Error::Line {
        line,
        what: what.into(),
    })
}
