//! The frame of a write, shown on what the operator records: errors as data, idempotency, expected
//! versions, and who may.

use futures::future::join_all;
use serde_json::{Value, json};
use testkit::{Hub, Reply};

const RECORD: &str = "mutation ($input: RecordCityInput!, $key: String) {
    recordCity(input: $input, idempotencyKey: $key) {
        node { slug name version population membership sites { kind status } }
        activity { position verb actor summary occurredOn subject { id } }
        errors { code path message }
    } }";

fn cuneo() -> Value {
    json!({
        "slug": "cuneo",
        "content": [
            { "locale": "it", "title": "Cuneo", "summary": "Città del Piemonte." },
            { "locale": "fr", "title": "Coni" },
        ],
        "countryCode": "IT",
        "continent": "EUROPE",
        "latitude": 44.39071,
        "longitude": 7.54828,
        "population": 55980,
        "timeZone": "Europe/Rome",
        "membership": "MEMBER",
        "sites": [{ "kind": "PLANT", "status": "active" }],
        "occurredOn": "2017",
        "provenance": { "sources": ["https://example.org/cuneo"], "confidence": "HIGH" },
    })
}

fn with(mut input: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        input[key] = value.clone();
    }
    input
}

async fn record(hub: &Hub, input: Value, key: Option<&str>) -> Reply {
    hub.as_operator(RECORD, json!({ "input": input, "key": key }))
        .await
}

async fn activities(hub: &Hub) -> i64 {
    let reply = hub.query("{ activities(first: 0) { totalCount } }").await;
    reply.data()["activities"]["totalCount"].as_i64().unwrap()
}

#[tokio::test]
async fn the_operator_can_record_a_city_and_everybody_reads_it() {
    for hub in Hub::empty().await {
        let reply = record(&hub, cuneo(), None).await;
        let mut payload = reply.data()["recordCity"].clone();
        payload["activity"]["subject"] = json!("…");
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(payload, @r#"
            {
              "node": {
                "slug": "cuneo",
                "name": "Cuneo",
                "version": 1,
                "population": 55980,
                "membership": "MEMBER",
                "sites": [
                  {
                    "kind": "PLANT",
                    "status": "active"
                  }
                ]
              },
              "activity": {
                "position": 1,
                "verb": "city.recorded",
                "actor": "SYSTEM",
                "summary": "Cuneo entered the record",
                "occurredOn": "2017",
                "subject": "…"
              },
              "errors": []
            }
            "#);
        }
        let read = hub
            .query(r#"{ city(slug: "cuneo") { name fr: name(locale: "fr") provenance { sources confidence }
                activities { nodes { verb summary(locale: "fr") } } } }"#)
            .await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(read.data(), @r#"
            {
              "city": {
                "name": "Cuneo",
                "fr": "Coni",
                "provenance": {
                  "sources": [
                    "https://example.org/cuneo"
                  ],
                  "confidence": "HIGH"
                },
                "activities": {
                  "nodes": [
                    {
                      "verb": "city.recorded",
                      "summary": "Coni a été inscrite au registre"
                    }
                  ]
                }
              }
            }
            "#);
        }
    }
}

#[tokio::test]
async fn recording_the_same_again_changes_nothing_and_something_else_corrects_it() {
    for hub in Hub::empty().await {
        record(&hub, cuneo(), None).await.data();
        let again = record(&hub, cuneo(), None).await;
        assert_eq!(again.data()["recordCity"]["activity"], Value::Null);
        assert_eq!(again.data()["recordCity"]["node"]["version"], 1);
        let other = with(cuneo(), json!({ "population": 56000, "sites": [] }));
        let corrected = record(&hub, other, None).await;
        let payload = &corrected.data()["recordCity"];
        assert_eq!(payload["activity"]["verb"], "city.corrected");
        assert_eq!(payload["node"]["version"], 2);
        assert_eq!(payload["node"]["sites"], json!([]));
        assert_eq!(activities(&hub).await, 2);
    }
}

