#![doc = include_str!("../README.md")]

use kernel::{Actor, ClientError, Code};

/// What a command does, as the policy knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Record or correct what is known of a city.
    RecordCity,
    /// Record or correct a theme.
    RecordTheme,
    /// Record or correct what is known of a project.
    RecordProject,
    /// Record or correct what is known of an event.
    RecordEvent,
    /// Record or correct what is known of an organisation.
    RecordOrganisation,
}

impl Action {
    /// Every action there is.
    pub const ALL: &[Action] = &[
        Action::RecordCity,
        Action::RecordTheme,
        Action::RecordProject,
        Action::RecordEvent,
        Action::RecordOrganisation,
    ];
}

/// Whether this actor may do this.
///
/// # Errors
/// [`Code::Forbidden`].
pub fn authorize(actor: &Actor, action: Action) -> Result<(), ClientError> {
    if allowed(actor, action) {
        return Ok(());
    }
    let message = match actor {
        Actor::Anonymous => "Only the operator of the hub may do this, from the command line.",
        _ => "You may not do this.",
    };
    Err(ClientError::new(Code::Forbidden, message))
}

fn allowed(actor: &Actor, action: Action) -> bool {
    match action {
        // Until people can sign in, the record is kept by the operator alone.
        Action::RecordCity
        | Action::RecordTheme
        | Action::RecordProject
        | Action::RecordEvent
        | Action::RecordOrganisation => *actor == Actor::System,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_system_may_record() {
        let person = Actor::Person {
            person: Default::default(),
            mandate: Default::default(),
        };
        for action in Action::ALL {
            assert!(authorize(&Actor::System, *action).is_ok(), "{action:?}");
            for actor in [&Actor::Anonymous, &person] {
                assert_eq!(
                    authorize(actor, *action).unwrap_err().code,
                    Code::Forbidden,
                    "{action:?}"
                );
            }
        }
    }
}
