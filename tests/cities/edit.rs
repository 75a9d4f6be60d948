//! What is said of a city: by those who act for it, only what is given, and never half.

use futures::future::join_all;
use kernel::on;
use serde_json::{Value, json};
use testkit::Hub;

use super::{call_with_key, city, codes, head, mistakes};

const PAGE: &str = "city { version population website languages sites { kind status source }
    contacts { label email phone url } } activity { verb summary(locale: \"en\") fr: summary(locale: \"fr\") }";

/// What the last activity keeps beside its verb.
async fn data(hub: &Hub) -> Value {
    let mut conn = hub.db.read().await.unwrap();
    let (data,): (sqlx::types::Json<Value>,) = on!(&mut conn, |c, DB| {
        sqlx::query_as::<DB, _>("select data from activity order by position desc limit 1")
            .fetch_one(c)
            .await
    })
    .unwrap();
    data.0
}

#[tokio::test]
async fn only_what_is_given_changes_and_the_log_says_which_fields() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "MEMBER").await;
        let officer = hub.officer_of("cuneo").await;
        let website = json!({ "city": id, "website": "https://cuneo.example" });
        let payload = officer.call("updateCity", website.clone(), PAGE).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(payload, @r#"
            {
              "city": {
                "version": 2,
                "population": 55980,
                "website": "https://cuneo.example",
                "languages": [],
                "sites": [
                  {
                    "kind": "PLANT",
                    "status": "active",
                    "source": null
                  }
                ],
                "contacts": []
              },
              "activity": {
                "verb": "city.updated",
                "summary": "The web address of cuneo was updated",
                "fr": "L’adresse web de cuneo a été mise à jour"
              },
              "errors": []
            }
            "#);
        }
        assert_eq!(
            data(&hub).await,
            json!({ "what": "website", "website": "changed" })
        );
        let before = head(&hub).await;

        // What is said already is no change.
        let again = officer.call("updateCity", website, PAGE).await;
        assert_eq!(again["activity"], Value::Null);
        assert_eq!(again["city"]["version"], 2);
        assert_eq!(head(&hub).await, before);

        let all = json!({
            "city": id, "website": null, "population": 56_000, "languages": ["it", "oci"],
            "sites": [{ "kind": "RESEARCH_CENTRE" }, { "kind": "PLANT", "status": "closed" }],
            "contacts": [{ "label": "Protocollo", "phone": "+39 0171 444.111", "url": "https://cuneo.example/p" }],
        });
        let payload = officer.call("updateCity", all, PAGE).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(payload, @r#"
            {
              "city": {
                "version": 3,
                "population": 56000,
                "website": null,
                "languages": [
                  "it",
                  "oci"
                ],
                "sites": [
                  {
                    "kind": "RESEARCH_CENTRE",
                    "status": null,
                    "source": null
                  },
                  {
                    "kind": "PLANT",
                    "status": "closed",
                    "source": null
                  }
                ],
                "contacts": [
                  {
                    "label": "Protocollo",
                    "email": null,
                    "phone": "+39 0171 444.111",
                    "url": "https://cuneo.example/p"
                  }
                ]
              },
              "activity": {
                "verb": "city.updated",
                "summary": "The page of cuneo was updated",
                "fr": "La page de cuneo a été mise à jour"
              },
              "errors": []
            }
            "#);
        }
        assert_eq!(
            data(&hub).await,
            json!({
                "what": "several", "website": "changed", "population": "changed",
                "languages": "changed", "contacts": "changed", "sites": "changed",
            })
        );
        let forget = json!({
            "city": id, "population": null, "languages": [], "sites": [], "contacts": [],
        });
        let payload = officer.call("updateCity", forget, PAGE).await;
        let city = &payload["city"];
        for (field, empty) in [
            ("population", Value::Null),
            ("languages", json!([])),
            ("sites", json!([])),
            ("contacts", json!([])),
        ] {
            assert_eq!(city[field], empty, "{field}");
        }
    }
}

#[tokio::test]
async fn those_who_act_for_a_city_and_secretaries_may_say_what_is_said_of_it() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "SUSPENDED").await;
        city(&hub, "magog", "MEMBER").await;
        let (secretary, moderator) = (hub.secretary().await, hub.moderator().await);
        let (ours, officer) = (
            hub.representative_of("cuneo").await,
            hub.officer_of("cuneo").await,
        );
        let neighbour = hub.officer_of("magog").await;
        for (i, caller) in [&secretary, &ours, &officer].into_iter().enumerate() {
            let input = json!({ "city": id, "population": i });
            let payload = caller.call("updateCity", input, PAGE).await;
            assert_eq!(payload["city"]["population"], i);
        }
        let before = head(&hub).await;
        let input = json!({ "city": id, "population": 7 });
        for caller in [&moderator, &neighbour] {
            let refused = codes(caller, "updateCity", input.clone()).await;
            assert_eq!(refused, ["FORBIDDEN"], "{}", caller.email);
        }
        let refused = codes(&hub.anybody(), "updateCity", input).await;
        assert_eq!(refused, ["UNAUTHENTICATED"]);
        assert_eq!(head(&hub).await, before);
    }
}

