//! What is said to those who may not.

use kernel::{Acting, Code, Party, actor::Role};

use super::{
    ACTS, CITY, OTHER_CITY,
    callers::{Caller, acting, mandate, person, someone},
};
use crate::{Action, Policy, Resource};

fn refused(
    policy: &Policy,
    actor: &kernel::Actor,
    action: Action,
    on: &Resource,
) -> (Code, String) {
    let error = policy.authorize(actor, action, on).unwrap_err();
    (error.code, error.message)
}

fn says(caller: Caller, action: Action, on: &Resource) -> String {
    let actor = caller.actor(action.scope());
    let (code, message) = refused(&Policy::built_in(), &actor, action, on);
    format!("{code:?}: {message}")
}

#[test]
fn anybody_is_told_to_sign_in() {
    insta::assert_snapshot!(says(Caller::Anonymous, Action::RecordCity, &Resource::Network), @"Unauthenticated: Sign in first: this is not for anybody.");
}

#[test]
fn a_person_without_a_mandate_is_told_that_they_need_one() {
    insta::assert_snapshot!(says(Caller::Person, Action::RecordCity, &Resource::Network), @"Forbidden: This is done under a mandate, and you hold none that allows it.");
}

#[test]
fn a_person_with_several_mandates_is_told_how_to_name_one() {
    insta::assert_snapshot!(says(Caller::Undecided, Action::RecordCity, &Resource::Network), @"Forbidden: You hold 2 mandates: say under which you do this, by the argument `mandate` or the header `Passerelle-Mandate`.");
    let many = acting(Acting {
        held: 12,
        ..someone(None, None)
    });
    let (_, message) = refused(
        &Policy::built_in(),
        &many,
        Action::GrantMandate,
        &Resource::Party(CITY),
    );
    assert!(message.starts_with("You hold 12 mandates"), "{message}");
}

#[test]
fn a_mandate_that_does_not_reach_so_far_is_named_as_the_reason() {
    let city = Resource::Party(OTHER_CITY);
    insta::assert_snapshot!(says(Caller::Representative, Action::GrantMandate, &city), @"Forbidden: Your mandate does not reach so far.");
    insta::assert_snapshot!(says(Caller::Officer, Action::GrantMandate, &Resource::Party(CITY)), @"Forbidden: The mandate that this is done under does not allow it.");
}

#[test]
fn what_a_limit_forbids_is_said_in_the_policys_own_words() {
    insta::assert_snapshot!(says(Caller::SecretaryForElse, Action::RecordCity, &Resource::Network), @"Forbidden: The mandate that this is done under is limited, and does not reach so far.");
    insta::assert_snapshot!(says(Caller::SecretarysOtherToken, Action::RecordCity, &Resource::Network), @"Forbidden: The token that you came with has no scope for this.");
    insta::assert_snapshot!(says(Caller::PersonsOtherToken, Action::Follow, &Resource::Person(ACTS)), @"Forbidden: The token that you came with has no scope for this.");
}

/// The words are the board's: they stand in the file that it can replace.
#[test]
fn a_replaced_policy_says_its_own_words() {
    let policy = Policy::read(
        r#"permit (principal, action, resource);
           @message("Nothing is recorded in August.")
           forbid (principal, action in Action::"record", resource);"#,
    )
    .unwrap();
    let secretary = person(
        Some(mandate(Party::Secretariat, Role::Secretary, None)),
        None,
    );
    let (code, message) = refused(&policy, &secretary, Action::RecordCity, &Resource::Network);
    assert_eq!(
        (code, message.as_str()),
        (Code::Forbidden, "Nothing is recorded in August.")
    );
    let (code, message) = refused(
        &policy,
        &kernel::Actor::Anonymous,
        Action::RecordCity,
        &Resource::Network,
    );
    assert_eq!(
        (code, message.as_str()),
        (Code::Unauthenticated, "Nothing is recorded in August.")
    );
    let (code, message) = refused(
        &policy,
        &kernel::Actor::System,
        Action::RecordCity,
        &Resource::Network,
    );
    assert_eq!(
        (code, message.as_str()),
        (Code::Forbidden, "Nothing is recorded in August.")
    );
}

/// A permit is somebody's, and says whose.
#[test]
fn a_permit_names_whom_it_was_given_to() {
    let actor = Caller::Secretary.actor(Action::RecordCity.scope());
    let permit = Policy::built_in().authorize(&actor, Action::RecordCity, &Resource::Network);
    assert_eq!(*permit.unwrap().actor(), actor);
}
