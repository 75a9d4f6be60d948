//! What is deprecated says until when, and who still uses it is counted: by client, and nothing more.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::{Value, json};
use testkit::{Content, Database, Hub, Product};
use usage::{Contract, Deprecation};

use crate::observed::process::Process;

const RECORD: &str = "mutation ($slug: String!) {
    recordTheme(input: { slug: $slug, content: [{ locale: \"en\", title: \"Water\" }] }) {
        node { slug } theme { slug } errors { message }
    }
}";

const USAGE: &str = "{ deprecatedUsage { totalCount nodes {
    member client operations reason removedAfter
} } }";

#[test]
fn every_deprecation_says_what_to_use_and_until_when() {
    let contract = Contract::read(include_str!("../schema.graphql")).unwrap();
    let unclear: Vec<_> = (contract.deprecations().iter())
        .filter(|found| found.removed_after.is_none())
        .map(|found| format!("{}: {}", found.member, found.reason))
        .collect();
    assert!(
        unclear.is_empty(),
        "a reason ends with `Removed after YYYY-MM-DD.`: {unclear:#?}"
    );
    assert!(
        !contract.deprecations().is_empty(),
        "the next test has nothing to use"
    );
}

/// The day on which the release in work was begun, as CHANGELOG.md has it: `## 1.2.0 - 2027-01-31`, or `Since
/// 2027-01-31.` below what is not released yet. It is the clock of the test below, so that a day that passes
/// breaks no build by itself: it has to be seen to when a release is made.
fn begun() -> NaiveDate {
    let days = include_str!("../CHANGELOG.md").lines().filter_map(|line| {
        let day = match line.strip_prefix("Since ") {
            Some(since) => since.strip_suffix('.')?,
            None => line.strip_prefix("## ")?.rsplit_once(" - ")?.1,
        };
        day.parse().ok()
    });
    days.max().expect("CHANGELOG.md says since when it is")
}

/// What was to be removed by this day.
fn due(contract: &Contract, day: NaiveDate) -> Vec<String> {
    let due = |found: &&Deprecation| found.removed_after.is_some_and(|after| after <= day);
    let said = |found: &Deprecation| format!("{}: {}", found.member, found.reason);
    contract
        .deprecations()
        .iter()
        .filter(due)
        .map(said)
        .collect()
}

#[test]
fn nothing_is_promised_to_be_gone_already() {
    let contract = Contract::read(include_str!("../schema.graphql")).unwrap();
    let (day, due) = (begun(), due(&contract, begun()));
    assert!(
        due.is_empty(),
        "on {day}, these were to be removed: remove them, or give them a later day: {due:#?}"
    );
}

#[test]
fn a_day_of_removal_that_has_come_is_found() {
    let contract = Contract::read(
        r#"type Query {
            old(a: Int @deprecated(reason: "Use b. Removed after 2027-07-01."), b: Int): Int
                @deprecated(reason: "Use `new`. Removed after 2027-06-30.")
            older: Int @deprecated(reason: "Use `new`. Removed after 2020-01-01.")
            new: Int
        }"#,
    )
    .unwrap();
    let on = |day: &str| due(&contract, day.parse().unwrap()).len();
    assert_eq!(on("2019-12-31"), 0);
    assert_eq!(on("2020-01-01"), 1);
    assert_eq!(on("2027-06-29"), 1);
    assert_eq!(on("2027-06-30"), 2);
    assert_eq!(on("2027-07-01"), 3);
    assert!(begun() >= "2026-11-28".parse().unwrap());
}

#[tokio::test]
async fn a_deprecated_field_still_answers_as_its_successor_does() {
    for hub in Hub::empty().await {
        let reply = hub.as_operator(RECORD, json!({ "slug": "water" })).await;
        let theme = json!({ "slug": "water" });
        assert_eq!(
            reply.data()["recordTheme"],
            json!({ "node": theme, "theme": theme, "errors": [] })
        );
    }
}

