//! The sustainable development goals of the United Nations, which projects are tagged with.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// A sustainable development goal of the United Nations (<https://sdgs.un.org/goals>).
#[derive(
    Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Goal {
    /// Goal 1: no poverty.
    NoPoverty,
    /// Goal 2: zero hunger.
    ZeroHunger,
    /// Goal 3: good health and well-being.
    GoodHealth,
    /// Goal 4: quality education.
    QualityEducation,
    /// Goal 5: gender equality.
    GenderEquality,
    /// Goal 6: clean water and sanitation.
    CleanWater,
    /// Goal 7: affordable and clean energy.
    CleanEnergy,
    /// Goal 8: decent work and economic growth.
    DecentWork,
    /// Goal 9: industry, innovation and infrastructure.
    Industry,
    /// Goal 10: reduced inequalities.
    ReducedInequalities,
    /// Goal 11: sustainable cities and communities.
    SustainableCities,
    /// Goal 12: responsible consumption and production.
    ResponsibleConsumption,
    /// Goal 13: climate action.
    ClimateAction,
    /// Goal 14: life below water.
    LifeBelowWater,
    /// Goal 15: life on land.
    LifeOnLand,
    /// Goal 16: peace, justice and strong institutions.
    Peace,
    /// Goal 17: partnerships for the goals.
    Partnerships,
}

impl Goal {
    /// Every goal, in the order of their numbers.
    pub const ALL: &[Goal] = &[
        Goal::NoPoverty,
        Goal::ZeroHunger,
        Goal::GoodHealth,
        Goal::QualityEducation,
        Goal::GenderEquality,
        Goal::CleanWater,
        Goal::CleanEnergy,
        Goal::DecentWork,
        Goal::Industry,
        Goal::ReducedInequalities,
        Goal::SustainableCities,
        Goal::ResponsibleConsumption,
        Goal::ClimateAction,
        Goal::LifeBelowWater,
        Goal::LifeOnLand,
        Goal::Peace,
        Goal::Partnerships,
    ];

    /// Its number, from 1 to 17.
    pub fn number(self) -> i32 {
        let place = Goal::ALL.iter().position(|goal| *goal == self);
        place
            .and_then(|place| i32::try_from(place).ok())
            .map_or(0, |place| place + 1)
    }

    /// The goal with this number.
    pub fn with_number(number: i32) -> Option<Goal> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        Goal::ALL.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_goals_are_numbered_from_1_to_17() {
        let numbers: Vec<i32> = Goal::ALL.iter().map(|goal| goal.number()).collect();
        assert_eq!(numbers, (1..=17).collect::<Vec<_>>());
        assert_eq!(Goal::with_number(13), Some(Goal::ClimateAction));
        assert_eq!([0, 18, -1].map(Goal::with_number), [None; 3]);
    }
}
