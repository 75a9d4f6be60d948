//! A connection to either database, from a pool or of an open write.

use std::time::Instant;

use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};

use super::{Db, Row, Sql, Value};
use crate::Reads;

/// A connection that statements run on. Dropped, it goes back to where it came from.
pub struct Conn<'a> {
    lease: Lease<'a>,
    reads: Option<Reads>,
}

enum Lease<'a> {
    PooledSqlite(PoolConnection<Sqlite>),
    PooledPostgres(PoolConnection<Postgres>),
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// The connection inside a [`Conn`], for [`on!`](crate::on).
pub enum Either<'a> {
    /// A connection to SQLite.
    Sqlite(&'a mut SqliteConnection),
    /// A connection to Postgres.
    Postgres(&'a mut PgConnection),
}

/// Runs one statement on a [`Conn`], whichever database it leads to.
///
/// One body serves both: inside it, `$c` is the connection and `$DB` the database's type.
/// A statement that differs has an arm for each, side by side.
#[macro_export]
macro_rules! on {
    ($conn:expr, |$c:ident, $DB:ident| $body:expr) => {
        match $crate::db::Conn::statement(&mut *$conn) {
            $crate::db::Either::Sqlite($c) => {
                type $DB = $crate::sqlx::Sqlite;
                $body
            }
            $crate::db::Either::Postgres($c) => {
                type $DB = $crate::sqlx::Postgres;
                $body
            }
        }
    };
    ($conn:expr, sqlite |$s:ident| $sqlite:expr, postgres |$p:ident| $postgres:expr) => {
        match $crate::db::Conn::statement(&mut *$conn) {
            $crate::db::Either::Sqlite($s) => $sqlite,
            $crate::db::Either::Postgres($p) => $postgres,
        }
    };
}

macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Bool(v) => query.bind(v),
                Value::Int(v) => query.bind(v),
                Value::Float(v) => query.bind(v),
                Value::Text(v) => query.bind(v),
                Value::Uuid(v) => query.bind(v),
                Value::Time(v) => query.bind(v),
            };
        }
        query
    }};
}

impl Conn<'_> {
    /// The connection, for one statement, which is counted.
    pub fn statement(&mut self) -> Either<'_> {
        if let Some(reads) = &self.reads {
            reads.count_statement();
        }
        match &mut self.lease {
            Lease::PooledSqlite(c) => Either::Sqlite(c),
            Lease::PooledPostgres(c) => Either::Postgres(c),
            Lease::Sqlite(c) => Either::Sqlite(c),
            Lease::Postgres(c) => Either::Postgres(c),
        }
    }

    /// The same connection, with its statements counted in `reads`.
    pub fn counted(mut self, reads: &Reads) -> Self {
        self.reads = Some(reads.clone());
        self
    }

    /// The rows of a statement that was put together while the hub runs.
    ///
    /// # Errors
    /// What the database says.
    pub async fn fetch_all<T: Row>(&mut self, sql: Sql) -> Result<Vec<T>, sqlx::Error> {
        let (text, values) = sql.into_parts();
        on!(self, |c, DB| {
            let query = sqlx::query_as::<DB, T>(sqlx::AssertSqlSafe(text));
            bound!(query, values).fetch_all(c).await
        })
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// When it gives none.
    pub async fn ping(&mut self) -> Result<(), sqlx::Error> {
        on!(self, |c, DB| sqlx::query::<DB>("select 1")
            .execute(c)
            .await
            .map(drop))
    }

    /// Runs a statement that was put together while the hub runs.
    ///
    /// # Errors
    /// What the database says.
    pub async fn execute(&mut self, sql: Sql) -> Result<(), sqlx::Error> {
        let (text, values) = sql.into_parts();
        on!(self, |c, DB| {
            let query = sqlx::query::<DB>(sqlx::AssertSqlSafe(text));
            bound!(query, values).execute(c).await.map(drop)
        })
    }
}

/// An open transaction on either database. Dropped without a commit, it is rolled back.
pub enum Tx {
    /// A transaction on SQLite, which holds the one right to write.
    Sqlite(Transaction<'static, Sqlite>),
    /// A transaction on Postgres.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Its connection, for the stores.
    pub fn conn(&mut self) -> Conn<'_> {
        let lease = match self {
            Tx::Sqlite(tx) => Lease::Sqlite(tx),
            Tx::Postgres(tx) => Lease::Postgres(tx),
        };
        Conn { lease, reads: None }
    }

    /// Makes what was written last.
    ///
    /// # Errors
    /// What the database says; then nothing was written.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        }
    }
}

impl Db {
    /// A connection to read with.
    ///
    /// # Errors
    /// When none is free in time, or the database is away.
    pub async fn read(&self) -> Result<Conn<'static>, sqlx::Error> {
        let lease = match self {
            Db::Sqlite(pools) => {
                let mut conn = pools.read.acquire().await?;
                interrupt_after(&mut conn, pools.statement_timeout).await?;
                Lease::PooledSqlite(conn)
            }
            Db::Postgres(pools) => Lease::PooledPostgres(pools.read.acquire().await?),
        };
        Ok(Conn { lease, reads: None })
    }

    /// Opens a transaction to write in. On SQLite it waits for its turn: one writes at a time.
    ///
    /// # Errors
    /// When none is free in time, or the database is away.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Db::Sqlite(pools) => {
                let mut conn = pools.write.acquire().await?;
                interrupt_after(&mut conn, pools.statement_timeout).await?;
                drop(conn);
                Tx::Sqlite(pools.write.begin_with("begin immediate").await?)
            }
            Db::Postgres(pools) => Tx::Postgres(pools.write.begin().await?),
        })
    }
}

/// SQLite has no statement timeout: a progress handler stops what runs past its time. The time
/// counts from here, for all statements of this lease.
async fn interrupt_after(
    conn: &mut SqliteConnection,
    timeout: std::time::Duration,
) -> Result<(), sqlx::Error> {
    let deadline = Instant::now() + timeout;
    conn.lock_handle()
        .await?
        .set_progress_handler(10_000, move || Instant::now() < deadline);
    Ok(())
}
