//! The mutations that record events as they were.

use activity::{Log, Payload};
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use crate::commands::{self, RecordEventInput, RecordEventSeriesInput};

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
    ) -> Result<Payload<kinds::Event>, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        Payload::of(ctx, commands::record_event(log, actor, &input, key).await)
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
    ) -> Result<Payload<kinds::EventSeries>, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        let result = commands::record_event_series(log, actor, &input, key).await;
        Payload::of(ctx, result)
    }
}
