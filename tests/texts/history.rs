//! What texts were: who changed what and when, and how it is taken back.

use serde_json::{Value, json};
use testkit::Hub;

use super::{FIELDS, Network, content, finds_only, found, last, mistakes, record, write};

/// The versions of a project's texts, as the people of the network see them.
async fn history(hub: &Hub, project: &str, locale: Option<&str>) -> Value {
    let locale = locale.map_or(String::new(), |locale| format!("(locale: \"{locale}\")"));
    let document = format!(
        "{{ node(id: \"{project}\") {{ ... on Project {{ textHistory{locale} {{ totalCount nodes {{ \
         locale revision title origin changed \
         activity {{ verb person {{ name }} actingFor {{ city {{ slug }} }} }} }} }} }} }} }}"
    );
    let reply = hub.seeing(&["public", "network"], &document).await;
    reply.data()["node"]["textHistory"].clone()
}

fn titles(history: &Value) -> Vec<String> {
    let versions = history["nodes"].as_array().unwrap().iter();
    versions
        .map(|version| {
            let title = version["title"].as_str().unwrap();
            format!(
                "{} {} {title}",
                version["locale"].as_str().unwrap(),
                version["revision"]
            )
        })
        .collect()
}

#[tokio::test]
async fn every_version_says_what_changed_and_by_whom_and_can_be_restored() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let project = &network.project;
        let officer = hub.officer_of("cuneo").await;
        assert_eq!(history(&hub, project, None).await["totalCount"], 0);
        write(&officer, project, "en", json!({ "title": "Bus lab" })).await;
        write(&officer, project, "fr", json!({ "title": "Labo" })).await;
        write(
            &officer,
            project,
            "en",
            json!({ "description": "Of buses." }),
        )
        .await;
        let english = history(&hub, project, Some("en")).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(english, @r#"
            {
              "totalCount": 3,
              "nodes": [
                {
                  "locale": "en",
                  "revision": 3,
                  "title": "Bus lab",
                  "origin": "HUMAN",
                  "changed": [
                    "DESCRIPTION"
                  ],
                  "activity": {
                    "verb": "text.written",
                    "person": {
                      "name": "Officer of cuneo"
                    },
                    "actingFor": {
                      "city": {
                        "slug": "cuneo"
                      }
                    }
                  }
                },
                {
                  "locale": "en",
                  "revision": 2,
                  "title": "Bus lab",
                  "origin": "HUMAN",
                  "changed": [
                    "TITLE"
                  ],
                  "activity": {
                    "verb": "text.written",
                    "person": {
                      "name": "Officer of cuneo"
                    },
                    "actingFor": {
                      "city": {
                        "slug": "cuneo"
                      }
                    }
                  }
                },
                {
                  "locale": "en",
                  "revision": 1,
                  "title": "Mobility lab",
                  "origin": "HUMAN",
                  "changed": [
                    "TITLE",
                    "SUMMARY"
                  ],
                  "activity": null
                }
              ]
            }
            "#);
        }
        assert_eq!(
            titles(&history(&hub, project, None).await),
            [
                "en 3 Bus lab",
                "fr 1 Labo",
                "en 2 Bus lab",
                "en 1 Mobility lab"
            ]
        );

        let restore = json!({ "node": project, "locale": "en", "revision": 1 });
        let payload = officer.call("restoreText", restore.clone(), FIELDS).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(payload["content"], @r#"
            {
              "title": "Mobility lab",
              "summary": "About Mobility lab",
              "description": null,
              "locale": "en",
              "origin": "HUMAN",
              "isStale": false,
              "revision": 4
            }
            "#);
        }
        assert_eq!(
            payload["activity"],
            json!({ "verb": "text.restored", "summary": "An earlier text of Mobility lab was restored (en)" })
        );
        assert!(finds_only(&hub, "mobility", project).await);
        assert_eq!(found(&hub, "buses").await, Vec::<String>::new());
        assert_eq!(
            titles(&history(&hub, project, Some("en")).await)[0],
            "en 4 Mobility lab"
        );

        // It stands there already.
        let (before, _) = last(&hub).await;
        let payload = officer.call("restoreText", restore, FIELDS).await;
        assert_eq!(payload["activity"], Value::Null);
        let unknown = json!({ "node": project, "locale": "fr", "revision": 9 });
        let payload = officer.call("restoreText", unknown, FIELDS).await;
        assert_eq!(mistakes(&payload), ["input.revision NOT_FOUND"]);
        let late = json!({ "node": project, "locale": "en", "revision": 1, "expectedRevision": 3 });
        let payload = officer.call("restoreText", late, FIELDS).await;
        assert_eq!(mistakes(&payload), ["input.expectedRevision CONFLICT"]);
        assert_eq!(last(&hub).await.0, before);
    }
}

