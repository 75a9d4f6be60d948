#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod model;
mod owners;
mod store;

pub use commands::{
    Asking, MESSAGES, RestoreTextInput, TextOrigin, VERBS, WriteTextInput, restore_text, write_text,
};
pub use graph::{TextHistory, TextMutation, TextQuery};
pub use model::{TextKind, TextPart, TextVersion, TranslationState};
pub use owners::Owners;
