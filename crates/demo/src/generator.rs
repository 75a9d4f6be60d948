//! A network as large as one likes, for load tests: made up, and marked so wherever it is seen.
//!
//! What the *i*-th node of a kind is depends on *i* alone: its texts, its dates, and the nodes it is
//! tied to, all of which a network that has it has, too. So the same scale gives the same network on
//! any database, a larger one adds to a smaller one, and a load that was cut short goes on.
//!
//! To add a kind: a file beside `events` that makes its input and implements [`Generate`], and a line
//! in [`generate`].

mod events;
mod organisations;
mod projects;
mod words;

use activity::{Failure, Log};
use anyhow::{Context, bail};
use futures::{FutureExt as _, future::BoxFuture};
use kernel::{
    Actor, Kind,
    node::{self, NodeInput},
    provenance::Provenance,
};
use record::Bulk;
use uuid::Uuid;

use crate::{Loaded, data::Facts, inputs, loader::reason};

/// How many nodes are recorded by one write. It bounds the memory that is used, whatever the scale:
/// only the keys of what is there are kept from one write to the next. It is enough for the
/// statements to be few, and far from the ten seconds after which a write is stopped on SQLite.
const BATCH: usize = 50;

/// How far a generation is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// What is being recorded, for people.
    pub what: &'static str,
    /// How many nodes with a slug are there, of all kinds.
    pub done: usize,
    /// How many there will be.
    pub total: usize,
}

/// Adds a generated network to the demonstration network, which must be loaded: for each step of the
/// scale 50 projects, 100 organisations, 600 participations, 200 news, 5 events, and some 500
/// activities. `progress` is told after every write.
///
/// # Errors
/// When the demonstration network is not loaded, or the database fails.
pub fn generate<'a>(
    log: &'a Log,
    scale: u32,
    progress: &'a (dyn Fn(Progress) + Sync),
) -> BoxFuture<'a, anyhow::Result<Loaded>> {
    generate_all(log, scale, progress).boxed()
}

async fn generate_all(
    log: &Log,
    scale: u32,
    progress: &(dyn Fn(Progress) + Sync),
) -> anyhow::Result<Loaded> {
    let scale = usize::try_from(scale)?;
    let total = scale * (organisations::STEP + projects::STEP + events::STEP);
    let network = Network::read(log).await?;
    let loaded = Loaded::default();
    let mut generation = Generation {
        log,
        network,
        loaded,
        total,
        progress,
    };
    generation
        .load::<organisations::Organisations>(scale)
        .await?;
    generation.load::<projects::Projects>(scale).await?;
    generation.load::<events::Events>(scale).await?;
    Ok(generation.loaded)
}

/// A kind of node that is generated.
trait Generate {
    /// The input of its command.
    type Input: Send + Sync;
    /// The kind.
    const KIND: Kind;
    /// What they are, for people; and the beginning of their slugs.
    const WHAT: &'static str;
    /// How many there are for each step of the scale.
    const STEP: usize;

    /// What the node of this number is, in a network that has all it can be tied to.
    fn input(number: usize, network: &Network) -> anyhow::Result<Self::Input>;

    /// Records nodes that are new, with all that happened to them since.
    fn record(
        bulk: &mut Bulk,
        inputs: &[Self::Input],
    ) -> impl Future<Output = Result<Vec<Uuid>, Failure>> + Send;

    /// Where the network keeps their keys, by their numbers.
    fn keys(network: &mut Network) -> &mut Vec<Uuid>;

    /// The slug of the node of this number.
    fn slug(number: usize) -> String {
        format!("generated-{}-{}", Self::KIND.prefix(), number + 1)
    }
}

/// What generated nodes can be tied to. A key takes 16 bytes: two and a half megabytes at scale 1,000.
struct Network {
    /// The cities of the demonstration network.
    cities: Vec<City>,
    /// Its themes.
    themes: Vec<Uuid>,
    organisations: Vec<Uuid>,
    projects: Vec<Uuid>,
    events: Vec<Uuid>,
}

struct City {
    id: Uuid,
    country_code: String,
    time_zone: String,
}