#[tokio::test]
async fn who_may_not_write_a_text_may_not_restore_one() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        write(
            &officer,
            &network.project,
            "en",
            json!({ "title": "Bus lab" }),
        )
        .await;
        write(&officer, &network.project, "fr", json!({ "title": "Labo" })).await;
        write(
            &officer,
            &network.project,
            "fr",
            json!({ "title": "Laboratoire" }),
        )
        .await;
        let partner = hub.officer_of("sens").await;
        let document = "mutation ($input: RestoreTextInput!) { restoreText(input: $input) {
            content { title } errors { code path message } } }";
        let restore = async |locale: &str| {
            let input = json!({ "node": network.project, "locale": locale, "revision": 1 });
            partner
                .query_with(document, json!({ "input": input }))
                .await
        };
        assert_eq!(restore("en").await.codes(), ["FORBIDDEN"]);
        let reply = restore("fr").await;
        assert_eq!(reply.data()["restoreText"]["content"]["title"], "Labo");
    }
}

#[tokio::test]
async fn a_restored_translation_is_as_stale_as_it_was() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        let project = &network.project;
        write(&officer, project, "fr", json!({ "title": "Labo" })).await;
        write(&officer, project, "en", json!({ "title": "Bus lab" })).await;
        write(&officer, project, "fr", json!({ "title": "Labo des bus" })).await;
        let restore = json!({ "node": project, "locale": "fr", "revision": 1 });
        let payload = officer.call("restoreText", restore, FIELDS).await;
        assert_eq!(payload["content"]["isStale"], true);
        let restore = json!({ "node": project, "locale": "fr", "revision": 2 });
        let payload = officer.call("restoreText", restore, FIELDS).await;
        assert_eq!(payload["content"]["isStale"], false);
        assert_eq!(payload["content"]["revision"], 4);
    }
}

#[tokio::test]
async fn what_a_record_replaces_or_takes_away_is_kept_too() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let project = &network.project;
        let officer = hub.officer_of("cuneo").await;
        write(&officer, project, "fr", json!({ "title": "Labo" })).await;
        let again = |title: &str| {
            json!({ "slug": "lab", "content": content(title), "kind": "COOPERATION",
                "leadCity": network.city })
        };
        record(&hub, "Project", again("New lab")).await;
        assert_eq!(
            titles(&history(&hub, project, None).await),
            ["en 2 New lab", "en 1 Mobility lab", "fr 1 Labo"]
        );
        // The language comes back, and its revisions go on.
        let restore = json!({ "node": project, "locale": "fr", "revision": 1 });
        let payload = officer.call("restoreText", restore, FIELDS).await;
        assert_eq!(payload["content"]["title"], "Labo");
        assert_eq!(payload["content"]["revision"], 2);
        record(&hub, "Project", again("Old lab")).await;
        let mut both = again("Old lab");
        let french = json!({ "locale": "fr", "title": "Vieux labo" });
        both["content"].as_array_mut().unwrap().push(french);
        record(&hub, "Project", both).await;
        let (title, count) = ("fr 3 Vieux labo", 6);
        let history = history(&hub, project, None).await;
        assert_eq!(titles(&history)[0], title);
        assert_eq!(history["totalCount"], count);
    }
}

/// Texts are written by other mutations, too: what they write has its version, and says by whom.
#[tokio::test]
async fn a_version_that_another_mutation_wrote_says_by_whom() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let project = &network.project;
        let officer = hub.officer_of("cuneo").await;
        for (locale, title) in [("en", "Tram lab"), ("fr", "Labo des trams")] {
            let input =
                json!({ "project": project, "content": { "locale": locale, "title": title } });
            let payload = officer
                .call("updateProject", input, "activity { id }")
                .await;
            assert_eq!(payload["errors"], json!([]));
            let newest = history(&hub, project, Some(locale)).await["nodes"][0].clone();
            assert_eq!(newest["title"], title);
            assert_eq!(newest["activity"]["verb"], "project.updated");
            assert_eq!(newest["activity"]["actingFor"]["city"]["slug"], "cuneo");
        }
    }
}
