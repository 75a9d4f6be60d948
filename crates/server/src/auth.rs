//! The doors to come in by, and to go out: plain pages that work without scripts.
//!
//! A link of a mail is shown before it is used: programs that look at mails open links, and must not
//! use them up. Every form goes to this origin only, and is taken from it only.

mod mail;
mod oidc;
mod page;

pub(crate) use mail::{ask_for_link, invitation, link, sign_in, sign_out, take_up, use_link};
pub(crate) use oidc::{back, to_provider};
pub(crate) use page::style;
