//! How long the log is kept, what time brings about, and answers that have to be new enough.

use activity::Clockwork;
use chrono::TimeDelta;
use members::MandatesExpire;
use serde_json::json;
use testkit::{Ahead, Content, Database, Hub, Product, Setup};

use super::{VERBS, position, record_theme};

async fn with_clock(product: Product, clock: &Ahead) -> Hub {
    let setup = Setup {
        clock: clock.clock(),
        ..Setup::default()
    };
    Hub::set_up(Database::new(product, Content::EmptyNetwork).await, setup).await
}

/// What is not kept any longer is announced, then deleted: a list and a stream both say that something is
/// missing, and where to go on.
#[tokio::test]
async fn a_cursor_of_before_what_is_kept_gets_the_notice_of_a_gap_and_goes_on_behind_it() {
    for product in Product::available() {
        let clock = Ahead::default();
        let hub = with_clock(product, &clock).await;
        let log = hub.graph.log();
        for i in 0..5 {
            record_theme(&hub, &format!("old-{i}"), "PUBLIC").await;
        }
        let old = hub.position().await;
        clock.by(TimeDelta::days(30));
        let new = record_theme(&hub, "new", "PUBLIC").await;
        // Nothing is old enough yet.
        log.prune(TimeDelta::days(31)).await.unwrap();
        assert_eq!(log.pruned().await.unwrap(), 0);
        log.prune(TimeDelta::days(10)).await.unwrap();
        log.prune(TimeDelta::days(10)).await.unwrap();
        assert_eq!(log.pruned().await.unwrap(), old);
        let reply = hub.query("{ activities { nodes { position } } }").await;
        assert_eq!(
            reply.data()["activities"]["nodes"],
            json!([{ "position": new }])
        );

        let (first, behind) = (log.cursor(1), log.cursor(old));
        let document =
            "query ($after: String) { activities(after: $after) { nodes { position } } }";
        let reply = hub.query_with(document, json!({ "after": first })).await;
        assert_eq!(reply.codes(), ["GAP"]);
        assert_eq!(
            reply.json["errors"][0]["extensions"]["restartAfter"],
            json!(behind)
        );
        let reply = hub.query_with(document, json!({ "after": behind })).await;
        assert_eq!(
            reply.data()["activities"]["nodes"],
            json!([{ "position": new }])
        );

        // As if it had been long ago: the process has nothing of it in memory.
        let replica = Hub::set_up(hub.database.clone(), Setup::default()).await;
        let mut listener = replica.anybody().listen_from(VERBS, Some(&first)).await;
        let told = listener.next().await;
        let expected = json!({ "activity": {
            "cursor": behind,
            "activity": null,
            "gap": { "reason": "RETENTION", "restartAfter": behind },
        } });
        assert_eq!(*told.data(), expected);
        assert_eq!(position(listener.next().await.data()), new);
        assert_eq!(record_theme(&hub, "newer", "PUBLIC").await, new + 1);
        assert_eq!(position(listener.next().await.data()), new + 1);
    }
}

/// Time ends a mandate; one replica writes it down, once.
#[tokio::test]
async fn a_mandate_that_ends_by_its_time_is_told_of_once_and_stops_what_it_let_one_see() {
    for product in Product::available() {
        let clock = Ahead::default();
        let hub = with_clock(product, &clock).await;
        let log = hub.graph.log();
        let clockwork = Clockwork::new(log.clone());
        // What ended before anybody looked is history.
        assert!(!clockwork.wind(&MandatesExpire).await.unwrap());
        let person = hub.person("Anna").await;
        let ends_at = log.clock().now() + TimeDelta::hours(1);
        let terms = json!({
            "party": { "secretariat": true }, "role": "SECRETARY", "endsAt": ends_at,
        });
        hub.grant(&person.id, terms).await;
        let mut listener = person.listen(VERBS).await;
        let before = record_theme(&hub, "before", "SECRETARIAT").await;
        assert_eq!(position(listener.next().await.data()), before);
        assert!(!clockwork.wind(&MandatesExpire).await.unwrap());

        clock.by(TimeDelta::hours(2));
        record_theme(&hub, "after", "SECRETARIAT").await;
        let public = record_theme(&hub, "public", "PUBLIC").await;
        assert_eq!(position(listener.next().await.data()), public);
        assert!(clockwork.wind(&MandatesExpire).await.unwrap());
        for again in [&clockwork, &Clockwork::new(log.clone())] {
            assert!(!again.wind(&MandatesExpire).await.unwrap());
        }
        let told = "{ activities(last: 1) { nodes { verb summary subject { __typename }
            related { __typename } } } }";
        let reply = hub.as_operator(told, json!({})).await;
        insta::allow_duplicates! {
        insta::assert_json_snapshot!(reply.data()["activities"]["nodes"], @r#"
        [
          {
            "verb": "mandate.expired",
            "summary": "The mandate of Anna for the secretariat came to its end",
            "subject": {
              "__typename": "Mandate"
            },
            "related": [
              {
                "__typename": "Person"
              }
            ]
          }
        ]
        "#);
        }
    }
}

