#![doc = include_str!("../README.md")]

mod backup;
mod batch;
mod cell;
mod error;
mod export;
mod format;
mod import;
mod layout;
mod lines;
pub mod tables;

pub use backup::{backup, keep, new_file, renew_epoch, restore};
pub use error::Error;
pub use export::export;
pub use format::{MAX_LINE, VERSION};
pub use import::import;

/// What was exported or imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// How many rows.
    pub rows: u64,
    /// The last position of the log.
    pub position: i64,
    /// Which log it is; none where no hub has ever opened the database.
    pub epoch: Option<uuid::Uuid>,
}
