//! Records inputs through the domains' commands, and keeps the ids that later ones need.

use activity::{Failure, Log, Outcome};
use anyhow::bail;
use cities::{RecordCityInput, RecordThemeInput};
use events::{RecordEventInput, RecordEventSeriesInput};
use kernel::{Actor, UserError, UserErrorCode, node::NodeInput};
use members::RecordOrganisationInput;
use projects::RecordProjectInput;

use crate::{Loaded, inputs::Ids};

/// The input of a `record…` command.
pub(crate) trait Record {
    /// What is recorded, for people.
    const WHAT: &'static str;

    /// What every node has.
    fn node(&mut self) -> &mut NodeInput;

    /// Calls the command in the name of the hub.
    fn record(&self, log: &Log) -> impl Future<Output = Result<Outcome, Failure>> + Send;
}

macro_rules! records {
    ($($input:ty, $what:literal => $command:path;)*) => {$(
        impl Record for $input {
            const WHAT: &'static str = $what;

            fn node(&mut self) -> &mut NodeInput {
                &mut self.node
            }

            async fn record(&self, log: &Log) -> Result<Outcome, Failure> {
                $command(log, Actor::System, self, None).await
            }
        }
    )*};
}

records! {
    RecordThemeInput, "theme" => cities::record_theme;
    RecordCityInput, "city" => cities::record_city;
    RecordOrganisationInput, "organisation" => members::record_organisation;
    RecordProjectInput, "project" => projects::record_project;
    RecordEventSeriesInput, "series of events" => events::record_event_series;
    RecordEventInput, "event" => events::record_event;
}

/// A load under way.
pub(crate) struct Loader<'a> {
    log: &'a Log,
    /// What is recorded already.
    pub ids: Ids,
    /// What it came to.
    pub loaded: Loaded,
}

impl<'a> Loader<'a> {
    /// Nothing is recorded yet.
    pub fn new(log: &'a Log) -> Self {
        let (ids, loaded) = (Ids::default(), Loaded::default());
        Self { log, ids, loaded }
    }

    /// Records one node, unless it is known just like this.
    pub async fn record<R: Record>(&mut self, mut input: R) -> anyhow::Result<()> {
        let slug = input.node().slug.clone();
        // First as a node that is new: so the answer tells a new one from one that was corrected.
        input.node().expected_version = Some(0);
        let outcome = match input.record(self.log).await {
            Err(Failure::Refused(mistakes)) if is_known(&mistakes) => {
                input.node().expected_version = None;
                let outcome = input.record(self.log).await;
                if let Ok(outcome) = &outcome {
                    match outcome.activity {
                        Some(_) => self.loaded.corrected += 1,
                        None => self.loaded.unchanged += 1,
                    }
                }
                outcome
            }
            outcome => {
                self.loaded.recorded += usize::from(outcome.is_ok());
                outcome
            }
        };
        match outcome {
            Ok(outcome) => {
                tracing::debug!(what = R::WHAT, slug, node = %outcome.node, "loaded");
                self.ids.add(&slug, outcome.node);
                Ok(())
            }
            Err(failure) => bail!(
                "the {} `{slug}` was not recorded: {}",
                R::WHAT,
                reason(&failure)
            ),
        }
    }
}

/// Whether a node was refused only because it is not new.
fn is_known(mistakes: &[UserError]) -> bool {
    mistakes
        .iter()
        .all(|mistake| mistake.code == UserErrorCode::Conflict)
}

pub(crate) fn reason(failure: &Failure) -> String {
    match failure {
        Failure::Client(error) => error.message.clone(),
        Failure::Refused(mistakes) => {
            let shown = |m: &UserError| format!("{}: {}", m.path.join("."), m.message);
            mistakes.iter().map(shown).collect::<Vec<_>>().join("; ")
        }
    }
}
