//! Wrong input of steps: each mistake with its code and its place, and nothing half done.

use serde_json::{Value, json};
use testkit::Hub;

use super::{FIELDS, city, codes, head, mistakes};

fn with(id: &str, more: Value) -> Value {
    let mut input = json!({ "city": id });
    for (key, value) in more.as_object().unwrap() {
        input[key] = value.clone();
    }
    input
}

#[tokio::test]
async fn every_mistake_is_told_at_once_with_its_place() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "MEMBER").await;
        let secretary = hub.secretary().await;
        let before = head(&hub).await;
        let document = |title: &str, url: &str| json!({ "title": title, "url": url });
        let input = with(
            &id,
            json!({
                "reason": "COST",
                "documents": [
                    document(" ", "https://cuneo.example/1"),
                    document(&"a".repeat(201), "https://cuneo.example/2"),
                    document("a\u{0}b", "https://cuneo.example/3"),
                    document("a", "javascript:alert(1)"),
                    document("a", "ftp://cuneo.example"),
                    document("a", "data:text/html,<script>alert(1)</script>"),
                    document("a", "https://cuneo.example/\n4"),
                    document("a", &format!("https://cuneo.example/{}", "a".repeat(2_000))),
                    document("a", "nowhere"),
                    document("a", "https://cuneo.example/1"),
                ],
            }),
        );
        let payload = secretary.call("suspendCity", input, FIELDS).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(mistakes(&payload), @r#"
            [
              "input.documents.0.title BLANK",
              "input.documents.1.title TOO_LONG",
              "input.documents.2.title INVALID",
              "input.documents.3.url INVALID",
              "input.documents.4.url INVALID",
              "input.documents.5.url INVALID",
              "input.documents.6.url INVALID",
              "input.documents.7.url INVALID",
              "input.documents.8.url INVALID",
              "input.documents.9 DUPLICATE",
              "input.reason INVALID"
            ]
            "#);
        }
        let many: Vec<Value> = (0..21)
            .map(|i| document("a", &format!("https://cuneo.example/{i}")))
            .collect();
        let input = with(&id, json!({ "documents": many }));
        let payload = secretary.call("suspendCity", input, FIELDS).await;
        assert_eq!(mistakes(&payload), ["input.documents TOO_LONG"]);
        assert_eq!(payload["city"], Value::Null);
        assert_eq!(head(&hub).await, before);
    }
}

#[tokio::test]
async fn ids_of_nothing_and_of_others_are_refused() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "INVITED").await;
        city(&hub, "magog", "INVITED").await;
        let secretary = hub.secretary().await;
        let neighbour = hub.representative_of("magog").await;
        let before = head(&hub).await;
        for (id, code) in [
            ("cuneo", "INVALID"),
            ("'; drop table city", "INVALID"),
            ("project_01h2xcejqtf2nbrexx3vqjhp41", "INVALID"),
            (secretary.mandate(), "INVALID"),
            ("city_01h2xcejqtf2nbrexx3vqjhp41", "NOT_FOUND"),
        ] {
            for mutation in ["inviteCity", "admitCity", "updateCity"] {
                let input = match mutation {
                    "updateCity" => with(id, json!({ "population": 1 })),
                    _ => json!({ "city": id }),
                };
                let payload = secretary.call(mutation, input, FIELDS_OF_CITY).await;
                assert_eq!(mistakes(&payload), [format!("input.city {code}")], "{id}");
            }
        }
        // Whether there is such a city, nobody learns who may not act for it.
        for id in [id.as_str(), "city_01h2xcejqtf2nbrexx3vqjhp41"] {
            let input = json!({ "city": id });
            let refused = codes(&neighbour, "applyForMembership", input).await;
            assert_eq!(refused, ["FORBIDDEN"]);
        }
        assert_eq!(head(&hub).await, before);
    }
}

const FIELDS_OF_CITY: &str = "city { id } activity { id }";

