//! The wiring: a database, its log, and the graph over both.

use activity::Log;
use anyhow::Context as _;
use kernel::{
    Clock, Db,
    db::{self, Options},
};
use schema::Graph;

use crate::cli::Pool;

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

/// The graph over an open database.
pub(crate) async fn graph(db: &Db) -> anyhow::Result<Graph> {
    let log = Log::open(db.clone(), Clock::system())
        .await
        .context("the log cannot be opened")?;
    Ok(Graph::new(db.clone(), log)?)
}
