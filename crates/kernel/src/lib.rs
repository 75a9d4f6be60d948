#![doc = include_str!("../README.md")]

pub mod actor;
pub mod clock;
pub mod connection;
pub mod content;
pub mod context;
pub mod cursor;
pub mod date;
pub mod db;
pub mod email;
pub mod entity;
pub mod error;
pub mod filter;
pub mod id;
pub mod list;
pub mod local;
pub mod locale;
pub mod messages;
pub mod node;
pub mod personal;
pub mod provenance;
pub mod reader;
pub mod redis;
pub mod reference;
pub mod seat;
pub mod secret;
pub mod validate;
pub mod viewer;
pub mod waves;

pub use actor::{Acting, Actor, Party};
pub use clock::Clock;
pub use connection::{Connection, Listed};
pub use context::ContextExt;
pub use db::{Conn, Db, Tx};
pub use entity::{Entity, Kind};
pub use error::{ClientError, Code, UserError, UserErrorCode};
pub use id::{IdOf, NodeRef};
pub use reader::{Batch, Loaders, Reader, Reads};
pub use reference::{Item, Ref, Resolvers};
pub use viewer::Viewer;

#[doc(hidden)]
pub use {async_graphql, async_trait, chrono, serde_json, sqlx, uuid};
