#![doc = include_str!("../README.md")]

mod data;
mod examples;
mod generator;
mod inputs;
mod links;
mod loader;
pub mod people;
#[cfg(test)]
mod tests;

use activity::Log;
use futures::{FutureExt as _, future::BoxFuture};
use include_dir::{Dir, include_dir};
use kernel::messages::Source;

pub use generator::{Progress, generate};

use crate::{data::Facts, loader::Loader};

static WORDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/words");

/// What the portal says of this network.
pub fn words() -> Vec<Source> {
    Source::all(&WORDS)
}

/// What a load came to, in nodes with a slug.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// How many are new.
    pub recorded: usize,
    /// How many were known, and are corrected.
    pub corrected: usize,
    /// How many were known just like this.
    pub unchanged: usize,
}

/// Records the demonstration network in the name of the hub, or brings it up to date. Each node is
/// a write of its own: a load that was cut short is finished by the next one.
///
/// # Errors
/// When a file of the crate has a mistake, or the database fails.
pub fn load(log: &Log) -> BoxFuture<'_, anyhow::Result<Loaded>> {
    // Boxed, as are the others: what every command does is compiled here, and not in each crate that loads.
    load_all(log).boxed()
}

async fn load_all(log: &Log) -> anyhow::Result<Loaded> {
    let facts = Facts::read()?;
    let mut loader = Loader::new(log);
    for theme in &facts.themes {
        loader.record(inputs::theme(theme)?).await?;
    }
    progress("themes", &loader);
    for city in &facts.cities {
        loader.record(inputs::city(city)?).await?;
    }
    progress("cities", &loader);
    for organisation in &facts.organisations {
        let input = inputs::organisation(organisation, &facts, &loader.ids)?;
        loader.record(input).await?;
    }
    progress("organisations", &loader);
    for project in &facts.projects {
        let input = inputs::project(project, &loader.ids)?;
        loader.record(input).await?;
    }
    loader.record(examples::project()?).await?;
    progress("projects", &loader);
    loader.record(inputs::series(&facts)?).await?;
    for event in &facts.events {
        let input = inputs::event(event, &facts, &loader.ids)?;
        loader.record(input).await?;
    }
    let input = examples::event(&loader.ids)?;
    loader.record(input).await?;
    progress("events", &loader);
    Ok(loader.loaded)
}

fn progress(what: &str, loader: &Loader<'_>) {
    let Loaded {
        recorded,
        corrected,
        unchanged,
    } = loader.loaded;
    tracing::info!(
        what,
        recorded,
        corrected,
        unchanged,
        "the demonstration network is loading"
    );
}