#[tokio::test]
async fn days_that_have_not_come_and_days_before_the_last_step_are_refused() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "ELIGIBLE").await;
        let secretary = hub.secretary().await;
        let representative = hub.representative_of("cuneo").await;
        let on = |day: &str| with(&id, json!({ "occurredOn": day }));
        let day_in = |days: i64| {
            let day = hub.graph.log().clock().now() + chrono::TimeDelta::days(days);
            day.date_naive().to_string()
        };
        for day in [day_in(2), day_in(400), "9999".to_owned()] {
            let payload = secretary.call("inviteCity", on(&day), FIELDS).await;
            assert_eq!(mistakes(&payload), ["input.occurredOn INVALID"], "{day}");
        }
        for day in ["2018-13", "yesterday", "2018-02-30", ""] {
            let refused = codes(&secretary, "inviteCity", on(day)).await;
            assert_eq!(refused, ["INVALID_ARGUMENT"], "{day}");
        }
        let payload = secretary.call("inviteCity", on("2018-07"), FIELDS).await;
        assert_eq!(mistakes(&payload), [""; 0]);
        let before = head(&hub).await;
        for day in ["2018-06-30", "2018-06", "2017"] {
            let payload = representative
                .call("applyForMembership", on(day), FIELDS)
                .await;
            assert_eq!(mistakes(&payload), ["input.occurredOn INVALID"], "{day}");
        }
        assert_eq!(head(&hub).await, before);
        // As far as is known, it may have been later in that year.
        let payload = representative
            .call("applyForMembership", on("2018"), FIELDS)
            .await;
        assert_eq!(mistakes(&payload), [""; 0]);
    }
}

#[tokio::test]
async fn another_version_than_was_expected_is_a_conflict() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "APPLIED").await;
        let secretary = hub.secretary().await;
        let before = head(&hub).await;
        for version in [0, 2, -1] {
            let input = with(&id, json!({ "expectedVersion": version }));
            let payload = secretary.call("admitCity", input, FIELDS).await;
            assert_eq!(mistakes(&payload), ["input.expectedVersion CONFLICT"]);
        }
        assert_eq!(head(&hub).await, before);
        let input = with(&id, json!({ "expectedVersion": 1 }));
        let payload = secretary.call("admitCity", input, FIELDS).await;
        assert_eq!(payload["city"]["version"], 2);
    }
}

#[tokio::test]
async fn markup_is_kept_as_the_text_that_it_is() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "APPLIED").await;
        let secretary = hub.secretary().await;
        let title = "<script>alert(1)</script> & <b>Décision</b> 决定 ' \" {{ 7*7 }}";
        let document = json!({ "title": title, "url": "https://inmc.example/?a=<b>&c='" });
        let input = with(&id, json!({ "documents": [document] }));
        let payload = secretary.call("admitCity", input, FIELDS).await;
        assert_eq!(mistakes(&payload), [""; 0]);
        let steps =
            "{ city(slug: \"cuneo\") { membershipSteps { nodes { documents { title url } } } } }";
        let reply = hub.query(steps).await;
        let step = &reply.data()["city"]["membershipSteps"]["nodes"][0];
        assert_eq!(step["documents"], json!([document]));
    }
}

#[tokio::test]
async fn a_reason_is_one_of_its_step() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "MEMBER").await;
        let secretary = hub.secretary().await;
        let this = with(&id, json!({ "reason": "NO_SITE" }));
        let payload = secretary.call("suspendCity", this, FIELDS).await;
        assert_eq!(mistakes(&payload), ["input.reason INVALID"]);
        assert_eq!(
            payload["errors"][0]["message"],
            "Reasons for this step are FEES, RULES, INACTIVE, REQUEST, OTHER."
        );
        // No reason at all is asked for where none makes sense.
        let this = with(&id, json!({ "reason": "OTHER" }));
        let refused = codes(&secretary, "inviteCity", this).await;
        assert_eq!(refused, ["GRAPHQL_VALIDATION_FAILED"]);
    }
}
