//! Recording series of events.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{Actor, Kind, node::NodeInput, validate::Mistakes};
use record::{Recording, Step};
use serde::Serialize;

use crate::store::series;

/// What is known of a series of events.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RecordEventSeriesInput {
    /// What is recorded of every node.
    #[graphql(flatten)]
    pub node: NodeInput,
}

const SERIES: Recording = Recording {
    operation: "recordEventSeries",
    action: Action::RecordEventSeries,
    kind: Kind::EventSeries,
    recorded: "series.recorded",
    corrected: "series.corrected",
};

/// Records a series of events, or corrects it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn record_event_series(
    log: &Log,
    actor: Actor,
    input: &RecordEventSeriesInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mistakes = Mistakes::default();
    let mut open = match SERIES
        .begin(log, actor, idempotency_key, input, &input.node, mistakes)
        .await?
    {
        Step::Done(outcome) => return Ok(outcome),
        Step::Write(open) => open,
    };
    let id = open.id();
    series::write(&mut open.conn(), id).await?;
    open.finish().await
}
