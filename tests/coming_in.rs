//! Coming in for the first time, also when it happens twice at the same time.

use futures::future::join_all;
use kernel::{Actor, Party, actor::Role, secret::Secret};
use members::{Newcomer, TakeUp};
use serde_json::json;
use testkit::Hub;

const PEOPLE: &str = "{ people { totalCount } activities { nodes { verb } } }";

fn newcomer<'a>(email: Option<&'a str>, identity: Option<(&'a str, &'a str)>) -> Newcomer<'a> {
    Newcomer {
        email,
        identity,
        current: None,
        name: Some("Ada"),
        locale: None,
        anybody: true,
    }
}

/// Whoever is second at the same time is the person that the first one made.
#[tokio::test(flavor = "multi_thread")]
async fn first_sign_ins_at_the_same_time_are_one_person() {
    for hub in Hub::empty().await {
        let log = hub.graph.log();
        for round in 0..8 {
            let email = format!("ada-{round}@example.org");
            let subject = format!("subject-{round}");
            let identity = Some(("https://id.example.org", subject.as_str()));
            for newcomer in [
                newcomer(Some(&email), None),
                // One that tells no address has nothing but the identity to be known by.
                newcomer(None, identity),
            ] {
                let entered = join_all((0..3).map(|_| members::enter(log, &newcomer))).await;
                let entered: Vec<_> = (entered.into_iter())
                    .map(|entered| entered.expect("they come in").expect("they are known"))
                    .collect();
                assert!(entered.iter().all(|one| one.person == entered[0].person));
                assert_eq!(entered.iter().filter(|one| one.is_new).count(), 1);
            }
        }
        let all = hub.as_operator(PEOPLE, json!({})).await;
        assert_eq!(all.data()["people"]["totalCount"], 16);
        let verbs = all.data()["activities"]["nodes"].as_array().unwrap();
        assert_eq!(verbs.len(), 16);
        assert!(
            verbs
                .iter()
                .all(|activity| activity["verb"] == "person.joined")
        );
    }
}

/// Two invitations to one address, taken up at the same time, make two mandates of one new person.
#[tokio::test(flavor = "multi_thread")]
async fn invitations_taken_up_at_the_same_time_are_of_one_person() {
    for hub in Hub::empty().await {
        let log = hub.graph.log();
        for round in 0..4 {
            let email = format!("ada-{round}@example.org");
            let mut digests = Vec::new();
            for role in [Role::Secretary, Role::Moderator] {
                let digest = Secret::generate().digest().stored();
                let party = Party::Secretariat;
                members::invite_by_link(log, Actor::System, &email, party, role, &digest)
                    .await
                    .unwrap();
                digests.push(digest);
            }
            let takes: Vec<TakeUp<'_>> = (digests.iter())
                .map(|digest| TakeUp {
                    secret_digest: digest,
                    name: Some("Ada"),
                    locale: None,
                })
                .collect();
            let taken = join_all(takes.iter().map(|take| members::take_up(log, take))).await;
            let taken: Vec<_> = (taken.into_iter())
                .map(|taken| taken.expect("it is taken up").expect("it was open"))
                .collect();
            assert_eq!(taken[0].person, taken[1].person);
        }
        let all = hub
            .as_operator(
                "{ people { totalCount } mandates { totalCount } }",
                json!({}),
            )
            .await;
        assert_eq!(
            all.data(),
            &json!({ "people": { "totalCount": 4 }, "mandates": { "totalCount": 8 } })
        );
    }
}
