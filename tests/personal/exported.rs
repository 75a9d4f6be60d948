//! Everything that is kept of a person is theirs to read.

use std::collections::BTreeMap;

use archive::tables::TABLES;
use serde_json::{Value, json};
use testkit::Hub;

use super::{MARK, digests, known};

const EXPORT: &str = "{ viewer { exportData } }";

/// Where the export has what a table keeps of a person. A new table must have its place here, and in
/// the export of its domain.
fn places() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([
        ("person", "/members/person"),
        ("person_identity", "/members/identities/0"),
        ("mandate", "/members/mandates/0"),
        ("invitation", "/members/invitations/0"),
        ("login", "/members/signIns/0"),
        ("login_link", "/members/links/0"),
        ("api_token", "/members/apiTokens/0"),
        ("letter", "/members/letters/0"),
        ("follow", "/members/following/0"),
        ("session_speaker", "/events/speaks/0"),
        ("activity", "/activity/activities/0"),
        ("registration", "/events/registrations/0"),
        ("delegation", "/events/headsDelegations/0"),
        // By its text column `actor`.
        ("idempotency", "/activity/calls/0"),
    ])
}

/// The tables that name a person by a key or by an address.
fn tables_of_people() -> Vec<&'static str> {
    let names_one = |table: &&archive::tables::Table| {
        table.name == "person"
            || table.columns.iter().any(|column| {
                column.refers_to == Some("person")
                    || column.name.contains("person")
                    || column.name.contains("email")
                    || column.name == "actor" && table.name == "idempotency"
            })
    };
    (TABLES.iter().filter(names_one).map(|table| table.name)).collect()
}

#[tokio::test]
async fn every_table_that_knows_a_person_is_in_their_export() {
    let places = places();
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let ada = known(&hub, "ada", &secretary).await.person;
        let reply = ada.query(EXPORT).await;
        let document = &reply.data()["viewer"]["exportData"];
        let tables = tables_of_people();
        assert!(tables.len() >= places.len(), "{tables:?}");
        for table in tables {
            let place = places
                .get(table)
                .unwrap_or_else(|| panic!("where is `{table}` in the export of a person?"));
            let kept = document.pointer(place);
            assert!(kept.is_some_and(|kept| !kept.is_null()), "{table}");
        }
        // Each domain answers, also the one that keeps nothing.
        for domain in schema::PERSONAL.0 {
            assert!(document[domain.name()].is_object(), "{}", domain.name());
        }
        assert!(document["exportedAt"].is_string());
        let text = document.to_string();
        for digest in digests(&hub, &ada).await {
            assert!(!text.contains(&digest), "{digest}");
        }
        assert!(!text.contains("digest"), "{document:#}");
    }
}

#[tokio::test]
async fn the_export_says_what_is_kept_in_the_words_of_the_graph() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let ada = known(&hub, "ada", &secretary).await;
        let reply = ada.person.query(EXPORT).await;
        let members = &reply.data()["viewer"]["exportData"]["members"];
        assert_eq!(members["person"]["id"], ada.person.id);
        assert_eq!(members["person"]["name"], format!("{MARK} ada"));
        assert_eq!(members["person"]["email"], ada.person.email);
        assert_eq!(members["mandates"][0]["id"], ada.person.mandate());
        assert_eq!(members["mandates"][0]["role"], "REPRESENTATIVE");
        assert_eq!(
            members["apiTokens"][0]["scopes"],
            json!(["READ", "ACCOUNT", "RECORD"])
        );
        let activity = &reply.data()["viewer"]["exportData"]["activity"];
        let verbs: Vec<(&str, bool)> = activity["activities"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["verb"].as_str().unwrap(), one["byYou"] == true))
            .collect();
        assert_eq!(
            verbs,
            [
                ("person.joined", true),
                ("mandate.granted", true),
                ("token.created", true),
                ("person.followed", true),
                ("person.updated", true),
                ("invitation.sent", true),
                ("registration.announced", true),
                ("delegation.named", true),
                ("registration.made", true),
            ]
        );
        assert_eq!(activity["calls"][0]["key"], MARK);
        assert_eq!(activity["calls"][0]["operation"], "createApiToken");
    }
}

#[tokio::test]
async fn only_the_person_themselves_can_export_it() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let ada = known(&hub, "ada", &secretary).await;
        // The secretary gets their own.
        let reply = secretary.query(EXPORT).await;
        let document = &reply.data()["viewer"]["exportData"];
        assert_eq!(document["members"]["person"]["id"], secretary.id);
        assert!(!document.to_string().contains(MARK));
        let reply = hub.query(EXPORT).await;
        assert_eq!(reply.codes(), ["UNAUTHENTICATED"]);
        assert_eq!(
            reply.json["data"],
            json!({ "viewer": { "exportData": null } })
        );
        let reply = hub.as_operator(EXPORT, json!({})).await;
        assert_eq!(reply.codes(), ["UNAUTHENTICATED"]);
        // A token needs the scope; one that has it exports what its owner does.
        let reply = hub.bearer(&ada.token).query(EXPORT).await;
        let of_token = reply.data()["viewer"]["exportData"]["members"]["person"].clone();
        assert_eq!(of_token["id"], ada.person.id);
        let document =
            "mutation ($end: DateTime!) { createApiToken(input: { name: \"reads\", scopes: [READ],
            expiresAt: $end }) { secret } }";
        let end = hub.graph.log().clock().now() + chrono::TimeDelta::days(1);
        let reply = ada.person.query_with(document, json!({ "end": end })).await;
        let token = reply.data()["createApiToken"]["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        let reply = hub.bearer(&token).query(EXPORT).await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);
        assert_eq!(reply.json["data"]["viewer"]["exportData"], Value::Null);
        // It is whatever is kept: not many of them in one answer.
        let many: String = (0..6).map(|i| format!("e{i}: exportData ")).collect();
        let reply = ada
            .person
            .query(&format!("{{ viewer {{ {many} }} }}"))
            .await;
        assert_eq!(reply.codes(), ["COST_TOO_HIGH"]);
    }
}
