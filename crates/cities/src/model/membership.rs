//! Where a city stands in the network, and the steps from one standing to another. The table of
//! [`TRANSITIONS`] is all there is: the commands ask it, and the tests walk it.

use async_graphql::{Enum, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::date::PartialDate;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

/// Where a city stands in the network.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Membership {
    /// It may join, and has not been asked.
    Eligible,
    /// It was asked to join, or took part as a guest.
    Invited,
    /// It asked to be admitted.
    Applied,
    /// It is a member.
    Member,
    /// It is a member whose rights rest.
    Suspended,
    /// It was a member.
    Left,
}

/// A step of a city on its way into the network, or out of it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[graphql(name = "MembershipStepKind")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StepKind {
    /// The secretariat invited it to join.
    Invited,
    /// It declined the invitation.
    Declined,
    /// It asked to be admitted.
    Applied,
    /// The secretariat admitted it.
    Admitted,
    /// The secretariat refused it.
    Refused,
    /// The secretariat suspended it.
    Suspended,
    /// The secretariat ended the suspension.
    Reinstated,
    /// It left the network.
    Left,
}

/// Every step that there is: from where, which, and to where.
///
/// A city that was refused, or that declined, can be invited again; so can one that left.
pub const TRANSITIONS: &[(Membership, StepKind, Membership)] = {
    use Membership as M;
    use StepKind as S;
    &[
        (M::Eligible, S::Invited, M::Invited),
        (M::Invited, S::Declined, M::Eligible),
        (M::Invited, S::Applied, M::Applied),
        (M::Applied, S::Admitted, M::Member),
        (M::Applied, S::Refused, M::Eligible),
        (M::Member, S::Suspended, M::Suspended),
        (M::Member, S::Left, M::Left),
        (M::Suspended, S::Reinstated, M::Member),
        (M::Suspended, S::Left, M::Left),
        (M::Left, S::Invited, M::Invited),
    ]
};

/// Why a city or the secretariat took a step.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MembershipReason {
    /// The city has other priorities, or not now. For declining and leaving.
    Priorities,
    /// Membership costs the city too much. For declining and leaving.
    Cost,
    /// The city hosts no industrial site any more. For leaving.
    NoSite,
    /// The city does not meet the network's criteria. For refusing.
    Criteria,
    /// What the application needs is missing. For refusing.
    Incomplete,
    /// The city took its application back. For refusing.
    Withdrawn,
    /// The city owes its fees. For suspending.
    Fees,
    /// The city acted against the network's rules. For suspending.
    Rules,
    /// The city has not taken part for long. For suspending.
    Inactive,
    /// The city asked for it. For suspending.
    Request,
    /// Another one, for each of these steps.
    Other,
}

/// A document of a step, by its address: the network keeps no copy.
#[derive(InputObject, SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(input_name = "MembershipDocumentInput")]
pub struct MembershipDocument {
    /// What it is called, in the language of whoever named it; at most 200 characters.
    pub title: String,
    /// Its address: `http` or `https`.
    pub url: String,
}

/// A step that a city took, or that was taken for it.
#[derive(Clone, Debug)]
pub struct MembershipStep {
    /// The city.
    pub city_id: Uuid,
    /// Its place among the city's steps, from 1.
    pub ordinal: i32,
    /// Which step.
    pub kind: StepKind,
    /// Where the city stood.
    pub state_before: Membership,
    /// Where it has stood since.
    pub state_after: Membership,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// When it happened, as precisely as that is known.
    pub occurred_on: Option<PartialDate>,
    /// Why.
    pub reason: Option<MembershipReason>,
    /// Its documents.
    pub documents: Json<Vec<MembershipDocument>>,
    /// Its activity.
    pub activity_id: Uuid,
}

impl Membership {
    /// Every standing.
    pub const ALL: &[Membership] = &[
        Membership::Eligible,
        Membership::Invited,
        Membership::Applied,
        Membership::Member,
        Membership::Suspended,
        Membership::Left,
    ];

