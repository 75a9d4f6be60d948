//! The commands that move a network, and keep copies of it.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Write as _},
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use archive::{Error, Moved};
use kernel::Clock;

use crate::{
    cli::Database,
    commands::{say, say_to_stderr},
    hub,
};

const BUFFER: usize = 256 * 1024;

pub(crate) async fn export(
    database: &Database,
    output: Option<&Path>,
    force: bool,
) -> anyhow::Result<ExitCode> {
    // The file first: nothing else is worth doing without it.
    let file = output
        .map(|path| archive::new_file(path, force).map_err(with_force))
        .transpose()?;
    let db = hub::open_as_it_is(&database.database_url, &database.pool).await?;
    let progress = progress("exported");
    let moved = match &file {
        Some(file) => {
            let mut out = BufWriter::with_capacity(BUFFER, file.as_file());
            archive::export(&db, &mut out, progress).await?
        }
        None => {
            let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
            archive::export(&db, &mut out, progress).await?
        }
    };
    if let (Some(file), Some(path)) = (file, output) {
        archive::keep(file, path, force).map_err(with_force)?;
    }
    db.close().await;
    // Standard output may be the export itself.
    say_to_stderr(&sum("Exported", moved));
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn import(database: &Database, file: &Path) -> anyhow::Result<ExitCode> {
    let from_stdin = file == Path::new("-");
    let input = if from_stdin {
        None
    } else {
        let file =
            File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
        Some(BufReader::with_capacity(BUFFER, file))
    };
    let db = hub::open(&database.database_url, &database.pool).await?;
    let progress = progress("imported");
    let moved = match input {
        Some(mut input) => archive::import(&db, &mut input, progress).await,
        None => archive::import(&db, &mut io::stdin().lock(), progress).await,
    };
    db.close().await;
    let moved = match (moved, from_stdin) {
        (Ok(moved), _) => moved,
        // Only the file's own mistakes are the file's.
        (Err(error @ (Error::Line { .. } | Error::Empty)), false) => {
            bail!("{}: {error}; nothing was imported", file.display())
        }
        (Err(error @ (Error::Line { .. } | Error::Empty)), true) => {
            bail!("standard input: {error}; nothing was imported")
        }
        (Err(error), _) => return Err(error.into()),
    };
    say_to_stderr(&sum("Imported", moved));
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn backup(
    database: &Database,
    output: &Path,
    force: bool,
) -> anyhow::Result<ExitCode> {
    let db = hub::open_as_it_is(&database.database_url, &database.pool).await?;
    (archive::backup(&db, output, force).await).map_err(with_force)?;
    db.close().await;
    say(&format!("The backup is in {}.", output.display()))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn restore(database: &Database, file: &Path) -> anyhow::Result<ExitCode> {
    let (to, epoch) = match archive::restore(file, &database.database_url, &Clock::system()).await {
        Ok(restored) => restored,
        Err(Error::Exists(path)) => bail!(
            "{} is there already: restore to another place, or move it away first",
            path.display()
        ),
        Err(error) => return Err(error.into()),
    };
    say(&format!(
        "The network is in {}, and its log has the new epoch {epoch}.",
        to.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn renew_epoch(database: &Database) -> anyhow::Result<ExitCode> {
    let db = hub::open_as_it_is(&database.database_url, &database.pool).await?;
    let epoch = archive::renew_epoch(&db, &Clock::system()).await?;
    db.close().await;
    say(&format!("The log has the new epoch {epoch}."))?;
    Ok(ExitCode::SUCCESS)
}

fn with_force(error: Error) -> anyhow::Error {
    match error {
        Error::Exists(path) => anyhow::anyhow!(
            "{} is there already: name another file, or overwrite it with --force",
            path.display()
        ),
        error => error.into(),
    }
}

fn sum(done: &str, moved: Moved) -> String {
    format!(
        "{done} {} rows; the log ends at position {}.",
        moved.rows, moved.position
    )
}

/// Says how far it is, once a second.
fn progress(done: &'static str) -> impl FnMut(u64, u64) {
    let mut last = Instant::now();
    move |rows, all| {
        if last.elapsed() >= Duration::from_secs(1) {
            last = Instant::now();
            // Where even this fails, there is nobody to tell.
            let _ = writeln!(io::stderr().lock(), "{done} {rows} of {all} rows");
        }
    }
}
