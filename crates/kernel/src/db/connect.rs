//! Opening a database: which one, how, and one clear sentence when it cannot be.

use std::{path::PathBuf, str::FromStr, time::Duration};

use sqlx::{
    Pool, Postgres, Sqlite,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// The database: one file, or a server.
#[derive(Clone, Debug)]
pub enum Db {
    /// The embedded default.
    Sqlite(Pools<Sqlite>),
    /// For several replicas.
    Postgres(Pools<Postgres>),
}

/// Who reads does not wait for who writes.
#[derive(Debug)]
pub struct Pools<D: sqlx::Database> {
    pub(super) read: Pool<D>,
    pub(super) write: Pool<D>,
    pub(super) statement_timeout: Duration,
}

impl<D: sqlx::Database> Clone for Pools<D> {
    fn clone(&self) -> Self {
        Self {
            read: self.read.clone(),
            write: self.write.clone(),
            statement_timeout: self.statement_timeout,
        }
    }
}

/// How much a pool of connections is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolUse {
    /// What it is for: `read`, `write`.
    pub name: &'static str,
    /// Connections at work.
    pub used: u32,
    /// Connections that are open and wait for work.
    pub idle: u32,
    /// How many there can be.
    pub max: u32,
}

impl<D: sqlx::Database> Pools<D> {
    fn used(&self) -> [PoolUse; 2] {
        [("read", &self.read), ("write", &self.write)].map(|(name, pool)| {
            let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
            PoolUse {
                name,
                used: pool.size().saturating_sub(idle),
                idle,
                max: pool.options().get_max_connections(),
            }
        })
    }
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite://path/to/file.db` or `postgres://user@host/name`.
    pub url: String,
    /// How many connections read at the same time.
    pub readers: u32,
    /// How many write at the same time, on Postgres: more than about four only wait for the log.
    pub writers: u32,
    /// A statement that takes longer is stopped.
    pub statement_timeout: Duration,
    /// Start on a Postgres that answers before its disk does. A crash of that server can then take
    /// back positions of the log that were delivered.
    pub allow_async_commit: bool,
    /// Make a SQLite file that is not there.
    pub create: bool,
}

impl Options {
    /// This database, with the defaults.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            readers: 8,
            writers: 4,
            statement_timeout: Duration::from_secs(10),
            allow_async_commit: false,
            create: true,
        }
    }
}

/// Why a database could not be opened, in a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Not a URL of a database that the hub knows.
    #[error(
        "`{0}` is not the URL of a database: use `sqlite://path/to/file.db` or `postgres://user@host/name`"
    )]
    Url(String),
    /// The file cannot be opened, or made.
    #[error("the database file {path} cannot be opened: {cause}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: String,
    },
    /// The server does not answer, or refuses.
    #[error("the database server at {address} cannot be used: {cause}")]
    Server {
        /// Host and port.
        address: String,
        /// What the server or the network says.
        cause: String,
    },
    /// The server may lose what it has confirmed.
    #[error(
        "this Postgres has `synchronous_commit = off`: a crash could take back activities that were already delivered; switch it on, or start with --allow-async-commit to accept that"
    )]
    AsyncCommit,
    /// A migration that this version does not know has been applied.
    #[error(
        "the database was made by a newer version of Passerelle (its migration {0} is unknown here): use that version, or a newer one"
    )]
    Newer(i64),
    /// A migration failed.
    #[error("the database could not be brought up to date: {0}")]
    Migration(String),
}

impl Db {
    /// Opens the database. A SQLite file that is not there is made, unless the options say otherwise;
    /// its folder is not.
    ///
    /// # Errors
    /// One sentence that says what is wrong.
    pub async fn connect(options: &Options) -> Result<Self, ConnectError> {
        match options.product()? {
            Product::Sqlite => sqlite(options).await.map(Db::Sqlite),
            Product::Postgres => postgres(options).await.map(Db::Postgres),
        }
    }

