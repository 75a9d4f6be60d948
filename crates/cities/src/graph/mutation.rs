//! The mutations of cities and themes.

mod membership;

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

pub use membership::MembershipMutation;

use crate::{RecordCityInput, RecordThemeInput, UpdateCityInput, commands};

activity::payload!(
    /// What recording a city came to.
    RecordCityPayload {
        /// The city as it is now; null when there are errors.
        city: kinds::City
    } formerly {
        /// The city as it is now; null when there are errors.
        #[graphql(deprecation = "Use `city`. Removed after 2027-12-31.")]
        node
    }
);

activity::payload!(
    /// What recording a theme came to.
    RecordThemePayload {
        /// The theme as it is now; null when there are errors.
        theme: kinds::Theme
    } formerly {
        /// The theme as it is now; null when there are errors.
        #[graphql(deprecation = "Use `theme`. Removed after 2027-12-31.")]
        node
    }
);

activity::payload!(
    /// What changing what is said of a city came to.
    UpdateCityPayload {
        /// The city as it is now; null when there are errors.
        city: kinds::City
    }
);

/// The mutations of cities and themes.
#[derive(Default)]
pub struct CityMutation;

/// The mutations of cities and themes.
#[Object]
impl CityMutation {
    /// Records a city, or corrects what is known of it. For the secretariat.
    async fn record_city(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is known of the city.")] input: RecordCityInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RecordCityPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        RecordCityPayload::of(ctx, commands::record_city(log, actor, &input, key).await)
    }

    /// Records a theme, or corrects it. For the secretariat.
    async fn record_theme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is known of the theme.")] input: RecordThemeInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<RecordThemePayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        RecordThemePayload::of(ctx, commands::record_theme(log, actor, &input, key).await)
    }

    /// Changes what is said of a city: its sites, its own site, its languages, its offices, its
    /// population. For those who act for it, and for the secretariat.
    async fn update_city(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be said of the city.")] input: UpdateCityInput,
        #[graphql(
            desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "The mandate to do it under; the request's, or the only one, unless told."
        )]
        mandate: Option<IdOf<kinds::Mandate>>,
    ) -> Result<UpdateCityPayload, ClientError> {
        let actor = ctx.actor(mandate.as_ref())?;
        let log = ctx.data_unchecked::<Log>();
        let key = idempotency_key.as_deref();
        UpdateCityPayload::of(ctx, commands::update_city(log, actor, &input, key).await)
    }
}
