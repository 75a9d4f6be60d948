//! What never happens, whatever is asked: who holds no mandate does nothing but look after themselves.

use std::collections::BTreeSet;

use kernel::{Acting, Actor, Party, actor::Scope};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    ACTS,
    callers::{acting, someone},
};
use crate::{Action, Policy, Resource};

/// Few keys, so that they meet.
fn key() -> impl Strategy<Value = Uuid> {
    prop_oneof![Just(ACTS), (0..4u128).prop_map(Uuid::from_u128)]
}

fn party() -> impl Strategy<Value = Party> {
    prop_oneof![
        key().prop_map(Party::City),
        key().prop_map(Party::Organisation),
        Just(Party::Secretariat),
    ]
}

fn parties() -> impl Strategy<Value = Vec<Party>> {
    prop::collection::vec(party(), 0..4)
}

fn resource() -> impl Strategy<Value = Resource> {
    prop_oneof![
        Just(Resource::Network),
        party().prop_map(Resource::Party),
        key().prop_map(Resource::Person),
        (key(), party(), prop::option::of(key()))
            .prop_map(|(id, party, holder)| Resource::Mandate { id, party, holder }),
        (key(), parties(), parties()).prop_map(|(id, leads, partners)| Resource::Project {
            id,
            leads,
            partners
        }),
        (key(), parties(), parties()).prop_map(|(id, organisers, hosts)| Resource::Event {
            id,
            organisers,
            hosts
        }),
        (
            key(),
            prop::option::of(key()),
            prop::option::of(party()),
            parties()
        )
            .prop_map(|(id, head, party, hosts)| Resource::Registration {
                id,
                head,
                party,
                hosts
            }),
    ]
}

fn action() -> impl Strategy<Value = Action> {
    prop::sample::select(Action::ALL)
}

fn scopes() -> impl Strategy<Value = Option<BTreeSet<Scope>>> {
    let some = prop::sample::subsequence(Scope::ALL, 0..=Scope::ALL.len());
    prop::option::of(some.prop_map(|scopes| scopes.into_iter().collect()))
}

/// A person who acts under no mandate, though they may hold some.
fn without_mandate() -> impl Strategy<Value = Actor> {
    (scopes(), 0..4usize).prop_map(|(token, held)| {
        acting(Acting {
            held,
            ..someone(None, token)
        })
    })
}

proptest! {
    #[test]
    fn anybody_may_do_nothing(action in action(), resource in resource()) {
        let policy = Policy::built_in();
        prop_assert!(!policy.allows(&Actor::Anonymous, action, &resource).unwrap());
    }

    #[test]
    fn without_a_mandate_people_only_look_after_themselves(
        actor in without_mandate(),
        action in action(),
        resource in resource(),
    ) {
        let allowed = Policy::built_in().allows(&actor, action, &resource).unwrap();
        let own_account = action.scope() == Scope::Account && resource == Resource::Person(ACTS);
        let own_mandate = action == Action::EndMandate
            && matches!(resource, Resource::Mandate { holder: Some(ACTS), .. });
        prop_assert!(!allowed || own_account || own_mandate);
    }
}