    /// Where a city stands after this step; none when it cannot be taken from here.
    pub fn after(self, step: StepKind) -> Option<Membership> {
        let mut found = TRANSITIONS.iter();
        let found = found.find(|(from, kind, _)| (*from, *kind) == (self, step));
        found.map(|(.., to)| *to)
    }

    /// The steps that can be taken from here.
    pub fn steps(self) -> impl Iterator<Item = StepKind> {
        let from_here = move |(from, ..): &&(Membership, StepKind, Membership)| *from == self;
        TRANSITIONS
            .iter()
            .filter(from_here)
            .map(|(_, step, _)| *step)
    }
}

impl StepKind {
    /// Every step.
    pub const ALL: &[StepKind] = &[
        StepKind::Invited,
        StepKind::Declined,
        StepKind::Applied,
        StepKind::Admitted,
        StepKind::Refused,
        StepKind::Suspended,
        StepKind::Reinstated,
        StepKind::Left,
    ];

    /// The mutation that takes it.
    pub const fn mutation(self) -> &'static str {
        match self {
            StepKind::Invited => "inviteCity",
            StepKind::Declined => "declineMembership",
            StepKind::Applied => "applyForMembership",
            StepKind::Admitted => "admitCity",
            StepKind::Refused => "refuseCity",
            StepKind::Suspended => "suspendCity",
            StepKind::Reinstated => "reinstateCity",
            StepKind::Left => "leaveNetwork",
        }
    }

    /// The verb of its activity.
    pub const fn verb(self) -> &'static str {
        match self {
            StepKind::Invited => "city.invited",
            StepKind::Declined => "city.declined",
            StepKind::Applied => "city.applied",
            StepKind::Admitted => "city.admitted",
            StepKind::Refused => "city.refused",
            StepKind::Suspended => "city.suspended",
            StepKind::Reinstated => "city.reinstated",
            StepKind::Left => "city.left",
        }
    }

    /// Why it can be taken; nothing for a step that needs no reason.
    pub const fn reasons(self) -> &'static [MembershipReason] {
        use MembershipReason as R;
        match self {
            StepKind::Declined => &[R::Priorities, R::Cost, R::Other],
            StepKind::Refused => &[R::Criteria, R::Incomplete, R::Withdrawn, R::Other],
            StepKind::Suspended => &[R::Fees, R::Rules, R::Inactive, R::Request, R::Other],
            StepKind::Left => &[R::Priorities, R::Cost, R::NoSite, R::Other],
            StepKind::Invited | StepKind::Applied | StepKind::Admitted | StepKind::Reinstated => {
                &[]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules of the network, as its board knows them.
    #[test]
    fn the_table_is_the_rules_of_the_network() {
        use Membership::*;
        let ways_to = |to| TRANSITIONS.iter().filter(move |(.., after)| *after == to);
        let steps_to = |to| ways_to(to).map(|(from, step, _)| (*from, *step));
        // Nobody becomes a member without having applied, and nobody applies uninvited.
        let to_member: Vec<_> = steps_to(Member).collect();
        assert_eq!(
            to_member,
            [
                (Applied, StepKind::Admitted),
                (Suspended, StepKind::Reinstated)
            ]
        );
        assert!(steps_to(Applied).all(|way| way == (Invited, StepKind::Applied)));
        assert!(steps_to(Suspended).all(|way| way == (Member, StepKind::Suspended)));
        // Only members leave, and nobody stands where nothing can be done.
        assert!(steps_to(Left).all(|(from, _)| matches!(from, Member | Suspended)));
        assert!(
            Membership::ALL
                .iter()
                .all(|state| state.steps().next().is_some())
        );
    }

    #[test]
    fn a_step_leads_from_a_standing_to_one_other() {
        for from in Membership::ALL {
            for step in StepKind::ALL {
                let ways = (TRANSITIONS.iter())
                    .filter(|(state, kind, _)| (state, kind) == (from, step))
                    .count();
                assert!(ways <= 1, "{from:?} {step:?}");
                assert_ne!(from.after(*step), Some(*from));
            }
        }
        let known = |step: &StepKind| TRANSITIONS.iter().any(|(_, kind, _)| kind == step);
        assert!(StepKind::ALL.iter().all(known));
    }
}
