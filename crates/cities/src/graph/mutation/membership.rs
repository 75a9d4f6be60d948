//! The mutations of membership. They differ in their names alone: one list makes them.

use activity::Log;
use async_graphql::{Context, Object};
use kernel::{ClientError, ContextExt, IdOf, entity::kinds};

use crate::commands::{
    self, AdmitCityInput, ApplyForMembershipInput, DeclineMembershipInput, InviteCityInput,
    LeaveNetworkInput, RefuseCityInput, ReinstateCityInput, SuspendCityInput,
};

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident($input:ident) -> $(#[$payload_doc:meta])* $payload:ident;)*) => {
        $(activity::payload!(
            $(#[$payload_doc])*
            $payload {
                /// The city as it is now; null when there are errors.
                city: kinds::City
            }
        );)*

        /// The mutations of membership.
        #[derive(Default)]
        pub struct MembershipMutation;

        /// The mutations of membership.
        #[Object]
        impl MembershipMutation {
            $($(#[$doc])*
            async fn $name(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "Which city, and what is said of the step.")] input: $input,
                #[graphql(
                    desc = "Calling twice under the same key, of at most 200 bytes, is calling once, for 24 hours."
                )]
                idempotency_key: Option<String>,
                #[graphql(
                    desc = "The mandate to do it under; the request's, or the only one, unless told."
                )]
                mandate: Option<IdOf<kinds::Mandate>>,
            ) -> Result<$payload, ClientError> {
                let actor = ctx.actor(mandate.as_ref())?;
                let log = ctx.data_unchecked::<Log>();
                let key = idempotency_key.as_deref();
                $payload::of(ctx, commands::take_step(log, actor, &input, key).await)
            })*
        }
    };
}

steps! {
    /// Invites a city that is ELIGIBLE, or has LEFT, to join the network. For the secretariat.
    invite_city(InviteCityInput) ->
        /// What inviting a city came to.
        InviteCityPayload;
    /// Declines an invitation to join the network: the city is ELIGIBLE again. For its
    /// representatives.
    decline_membership(DeclineMembershipInput) ->
        /// What declining an invitation came to.
        DeclineMembershipPayload;
    /// Asks for a city that is INVITED to be admitted. For its representatives.
    apply_for_membership(ApplyForMembershipInput) ->
        /// What applying came to.
        ApplyForMembershipPayload;
    /// Admits a city that has APPLIED: from then on it is a MEMBER. For the secretariat.
    admit_city(AdmitCityInput) ->
        /// What admitting a city came to.
        AdmitCityPayload;
    /// Refuses a city that has APPLIED: it is ELIGIBLE again. For the secretariat.
    refuse_city(RefuseCityInput) ->
        /// What refusing a city came to.
        RefuseCityPayload;
    /// Suspends a MEMBER: from then on its people do not see what is for the network. For the
    /// secretariat.
    suspend_city(SuspendCityInput) ->
        /// What suspending a city came to.
        SuspendCityPayload;
    /// Ends the suspension of a city: it is a MEMBER again. For the secretariat.
    reinstate_city(ReinstateCityInput) ->
        /// What reinstating a city came to.
        ReinstateCityPayload;
    /// Leaves the network, as a MEMBER or SUSPENDED. For the city's representatives.
    leave_network(LeaveNetworkInput) ->
        /// What leaving came to.
        LeaveNetworkPayload;
}