#[tokio::test]
async fn the_secretariat_reads_which_client_uses_what_how_often() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let token = secretary.token(&["RECORD"], None).await.caller;
        for (client, slug) in [("map", "a"), ("map", "b"), ("web", "c")] {
            let client = token.with("graphql-client-name", client);
            client
                .query_with(RECORD, json!({ "slug": slug }))
                .await
                .data();
        }
        token
            .with("graphql-client-name", "ada@example.org")
            .query_with(RECORD, json!({ "slug": "d" }))
            .await
            .data();
        // Who is refused for how much is asked uses it all the same.
        let dear = "mutation { recordTheme(input: { slug: \"z\", content: [] }) { node { projects(first: 100) {
            nodes { cities(first: 100) { nodes { projects(first: 100) { nodes { slug } } } } } } } } }";
        let dear = token.with("graphql-client-name", "dear").query(dear).await;
        assert_eq!(dear.codes(), ["COST_TOO_HIGH"]);
        // What is not executed, and what uses nothing old, is not counted.
        let refused = "mutation { recordTheme(input: {}) { node { slug } } }";
        assert_ne!(token.query(refused).await.codes(), Vec::<String>::new());
        token.query("{ themes { nodes { slug } } }").await.data();
        // Not written yet, it is not in the database.
        assert_eq!(
            secretary.query(USAGE).await.data()["deprecatedUsage"]["totalCount"],
            0
        );
        hub.graph.usage().write().await.unwrap();
        let replica = hub.replica().await;
        let token = token.at(&replica);
        token
            .with("graphql-client-name", "map")
            .query_with(RECORD, json!({ "slug": "e" }))
            .await
            .data();
        replica.graph.usage().write().await.unwrap();
        replica.graph.usage().write().await.unwrap();

        let order = USAGE.replace("deprecatedUsage {", "deprecatedUsage(orderBy: [{ field: OPERATIONS, direction: DESC }, { field: MEMBER }], filter: { member: { eq: \"RecordThemePayload.node\" } }) {");
        let reply = secretary.query(&order).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(reply.data(), @r#"
            {
              "deprecatedUsage": {
                "totalCount": 4,
                "nodes": [
                  {
                    "member": "RecordThemePayload.node",
                    "client": "map",
                    "operations": 3,
                    "reason": "Use `theme`. Removed after 2027-12-31.",
                    "removedAfter": "2027-12-31"
                  },
                  {
                    "member": "RecordThemePayload.node",
                    "client": "(none)",
                    "operations": 1,
                    "reason": "Use `theme`. Removed after 2027-12-31.",
                    "removedAfter": "2027-12-31"
                  },
                  {
                    "member": "RecordThemePayload.node",
                    "client": "dear",
                    "operations": 1,
                    "reason": "Use `theme`. Removed after 2027-12-31.",
                    "removedAfter": "2027-12-31"
                  },
                  {
                    "member": "RecordThemePayload.node",
                    "client": "web",
                    "operations": 1,
                    "reason": "Use `theme`. Removed after 2027-12-31.",
                    "removedAfter": "2027-12-31"
                  }
                ]
              }
            }
            "#);
        }
        // For nobody else.
        let officer = hub.person("ada").await;
        let nothing = json!({ "deprecatedUsage": { "totalCount": 0, "nodes": [] } });
        assert_eq!(*officer.query(USAGE).await.data(), nothing);
        assert_eq!(*hub.query(USAGE).await.data(), nothing);
    }
}

#[tokio::test]
async fn clients_without_end_are_counted_together() {
    for hub in Hub::empty().await {
        let usage = hub.graph.usage();
        let member = || ["City.old".to_owned()].into();
        for i in 0..5_000 {
            usage.count(member(), &format!("client-{i}"));
        }
        usage.write().await.unwrap();
        let reply = hub.as_operator("{ deprecatedUsage(filter: { client: { eq: \"(other)\" } }) { nodes { client operations reason } } }", json!({})).await;
        assert_eq!(
            reply.data()["deprecatedUsage"]["nodes"],
            json!([{ "client": "(other)", "operations": 4_000, "reason": null }])
        );
        let reply = hub
            .as_operator("{ deprecatedUsage { totalCount } }", json!({}))
            .await;
        assert_eq!(reply.data()["deprecatedUsage"]["totalCount"], 1_001);
    }
}

#[tokio::test]
async fn what_was_counted_is_written_when_the_hub_stops_and_the_program_tells_it() {
    for product in Product::available() {
        let database = Arc::new(Database::new(product, Content::EmptyNetwork).await);
        let told = || {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_passerelle"))
                .args(["deprecations", "--database-url", &database.url])
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        let theme = "RecordThemePayload.node: Use `theme`. Removed after 2027-12-31.\n";
        assert!(
            told().contains(&format!("{theme}    nobody has used it\n")),
            "{}",
            told()
        );
        let hub = Process::on(database.clone(), &[], &[]);
        let token = hub.token(&["RECORD"]).await;
        let answer = hub
            .request(RECORD, &json!({ "slug": "water" }))
            .header("authorization", format!("Bearer {token}"))
            .header("graphql-client-name", "map")
            .send()
            .await
            .unwrap();
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(
            answer["data"]["recordTheme"]["errors"],
            json!([]),
            "{answer}"
        );
        hub.stop();
        assert!(
            told().contains(&format!("{theme}    map: 1 operations from 20")),
            "{}",
            told()
        );
    }
}
