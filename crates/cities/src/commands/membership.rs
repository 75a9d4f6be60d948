//! The steps of a city into the network and out of it: one command for all of them, since they differ
//! in who may, and in what the table of transitions says.

use access::{Action, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, Party, UserError, UserErrorCode,
    date::{self, PartialDate},
    entity::kinds,
    node,
    validate::{self, Mistakes},
};
use serde::Serialize;
use sqlx::types::Json;

use super::{check, lock};
use crate::{
    City, Membership, MembershipDocument, MembershipReason, MembershipStep, StepKind,
    store::membership as store,
};

/// What is said of any step.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct StepFacts {
    /// The city.
    pub city: IdOf<kinds::City>,
    /// When it happened, in the city's calendar, as precisely as that is known; not before the steps
    /// before it, and not in the future.
    pub occurred_on: Option<PartialDate>,
    /// Its documents, by their addresses; at most 20. Whoever may see the city sees them listed.
    #[graphql(default)]
    pub documents: Vec<MembershipDocument>,
    /// Do it only if the city has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// The input of a mutation that takes a step.
pub trait StepInput: Serialize {
    /// Which step.
    const STEP: StepKind;
    /// What the policy is asked.
    const ACTION: Action;

    /// What is said of any step.
    fn facts(&self) -> &StepFacts;

    /// Why it is taken.
    fn reason(&self) -> Option<MembershipReason> {
        None
    }
}

