//! What the operator does with trusted documents.

use std::{path::PathBuf, process::ExitCode};

use anyhow::bail;
use clap::Subcommand;
use documents::{Name, manifest, register};
use kernel::Clock;
use schema::Checker;

use crate::{
    cli::Database,
    commands::{say, say_to_stderr},
    hub,
};

#[derive(Subcommand, Debug)]
pub(crate) enum Documents {
    /// Register documents that are good for the graph: all of them, or none.
    Add {
        #[command(flatten)]
        database: Database,
        /// Documents (.graphql, .gql), folders of them, and manifests (.json): Apollo's, and maps of
        /// hashes to documents, as Relay's compiler and GraphQL Code Generator write them.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Let a document take the name of another one.
        #[arg(long)]
        replace: bool,
    },
    /// List the documents that are registered: name, hash, since when, size.
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Remove documents: all that are named, or none.
    Remove {
        #[command(flatten)]
        database: Database,
        /// Their names; `sha256:…` is every document of this text.
        #[arg(required = true, value_parser = name)]
        names: Vec<Name>,
    },
    /// Check that all registered documents are good for the graph of this program, as before an
    /// upgrade. Fails when one is not.
    Check {
        #[command(flatten)]
        database: Database,
    },
}

pub(crate) async fn run(args: &Documents) -> anyhow::Result<ExitCode> {
    match args {
        Documents::Add {
            database,
            files,
            replace,
        } => {
            let found = read(files)?;
            let db = hub::open(&database.database_url, &database.pool).await?;
            let now = Clock::system().now();
            let added = register::add(&db, &Checker::new()?, &found, *replace, now).await;
            db.close().await;
            let added = added.or_else(|refused| refuse(refused, "added"))?;
            say(&format!(
                "Added: {} new, {} replaced, {} as they were.",
                added.new, added.replaced, added.unchanged
            ))?;
        }
        Documents::List { database } => {
            let db = hub::open(&database.database_url, &database.pool).await?;
            let listed = register::list(&db).await;
            db.close().await;
            for document in listed? {
                say(&format!(
                    "{}  sha256:{}  {}  {} bytes",
                    document.name,
                    document.digest,
                    document.added_at.format("%Y-%m-%d %H:%M UTC"),
                    document.body.len()
                ))?;
            }
        }
        Documents::Remove { database, names } => {
            let db = hub::open(&database.database_url, &database.pool).await?;
            let removed = register::remove(&db, names).await;
            db.close().await;
            let removed = removed.or_else(|refused| refuse(refused, "removed"))?;
            say(&format!("Removed: {removed}."))?;
        }
        Documents::Check { database } => {
            let db = hub::open(&database.database_url, &database.pool).await?;
            let listed = register::list(&db).await;
            db.close().await;
            check(&listed?).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn read(files: &[PathBuf]) -> anyhow::Result<Vec<manifest::Found>> {
    let mut found = Vec::new();
    for file in files {
        found.extend(manifest::read(file)?);
    }
    Ok(found)
}

/// Says every mistake, and then what became of it all.
fn refuse<T>(refused: register::Refused, what: &str) -> anyhow::Result<T> {
    match refused {
        register::Refused::Mistakes(mistakes) => {
            mistakes.iter().for_each(|mistake| say_to_stderr(mistake));
            let s = if mistakes.len() == 1 { "" } else { "s" };
            bail!("nothing was {what}: {} mistake{s}", mistakes.len())
        }
        refused @ register::Refused::Database(_) => Err(refused.into()),
    }
}

async fn check(listed: &[documents::Listed]) -> anyhow::Result<()> {
    let checker = Checker::new()?;
    let mut bad = 0;
    for document in listed {
        let problems = checker.check(&document.body).await;
        bad += usize::from(!problems.is_empty());
        for problem in problems {
            say_to_stderr(&format!("{}: {problem}", document.name));
        }
    }
    if bad > 0 {
        let are = if bad == 1 { "is" } else { "are" };
        bail!(
            "{bad} of {} documents {are} not good for this graph",
            listed.len()
        );
    }
    say(&format!(
        "All {} documents are good for this graph.",
        listed.len()
    ))?;
    Ok(())
}

/// A name, from the command line.
fn name(text: &str) -> Result<Name, String> {
    text.parse()
}
