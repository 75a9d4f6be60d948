//! What ends on one replica ends on every other within a second; and whoever was seen lately costs no
//! statement.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{Caller, Hub};

/// What whoever asks may do as a secretary: a question that costs no statement but those for finding out
/// who asks.
const MAY_RECORD: &str = "{ viewer { can(action: RECORD_THEME) } }";

/// A replica that has just recognised this caller.
async fn warm(caller: &Caller<'_>) {
    let may = json!({ "viewer": { "can": true } });
    assert_eq!(*caller.query(MAY_RECORD).await.data(), may);
    assert_eq!(*caller.query(MAY_RECORD).await.data(), may);
}

#[tokio::test]
async fn a_mandate_that_ended_on_one_replica_is_refused_on_the_other_within_a_second() {
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let secretary = hub.secretary().await;
        let there = secretary.at(&replica);
        warm(&there).await;
        let end = "mutation ($id: ID!) { endMandate(input: { mandate: $id }) { errors { code } } }";
        let variables = json!({ "id": secretary.mandate() });
        let reply = secretary.query_with(end, variables).await;
        assert_eq!(reply.data()["endMandate"]["errors"], json!([]));
        // Where it ended, at once.
        let reply = secretary.query(MAY_RECORD).await;
        assert_eq!(reply.data()["viewer"]["can"], false);
        there
            .query_until_ended(MAY_RECORD, |reply| reply.data()["viewer"]["can"] == false)
            .await;
        let named = there.under(secretary.mandate()).query(MAY_RECORD).await;
        assert_eq!(named.codes(), ["MANDATE_NOT_HELD"]);
    }
}

#[tokio::test]
async fn a_mandate_that_is_limited_on_one_replica_is_limited_on_the_other_within_a_second() {
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let secretary = hub.secretary().await;
        let there = secretary.at(&replica);
        warm(&there).await;
        let input = json!({ "mandate": secretary.mandate(), "scope": ["EVENTS"] });
        let payload = secretary.call("limitMandate", input, "__typename").await;
        assert_eq!(payload["errors"], json!([]));
        there
            .query_until_ended(MAY_RECORD, |reply| reply.data()["viewer"]["can"] == false)
            .await;
    }
}

#[tokio::test]
async fn a_token_that_was_revoked_on_one_replica_is_refused_on_the_other_within_a_second() {
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let secretary = hub.secretary().await;
        let token = secretary.token(&["READ", "RECORD"], None).await;
        let there = token.at(&replica);
        warm(&there).await;
        let input = json!({ "token": token.id });
        let payload = secretary.call("revokeApiToken", input, "__typename").await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(token.query(MAY_RECORD).await.codes(), ["CREDENTIAL_ENDED"]);
        there
            .query_until_ended(MAY_RECORD, |reply| reply.codes() == ["CREDENTIAL_ENDED"])
            .await;
    }
}

#[tokio::test]
async fn who_signed_out_on_one_replica_is_refused_on_the_other_within_a_second() {
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let secretary = hub.secretary().await;
        let there = secretary.at(&replica);
        warm(&there).await;
        let out = "mutation { signOut(input: {}) { errors { code } } }";
        secretary.query(out).await.data();
        assert_eq!(
            secretary.query(MAY_RECORD).await.codes(),
            ["CREDENTIAL_ENDED"]
        );
        there
            .query_until_ended(MAY_RECORD, |reply| reply.codes() == ["CREDENTIAL_ENDED"])
            .await;
    }
}

/// The replica's database is closed: what it still answers, it answers without a statement. On a machine
/// that is so busy that half a second goes by, the replica has to ask the log again, and may not answer:
/// then it is tried with another one.
#[tokio::test]
async fn whoever_was_seen_lately_costs_no_statement() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let give_up = Instant::now() + Duration::from_secs(30);
        loop {
            assert!(Instant::now() < give_up, "never within half a second");
            let replica = hub.replica().await;
            let there = secretary.at(&replica);
            let seen = Instant::now();
            warm(&there).await;
            replica.db.close().await;
            let reply = there.query(MAY_RECORD).await;
            if seen.elapsed() < Duration::from_millis(500) {
                assert_eq!(*reply.data(), json!({ "viewer": { "can": true } }));
                assert_eq!(reply.statements, 0);
                break;
            }
        }
    }
}

/// A session that could not be ended is not said to be.
#[tokio::test]
async fn without_the_database_nobody_is_signed_out() {
    for hub in Hub::empty().await {
        let ada = hub.person("Ada").await;
        let replica = hub.replica().await;
        replica.db.close().await;
        let reply = ada.at(&replica).submit("/auth/sign-out", &[]).await;
        assert!(reply.status().is_server_error(), "{}", reply.status());
        let reply = ada.query("{ viewer { person { id } } }").await;
        assert_eq!(reply.data()["viewer"]["person"]["id"], ada.id.as_str());
    }
}

/// When the database does not say who asks, nobody is recognised, and nobody is taken for anybody.
#[tokio::test]
async fn without_the_database_nobody_is_recognised() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let replica = hub.replica().await;
        replica.db.close().await;
        let reply = secretary.at(&replica).query(MAY_RECORD).await;
        assert_eq!(reply.json["data"], Value::Null);
        assert_eq!(reply.codes().len(), 1, "{}", reply.json);
    }
}