impl Network {
    async fn read(log: &Log) -> anyhow::Result<Self> {
        let facts = Facts::read()?;
        let mut conn = log.db().read().await?;
        let slugs = facts.cities.iter().map(|row| row.slug.clone());
        let known = node::known(&mut conn, Kind::City, slugs).await?;
        let mut cities = Vec::new();
        for row in &facts.cities {
            cities.push(City {
                id: *known.get(&row.slug).with_context(|| missing(&row.slug))?,
                country_code: row.country_code.clone(),
                time_zone: row.timezone.clone(),
            });
        }
        let slugs = facts.themes.iter().map(|row| row.slug.clone());
        let known = node::known(&mut conn, Kind::Theme, slugs).await?;
        let mut themes = Vec::new();
        for row in &facts.themes {
            themes.push(*known.get(&row.slug).with_context(|| missing(&row.slug))?);
        }
        Ok(Self {
            cities,
            themes,
            organisations: Vec::new(),
            projects: Vec::new(),
            events: Vec::new(),
        })
    }
}

fn missing(slug: &str) -> String {
    format!("the demonstration network is not loaded: it lacks `{slug}`")
}

struct Generation<'a, P> {
    log: &'a Log,
    network: Network,
    loaded: Loaded,
    total: usize,
    progress: P,
}

impl<P: Fn(Progress)> Generation<'_, P> {
    /// Records those nodes of a kind that are not there, in writes of at most [`BATCH`].
    async fn load<G: Generate>(&mut self, scale: usize) -> anyhow::Result<()> {
        let count = scale * G::STEP;
        for first in (0..count).step_by(BATCH) {
            let numbers = first..count.min(first + BATCH);
            let slugs = numbers.clone().map(G::slug);
            let mut conn = self.log.db().read().await?;
            let mut known = node::known(&mut conn, G::KIND, slugs).await?;
            drop(conn);
            let new: Vec<usize> = (numbers.clone())
                .filter(|number| !known.contains_key(&G::slug(*number)))
                .collect();
            self.loaded.unchanged += numbers.len() - new.len();
            if !new.is_empty() {
                let ids = self.record::<G>(&new).await?;
                known.extend(new.iter().map(|number| G::slug(*number)).zip(ids));
                self.loaded.recorded += new.len();
            }
            let ids = numbers.filter_map(|number| known.remove(&G::slug(number)));
            G::keys(&mut self.network).extend(ids);
            (self.progress)(Progress {
                what: G::WHAT,
                done: self.loaded.recorded + self.loaded.unchanged,
                total: self.total,
            });
        }
        Ok(())
    }

    async fn record<G: Generate>(&self, numbers: &[usize]) -> anyhow::Result<Vec<Uuid>> {
        let inputs: Vec<G::Input> = (numbers.iter())
            .map(|number| G::input(*number, &self.network))
            .collect::<anyhow::Result<_>>()?;
        let written = async {
            let mut bulk = Bulk::begin(self.log, Actor::System).await?;
            let ids = G::record(&mut bulk, &inputs).await?;
            bulk.commit().await?;
            Ok(ids)
        };
        match written.await {
            Ok(ids) => Ok(ids),
            Err(failure) => bail!(
                "generated {} were not recorded: {}",
                G::WHAT,
                reason(&failure)
            ),
        }
    }
}

/// What every generated node has.
fn node(slug: String, content: Vec<kernel::content::ContentInput>) -> NodeInput {
    let provenance = Provenance {
        note: Some("Generated for load tests; not a fact.".to_owned()),
        is_example: true,
        ..Provenance::default()
    };
    inputs::node(&slug, content, provenance)
}

/// Corrects the summary in one language of each of these, and names the languages. Where it is the
/// original, what was translated from it is stale.
fn corrected_texts<'a>(nodes: impl Iterator<Item = &'a mut NodeInput>) -> Vec<String> {
    nodes
        .map(|node| {
            // An odd number: the original; an even one: the first translation.
            let last = node.slug.bytes().last().unwrap_or_default();
            let content = &mut node.content[usize::from(last % 2 == 0)];
            let more = match content.locale.as_str() {
                "fr" => "Corrigé.",
                _ => "Corrected.",
            };
            let before = content.summary.take().unwrap_or_default();
            content.summary = Some(format!("{before} {more}"));
            content.locale.clone()
        })
        .collect()
}
