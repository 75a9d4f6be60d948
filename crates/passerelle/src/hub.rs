//! The wiring: a database, its log, and the graph over both.

use std::{path::Path, sync::Arc};

use access::Policy;
use activity::Log;
use anyhow::Context as _;
use identity::{Mailer, Reception, Settings, SignUp};
use kernel::{
    Clock, Db,
    db::{self, Options},
    redis::Redis,
};
use schema::{DomainCircles, Graph};

use crate::cli::{self, People, Pool};

/// Opens a database and brings it up to date.
pub(crate) async fn open(url: &str, pool: &Pool) -> anyhow::Result<Db> {
    let db = Db::connect(&options(url, pool)).await?;
    db::migrate(&db).await?;
    Ok(db)
}

/// Opens a database that must be there, as it is.
pub(crate) async fn open_as_it_is(url: &str, pool: &Pool) -> anyhow::Result<Db> {
    let options = Options {
        create: false,
        ..options(url, pool)
    };
    Ok(Db::connect(&options).await?)
}

fn options(url: &str, pool: &Pool) -> Options {
    Options {
        readers: pool.database_readers,
        writers: pool.database_writers,
        statement_timeout: pool.statement_timeout,
        allow_async_commit: pool.allow_async_commit,
        ..Options::new(url)
    }
}

/// The graph over an open database, ruled by the built-in policies.
pub(crate) async fn graph(db: &Db) -> anyhow::Result<Graph> {
    ruled_graph(db, None).await
}

/// The graph over an open database, ruled by the policies of this file.
pub(crate) async fn ruled_graph(db: &Db, policies: Option<&Path>) -> anyhow::Result<Graph> {
    let mut log = Log::open(db.clone(), Clock::system())
        .await
        .context("the log cannot be opened")?;
    if let Some(path) = policies {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let policy = Policy::read(&text).with_context(|| path.display().to_string())?;
        log = log.ruled_by(policy);
    }
    Ok(Graph::new(db.clone(), log)?)
}

/// The Redis that the replicas share, if there is one.
pub(crate) async fn redis(settings: &cli::Redis) -> anyhow::Result<Option<Redis>> {
    let Some(url) = settings.redis_url.as_deref() else {
        return Ok(None);
    };
    let redis = Redis::new(url, &settings.redis_prefix).context("--redis-url, --redis-prefix")?;
    // No reason not to start: a hub goes on without it, too.
    if let Err(error) = redis.answers().await {
        tracing::warn!(%error, "the Redis of --redis-url does not answer");
    }
    Ok(Some(redis))
}

/// Where people come in to this graph. `address` is where the hub can be opened, where nobody says
/// otherwise.
pub(crate) fn reception(
    graph: &Graph,
    people: &People,
    address: &str,
) -> anyhow::Result<Reception> {
    let public_url = match &people.public_url {
        Some(url) => url.clone(),
        None => address.parse()?,
    };
    let settings = match &people.identity_file {
        Some(path) => Settings::read(path)?,
        None => Settings::default(),
    };
    let mailer = match &people.smtp_url {
        Some(url) => {
            let from = people.mail_from.as_deref();
            let from = from.context("say who mails come from, with --mail-from")?;
            Mailer::smtp(url, from, Clock::system()).context("--smtp-url, --mail-from")?
        }
        None => Mailer::log(),
    };
    let options = identity::reception::Options {
        settings,
        mailer,
        public_url,
        network: people.network_name.clone(),
        sign_up: match people.sign_up {
            cli::SignUp::Invited => SignUp::Invited,
            cli::SignUp::Anybody => SignUp::Anybody,
        },
    };
    let circles = Arc::new(DomainCircles);
    Ok(Reception::new(graph.log().clone(), circles, options)?)
}
