//! What one may not see is never delivered; what one may see no more stops at once, on every replica.

use live::End;
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::{Config, TestRunner},
};
use serde_json::json;
use testkit::{Caller, Hub, Told};

use super::{VERBS, position, record_organisation, record_theme};

fn positions(told: &[Told]) -> Vec<i64> {
    told.iter().map(|told| position(told.data())).collect()
}

#[tokio::test]
async fn who_may_not_see_an_activity_is_not_told_of_it() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let person = hub.person("Anna").await;
        let mut of_anybody = hub.listen(VERBS).await;
        let mut of_person = person.listen(VERBS).await;
        let mut of_secretary = secretary.listen(VERBS).await;
        let hidden = record_theme(&hub, "hidden", "SECRETARIAT").await;
        let network = record_theme(&hub, "network", "NETWORK").await;
        let public = record_theme(&hub, "public", "PUBLIC").await;
        for expected in [hidden, network, public] {
            assert_eq!(position(of_secretary.next().await.data()), expected);
        }
        assert_eq!(position(of_person.next().await.data()), public);
        assert_eq!(position(of_anybody.next().await.data()), public);
    }
}

/// Revoked on one replica; what is committed after that is not delivered by the other. Each right ends
/// in its own way.
#[tokio::test]
async fn what_was_committed_after_a_revocation_is_not_delivered_on_any_replica() {
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let secretary = hub.secretary().await;
        let token = secretary.token(&["READ", "PEOPLE"], None).await;
        let mut by_token = token.at(&replica).listen(VERBS).await;
        let before = record_theme(&hub, "before", "SECRETARIAT").await;
        let revoke =
            "mutation ($id: ID!) { revokeApiToken(input: { token: $id }) { errors { code } } }";
        let reply = secretary
            .query_with(revoke, json!({ "id": token.id }))
            .await;
        assert_eq!(reply.data()["revokeApiToken"]["errors"], json!([]));
        record_theme(&hub, "after", "PUBLIC").await;
        let (told, end) = by_token.end().await;
        assert_eq!(end, End::RightsEnded);
        assert!(positions(&told).iter().all(|at| *at <= before), "{told:?}");

        // A session: signed out of.
        let mut by_session = secretary.at(&replica).listen(VERBS).await;
        let mut here = secretary.listen(VERBS).await;
        let before = record_theme(&hub, "before-2", "SECRETARIAT").await;
        assert_eq!(secretary.submit("/auth/sign-out", &[]).await.status(), 303);
        record_theme(&hub, "after-2", "PUBLIC").await;
        for listener in [&mut by_session, &mut here] {
            let (told, end) = listener.end().await;
            assert_eq!(end, End::RightsEnded);
            let last = positions(&told);
            assert!(last.iter().all(|at| *at <= before + 1), "{told:?}");
        }
    }
}

async fn end_mandate(caller: &Caller<'_>, id: &str) {
    let end = "mutation ($id: ID!) { endMandate(input: { mandate: $id }) { errors { code } } }";
    let reply = caller.query_with(end, json!({ "id": id })).await;
    assert_eq!(reply.data()["endMandate"]["errors"], json!([]));
}

#[tokio::test]
async fn who_loses_a_mandate_is_told_what_is_public_and_a_stream_under_it_ends() {
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let secretary = hub.secretary().await;
        let there = secretary.at(&replica);
        let mut whatever = there.listen(VERBS).await;
        let mut under = there.under(secretary.mandate()).listen(VERBS).await;
        let before = record_theme(&hub, "before", "SECRETARIAT").await;
        assert_eq!(position(whatever.next().await.data()), before);
        assert_eq!(position(under.next().await.data()), before);
        end_mandate(&secretary, secretary.mandate()).await;
        let hidden = record_theme(&hub, "hidden", "SECRETARIAT").await;
        let public = record_theme(&hub, "public", "PUBLIC").await;
        let (told, end) = under.end().await;
        assert_eq!((positions(&told), end), (vec![], End::RightsEnded));
        assert!(hidden < public);
        assert_eq!(position(whatever.next().await.data()), public);
    }
}

#[tokio::test]
async fn who_gains_a_mandate_is_told_what_it_lets_them_see() {
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let person = hub.person("Anna").await;
        let mut told = person.at(&replica).listen(VERBS).await;
        record_theme(&hub, "hidden", "SECRETARIAT").await;
        hub.grant(
            &person.id,
            json!({ "party": { "secretariat": true }, "role": "SECRETARY" }),
        )
        .await;
        let seen = record_theme(&hub, "seen", "SECRETARIAT").await;
        // What happened behind their cursor before the grant may come, too: they may see it now. It comes
        // in its order.
        let mut before = 0;
        loop {
            let next = position(told.next().await.data());
            assert!(before < next && next <= seen, "{next} after {before}");
            before = next;
            if next == seen {
                break;
            }
        }
    }
}

/// Whatever is granted and ended in which order: somebody is told of what is the secretariat's exactly
/// while they act for it, on another replica than it is granted and ended on. What is public tells them
/// how far they have come.
#[tokio::test]
async fn rights_that_come_and_go_decide_each_activity() {
    let mut runner = TestRunner::new(Config::default());
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let person = hub.person("Anna").await;
        let mut listener = person.at(&replica).listen(VERBS).await;
        let moves = proptest::collection::vec(0..3_u8, 30..40);
        let moves = moves.new_tree(&mut runner).unwrap().current();
        let mut mandate: Option<String> = None;
        for (i, what) in moves.iter().enumerate() {
            let before = hub.position().await;
            match (what, mandate.take()) {
                (0, None) => {
                    let terms = json!({ "party": { "secretariat": true }, "role": "SECRETARY" });
                    mandate = Some(hub.grant(&person.id, terms).await);
                }
                (0, Some(id)) => {
                    let end = "mutation ($id: ID!) { endMandate(input: { mandate: $id }) {
                        errors { code } } }";
                    let reply = hub.as_operator(end, json!({ "id": id })).await;
                    assert_eq!(reply.data()["endMandate"]["errors"], json!([]));
                }
                (_, held) => {
                    record_theme(&hub, &format!("hidden-{i}"), "SECRETARIAT").await;
                    mandate = held;
                }
            }
            let public = record_theme(&hub, &format!("public-{i}"), "PUBLIC").await;
            let mut told = Vec::new();
            while told.last() != Some(&public) {
                told.push(position(listener.next().await.data()));
            }
            let expected: Vec<i64> = match mandate {
                Some(_) => (before + 1..=public).collect(),
                None => vec![public],
            };
            assert_eq!(told, expected, "{i} of {moves:?}");
        }
    }
}

/// What is looked up for many is not done at the pace of one of them.
#[tokio::test]
async fn who_stops_reading_in_the_middle_of_a_step_keeps_nobody_else_waiting() {
    for hub in Hub::empty().await {
        let person = hub.person("Anna").await;
        let mut listeners = Vec::new();
        for _ in 0..8 {
            listeners.push(person.listen(VERBS).await);
        }
        let organisation = record_organisation(&hub, "university").await;
        let party = json!({ "party": { "organisation": organisation }, "role": "OFFICER" });
        hub.grant(&person.id, party).await;
        let seen = record_theme(&hub, "seen", "NETWORK").await;
        let mut last = listeners.pop().unwrap();
        // Each of the others begins a step, and does not go on with it.
        for listener in &mut listeners {
            let _begun = listener.at_once();
        }
        loop {
            let next = position(last.next().await.data());
            assert!(next <= seen, "{next}");
            if next == seen {
                break;
            }
        }
    }
}
