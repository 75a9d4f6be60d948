//! A connection to either database, from a pool or of an open write.

use std::time::Instant;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};

use super::{Db, Null, Row, Sql, Timed, Value, timed::waited};
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

/// How a database would answer a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The statement.
    pub statement: String,
    /// The lines of its plan, in the words of the database.
    pub lines: Vec<String>,
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
        $crate::on!(timed $crate::db::Timed::statement(stringify!($body)), $conn, |$c, $DB| $body)
    };
    (timed $timed:expr, $conn:expr, |$c:ident, $DB:ident| $body:expr) => {
        {
            let _timed = $timed;
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
        }
    };
    ($conn:expr, sqlite |$s:ident| $sqlite:expr, postgres |$p:ident| $postgres:expr) => {
        {
            let _timed = $crate::db::Timed::statement(stringify!($postgres));
            match $crate::db::Conn::statement(&mut *$conn) {
                $crate::db::Either::Sqlite($s) => $sqlite,
                $crate::db::Either::Postgres($p) => $postgres,
            }
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
                Value::Json(v) => query.bind(v),
                Value::Null(Null::Int) => query.bind(None::<i64>),
                Value::Null(Null::Float) => query.bind(None::<f64>),
                Value::Null(Null::Json) => query.bind(None::<serde_json::Value>),
                Value::Null(Null::Text) => query.bind(None::<String>),
                Value::Null(Null::Uuid) => query.bind(None::<uuid::Uuid>),
                Value::Null(Null::Time) => query.bind(None::<DateTime<Utc>>),
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
        if let Some(reads) = self.reads.clone().filter(Reads::explains) {
            reads.plan(self.explain(&sql).await?);
        }
        let (text, values) = sql.into_parts();
        let kind = Timed::kind(&text);
        on!(timed kind, self, |c, DB| {
            let query = sqlx::query_as::<DB, T>(sqlx::AssertSqlSafe(text));
            bound!(query, values).fetch_all(c).await
        })
    }

    /// How the database would answer a statement: the statement, and the lines of its plan.
    ///
    /// # Errors
    /// What the database says.
    async fn explain(&mut self, sql: &Sql) -> Result<Plan, sqlx::Error> {
        let (text, values) = sql.clone().into_parts();
        let statement = text.clone();
        let lines = on!(
            self,
            sqlite | c | {
                let text = sqlx::AssertSqlSafe(format!("explain query plan {text}"));
                let rows: Vec<(i64, i64, i64, String)> =
                    bound!(sqlx::query_as(text), values).fetch_all(c).await?;
                rows.into_iter().map(|(.., line)| line).collect()
            },
            postgres | c | {
                let text = sqlx::AssertSqlSafe(format!("explain {text}"));
                let rows: Vec<(String,)> =
                    bound!(sqlx::query_as(text), values).fetch_all(c).await?;
                rows.into_iter().map(|(line,)| line).collect()
            }
        );
        Ok(Plan { statement, lines })
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
        let kind = Timed::kind(&text);
        on!(timed kind, self, |c, DB| {
            let query = sqlx::query::<DB>(sqlx::AssertSqlSafe(text));
            bound!(query, values).execute(c).await.map(drop)
        })
    }
}

/// The most values of one statement that writes rows. SQLite looks a placeholder up by going through
/// all of them, so that the time for many grows with their square.
const MOST_VALUES: usize = 1_000;

impl Conn<'_> {
    /// Writes rows: `insert` says into which columns, `conflict` what to do with a row that is there.
    /// Any number of rows takes few statements, each of a power of two: so all of them are prepared
    /// once.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert<const N: usize>(
        &mut self,
        insert: &str,
        rows: Vec<[Value; N]>,
        conflict: &str,
    ) -> Result<(), sqlx::Error> {
        let most = 1 << (MOST_VALUES / N).ilog2();
        let mut left = rows.len();
        let mut rows = rows.into_iter();
        while left > 0 {
            let count = most.min(1 << left.ilog2());
            left -= count;
            let mut sql = Sql::new(insert);
            sql.push(" values ").bind_rows(rows.by_ref().take(count));
            sql.push(" ").push(conflict);
            self.execute(sql).await?;
        }
        Ok(())
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

    /// Lifts the time limit of statements for the rest of this transaction: for what reads or
    /// writes everything.
    ///
    /// # Errors
    /// What the database says.
    pub async fn without_time_limit(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Tx::Sqlite(tx) => tx.lock_handle().await?.remove_progress_handler(),
            Tx::Postgres(tx) => {
                sqlx::query("set local statement_timeout = 0")
                    .execute(&mut **tx)
                    .await?;
            }
        }
        Ok(())
    }

    /// Makes what was written last.
    ///
    /// # Errors
    /// What the database says; then nothing was written.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        let _timed = Timed::kind("commit");
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
        let start = Instant::now();
        let lease = match self {
            Db::Sqlite(pools) => {
                let mut conn = pools.read.acquire().await?;
                interrupt_after(&mut conn, pools.statement_timeout).await?;
                Lease::PooledSqlite(conn)
            }
            Db::Postgres(pools) => Lease::PooledPostgres(pools.read.acquire().await?),
        };
        waited("read", start);
        Ok(Conn { lease, reads: None })
    }

    /// Opens a transaction to read in: all its statements see one state, whatever is written
    /// meanwhile, and have no time limit.
    ///
    /// # Errors
    /// When no connection is free in time, or the database is away.
    pub async fn snapshot(&self) -> Result<Tx, sqlx::Error> {
        let mut tx = match self {
            // Its state is taken by the first statement.
            Db::Sqlite(pools) => Tx::Sqlite(pools.read.begin_with("begin").await?),
            Db::Postgres(pools) => Tx::Postgres(
                pools
                    .read
                    .begin_with("begin isolation level repeatable read read only")
                    .await?,
            ),
        };
        tx.without_time_limit().await?;
        Ok(tx)
    }

    /// Opens a transaction to write in. On SQLite it waits for its turn: one writes at a time.
    ///
    /// # Errors
    /// When none is free in time, or the database is away.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        let start = Instant::now();
        let tx = match self {
            Db::Sqlite(pools) => {
                let mut conn = pools.write.acquire().await?;
                interrupt_after(&mut conn, pools.statement_timeout).await?;
                drop(conn);
                Tx::Sqlite(pools.write.begin_with("begin immediate").await?)
            }
            Db::Postgres(pools) => Tx::Postgres(pools.write.begin().await?),
        };
        waited("write", start);
        Ok(tx)
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
