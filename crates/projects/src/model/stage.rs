//! How a project goes from stage to stage: the one table of its steps.

use crate::Stage;

impl Stage {
    /// Every stage.
    pub const ALL: &[Stage] = &[
        Stage::Idea,
        Stage::Proposed,
        Stage::Active,
        Stage::Completed,
        Stage::Abandoned,
    ];

    /// Whether a project can go from this stage to that one.
    pub const fn leads_to(self, next: Stage) -> bool {
        use Stage::{Abandoned, Active, Completed, Idea, Proposed};
        matches!(
            (self, next),
            (Idea, Proposed)
                | (Proposed, Active)
                | (Active, Completed)
                | (Idea | Proposed | Active, Abandoned)
        )
    }

    /// Whether nothing comes after it.
    pub fn is_last(self) -> bool {
        !Stage::ALL.iter().any(|next| self.leads_to(*next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_goes_forward_one_step_at_a_time_or_is_given_up() {
        let steps = |stage: Stage| {
            let next = Stage::ALL.iter().filter(|next| stage.leads_to(**next));
            next.map(|next| next.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(steps(Stage::Idea), ["PROPOSED", "ABANDONED"]);
        assert_eq!(steps(Stage::Proposed), ["ACTIVE", "ABANDONED"]);
        assert_eq!(steps(Stage::Active), ["COMPLETED", "ABANDONED"]);
        assert!(Stage::Completed.is_last() && Stage::Abandoned.is_last());
    }
}
