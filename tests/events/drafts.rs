//! Who makes a draft, or is asked to, sees it from that moment on, however lately they were recognised.

use kernel::{Kind, Party, actor::Role};
use serde_json::{Value, json};
use testkit::Hub;

use super::{at_home, create, texts};

#[tokio::test(flavor = "multi_thread")]
async fn the_other_people_of_the_secretariat_see_its_draft_at_once() {
    for hub in Hub::with_demo().await {
        let first = hub.secretary().await;
        let second = hub
            .invited("Second secretary", Party::Secretariat, Role::Secretary)
            .await;
        let moderator = hub.moderator().await;
        let cuneo = hub.officer_of("cuneo").await;
        let who_asks = "{ viewer { person { id } } }";
        // The hub remembers for a minute what they may see.
        for who in [&second, &moderator, &cuneo] {
            who.query(who_asks).await;
        }
        let input = json!({ "kind": "ASSEMBLY", "content": texts("en", "Assembly") });
        let event = create(&hub, &first, input).await;
        for who in [&first, &second, &moderator] {
            assert!(event.seen_by(who, "id").await.is_object());
        }
        assert_eq!(event.seen_by(&cuneo, "id").await, Value::Null);
        // So it is of one that another makes, and that the secretariat is asked to make with them.
        let mut with = at_home(&hub, "cuneo", "Together").await;
        with["organisers"] = json!([{ "secretariat": true }]);
        let asked = create(&hub, &cuneo, with).await;
        for who in [&first, &second, &moderator] {
            assert!(asked.seen_by(who, "id").await.is_object());
        }
        // The mark that stands for the secretariat in the log is no node that anybody is shown.
        let related = "activities(first: 1) { nodes { related { id } } }";
        let seen = event.look(related).await;
        assert_eq!(seen["activities"]["nodes"], json!([{ "related": [] }]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_another_replica_they_see_it_within_the_second_that_rights_take() {
    for hub in Hub::with_demo().await {
        let replica = hub.replica().await;
        let first = hub.secretary().await;
        let second = hub
            .invited("Second secretary", Party::Secretariat, Role::Secretary)
            .await;
        let there = second.at(&replica);
        there.query("{ viewer { person { id } } }").await;
        let input = json!({ "kind": "ASSEMBLY", "content": texts("en", "Elsewhere") });
        let event = create(&hub, &first, input).await;
        let draft = format!("{{ node(id: \"{}\") {{ id }} }}", event.id);
        there
            .query_until_ended(&draft, |reply| reply.data()["node"].is_object())
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_later_sees_the_draft_at_once_and_who_is_asked_no_longer_does_not() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let (braga, norman) = (
            hub.officer_of("braga").await,
            hub.officer_of("norman").await,
        );
        let secretary = hub.secretary().await;
        let event = create(&hub, &cuneo, at_home(&hub, "cuneo", "Later").await).await;
        for who in [&braga, &norman, &secretary] {
            assert_eq!(event.seen_by(who, "id").await, Value::Null);
        }
        let organisers = json!([
            { "city": hub.id_of(Kind::City, "cuneo").await },
            { "city": hub.id_of(Kind::City, "norman").await },
            { "secretariat": true },
        ]);
        let ask =
            json!({ "organisers": organisers, "hostCity": hub.id_of(Kind::City, "braga").await });
        event.done(&cuneo, "editEvent", ask).await;
        for who in [&braga, &norman, &secretary] {
            assert!(event.seen_by(who, "id").await.is_object());
        }
        let alone = json!({
            "organisers": [{ "city": hub.id_of(Kind::City, "cuneo").await }], "hostCity": null,
        });
        event.done(&cuneo, "editEvent", alone).await;
        for who in [&braga, &norman, &secretary] {
            assert_eq!(event.seen_by(who, "id").await, Value::Null);
        }
    }
}