#[tokio::test]
async fn every_mistake_is_told_at_once_with_its_place() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "MEMBER").await;
        let officer = hub.officer_of("cuneo").await;
        let before = head(&hub).await;
        let input = json!({
            "city": id,
            "website": "javascript:alert(1)",
            "population": -1,
            "languages": ["it", "IT", "xx", "", "<b>"],
            "sites": [
                { "kind": "PLANT", "status": "a".repeat(201) },
                { "kind": "PLANT", "status": "a\u{7}", "source": "ftp://cuneo.example" },
            ],
            "contacts": [
                { "label": "", "email": "anna" },
                { "label": "a".repeat(81), "phone": "call me" },
                { "label": "a\u{0}", "url": "mailto:hub@cuneo.example" },
                { "label": "unreachable" },
                { "label": "a", "email": "hub@cuneo.example\r\nBcc: all@cuneo.example" },
                { "label": "a", "phone": "1234567890123456" },
                { "label": "a", "phone": "++39" },
            ],
        });
        let payload = officer.call("updateCity", input, PAGE).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(mistakes(&payload), @r#"
            [
              "input.sites.0.status TOO_LONG",
              "input.sites.1.status INVALID",
              "input.sites.1.source INVALID",
              "input.website INVALID",
              "input.population INVALID",
              "input.languages.2 INVALID",
              "input.languages.3 INVALID",
              "input.languages.4 INVALID",
              "input.languages.1 DUPLICATE",
              "input.contacts.0.label BLANK",
              "input.contacts.0.email INVALID",
              "input.contacts.1.label TOO_LONG",
              "input.contacts.1.phone INVALID",
              "input.contacts.2.label INVALID",
              "input.contacts.2.url INVALID",
              "input.contacts.3 BLANK",
              "input.contacts.4.email INVALID",
              "input.contacts.5.phone INVALID",
              "input.contacts.6.phone INVALID"
            ]
            "#);
        }
        let languages: Vec<&str> = "it fr en de es pt zh ja sr uk ro".split(' ').collect();
        let contact = json!({ "label": "a", "phone": "112" });
        let site = json!({ "kind": "PLANT" });
        for (input, wrong) in [
            (
                json!({ "languages": languages }),
                "input.languages TOO_LONG",
            ),
            (
                json!({ "contacts": vec![contact; 11] }),
                "input.contacts TOO_LONG",
            ),
            (json!({ "sites": vec![site; 21] }), "input.sites TOO_LONG"),
            (json!({}), "input BLANK"),
            (
                json!({ "population": 1, "expectedVersion": 7 }),
                "input.expectedVersion CONFLICT",
            ),
        ] {
            let mut input = input;
            input["city"] = json!(id);
            let payload = officer.call("updateCity", input, PAGE).await;
            assert_eq!(mistakes(&payload), [wrong]);
            assert_eq!(payload["city"], Value::Null);
        }
        assert_eq!(head(&hub).await, before);
    }
}

#[tokio::test]
async fn markup_is_kept_as_the_text_that_it_is() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "MEMBER").await;
        let officer = hub.officer_of("cuneo").await;
        let label = "<img src=x onerror=alert(1)> Città & 办公室";
        let input = json!({ "city": id, "contacts": [{ "label": label, "phone": "112" }] });
        let payload = officer.call("updateCity", input, PAGE).await;
        assert_eq!(payload["city"]["contacts"][0]["label"], label);
    }
}

#[tokio::test]
async fn of_two_editors_of_one_version_one_wins_and_a_double_submit_is_one() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "MEMBER").await;
        let officer = hub.officer_of("cuneo").await;
        let before = head(&hub).await;
        let edits = (0..6).map(|i| {
            let input = json!({ "city": id, "population": i, "expectedVersion": 1 });
            officer.call("updateCity", input, PAGE)
        });
        let payloads = join_all(edits).await;
        let won = |payload: &&Value| payload["errors"] == json!([]);
        assert_eq!(payloads.iter().filter(won).count(), 1, "{payloads:#?}");
        for lost in payloads.iter().filter(|payload| !won(payload)) {
            assert_eq!(mistakes(lost), ["input.expectedVersion CONFLICT"]);
        }
        assert_eq!(head(&hub).await, before + 1);

        let input = json!({ "city": id, "website": "https://cuneo.example" });
        let calls = (0..6).map(|_| call_with_key(&officer, "updateCity", input.clone(), "k"));
        for payload in join_all(calls).await {
            assert_eq!(mistakes(&payload), [""; 0]);
            assert_eq!(payload["activity"]["position"], before + 2);
        }
        // To forget it is another input than to leave it as it is.
        for other in [
            json!({ "city": id, "website": null }),
            json!({ "city": id, "population": 3 }),
        ] {
            let payload = call_with_key(&officer, "updateCity", other, "k").await;
            assert_eq!(
                mistakes(&payload),
                ["idempotencyKey IDEMPOTENCY_KEY_REUSED"]
            );
        }
        assert_eq!(head(&hub).await, before + 2);
    }
}

/// What a city says of itself is not the record's to forget.
#[tokio::test]
async fn recording_a_city_leaves_its_languages_and_contacts() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "MEMBER").await;
        let officer = hub.officer_of("cuneo").await;
        let contact = json!({ "label": "Protocollo", "email": null, "phone": "112", "url": null });
        let input =
            json!({ "city": id, "population": 1, "languages": ["it"], "contacts": [contact] });
        officer.call("updateCity", input, PAGE).await;
        city(&hub, "cuneo", "MEMBER").await;
        let reply = hub
            .query(
                "{ city(slug: \"cuneo\") { population languages contacts { label email phone url } } }",
            )
            .await;
        assert_eq!(
            reply.data()["city"],
            json!({ "population": 55980, "languages": ["it"], "contacts": [contact] })
        );
    }
}
