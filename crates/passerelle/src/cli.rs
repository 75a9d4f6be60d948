//! The command line. Every flag has a variable `PASSERELLE_…`; the flag wins.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};
use identity::{PublicUrl, TrustedProxies};
use kernel::actor::{Role, Scope};

use crate::{
    documents::Documents, graphql::Graphql, limits::Limits, observe::Observe, streams::Streams,
};

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
    Schema {
        /// As a subgraph of Apollo Federation v2, for composing it with others.
        #[arg(long)]
        federation: bool,
    },
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
    /// Invite somebody to take up a mandate, and print the one-time link to hand over. The first
    /// secretary of a network comes in by it.
    Invite(Invite),
    /// Make, list and end the tokens that programs show to act for a person.
    #[command(subcommand)]
    Token(Token),
    /// Register, list and remove the documents of GraphQL that requests can name (docs/graphql.md).
    #[command(subcommand)]
    Documents(Documents),
    /// Say what is deprecated in the graph, until when, and which clients still use it.
    Deprecations {
        #[command(flatten)]
        database: Database,
    },
    /// Print the policies that decide who may do what, to change them and start with --policies.
    Policies,
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
pub(crate) struct Invite {
    #[command(flatten)]
    pub(crate) database: Database,
    /// To run the network for its secretariat.
    #[arg(long, value_name = "EMAIL", conflicts_with_all = ["city", "organisation", "email"])]
    pub(crate) secretariat: Option<String>,
    /// To act for the city with this slug.
    #[arg(
        long,
        value_name = "SLUG",
        requires = "email",
        conflicts_with = "organisation"
    )]
    pub(crate) city: Option<String>,
    /// To act for the organisation with this slug.
    #[arg(long, value_name = "SLUG", requires = "email")]
    pub(crate) organisation: Option<String>,
    /// Whom to invite to act for a city or an organisation.
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// As what; SECRETARY for the secretariat and REPRESENTATIVE for others, unless told.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Option<Role>,
    /// The hub's address, as people open it.
    #[arg(
        long,
        env = "PASSERELLE_PUBLIC_URL",
        default_value = "http://localhost:8000"
    )]
    pub(crate) public_url: PublicUrl,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Token {
    /// Make a token, and print it: this once.
    Create {
        #[command(flatten)]
        database: Database,
        /// Whose token it is, by their e-mail address.
        #[arg(long, value_name = "EMAIL")]
        person: String,
        /// What it is called.
        #[arg(long)]
        name: String,
        /// What it can be used for: READ, ACCOUNT, PEOPLE, RECORD, PROJECTS, EVENTS, MEMBERSHIP,
        /// TEXTS.
        #[arg(long, value_delimiter = ',', required = true)]
        scopes: Vec<Scope>,
        /// For how many days it is taken.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=366))]
        days: u32,
        /// The one mandate it writes under; any that the person holds, unless told.
        #[arg(long, value_name = "ID")]
        mandate: Option<String>,
    },
    /// List the tokens of a person.
    List {
        #[command(flatten)]
        database: Database,
        /// Whose tokens, by their e-mail address.
        #[arg(long, value_name = "EMAIL")]
        person: String,
    },
    /// End a token at once.
    Revoke {
        #[command(flatten)]
        database: Database,
        /// The id of the token.
        id: String,
    },
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

/// How people come in, and who may do what.
#[derive(Args, Clone, Debug)]
pub(crate) struct People {
    /// The hub's address, as people open it: links in mails lead there, and cookies need TLS where it
    /// begins with https. The address it listens on, unless told.
    #[arg(long, env = "PASSERELLE_PUBLIC_URL")]
    pub(crate) public_url: Option<PublicUrl>,
    /// What the network is called on its pages and in mails.
    #[arg(long, env = "PASSERELLE_NETWORK_NAME", default_value = "Passerelle")]
    pub(crate) network_name: String,
    /// A folder with what the pages say of this network, a file for each language: `en.ftl`, `fr.ftl`
    /// (docs/operations.md).
    #[arg(long, env = "PASSERELLE_WORDS", value_name = "FOLDER")]
    pub(crate) words: Option<PathBuf>,
    /// The mail server: `smtps://user:password@host`, `smtp://host:port`. Without one, mails are
    /// written to the log.
    #[arg(long, env = "PASSERELLE_SMTP_URL", hide_env_values = true)]
    pub(crate) smtp_url: Option<String>,
    /// Who mails come from: `Passerelle <hub@example.org>`.
    #[arg(long, env = "PASSERELLE_MAIL_FROM", requires = "smtp_url")]
    pub(crate) mail_from: Option<String>,
    /// Who may come in.
    #[arg(long, env = "PASSERELLE_SIGN_UP", default_value = "invited")]
    pub(crate) sign_up: SignUp,
    /// A file with the identity providers at which people sign in, and the issuers whose tokens are
    /// taken (docs/people.md).
    #[arg(long, env = "PASSERELLE_IDENTITY_FILE")]
    pub(crate) identity_file: Option<PathBuf>,
    /// A file with the policies that decide who may do what, instead of the built-in ones
    /// (`passerelle policies` prints those).
    #[arg(long, env = "PASSERELLE_POLICIES")]
    pub(crate) policies: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SignUp {
    /// Those who were invited.
    Invited,
    /// Anybody with an e-mail address.
    Anybody,
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
    /// How many bytes all bodies may have together that are received or answered at a time.
    #[arg(long, env = "PASSERELLE_MAX_RECEIVING", value_name = "BYTES",
        default_value_t = server::Receiving::default().max_in_all)]
    pub(crate) max_receiving: usize,
    /// How many bytes all answers may have together that are being sent.
    #[arg(long, env = "PASSERELLE_MAX_SENDING", value_name = "BYTES",
        default_value_t = server::Options::default().max_sending)]
    pub(crate) max_sending: usize,
    /// How many bytes of answers to pages are kept for the next visitor, until anything happens; 0 for
    /// none.
    #[arg(long, env = "PASSERELLE_PAGE_CACHE", value_name = "BYTES",
        default_value_t = server::PageCache::default().bytes)]
    pub(crate) page_cache: usize,
    /// How long a client may take to send the body of a request, in milliseconds.
    #[arg(long, env = "PASSERELLE_BODY_TIMEOUT", value_name = "MS", default_value = "10000",
        value_parser = milliseconds)]
    pub(crate) body_timeout: Duration,
    /// The origins whose pages may use the graph, with bearer tokens: `https://frontend.example`, or
    /// `*` for every one.
    #[arg(long, env = "PASSERELLE_CORS_ORIGINS", value_delimiter = ',')]
    pub(crate) cors_origins: Vec<String>,
    /// The proxies in front of the hub, as networks: `127.0.0.1,10.0.0.0/8`. Their word is taken for
    /// who asks.
    #[arg(long, env = "PASSERELLE_TRUSTED_PROXIES", default_value = "")]
    pub(crate) trusted_proxies: TrustedProxies,
    #[command(flatten)]
    pub(crate) graphql: Graphql,
    #[command(flatten)]
    pub(crate) redis: Redis,
    /// How many days activities are kept; for ever, unless told. The log is what an audit rests on:
    /// what is not kept any longer is missing there, too (docs/operations.md).
    #[arg(long, env = "PASSERELLE_KEEP_ACTIVITIES", value_name = "DAYS",
        value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub(crate) keep_activities: Option<u32>,
    #[command(flatten)]
    pub(crate) observe: Observe,
    #[command(flatten)]
    pub(crate) limits: Limits,
    #[command(flatten)]
    pub(crate) streams: Streams,
    #[command(flatten)]
    pub(crate) people: People,
}

/// What several replicas share beside the database.
#[derive(Args, Clone, Debug)]
pub(crate) struct Redis {
    /// The Redis that the replicas of this hub share: `redis://host:6379`, `rediss://` for TLS. It
    /// wakes them, and keeps their rate limits in one place; when it is away, each goes on alone.
    #[arg(long, env = "PASSERELLE_REDIS_URL", hide_env_values = true)]
    pub(crate) redis_url: Option<String>,
    /// What this network's names in Redis begin with: others may use the same Redis.
    #[arg(long, env = "PASSERELLE_REDIS_PREFIX", default_value = "passerelle")]
    pub(crate) redis_prefix: String,
}

pub(crate) fn some_milliseconds(text: &str) -> Result<Duration, String> {
    let milliseconds = text.parse().map_err(|_| "write a number of milliseconds")?;
    Ok(Duration::from_millis(milliseconds))
}

pub(crate) fn milliseconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("write a number of milliseconds, from 1".to_owned()),
        Ok(milliseconds) => Ok(Duration::from_millis(milliseconds)),
    }
}
