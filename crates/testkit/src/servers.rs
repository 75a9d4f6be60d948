//! Private servers for tests: PostgreSQL, Redis, an OpenID provider and a mail server.
//!
//! [`postgres`], [`redis`], [`oidc`] and [`smtp`] start one server each on first use and keep it for
//! the test process; `tests/run` starts them once for all test processes and names them in
//! `PASSERELLE_TEST_POSTGRES_URL`, `PASSERELLE_TEST_REDIS_URL`, `PASSERELLE_TEST_OIDC_URL` and
//! `PASSERELLE_TEST_SMTP_URL`. Tests share the server, so each makes its own database (or key prefix,
//! or client, or address). A test that crashes its server, or needs other settings, has a
//! [`PrivatePostgres`], a [`PrivateRedis`] and so on to itself.
//!
//! ```no_run
//! match testkit::servers::postgres() {
//!     Ok(server) => assert!(server.url.starts_with("postgres://")),
//!     Err(missing) => eprintln!("skipped: {missing}"),
//! }
//! ```
//!
//! Servers listen on 127.0.0.1 on a free port, keep their data in a temporary folder, and end with the
//! process that started them, even if it is killed: `servers/watchdog.sh` says how.
//!
//! A program that is not installed is [`Missing`], and a reason to skip; where
//! `PASSERELLE_TEST_REQUIRE_SERVERS=1` is set, it is a panic instead, so that a whole run cannot pass
//! by skipping. A server that is there and does not start is always a panic, with its log.

use std::env;
use std::fmt;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::{Oidc, Smtp};

#[cfg(test)]
pub(crate) mod tests;

/// The PostgreSQL that all tests of this process share.
#[derive(Debug)]
pub struct Postgres {
    /// The server's maintenance database, as superuser; tests create theirs from there.
    pub url: String,
    /// Held so that its pipe stays open; a static is never dropped, the process's end closes it.
    _own: Option<PrivatePostgres>,
}

/// The Redis that all tests of this process share.
#[derive(Debug)]
pub struct Redis {
    /// The server's address, `redis://host:port`.
    pub url: String,
    /// As [`Postgres::_own`].
    _own: Option<PrivateRedis>,
}

impl Redis {
    /// A network of one's own in this Redis, for the replicas of one test.
    ///
    /// # Panics
    /// When the server's address is none.
    pub fn network(&self) -> kernel::redis::Redis {
        network(&self.url)
    }
}

impl PrivateRedis {
    /// A network in this Redis, for the replicas of one test.
    ///
    /// # Panics
    /// When the server's address is none.
    pub fn network(&self) -> kernel::redis::Redis {
        network(self.url())
    }
}

fn network(url: &str) -> kernel::redis::Redis {
    let prefix = format!("test-{}", kernel::Clock::system().new_id());
    kernel::redis::Redis::new(url, &prefix).expect("the address of a Redis")
}

/// Which program was not found and how to install it, as a sentence for whoever reads that a test
/// was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing(pub String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (`tests/install` does it.)", self.0)
    }
}

impl std::error::Error for Missing {}

/// The shared PostgreSQL, started on first use unless `PASSERELLE_TEST_POSTGRES_URL` names one.
pub fn postgres() -> Result<&'static Postgres, Missing> {
    static SHARED: OnceLock<Result<Postgres, Missing>> = OnceLock::new();
    let start = || match given("PASSERELLE_TEST_POSTGRES_URL") {
        Some(url) => Ok(Postgres { url, _own: None }),
        None => PrivatePostgres::start(&[]).map(|own| Postgres {
            url: own.url().to_owned(),
            _own: Some(own),
        }),
    };
    SHARED.get_or_init(start).as_ref().map_err(Missing::clone)
}

/// The shared Redis, started on first use unless `PASSERELLE_TEST_REDIS_URL` names one.
pub fn redis() -> Result<&'static Redis, Missing> {
    static SHARED: OnceLock<Result<Redis, Missing>> = OnceLock::new();
    let start = || match given("PASSERELLE_TEST_REDIS_URL") {
        Some(url) => Ok(Redis { url, _own: None }),
        None => PrivateRedis::start(&[]).map(|own| Redis {
            url: own.url().to_owned(),
            _own: Some(own),
        }),
    };
    SHARED.get_or_init(start).as_ref().map_err(Missing::clone)
}

/// The shared OpenID provider, started on first use unless `PASSERELLE_TEST_OIDC_URL` names one.
pub fn oidc() -> Result<&'static Oidc, Missing> {
    static SHARED: OnceLock<Result<Oidc, Missing>> = OnceLock::new();
    let start = || match given("PASSERELLE_TEST_OIDC_URL") {
        Some(url) => Ok(Oidc::at(&url)),
        None => PrivateOidc::start(&[]).map(Oidc::of),
    };
    SHARED.get_or_init(start).as_ref().map_err(Missing::clone)
}

/// The shared mail server, started on first use unless `PASSERELLE_TEST_SMTP_URL` names one
/// (`smtp://host:port?control=port`).
pub fn smtp() -> Result<&'static Smtp, Missing> {
    static SHARED: OnceLock<Result<Smtp, Missing>> = OnceLock::new();
    let start = || match given("PASSERELLE_TEST_SMTP_URL") {
        Some(url) => Ok(Smtp::at(&url)),
        None => PrivateSmtp::start(&[]).map(Smtp::of),
    };
    SHARED.get_or_init(start).as_ref().map_err(Missing::clone)
}