/// A mandate that somebody ended is not told of again.
#[tokio::test]
async fn a_mandate_that_somebody_ended_has_not_come_to_its_end_by_time() {
    for hub in Hub::empty().await {
        let clockwork = Clockwork::new(hub.graph.log().clone());
        clockwork.wind(&MandatesExpire).await.unwrap();
        let secretary = hub.secretary().await;
        let end = "mutation ($id: ID!) { endMandate(input: { mandate: $id }) { errors { code } } }";
        let variables = json!({ "id": secretary.mandate() });
        secretary.query_with(end, variables).await;
        let at = hub.position().await;
        assert!(!clockwork.wind(&MandatesExpire).await.unwrap());
        assert_eq!(hub.position().await, at);
    }
}

/// One replica at a time; another takes over when the lease of one that died has run out.
#[tokio::test]
async fn one_replica_looks_at_the_clock_and_another_takes_over_when_it_dies() {
    if !Product::available().contains(&Product::Postgres) {
        return;
    }
    let clock = Ahead::default();
    let hub = with_clock(Product::Postgres, &clock).await;
    let log = hub.graph.log();
    let mut one = Clockwork::new(log.clone());
    let mut other = Clockwork::new(log.clone());
    assert!(one.is_elected().await.unwrap());
    assert!(!other.is_elected().await.unwrap());
    clock.by(TimeDelta::seconds(10));
    // It asks for more in time.
    assert!(one.is_elected().await.unwrap());
    clock.by(TimeDelta::seconds(10));
    assert!(!other.is_elected().await.unwrap());
    drop(one);
    clock.by(TimeDelta::seconds(10));
    assert!(other.is_elected().await.unwrap());
}

const POSITION: &str = "{ activities(last: 1) { nodes { position } } }";

/// A client that wrote through one replica asks another for an answer that is as new.
#[tokio::test]
async fn an_answer_is_as_new_as_the_request_says_or_it_is_refused() {
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let asking = |at_least: String| replica.anybody().with("passerelle-at-least", &at_least);
        for i in 0..10 {
            let at = record_theme(&hub, &format!("theme-{i}"), "PUBLIC").await;
            let at_least = if i % 2 == 0 {
                at.to_string()
            } else {
                hub.graph.log().cursor(at)
            };
            let reply = asking(at_least).query(POSITION).await;
            assert_eq!(
                reply.data()["activities"]["nodes"][0]["position"],
                json!(at)
            );
            let noted = reply.json["extensions"]["position"].as_i64().unwrap();
            assert!(noted >= at, "{noted} {at}");
        }
        let at = hub.position().await;
        let reply = asking((at + 1).to_string()).query(POSITION).await;
        let error = &reply.json["errors"][0];
        assert_eq!(error["extensions"]["code"], "POSITION_NOT_REACHED");
        assert_eq!(error["extensions"]["argument"], "extensions.atLeast");
        for (bad, code) in [
            ("-1", "INVALID_CURSOR"),
            ("soon", "INVALID_CURSOR"),
            ("", "INVALID_CURSOR"),
        ] {
            let reply = asking(bad.to_owned()).query(POSITION).await;
            assert_eq!(reply.codes(), [code], "{bad}");
        }
    }
}