#[tokio::test]
async fn whoever_comes_through_the_door_may_not_record() {
    for hub in Hub::empty().await {
        let reply = hub.query_with(RECORD, json!({ "input": cuneo() })).await;
        assert_eq!(reply.codes(), ["UNAUTHENTICATED"]);
        assert_eq!(reply.json["data"], Value::Null);
        assert_eq!(reply.json["errors"][0]["path"], json!(["recordCity"]));
        assert_eq!(activities(&hub).await, 0);
        assert_eq!(
            hub.query(r#"{ city(slug: "cuneo") { id } }"#).await.data()["city"],
            Value::Null
        );
    }
}

#[tokio::test]
async fn every_mistake_is_told_at_once_with_its_place_and_nothing_is_written() {
    for hub in Hub::empty().await {
        let wrong = with(
            cuneo(),
            json!({
                "slug": "Cuneo!",
                "content": [
                    { "locale": "xx", "title": " " },
                    { "locale": "fr", "title": "a".repeat(201) },
                    { "locale": "fr", "title": "Coni\u{0}" },
                ],
                "countryCode": "ZZ",
                "latitude": 91.0,
                "longitude": -180.5,
                "population": -1,
                "timeZone": "Europe/Cuneo",
                "website": "javascript:alert(1)",
                "sites": [{ "kind": "PLANT", "source": "ftp://example.org" }],
                "provenance": { "sources": ["nowhere"] },
            }),
        );
        let reply = record(&hub, wrong, None).await;
        let payload = &reply.data()["recordCity"];
        assert_eq!(payload["node"], Value::Null);
        assert_eq!(payload["activity"], Value::Null);
        let errors: Vec<String> = (payload["errors"].as_array().unwrap().iter())
            .map(|error| {
                let path: Vec<&str> = error["path"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(Value::as_str)
                    .collect();
                format!("{} {}", path.join("."), error["code"].as_str().unwrap())
            })
            .collect();
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(errors, @r#"
            [
              "input.countryCode INVALID",
              "input.timeZone INVALID",
              "input.latitude INVALID",
              "input.longitude INVALID",
              "input.population INVALID",
              "input.website INVALID",
              "input.sites.0.source INVALID",
              "input.slug INVALID",
              "input.content.0.locale INVALID",
              "input.content.0.title BLANK",
              "input.content.1.title TOO_LONG",
              "input.content.2.title INVALID",
              "input.content.2 DUPLICATE",
              "input.provenance.sources.0 INVALID"
            ]
            "#);
        }
        assert_eq!(activities(&hub).await, 0);
    }
}

#[tokio::test]
async fn an_expected_version_keeps_two_editors_apart() {
    for hub in Hub::empty().await {
        let expect = |version: i32, population: i32| {
            with(
                cuneo(),
                json!({ "expectedVersion": version, "population": population }),
            )
        };
        assert_eq!(
            record(&hub, expect(0, 1), None).await.data()["recordCity"]["errors"],
            json!([])
        );
        assert_eq!(
            record(&hub, expect(1, 2), None).await.data()["recordCity"]["errors"],
            json!([])
        );
        for stale in [0, 1, 7] {
            let reply = record(&hub, expect(stale, 3), None).await;
            let payload = &reply.data()["recordCity"];
            assert_eq!(payload["node"], Value::Null);
            assert_eq!(
                payload["errors"],
                json!([{
                    "code": "CONFLICT",
                    "path": ["input", "expectedVersion"],
                    "message": "The node has version 2 by now.",
                }])
            );
        }
        assert_eq!(activities(&hub).await, 2);
    }
}

#[tokio::test]
async fn of_two_editors_at_the_same_time_one_wins() {
    for hub in Hub::empty().await {
        record(&hub, cuneo(), None).await.data();
        let edits = (0..6).map(|i| {
            let input = with(cuneo(), json!({ "expectedVersion": 1, "population": i }));
            record(&hub, input, None)
        });
        let replies = join_all(edits).await;
        let won = replies
            .iter()
            .filter(|r| r.data()["recordCity"]["errors"] == json!([]))
            .count();
        assert_eq!(won, 1, "{replies:#?}");
        assert_eq!(activities(&hub).await, 2);
    }
}

#[tokio::test]
async fn the_same_slug_recorded_at_the_same_time_is_one_node() {
    for hub in Hub::empty().await {
        let records = (0..6).map(|i| record(&hub, with(cuneo(), json!({ "population": i })), None));
        for reply in join_all(records).await {
            let errors = &reply.data()["recordCity"]["errors"];
            // Who comes second either corrects the first, or is told that the slug was just taken.
            assert!(
                *errors == json!([]) || errors[0]["code"] == "TAKEN",
                "{errors:#}"
            );
        }
        let reply = hub
            .query("{ cities { totalCount nodes { version } } }")
            .await;
        assert_eq!(reply.data()["cities"]["totalCount"], 1);
        assert_eq!(
            reply.data()["cities"]["nodes"][0]["version"],
            activities(&hub).await
        );
    }
}

#[tokio::test]
async fn an_idempotency_key_makes_two_calls_one() {
    for hub in Hub::empty().await {
        let first = record(&hub, cuneo(), Some("k-1")).await;
        let second = record(&hub, cuneo(), Some("k-1")).await;
        assert_eq!(first.body(), second.body());
        assert_eq!(second.data()["recordCity"]["activity"]["position"], 1);
        assert_eq!(activities(&hub).await, 1);
    }
}

#[tokio::test]
async fn an_idempotency_key_is_refused_with_another_input_or_operation() {
    for hub in Hub::empty().await {
        record(&hub, cuneo(), Some("k-1")).await.data();
        let other = record(&hub, with(cuneo(), json!({ "population": 1 })), Some("k-1")).await;
        let errors = other.data()["recordCity"]["errors"].clone();
        assert_eq!(errors[0]["code"], "IDEMPOTENCY_KEY_REUSED");
        assert_eq!(errors[0]["path"], json!(["idempotencyKey"]));
        let theme = r#"mutation { recordTheme(idempotencyKey: "k-1", input: {
            slug: "cuneo", content: [{ locale: "en", title: "Cuneo" }] }) { errors { code } } }"#;
        let reply = hub.as_operator(theme, json!({})).await;
        assert_eq!(
            reply.data()["recordTheme"]["errors"][0]["code"],
            "IDEMPOTENCY_KEY_REUSED"
        );
        for bad in [String::new(), "x".repeat(201)] {
            let reply = record(&hub, cuneo(), Some(&bad)).await;
            assert_eq!(reply.data()["recordCity"]["errors"][0]["code"], "INVALID");
        }
        assert_eq!(activities(&hub).await, 1);
    }
}

