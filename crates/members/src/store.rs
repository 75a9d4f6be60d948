//! All SQL of organisations and people, by noun.

pub(crate) mod follow;
pub(crate) mod guard;
pub(crate) mod invitation;
pub(crate) mod letter;
pub(crate) mod login;
pub(crate) mod mandate;
pub(crate) mod organisation;
pub(crate) mod person;
pub(crate) mod place;
pub(crate) mod token;

pub(crate) use organisation::{BY_TITLE, OF_CITY, ORGANISATIONS, write_organisations};
