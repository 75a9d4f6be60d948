#![doc = include_str!("../README.md")]

mod browser;
mod clock;
mod control;
mod database;
pub mod doors;
mod hub;
mod live;
mod mail;
mod oidc;
mod people;
pub mod servers;
pub mod wait;

pub use self::live::{Listener, Told};
pub use browser::Browser;
pub use clock::Ahead;
pub use database::{Content, Database, Product};
pub use hub::{Hub, Reply, Setup, client, generous};
pub use mail::{Mail, Smtp};
pub use oidc::{Account, Key, Oidc, OidcClient, Signing};
pub use people::{Caller, Person, Token};