#[tokio::test]
async fn a_double_submit_at_the_same_time_is_done_once() {
    for hub in Hub::empty().await {
        let replies = join_all((0..8).map(|_| record(&hub, cuneo(), Some("k-1")))).await;
        for reply in &replies {
            let payload = &reply.data()["recordCity"];
            assert_eq!(payload["errors"], json!([]), "{payload:#}");
            assert_eq!(payload["activity"]["position"], 1);
        }
        assert_eq!(activities(&hub).await, 1);
    }
}

#[tokio::test]
async fn a_key_of_a_refused_call_can_be_used_again() {
    for hub in Hub::empty().await {
        let wrong = record(
            &hub,
            with(cuneo(), json!({ "population": -1 })),
            Some("k-1"),
        )
        .await;
        assert_eq!(wrong.data()["recordCity"]["errors"][0]["code"], "INVALID");
        let mended = record(&hub, cuneo(), Some("k-1")).await;
        assert_eq!(mended.data()["recordCity"]["errors"], json!([]));
    }
}

#[tokio::test]
async fn references_to_nothing_are_refused_by_name() {
    for hub in Hub::empty().await {
        record(&hub, cuneo(), None).await.data();
        let gone = "city_01h2xcejqtf2nbrexx3vqjhp41";
        let project = r#"mutation ($input: RecordProjectInput!) { recordProject(input: $input) {
            node { id } errors { code path } } }"#;
        let input = json!({
            "slug": "lab",
            "kind": "COOPERATION",
            "content": [{ "locale": "en", "title": "Lab" }],
            "leadCity": gone,
            "partnerCities": ["project_01h2xcejqtf2nbrexx3vqjhp41"],
        });
        let reply = hub.as_operator(project, json!({ "input": input })).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(reply.data(), @r#"
            {
              "recordProject": {
                "node": null,
                "errors": [
                  {
                    "code": "INVALID",
                    "path": [
                      "input",
                      "partnerCities",
                      "0"
                    ]
                  }
                ]
              }
            }
            "#);
        }
        let input = with(input, json!({ "partnerCities": [] }));
        let reply = hub.as_operator(project, json!({ "input": input })).await;
        assert_eq!(
            reply.data()["recordProject"]["errors"],
            json!([{ "code": "NOT_FOUND", "path": ["input", "leadCity"] }])
        );
        assert_eq!(activities(&hub).await, 1);
    }
}

#[tokio::test]
async fn one_operation_can_record_twice_and_answers_what_is_true_after_each() {
    for hub in Hub::empty().await {
        let twice = "mutation ($a: RecordCityInput!, $b: RecordCityInput!) {
            a: recordCity(input: $a) { node { population version } }
            b: recordCity(input: $b) { node { population version } } }";
        let b = with(cuneo(), json!({ "population": 2 }));
        let reply = hub
            .as_operator(twice, json!({ "a": cuneo(), "b": b }))
            .await;
        assert_eq!(
            *reply.data(),
            json!({
                "a": { "node": { "population": 55980, "version": 1 } },
                "b": { "node": { "population": 2, "version": 2 } },
            })
        );
        assert_eq!(reply.json["extensions"]["position"], 2);
    }
}