    /// The name of the database's product, for people.
    pub fn product(&self) -> &'static str {
        match self {
            Db::Sqlite(_) => "SQLite",
            Db::Postgres(_) => "Postgres",
        }
    }

    /// How much the pools are used now: of those who read, and of those who write.
    pub fn pools(&self) -> [PoolUse; 2] {
        match self {
            Db::Sqlite(pools) => pools.used(),
            Db::Postgres(pools) => pools.used(),
        }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Db::Sqlite(pools) => {
                pools.read.close().await;
                pools.write.close().await;
            }
            Db::Postgres(pools) => {
                pools.read.close().await;
                pools.write.close().await;
            }
        }
    }
}

impl Options {
    /// The file of a SQLite database; none for a server.
    ///
    /// # Errors
    /// When the URL is of no database.
    pub fn file(&self) -> Result<Option<PathBuf>, ConnectError> {
        match self.product()? {
            Product::Sqlite => Ok(Some(sqlite_file(&self.url)?.get_filename().to_path_buf())),
            Product::Postgres => Ok(None),
        }
    }

    fn product(&self) -> Result<Product, ConnectError> {
        let url = self.url.as_str();
        if url.starts_with("sqlite:") {
            Ok(Product::Sqlite)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Product::Postgres)
        } else {
            Err(ConnectError::Url(without_password(url)))
        }
    }
}

enum Product {
    Sqlite,
    Postgres,
}

fn sqlite_file(url: &str) -> Result<SqliteConnectOptions, ConnectError> {
    let bad_url = || ConnectError::Url(url.to_owned());
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(bad_url());
    }
    let connect = SqliteConnectOptions::from_str(url).map_err(|_| bad_url())?;
    if connect.get_filename().as_os_str().is_empty() {
        return Err(bad_url());
    }
    Ok(connect)
}

async fn sqlite(options: &Options) -> Result<Pools<Sqlite>, ConnectError> {
    let connect = sqlite_file(&options.url)?
        .create_if_missing(options.create)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An activity that was delivered must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(10));
    let path = connect.get_filename().to_path_buf();
    let fail = |error: sqlx::Error| ConnectError::File {
        path: path.clone(),
        cause: cause(&error),
    };
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(connect.clone().optimize_on_close(true, Some(400)))
        .await
        .map_err(fail)?;
    let read = SqlitePoolOptions::new()
        .max_connections(options.readers)
        .connect_with(connect.read_only(true))
        .await
        .map_err(fail)?;
    Ok(Pools {
        read,
        write,
        statement_timeout: options.statement_timeout,
    })
}

async fn postgres(options: &Options) -> Result<Pools<Postgres>, ConnectError> {
    let timeout = options.statement_timeout.as_millis().to_string();
    let connect = PgConnectOptions::from_str(&options.url)
        .map_err(|_| ConnectError::Url(without_password(&options.url)))?
        .application_name("passerelle")
        .options([("statement_timeout", timeout.as_str()), ("timezone", "UTC")]);
    let address = format!("{}:{}", connect.get_host(), connect.get_port());
    let fail = |error: sqlx::Error| ConnectError::Server {
        address: address.clone(),
        cause: cause(&error),
    };
    let pool = |size| {
        PgPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(Duration::from_secs(10))
    };
    let write = pool(options.writers)
        .connect_with(connect.clone())
        .await
        .map_err(fail)?;
    let read = pool(options.readers)
        .connect_with(connect)
        .await
        .map_err(fail)?;
    let setting: String = sqlx::query_scalar("show synchronous_commit")
        .fetch_one(&write)
        .await
        .map_err(fail)?;
    if setting == "off" && !options.allow_async_commit {
        return Err(ConnectError::AsyncCommit);
    }
    Ok(Pools {
        read,
        write,
        statement_timeout: options.statement_timeout,
    })
}

/// What the database says, without the library's wrapping.
fn cause(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(inner) => inner.message().to_owned(),
        sqlx::Error::Io(inner) => inner.to_string(),
        sqlx::Error::PoolTimedOut => "it did not answer in time".to_owned(),
        other => other.to_string(),
    }
}

/// URLs end up in terminals and logs; passwords must not.
fn without_password(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => {
            // A URL that has a password can have another.
            let _ = parsed.set_password(Some("…"));
            parsed.to_string()
        }
        _ => url.to_owned(),
    }
}
