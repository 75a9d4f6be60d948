//! The migrations, embedded in the binary. The same names in both folders; a test holds them.

use std::time::Duration;

use include_dir::{Dir, include_dir};
use sqlx::{
    AssertSqlSafe, SqlSafeStr as _,
    migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator},
};

use super::{ConnectError, Db};

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
            for _ in 0..RETRIES {
                match run(&SQLITE, &mut *conn).await {
                    Err(ConnectError::Migration(_)) => tokio::time::sleep(PAUSE).await,
                    settled => return settled,
                }
            }
            run(&SQLITE, &mut *conn).await
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