macro_rules! step_inputs {
    ($($(#[$doc:meta])* $name:ident: $step:ident, $action:ident
        $({ $(#[$reason_doc:meta])* $reason:ident })?;)*) => {$(
        $(#[$doc])*
        #[derive(InputObject, Clone, Debug, Serialize)]
        pub struct $name {
            /// What is said of any step.
            #[graphql(flatten)]
            pub facts: StepFacts,
            $($(#[$reason_doc])* pub $reason: Option<MembershipReason>,)?
        }

        impl StepInput for $name {
            const STEP: StepKind = StepKind::$step;
            const ACTION: Action = Action::$action;

            fn facts(&self) -> &StepFacts {
                &self.facts
            }

            $(fn reason(&self) -> Option<MembershipReason> {
                self.$reason
            })?
        }
    )*};
}

step_inputs! {
    /// A city to be invited.
    InviteCityInput: Invited, InviteCity;
    /// A city that declines its invitation.
    DeclineMembershipInput: Declined, DeclineMembership {
        /// Why: PRIORITIES, COST or OTHER. Whoever may see the city sees it.
        reason
    };
    /// A city that asks to be admitted.
    ApplyForMembershipInput: Applied, ApplyForMembership;
    /// A city to be admitted.
    AdmitCityInput: Admitted, AdmitCity;
    /// A city to be refused.
    RefuseCityInput: Refused, RefuseCity {
        /// Why: CRITERIA, INCOMPLETE, WITHDRAWN or OTHER. Whoever may see the city sees it.
        reason
    };
    /// A city to be suspended.
    SuspendCityInput: Suspended, SuspendCity {
        /// Why: FEES, RULES, INACTIVE, REQUEST or OTHER. Whoever may see the city sees it.
        reason
    };
    /// A city to be reinstated.
    ReinstateCityInput: Reinstated, ReinstateCity;
    /// A city that leaves.
    LeaveNetworkInput: Left, LeaveNetwork {
        /// Why: PRIORITIES, COST, NO_SITE or OTHER. Whoever may see the city sees it.
        reason
    };
}

/// Takes a step.
///
/// # Errors
/// The mistakes of the input, that the step is not to be taken from where the city stands, or that
/// the actor may not.
pub async fn take_step<I: StepInput>(
    log: &Log,
    actor: Actor,
    input: &I,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let facts = input.facts();
    let mut mistakes = Mistakes::default();
    let id = check::city(&facts.city, &mut mistakes);
    check_documents(&facts.documents, &mut mistakes);
    check_reason(I::STEP, input.reason(), &mut mistakes);
    mistakes.none()?;
    let frame = Frame::new(I::STEP.mutation(), actor, idempotency_key, input);
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let id = id.unwrap_or_default();
    let permit = write.authorize(I::ACTION, &Resource::Party(Party::City(id)))?;
    let city = lock(&mut write, id, facts.expected_version).await?;
    let after = next(&city, I::STEP)?;
    let (count, last) = store::so_far(&mut write.conn(), id).await?;
    let now = write.now();
    let today = date::today(&city.time_zone, now);
    check_day(facts.occurred_on, last, PartialDate::day(today))?;
    let step = MembershipStep {
        city_id: id,
        ordinal: count + 1,
        kind: I::STEP,
        state_before: city.membership,
        state_after: after,
        at: now,
        occurred_on: facts.occurred_on,
        reason: input.reason(),
        documents: Json(facts.documents.clone()),
        activity_id: write.first_id(),
    };
    let joined_on = match I::STEP {
        StepKind::Admitted => facts.occurred_on.or(Some(PartialDate::day(today))),
        _ => city.joined_on,
    };
    store::take(&mut write.conn(), &step, joined_on).await?;
    let touched = [(id, city.node.sort_key.clone())].into_iter();
    node::touch(&mut write.conn(), touched, now).await?;
    write.record(draft(&city, &step));
    let node = NodeRef::new(Kind::City, id);
    frame.commit(write, permit, node).await
}

/// A step is as public as the city is, a suspension too: where a city stands can be read from the city
/// by whoever may see it, and what the network does to its members is not done in secret.
fn draft(city: &City, step: &MembershipStep) -> Draft {
    let draft = Draft::of(step.kind.verb(), NodeRef::new(Kind::City, city.node.id))
        .occurred_on(step.occurred_on)
        .audience(&city.node.audience)
        .code("before", step.state_before.as_str())
        .code("after", step.state_after.as_str());
    match step.reason {
        Some(reason) => draft.code("reason", reason.as_str()),
        None => draft,
    }
}

/// Where the city stands after the step, or what can be done from where it stands instead.
fn next(city: &City, step: StepKind) -> Result<Membership, UserError> {
    let from = city.membership;
    from.after(step).ok_or_else(|| {
        let possible: Vec<&str> = from.steps().map(StepKind::mutation).collect();
        let message = format!(
            "The membership of this city is {}: {} is not possible from there. Possible: {}.",
            from.as_str(),
            step.mutation(),
            possible.join(", ")
        );
        UserError::new(UserErrorCode::WrongState, "input.city", message)
    })
}

fn check_documents(documents: &[MembershipDocument], mistakes: &mut Mistakes) {
    check::at_most(20, "documents", documents.len(), mistakes);
    for (i, document) in documents.iter().enumerate() {
        let at = format!("input.documents.{i}");
        validate::text(&document.title, 200, &format!("{at}.title"), mistakes);
        validate::url(&document.url, &format!("{at}.url"), mistakes);
    }
    let urls = documents.iter().map(|document| &document.url);
    validate::distinct(urls, "input.documents", mistakes);
}

fn check_reason(step: StepKind, reason: Option<MembershipReason>, mistakes: &mut Mistakes) {
    let possible = step.reasons();
    if reason.is_some_and(|reason| !possible.contains(&reason)) {
        let possible: Vec<&str> = possible.iter().map(|reason| reason.as_str()).collect();
        let message = format!("Reasons for this step are {}.", possible.join(", "));
        let mistake = UserError::new(UserErrorCode::Invalid, "input.reason", message);
        mistakes.add(mistake);
    }
}

/// Refuses a day that has not come, or on which the step before had not been taken.
fn check_day(
    day: Option<PartialDate>,
    last: Option<PartialDate>,
    today: PartialDate,
) -> Result<(), UserError> {
    let refuse = |message: String| {
        let path = "input.occurredOn";
        Err(UserError::new(UserErrorCode::Invalid, path, message))
    };
    let Some(day) = day else { return Ok(()) };
    if day.first_day() > today.first_day() {
        return refuse("This day has not come yet.".to_owned());
    }
    match last {
        Some(last) if day.last_day() < last.first_day() => refuse(format!(
            "The step before this one was taken on {last}: this one was not taken earlier."
        )),
        _ => Ok(()),
    }
}
