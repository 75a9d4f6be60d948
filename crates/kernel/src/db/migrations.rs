//! The migrations, embedded in the binary. The same names in both folders; a test holds them.
//!
//! A migration runs while replicas of the release before still serve. So: **expand, then contract**.
//!
//! 1. A release *expands*: it adds tables, columns that are null or have a default, indexes,
//!    constraints that the older release keeps anyway. It drops and renames nothing.
//! 2. A later release, when nobody runs the one before, *contracts*: it drops what no release in use
//!    reads or writes.
//! 3. What is new in a table is also named in the list of tables of `crates/archive`, with the
//!    number of its migration and, where it must not be null, what a row of an older export gets.
//!
//! A migration that was released is never changed.

use std::time::Duration;

use include_dir::{Dir, include_dir};
use sqlx::{
    AssertSqlSafe, SqlSafeStr as _,
    migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator},
};

use super::{Conn, ConnectError, Db};

const RETRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

static SQLITE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../migrations/sqlite");
static POSTGRES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../migrations/postgres");

/// Brings the database up to date. Safe to run while others run it: one does, the rest wait.
///
/// # Errors
/// When the database is newer than this program, or a migration fails; then it is as it was.
pub async fn migrate(db: &Db) -> Result<(), ConnectError> {
    match db {
        Db::Sqlite(pools) => {
            let mut conn = pools.write.acquire().await.map_err(|e| said(e.into()))?;
            // SQLite has no lock for this: who comes second fails on what the first has just made,
            // and looks again.
            let mut migrated = run(&SQLITE, &mut *conn).await;
            for _ in 0..RETRIES {
                if !matches!(migrated, Err(ConnectError::Migration(_))) {
                    break;
                }
                tokio::time::sleep(PAUSE).await;
                migrated = run(&SQLITE, &mut *conn).await;
            }
            migrated?;
            // SQLite does not count its rows by itself, and plans badly without: this counts what
            // has grown since the last time, from samples.
            let counted = sqlx::query("pragma optimize = 0x10002")
                .execute(&mut *conn)
                .await;
            counted
                .map(drop)
                .map_err(|error| ConnectError::Migration(error.to_string()))
        }
        Db::Postgres(pools) => {
            let mut conn = pools.write.acquire().await.map_err(|e| said(e.into()))?;
            run(&POSTGRES, &mut *conn).await
        }
    }
}

/// The names of the migrations, by database.
pub fn names() -> [(&'static str, Vec<&'static str>); 2] {
    let list = |dir: &'static Dir<'static>| -> Vec<&'static str> {
        files(dir).map(|(name, _)| name).collect()
    };
    [("sqlite", list(&SQLITE)), ("postgres", list(&POSTGRES))]
}

/// The number of this program's last migration.
pub fn latest() -> i64 {
    files(&SQLITE)
        .filter_map(|(name, _)| name.split_once('_')?.0.parse().ok())
        .max()
        .unwrap_or(0)
}

/// The number of the last migration that this database has; none when it was never brought up to
/// date.
///
/// # Errors
/// What the database says.
pub async fn applied(conn: &mut Conn<'_>) -> Result<Option<i64>, sqlx::Error> {
    let known: Option<(i32,)> = crate::on!(
        conn,
        sqlite
            | c
            | sqlx::query_as("select 1 from sqlite_master where name = '_sqlx_migrations'")
                .fetch_optional(c)
                .await,
        postgres
            | c
            | sqlx::query_as("select 1 where to_regclass('_sqlx_migrations') is not null")
                .fetch_optional(c)
                .await
    )?;
    if known.is_none() {
        return Ok(None);
    }
    let (version,): (Option<i64>,) = crate::on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>("select max(version) from _sqlx_migrations where success")
            .fetch_one(c)
            .await
    })?;
    Ok(version)
}

fn files(dir: &'static Dir<'static>) -> impl Iterator<Item = (&'static str, &'static str)> {
    dir.files()
        .filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?)))
}

async fn run<C: Migrate>(dir: &'static Dir<'static>, conn: &mut C) -> Result<(), ConnectError> {
    let mut migrations: Vec<Migration> = files(dir)
        .filter_map(|(name, sql)| {
            let (version, description) = name.split_once('_')?;
            Some(Migration::new(
                version.parse().ok()?,
                description.to_owned().into(),
                MigrationType::Simple,
                AssertSqlSafe(sql).into_sql_str(),
                false,
            ))
        })
        .collect();
    migrations.sort_by_key(|migration| migration.version);
    let migrator = Migrator {
        migrations: migrations.into(),
        ..Migrator::DEFAULT
    };
    migrator.run_direct(None, conn, false).await.map_err(said)
}

fn said(error: MigrateError) -> ConnectError {
    match error {
        MigrateError::VersionMissing(version) => ConnectError::Newer(version),
        other => ConnectError::Migration(other.to_string()),
    }
}
