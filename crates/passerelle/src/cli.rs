//! The command line. Every flag has a variable `PASSERELLE_…`; the flag wins.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The open hub of a network of cities.
#[derive(Parser, Debug)]
#[command(name = "passerelle", version, about, max_term_width = 100)]
pub(crate) struct Cli {
    /// What to write to the log, as a filter of `tracing`: `info`, `warn,server=debug`.
    #[arg(
        long,
        env = "PASSERELLE_LOG",
        default_value = "warn,passerelle=info",
        global = true
    )]
    pub(crate) log: String,

    /// How to write the log, which goes to standard error.
    #[arg(
        long,
        env = "PASSERELLE_LOG_FORMAT",
        default_value = "text",
        global = true
    )]
    pub(crate) log_format: LogFormat,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people.
    Text,
    /// A JSON object on each line.
    Json,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Serve a network; the database is brought up to date first.
    Serve(Serve),
    /// Serve the demonstration network: the cities that host a Michelin site.
    Demo(Demo),
    /// Bring the database up to date, and stop.
    Migrate {
        #[command(flatten)]
        database: Database,
    },
    /// Print the contract of the graph, as SDL.
    Schema,
    /// Run one operation of GraphQL as the operator of the hub, who may do everything, and print
    /// the answer. Fails when the answer has errors.
    Query(Query),
    /// Write the whole network as lines of JSON, as of one moment, while it is served.
    Export {
        #[command(flatten)]
        database: Database,
        /// The file to make; standard output, unless told.
        #[arg(long)]
        output: Option<PathBuf>,
        /// Overwrite the file if it is there.
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Read an export into an empty database, whole or not at all. The log goes on as it was.
    Import {
        #[command(flatten)]
        database: Database,
        /// The export; `-` is standard input.
        file: PathBuf,
    },
    /// Copy a SQLite database into a file, as of one moment, while it is served.
    Backup {
        #[command(flatten)]
        database: Database,
        /// The file to make.
        #[arg(long)]
        output: PathBuf,
        /// Overwrite the file if it is there.
        #[arg(long)]
        force: bool,
    },
    /// Put a backup in the place of a SQLite database that is not there. The log gets a new epoch.
    Restore {
        #[command(flatten)]
        database: Database,
        /// The backup.
        file: PathBuf,
    },
    /// Give the log a new epoch, after a backup was put back by other means, as with pg_restore.
    /// Stop every hub first.
    RenewEpoch {
        #[command(flatten)]
        database: Database,
    },
    /// Ask a running hub whether it can answer. Fails when it cannot.
    Health {
        /// The hub's address; the one it listens on at this machine, unless told.
        #[arg(long)]
        url: Option<String>,
        /// Where the hub listens.
        #[arg(long, env = "PASSERELLE_LISTEN", default_value = DEFAULT_LISTEN)]
        listen: SocketAddr,
    },
}

const DEFAULT_LISTEN: &str = "127.0.0.1:8000";

#[derive(Args, Debug)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) database: Database,
    #[command(flatten)]
    pub(crate) door: Door,
}

#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// The database: `sqlite://path/to/file.db` or `postgres://user@host/name`. A file in your data
    /// folder, unless told.
    #[arg(long, env = "PASSERELLE_DATABASE_URL")]
    pub(crate) database_url: Option<String>,
    #[command(flatten)]
    pub(crate) pool: Pool,
    #[command(flatten)]
    pub(crate) door: Door,
    /// Load the data, and stop.
    #[arg(long)]
    pub(crate) no_serve: bool,
    /// Add a generated network for load tests, marked as such: for each step 50 projects, 100
    /// organisations, 5 events and 500 activities.
    #[arg(long, value_name = "N", default_value_t = 0,
        value_parser = clap::value_parser!(u32).range(0..=1000))]
    pub(crate) scale: u32,
}

#[derive(Args, Debug)]
pub(crate) struct Query {
    #[command(flatten)]
    pub(crate) database: Database,
    /// A file with the document; standard input, unless told.
    pub(crate) document: Option<PathBuf>,
    /// The variables, as a JSON object.
    #[arg(long, default_value = "{}")]
    pub(crate) variables: String,
    /// Print, too, how the database answers each statement; to standard error.
    #[arg(long)]
    pub(crate) explain: bool,
    /// Which operation of the document.
    #[arg(long)]
    pub(crate) operation: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Database {
    /// The database: `sqlite://path/to/file.db` or `postgres://user@host/name`.
    #[arg(
        long,
        env = "PASSERELLE_DATABASE_URL",
        default_value = "sqlite://passerelle.db"
    )]
    pub(crate) database_url: String,
    #[command(flatten)]
    pub(crate) pool: Pool,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Pool {
    /// How many connections read at the same time.
    #[arg(long, env = "PASSERELLE_DATABASE_READERS", default_value_t = 8,
        value_parser = clap::value_parser!(u32).range(1..=500))]
    pub(crate) database_readers: u32,
    /// How many connections write at the same time, on Postgres.
    #[arg(long, env = "PASSERELLE_DATABASE_WRITERS", default_value_t = 4,
        value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) database_writers: u32,
    /// How long a statement may take, in milliseconds.
    #[arg(long, env = "PASSERELLE_STATEMENT_TIMEOUT", default_value = "10000",
        value_parser = milliseconds)]
    pub(crate) statement_timeout: Duration,
    /// Start on a Postgres with `synchronous_commit = off`, whose crash can take back activities
    /// that were delivered.
    #[arg(long, env = "PASSERELLE_ALLOW_ASYNC_COMMIT")]
    pub(crate) allow_async_commit: bool,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Door {
    /// Where to listen.
    #[arg(long, env = "PASSERELLE_LISTEN", default_value = DEFAULT_LISTEN)]
    pub(crate) listen: SocketAddr,
    /// How long a request may take, in milliseconds.
    #[arg(long, env = "PASSERELLE_REQUEST_TIMEOUT", default_value = "30000",
        value_parser = milliseconds)]
    pub(crate) request_timeout: Duration,
    /// The longest body of a request, in bytes.
    #[arg(long, env = "PASSERELLE_MAX_BODY", default_value_t = 1024 * 1024)]
    pub(crate) max_body: usize,
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("write a number of milliseconds, from 1".to_owned()),
        Ok(milliseconds) => Ok(Duration::from_millis(milliseconds)),
    }
}
