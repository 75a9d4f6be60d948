//! That policies fit the hub, and what is said of those that do not.

use std::{collections::BTreeSet, str::FromStr as _};

use cedar_policy::{EntityTypeName, EntityUid, Schema};
use kernel::Actor;

use super::callers::Caller;
use crate::{Action, On, Policy, Resource};

const SCHEMA: &str = include_str!("../../policies/passerelle.cedarschema");

#[test]
fn the_built_in_policies_fit() {
    Policy::read(Policy::built_in_text()).unwrap();
}

/// The actions of the schema, without the groups they are in, which are done to nothing.
fn actions_of_the_schema() -> BTreeSet<String> {
    let (schema, warnings) = Schema::from_cedarschema_str(SCHEMA).unwrap();
    assert_eq!(warnings.count(), 0);
    let is_done = |action: &&EntityUid| {
        let on = schema.resources_for_action(action);
        on.is_some_and(|mut on| on.next().is_some())
    };
    let actions = schema.actions().filter(is_done);
    actions
        .map(|action| action.id().unescaped().to_owned())
        .collect()
}

#[test]
fn every_action_is_one_of_the_schema_and_the_other_way_round() {
    let ours: BTreeSet<String> = (Action::ALL.iter())
        .map(|action| action.as_str().to_owned())
        .collect();
    assert_eq!(ours, actions_of_the_schema());
}

#[test]
fn an_action_is_done_to_what_the_schema_says() {
    let (schema, _) = Schema::from_cedarschema_str(SCHEMA).unwrap();
    for action in Action::ALL {
        let uid = EntityUid::from_str(&format!("Action::\"{}\"", action.as_str())).unwrap();
        let on: Vec<&EntityTypeName> = schema.resources_for_action(&uid).unwrap().collect();
        let expected: &[&str] = match action.on() {
            On::Network => &["Network"],
            On::Party | On::City => &["Party"],
            On::Mandate => &["Mandate"],
            On::Project => &["Project"],
            On::Event => &["Event"],
            On::Person => &["Person"],
            On::Registration => &["Registration"],
            On::Texts => &["Network", "Party", "Project", "Event"],
        };
        assert!(
            (on.iter()).all(|on| expected.contains(&on.to_string().as_str())),
            "{action:?}: {on:?}"
        );
    }
}

/// What is said of a policy file that cannot be used.
fn refused(text: &str) -> String {
    match Policy::read(text) {
        Ok(_) => panic!("it was taken: {text}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_not_cedar_is_refused_with_its_place() {
    insta::assert_snapshot!(refused("permit everybody everything"), @"the policies cannot be read: line 1: unexpected token `everybody`");
    insta::assert_snapshot!(refused("permit (principal, action, resource)"), @"the policies cannot be read: line 1: unexpected end of input");
    insta::assert_snapshot!(refused("// Fine so far.\npermit (principal, action, resource);\n\nforbid (principal, action);\n"), @"the policies cannot be read: line 4: this policy is missing the `resource` variable in the scope");
    insta::assert_snapshot!(refused("@message permit (principal, action, resource)\nwhen { \"open };"), @"the policies cannot be read: line 2: invalid token");
}

#[test]
fn what_there_is_not_is_refused_by_its_name() {
    insta::assert_snapshot!(refused(r#"permit (principal, action == Action::"admitEverybody", resource);"#), @r#"the policies do not fit the hub: line 1: unrecognized action `Action::"admitEverybody"`"#);
    insta::assert_snapshot!(refused(r#"@id("the robots") permit (principal is Robot, action, resource);"#), @"the policies do not fit the hub: line 1, “the robots”: unrecognized entity type `Robot`");
    insta::assert_snapshot!(refused(r#"
        @id("by nickname")
        permit (principal is Person, action in Action::"account", resource)
        when { principal.nickname == "root" };"#), @"the policies do not fit the hub: line 4, “by nickname”: attribute `nickname` on entity type `Person` not found");
    insta::assert_snapshot!(refused(r#"
        @id("the mandate that there may not be")
        permit (principal is Person, action in Action::"record", resource)
        when { principal.mandate.role == "SECRETARY" };"#), @"the policies do not fit the hub: line 4, “the mandate that there may not be”: unable to guarantee safety of access to optional attribute `mandate` on entity type `Person`");
    insta::assert_snapshot!(refused(r#"
        @id("the hour of the day")
        permit (principal, action in Action::"account", resource)
        when { context.hour > 8 };"#), @r#"the policies do not fit the hub: line 4, “the hour of the day”: attribute `hour` in context for Action::"agreeToSpeak" not found"#);
}

#[test]
fn what_cannot_be_compared_is_refused() {
    insta::assert_snapshot!(refused(r#"
        @id("a role is no number")
        permit (principal is Person, action in Action::"record", resource)
        when { principal has mandate && principal.mandate.role > 3 };"#), @"the policies do not fit the hub: line 4, “a role is no number”: unexpected type: expected Long but saw String");
    insta::assert_snapshot!(refused(r#"
        @id("a party is no text")
        permit (principal is Person, action in Action::"mandates", resource is Party)
        when { principal has mandate && principal.mandate.party == "secretariat" };"#), @"the policies do not fit the hub: line 4, “a party is no text”: the types String and Party are not compatible");
}

/// A file with several mistakes is mended in one go.
#[test]
fn every_mistake_is_said_at_once() {
    let said = refused(
        r#"
        permit (principal is Robot, action, resource);
        permit (principal, action in Action::"account", resource) when { context.hour > 8 };"#,
    );
    assert!(said.contains("Robot") && said.contains("hour"), "{said}");
}

#[test]
fn a_file_that_permits_nothing_fits_and_nothing_is_permitted() {
    let policy = Policy::read("").unwrap();
    let allowed = policy.allows(&Actor::System, Action::RecordCity, &Resource::Network);
    assert!(!allowed.unwrap());
}

#[test]
fn a_policy_that_is_replaced_is_obeyed() {
    let policy = Policy::read(
        r#"permit (principal is Person, action == Action::"recordTheme", resource)
           when { principal has mandate && principal.mandate.role == "OFFICER" };"#,
    )
    .unwrap();
    let may = |caller: Caller, action: Action| {
        let actor = caller.actor(action.scope());
        policy.allows(&actor, action, &Resource::Network).unwrap()
    };
    assert!(may(Caller::Officer, Action::RecordTheme));
    assert!(!may(Caller::Officer, Action::RecordCity));
    assert!(!may(Caller::Secretary, Action::RecordTheme));
    assert!(!may(Caller::Operator, Action::RecordTheme));
}

/// A sum that leaves the numbers is an error that no check can foresee.
#[test]
fn a_policy_that_fails_when_it_is_asked_permits_nothing() {
    let policy =
        Policy::read("permit (principal, action, resource) when { 9223372036854775807 + 1 > 0 };")
            .unwrap();
    for caller in Caller::ALL {
        let actor = caller.actor(Action::RecordCity.scope());
        let allowed = policy.allows(&actor, Action::RecordCity, &Resource::Network);
        assert!(!allowed.unwrap(), "{caller:?}");
    }
}
