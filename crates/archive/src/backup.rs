//! Copies of a SQLite file, taken while it is served and put back later; and the new epoch that a
//! log gets when it was put back.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use kernel::{
    Clock, Conn, Db,
    db::{self, Options},
    on,
};
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::NamedTempFile;
use uuid::Uuid;

use crate::error::{Error, said};

/// Copies the database as of one moment into a new file, while it is served.
///
/// # Errors
/// On Postgres, which has its own tools; when the file is there already, unless `overwrite`; when
/// the copy cannot be made. Then there is no new file.
pub async fn backup(db: &Db, to: &Path, overwrite: bool) -> Result<(), Error> {
    let mut conn = db.read().await?;
    let into = new_file(to, overwrite)?;
    let name = into.path().to_string_lossy().into_owned();
    on!(
        &mut conn,
        sqlite | c | {
            // A large file takes longer than a statement may.
            c.lock_handle().await?.remove_progress_handler();
            let found: Option<(String,)> =
                sqlx::query_as("select name from sqlite_master where name = 'log_head'")
                    .fetch_optional(&mut *c)
                    .await?;
            if found.is_none() {
                return Err(Error::NoNetwork);
            }
            sqlx::query("vacuum into $1").bind(name).execute(c).await?;
        },
        postgres
            | _c
            | {
                return Err(Error::Postgres(
                    "the database is on Postgres: make its backup with pg_dump, as docs/operations.md shows",
                ));
            }
    );
    keep(into, to, overwrite)
}

/// Puts a backup in the place of a SQLite file that does not exist, under a new epoch: what was
/// written after the backup is lost, and no cursor may lead from there into what comes instead.
///
/// # Errors
/// When the backup is not whole, or the place is taken. Then there is no new file.
pub async fn restore(from: &Path, url: &str, clock: &Clock) -> Result<(PathBuf, Uuid), Error> {
    let Some(to) = Options::new(url).file()? else {
        return Err(Error::Postgres(
            "a backup file of SQLite cannot be restored to Postgres: use pg_restore and then `passerelle renew-epoch`, as docs/operations.md shows",
        ));
    };
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut beside = to.clone().into_os_string();
        beside.push(suffix);
        if Path::new(&beside).exists() {
            return Err(Error::Exists(beside.into()));
        }
    }
    let no_backup = |what: String| Error::NoBackup {
        path: from.to_path_buf(),
        what,
    };
    let mut wal = from.as_os_str().to_owned();
    wal.push("-wal");
    if Path::new(&wal).exists() {
        return Err(no_backup(
            "it is a database in use, with a `-wal` file beside it".to_owned(),
        ));
    }
    let mut source = File::open(from).map_err(|cause| Error::File {
        what: format!("the backup {} cannot be read", from.display()),
        cause,
    })?;
    let mut copy = new_file(&to, false)?;
    io::copy(&mut source, &mut copy).map_err(|cause| unwritten(&to, cause))?;
    let epoch = clock.new_id();
    let options = SqliteConnectOptions::new().filename(copy.path());
    let mut conn = (SqliteConnection::connect_with(&options).await)
        .map_err(|error| no_backup(said(&error)))?;
    let checked = check_and_renew(&mut conn, epoch).await;
    conn.close().await?;
    match checked {
        Ok(None) => {}
        Ok(Some(what)) => return Err(no_backup(what)),
        Err(error) => return Err(no_backup(said(&error))),
    }
    keep(copy, &to, false)?;
    Ok((to, epoch))
}

