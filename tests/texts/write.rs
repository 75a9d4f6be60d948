//! Writing: what changes, what becomes stale, what is found.

use futures::future::join_all;
use serde_json::{Value, json};
use testkit::Hub;

use super::{FIELDS, Network, finds_only, found, input, last, mistakes, record, write};

#[tokio::test]
async fn a_text_is_added_and_corrected_and_the_log_says_what_changed_but_no_word_of_it() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        let french = json!({ "title": "Laboratoire", "summary": "Sur la mobilité" });
        let payload = write(&officer, &network.project, "fr", french.clone()).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(payload["content"], @r#"
            {
              "title": "Laboratoire",
              "summary": "Sur la mobilité",
              "description": null,
              "locale": "fr",
              "origin": "HUMAN",
              "isStale": false,
              "revision": 1
            }
            "#);
        }
        let (before, data) = last(&hub).await;
        assert_eq!(
            data,
            json!({ "locale": "fr", "summary": "changed", "title": "changed", "what": "added" })
        );

        // The same again is nothing; one part alone leaves the others.
        let payload = write(&officer, &network.project, "fr", french).await;
        assert_eq!(payload["activity"], Value::Null);
        assert_eq!(payload["content"]["revision"], 1);
        assert_eq!(last(&hub).await.0, before);
        let long = json!({ "description": "Des bus." });
        let payload = write(&officer, &network.project, "FR", long).await;
        assert_eq!(payload["content"]["title"], "Laboratoire");
        assert_eq!(payload["content"]["description"], "Des bus.");
        assert_eq!(payload["content"]["revision"], 2);
        assert_eq!(
            payload["activity"]["summary"],
            "The description of Mobility lab was changed (fr)"
        );
        let none = json!({ "description": null, "summary": "  " });
        let payload = write(&officer, &network.project, "fr", none).await;
        assert_eq!(payload["content"]["description"], Value::Null);
        assert_eq!(payload["content"]["summary"], Value::Null);
        assert_eq!(last(&hub).await.1["what"], "several");

        let reply = hub
            .query("{ project(slug: \"lab\") { version activities(first: 1) { nodes { verb } } } }")
            .await;
        assert_eq!(
            reply.data()["project"],
            json!({ "version": 4, "activities": { "nodes": [{ "verb": "text.written" }] } })
        );
    }
}

#[tokio::test]
async fn a_part_of_a_project_or_an_event_tells_of_it_too() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        for (part, above) in [
            (&network.milestone, "project(slug: \"lab\")"),
            (&network.update, "project(slug: \"lab\")"),
            (&network.session, "event(slug: \"forum\")"),
        ] {
            let payload = write(&officer, part, "fr", json!({ "title": "Une partie" })).await;
            assert_eq!(payload["errors"], json!([]));
            let document = format!(
                "{{ node: {above} {{ activities(first: 1) {{ nodes {{ subject {{ id }} }} }} }} }}"
            );
            let reply = hub.query(&document).await;
            let subject = &reply.data()["node"]["activities"]["nodes"][0]["subject"];
            assert_eq!(subject["id"], json!(part));
        }
    }
}

#[tokio::test]
async fn a_new_original_makes_translations_stale_until_they_are_written_again() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        write(
            &officer,
            &network.event,
            "fr",
            json!({ "title": "Forum (fr)" }),
        )
        .await;
        write(
            &officer,
            &network.event,
            "zh-Hant",
            json!({ "title": "論壇" }),
        )
        .await;
        let stale = async || {
            let reply = hub
                .query("{ event(slug: \"forum\") { translations { locale isStale } } }")
                .await;
            let translations = reply.data()["event"]["translations"].as_array().unwrap();
            let stale = translations.iter().filter(|text| text["isStale"] == true);
            stale.map(|text| text["locale"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(stale().await, Vec::<Value>::new());
        write(
            &officer,
            &network.event,
            "en",
            json!({ "title": "Great forum" }),
        )
        .await;
        assert_eq!(stale().await, ["fr", "zh-Hant"]);
        // It still holds: the same words again are of the original as it is now.
        let payload = write(
            &officer,
            &network.event,
            "fr",
            json!({ "title": "Forum (fr)" }),
        )
        .await;
        assert_eq!(payload["content"]["isStale"], false);
        assert_eq!(last(&hub).await.1["what"], "confirmed");
        write(
            &officer,
            &network.event,
            "zh-Hant",
            json!({ "title": "大論壇" }),
        )
        .await;
        assert_eq!(stale().await, Vec::<Value>::new());
    }
}

#[tokio::test]
async fn search_finds_the_new_words_and_not_the_old_ones() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        let project = vec![network.project.clone()];
        assert_eq!(found(&hub, "mobility").await, project);
        write(
            &officer,
            &network.project,
            "zh",
            json!({ "title": "移动实验室" }),
        )
        .await;
        let changed = json!({ "title": "Zebra crossings", "summary": "For whoever walks" });
        write(&officer, &network.project, "en", changed).await;
        assert_eq!(found(&hub, "zebra").await, project);
        assert_eq!(found(&hub, "实验室").await, project);
        assert_eq!(found(&hub, "lab").await, project, "by its slug");
        assert_eq!(found(&hub, "mobility").await, Vec::<String>::new());
        // What it is found by beside its texts stays.
        write(
            &officer,
            &network.event,
            "fr",
            json!({ "title": "Colloque" }),
        )
        .await;
        assert!(finds_only(&hub, "filanda colloque", &network.event).await);
        write(&officer, &network.city, "fr", json!({ "title": "Coni" })).await;
        assert!(finds_only(&hub, "coni it", &network.city).await);

        // It goes to another place in lists by title.
        write(&officer, &network.city, "en", json!({ "title": "Zuneo" })).await;
        let reply = hub.query("{ cities { nodes { slug } } }").await;
        assert_eq!(reply.data()["cities"]["nodes"][2]["slug"], "cuneo");
    }
}

