//! The mutations that record events as they were.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use crate::commands::{self, RecordEventInput, RecordEventSeriesInput};

activity::payload!(
    /// What recording an event came to.
    RecordEventPayload {
        /// It as it is now; null when there are errors.
        event: kinds::Event
    } formerly {
        /// It as it is now; null when there are errors.
        #[graphql(deprecation = "Use `event`. Removed after 2027-12-31.")]
        node
    }
);

activity::payload!(
    /// What recording a series of events came to.
    RecordEventSeriesPayload {
        /// It as it is now; null when there are errors.
        event_series: kinds::EventSeries
    } formerly {
        /// It as it is now; null when there are errors.
        #[graphql(deprecation = "Use `eventSeries`. Removed after 2027-12-31.")]
        node
    }
);

/// The mutations that record events as they were.
#[derive(Default)]
pub struct EventRecordMutation;

/// The mutations that record events as they were.
#[Object]
impl EventRecordMutation {
    /// Records an event with its programme, or corrects what is known of it. For the secretariat.
    async fn record_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is known of the event.")] input: RecordEventInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RecordEventPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        RecordEventPayload::of(ctx, commands::record_event(log, actor, &input, key).await)
    }

    /// Records a series of events, or corrects it. For the secretariat.
    async fn record_event_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is known of the series.")] input: RecordEventSeriesInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RecordEventSeriesPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::record_event_series(log, actor, &input, key).await;
        RecordEventSeriesPayload::of(ctx, result)
    }
}
