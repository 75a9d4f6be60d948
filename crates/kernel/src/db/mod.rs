//! One store for two databases.
//!
//! A store function takes a [`Conn`], which is a connection of a pool or of an open write, and runs
//! its statement with [`on!`](crate::on): one text for both databases, or two arms side by side
//! where they differ. Lists of columns become a model type with [`from_row!`](crate::from_row), an
//! enum is kept as its name with [`stored_enum!`](crate::stored_enum), and a statement that is put
//! together while the hub runs (a filter, an order) is a [`Sql`].

mod conn;
mod connect;
mod constraint;
mod migrations;
mod row;
mod sql;
mod timed;

pub use conn::{Conn, Either, Plan, Tx};
pub use connect::{ConnectError, Db, Options, PoolUse, Pools};
pub use constraint::{Constraint, mend};
pub use migrations::{
    applied as applied_migration, latest as latest_migration, migrate, names as migration_names,
};
pub use row::Page;
pub use sql::{Null, Nullable, Sql, Value};
pub use timed::Timed;

/// A type that both databases' rows can be read into.
pub trait Row:
    for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
    + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
    + Send
    + Unpin
{
}

impl<T> Row for T where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin
{
}
