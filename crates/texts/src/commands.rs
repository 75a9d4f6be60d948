//! Each write on texts: validate, authorize, one transaction, return.

mod open;
mod restore;
mod target;
mod write;

use std::sync::{Arc, LazyLock};

use activity::Log;
use include_dir::{Dir, include_dir};
use kernel::{Actor, Viewer, messages::Messages};

pub use restore::{RestoreTextInput, restore_text};
pub use write::{TextOrigin, WriteTextInput, write_text};

use crate::Owners;

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The messages of the activities of texts.
pub static MESSAGES: LazyLock<Messages> = LazyLock::new(|| Messages::load(&LOCALES));

/// What can happen to texts.
pub const VERBS: &[&str] = &[WRITTEN, RESTORED];

const WRITTEN: &str = "text.written";
const RESTORED: &str = "text.restored";

/// Who asks for a text to be written, and who knows whether they may.
pub struct Asking<'a> {
    /// Where it is written.
    pub log: &'a Log,
    /// Who knows the nodes.
    pub owners: &'a dyn Owners,
    /// Who asks: what they may not see is not there for them.
    pub viewer: Arc<Viewer>,
    /// In whose name.
    pub actor: Actor,
    /// The key under which asking twice is asking once.
    pub idempotency_key: Option<&'a str>,
}