#[tokio::test]
async fn a_machine_never_replaces_what_a_person_wrote_or_what_was_imported() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        let by_machine = |title: &str| json!({ "title": title, "origin": "MACHINE" });
        let payload = write(&officer, &network.project, "fr", by_machine("Labo")).await;
        assert_eq!(payload["content"]["origin"], "MACHINE");
        let payload = write(&officer, &network.project, "fr", by_machine("Laboratoire")).await;
        assert_eq!(payload["content"]["title"], "Laboratoire");
        // A person takes it over, as it is.
        let payload = write(&officer, &network.project, "fr", json!({})).await;
        assert_eq!(payload["content"]["origin"], "HUMAN");
        let (before, _) = last(&hub).await;
        for locale in ["fr", "en"] {
            let payload = write(&officer, &network.project, locale, by_machine("Robot")).await;
            assert_eq!(mistakes(&payload), ["input.origin WRITTEN_BY_HUMAN"]);
        }
        let imported = json!([{ "locale": "en", "title": "Water" },
            { "locale": "it", "title": "Acqua", "origin": "IMPORTED" }]);
        record(
            &hub,
            "Theme",
            json!({ "slug": "water", "content": imported }),
        )
        .await;
        let secretary = hub.secretary().await;
        let payload = write(&secretary, &network.theme, "it", by_machine("Robot")).await;
        assert_eq!(mistakes(&payload), ["input.origin WRITTEN_BY_HUMAN"]);
        // An imported text that is sent as it is stays an imported one.
        let payload = write(
            &secretary,
            &network.theme,
            "it",
            json!({ "title": "Acqua" }),
        )
        .await;
        assert_eq!(payload["content"]["origin"], "IMPORTED");
        assert_eq!(payload["activity"], Value::Null);
        assert!(last(&hub).await.0 > before);
    }
}

#[tokio::test]
async fn of_two_who_edit_at_once_one_is_told_that_the_text_changed() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        let calls = (0..4).map(|i| {
            let title = format!("Title {i}");
            let new = json!({ "title": title, "expectedRevision": 0 });
            officer.call("writeText", input(&network.project, "fr", new), FIELDS)
        });
        let payloads = join_all(calls).await;
        let lost = payloads
            .iter()
            .filter(|payload| payload["errors"] != json!([]));
        let lost: Vec<_> = lost.map(mistakes).collect();
        assert_eq!(lost, [["input.expectedRevision CONFLICT"]; 3]);
        let new = json!({ "title": "x", "expectedVersion": 1, "expectedRevision": 7 });
        let payload = write(&officer, &network.project, "fr", new).await;
        assert_eq!(
            mistakes(&payload),
            [
                "input.expectedVersion CONFLICT",
                "input.expectedRevision CONFLICT"
            ]
        );
        let new = json!({ "title": "x", "expectedVersion": 2, "expectedRevision": 1 });
        let payload = write(&officer, &network.project, "fr", new).await;
        assert_eq!(payload["content"]["revision"], 2);
    }
}

#[tokio::test]
async fn the_same_call_twice_under_a_key_is_one() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        let document = "mutation ($input: WriteTextInput!) {
            writeText(input: $input, idempotencyKey: \"once\") {
                content { title revision } activity { position } errors { code path message } } }";
        let call = async |title: &str| {
            let input = input(&network.project, "fr", json!({ "title": title }));
            let reply = officer
                .query_with(document, json!({ "input": input }))
                .await;
            reply.data()["writeText"].clone()
        };
        let first = call("Labo").await;
        assert_eq!(first["errors"], json!([]));
        assert_eq!(call("Labo").await, first);
        let other = call("Autre").await;
        assert_eq!(mistakes(&other), ["idempotencyKey IDEMPOTENCY_KEY_REUSED"]);
    }
}