/// Whether a missing server fails a test (`PASSERELLE_TEST_REQUIRE_SERVERS=1`) instead of skipping it.
pub fn required() -> bool {
    given("PASSERELLE_TEST_REQUIRE_SERVERS").is_some_and(|value| value != "0")
}

fn given(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|value| !value.is_empty())
}

macro_rules! private {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        ///
        /// The methods block, for up to a few seconds; in an async test, call them through
        /// `tokio::task::spawn_blocking`. Dropping it stops the server and removes its data.
        #[derive(Debug)]
        pub struct $name(Server);

        impl $name {
            /// Starts a server, with settings in addition to the shared server's or in place of them.
            pub fn start(settings: &[(&str, &str)]) -> Result<Self, Missing> {
                Server::start($kind, settings).map(Self)
            }

            /// Where it listens; the same after a restart.
            pub fn url(&self) -> &str {
                &self.0.url
            }

            /// Stops it in order, and keeps its data for [`restart`](Self::restart).
            pub fn stop(&self) {
                self.0.ask("stop", "stopped");
            }

            /// Ends it as a crash does, with nothing written or said to clients.
            pub fn crash(&self) {
                self.0.ask("crash", "stopped");
            }

            /// Starts it again, after [`stop`](Self::stop) and [`crash`](Self::crash) or while it
            /// runs, and waits until it accepts connections.
            pub fn restart(&self) {
                self.0.ask("restart", "ready");
            }
        }
    };
}

private!(
    /// A PostgreSQL of one test, to be crashed, restarted or set up otherwise
    /// (`&[("synchronous_commit", "off")]`).
    PrivatePostgres,
    "postgres"
);
private!(
    /// A Redis of one test, to be crashed, restarted or set up otherwise. It keeps nothing on disk.
    PrivateRedis,
    "redis"
);
private!(
    /// An OpenID provider of one test, to be crashed or restarted, or to rotate its keys: the shared
    /// one's tokens would lose theirs. Steered through [`Oidc::at`] its URL. It has no settings, and
    /// a restart forgets its clients, accounts and keys.
    PrivateOidc,
    "oidc"
);
private!(
    /// A mail server of one test, to be crashed or restarted. Steered through [`Smtp::at`] its URL. It
    /// has no settings, and a restart forgets its mails.
    PrivateSmtp,
    "smtp"
);

/// Where the programs of the OpenID provider and of the mail server are.
const PROGRAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/servers");

/// A server, seen through its watchdog: a shell script that starts it, stops it when told or when
/// the pipe to it ends, and says how it went.
#[derive(Debug)]
struct Server {
    url: String,
    pipes: Mutex<Option<Pipes>>,
    watchdog: Child,
}

#[derive(Debug)]
struct Pipes {
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Server {
    fn start(kind: &str, settings: &[(&str, &str)]) -> Result<Self, Missing> {
        let spawned = Command::new("bash")
            .args(["-c", include_str!("servers/watchdog.sh"), "watchdog", kind])
            .args(
                settings
                    .iter()
                    .map(|(name, value)| format!("{name}={value}")),
            )
            .env("PASSERELLE_TEST_PROGRAMS", PROGRAMS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Out of reach of a Ctrl-C or a kill of our group: it has to outlive us for a moment.
            .process_group(0)
            .spawn();
        let mut watchdog = match spawned {
            Ok(watchdog) => watchdog,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return absent("bash was not found: install the Debian package bash.");
            }
            Err(error) => panic!("bash did not start: {error}"),
        };
        let commands = watchdog.stdin.take().expect("its stdin is piped");
        let answers = watchdog.stdout.take().expect("its stdout is piped");
        let mut pipes = Pipes {
            commands,
            answers: BufReader::new(answers),
        };
        let answer = pipes.answer();
        let url = match answer.split_once(' ') {
            Some(("ready", url)) => url.to_owned(),
            Some(("missing", sentence)) => return absent(sentence),
            _ => panic!("{answer}"),
        };
        let pipes = Mutex::new(Some(pipes));
        Ok(Self {
            url,
            pipes,
            watchdog,
        })
    }

    fn ask(&self, command: &str, expected: &str) {
        let mut pipes = self.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        let pipes = pipes.as_mut().expect("the pipes are open until the drop");
        writeln!(pipes.commands, "{command}").expect("the watchdog lives as long as its pipe");
        let answer = pipes.answer();
        assert!(answer.starts_with(expected), "{command}: {answer}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pipes = self.pipes.get_mut();
        pipes.unwrap_or_else(PoisonError::into_inner).take();
        // Its end is the server's end: when we return, port and folder are free.
        self.watchdog.wait().ok();
    }
}

impl Pipes {
    /// The next line, or everything that is left when it tells of a failure.
    fn answer(&mut self) -> String {
        let mut answer = String::new();
        let read = self.answers.read_line(&mut answer);
        read.expect("the watchdog answers in UTF-8");
        if answer.is_empty() {
            answer.push_str("the watchdog ended without an answer");
        } else if answer.starts_with("failed") {
            self.answers.read_to_string(&mut answer).ok();
        }
        answer.trim_end().to_owned()
    }
}

fn absent<T>(sentence: &str) -> Result<T, Missing> {
    let missing = Missing(sentence.to_owned());
    assert!(!required(), "{missing}");
    Err(missing)
}