/// Says what is wrong with a copy, or gives it a new epoch.
async fn check_and_renew(
    conn: &mut SqliteConnection,
    epoch: Uuid,
) -> Result<Option<String>, sqlx::Error> {
    // One file, nothing beside it; the hub goes back to WAL when it opens it.
    sqlx::query("pragma journal_mode = delete")
        .execute(&mut *conn)
        .await?;
    let (integrity,): (String,) = sqlx::query_as("pragma integrity_check(1)")
        .fetch_one(&mut *conn)
        .await?;
    if integrity != "ok" {
        return Ok(Some(integrity));
    }
    if sqlx::query("pragma foreign_key_check")
        .fetch_optional(&mut *conn)
        .await?
        .is_some()
    {
        return Ok(Some("a row refers to one that is not there".to_owned()));
    }
    let (migration,): (i64,) = sqlx::query_as("select max(version) from _sqlx_migrations")
        .fetch_one(&mut *conn)
        .await?;
    let known = db::latest_migration();
    if migration > known {
        return Ok(Some(format!(
            "its migration {migration} is of a newer release than this program, which knows up to {known}"
        )));
    }
    let (head, count, last): (i64, i64, i64) = sqlx::query_as(LOG).fetch_one(&mut *conn).await?;
    if head != count || head != last {
        return Ok(Some(Error::Log { head, count, last }.to_string()));
    }
    sqlx::query("update log_head set epoch = $1")
        .bind(epoch)
        .execute(conn)
        .await?;
    Ok(None)
}

/// Where the log says that it ends, how many activities it has, and the last one's position.
///
/// What was let go of by its age counts as if it were there: the log begins behind it.
const LOG: &str = "select h.position, lost.count + (select count(*) from activity), \
     (select coalesce(max(position), h.pruned) from activity) \
     from log_head h join (select case when edge.position - 1 < p.pruned then edge.position - 1 \
     else p.pruned end as count from log_head p join (select coalesce(min(position), \
     9223372036854775807) as position from activity) edge on true) lost on true";

/// Gives the log a new epoch, after a backup was put back by other means than [`restore`]. No hub
/// may be serving it: each keeps the epoch that it began with.
///
/// # Errors
/// When there is no log, or it has gaps.
pub async fn renew_epoch(db: &Db, clock: &Clock) -> Result<Uuid, Error> {
    let mut tx = db.begin().await?;
    tx.without_time_limit().await?;
    let conn = &mut tx.conn();
    if db::applied_migration(conn).await?.is_none() {
        return Err(Error::NoNetwork);
    }
    let (head, count, last) = log(conn).await?.ok_or(Error::NoNetwork)?;
    if head != count || head != last {
        return Err(Error::Log { head, count, last });
    }
    let epoch = clock.new_id();
    on!(conn, |c, DB| {
        sqlx::query::<DB>("update log_head set epoch = $1")
            .bind(epoch)
            .execute(c)
            .await
            .map(drop)
    })?;
    tx.commit().await?;
    Ok(epoch)
}

async fn log(conn: &mut Conn<'_>) -> Result<Option<(i64, i64, i64)>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(LOG)
        .fetch_optional(c)
        .await)
}

/// A file beside the one that is to be made, which takes its name when it is whole.
///
/// # Errors
/// When the name is taken, unless it may be overwritten; when the folder cannot be written.
pub fn new_file(to: &Path, overwrite: bool) -> Result<NamedTempFile, Error> {
    if !overwrite && to.exists() {
        return Err(Error::Exists(to.to_path_buf()));
    }
    tempfile::Builder::new()
        .prefix(".passerelle-")
        .suffix(".part")
        .tempfile_in(folder(to))
        .map_err(|cause| unwritten(to, cause))
}

/// Gives a whole file its name, and waits until both are on disk.
///
/// # Errors
/// When the name was taken meanwhile, unless it may be overwritten; when the system refuses.
pub fn keep(file: NamedTempFile, to: &Path, overwrite: bool) -> Result<(), Error> {
    let fail = |cause| unwritten(to, cause);
    // Opened anew: SQLite has written it under its name, not through our handle.
    File::open(file.path())
        .and_then(|file| file.sync_all())
        .map_err(fail)?;
    if overwrite {
        file.persist(to).map_err(|error| fail(error.error))?;
    } else {
        file.persist_noclobber(to).map_err(|error| {
            if error.error.kind() == io::ErrorKind::AlreadyExists {
                Error::Exists(to.to_path_buf())
            } else {
                fail(error.error)
            }
        })?;
    }
    #[cfg(unix)]
    File::open(folder(to))
        .and_then(|folder| folder.sync_all())
        .map_err(fail)?;
    Ok(())
}

fn folder(of: &Path) -> &Path {
    match of.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn unwritten(path: &Path, cause: io::Error) -> Error {
    Error::File {
        what: format!("{} cannot be written", path.display()),
        cause,
    }
}
