//! Every mistake of an input is told at once, with its place and a code; and nothing is half done.

use kernel::Kind;
use serde_json::{Value, json};
use testkit::Hub;

use super::{at_home, create, head, mistakes_of, said, texts};

#[tokio::test(flavor = "multi_thread")]
async fn all_mistakes_of_an_event_are_told_at_once() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = "project_00000000000000000000000000";
        let input = json!({
            "kind": "CONFERENCE", "content": texts("xx-nowhere-x", " "), "edition": 0,
            "startsOn": "2027-06-11", "endsOn": "2027-06-09", "timeZone": "Europe/Querétaro",
            "hostCity": project, "organisers": [{ "secretariat": true }, { "secretariat": true }],
            "place": { "venue": "v".repeat(201), "latitude": 91.0,
                "accessibility": [{ "locale": "en", "text": "" }, { "locale": "en", "text": "A lift." }] },
            "onlineLink": "zoom", "website": "inmc", "capacity": -1,
            "contacts": [{ "label": "Office" }], "themes": [project], "projects": [project, project],
        });
        let before = head(&hub).await;
        let payload = cuneo.call("createEvent", input, "event { id }").await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(mistakes_of(&payload), @r#"
            [
              "input.organisers.1 DUPLICATE",
              "input.content.locale INVALID",
              "input.content.title BLANK",
              "input.edition INVALID",
              "input.series BLANK",
              "input.hostCity INVALID",
              "input.endsOn INVALID",
              "input.timeZone INVALID",
              "input.place.venue TOO_LONG",
              "input.place.latitude INVALID",
              "input.place BLANK",
              "input.place.accessibility.0.text BLANK",
              "input.place.accessibility.1 DUPLICATE",
              "input.onlineLink INVALID",
              "input.onlineLink INVALID",
              "input.website INVALID",
              "input.capacity INVALID",
              "input.contacts.0 BLANK",
              "input.themes.0 INVALID"
            ]
            "#);
        }
        let missing = json!({
            "kind": "CONFERENCE", "content": texts("en", "Nowhere"),
            "series": "series_00000000000000000000000000", "edition": 1,
            "hostCity": "city_00000000000000000000000000", "projects": [project],
        });
        let payload = cuneo.call("createEvent", missing, "event { id }").await;
        assert_eq!(mistakes_of(&payload), ["input.hostCity NOT_FOUND"]);
        // Shanghai has been invited, and is no member.
        let shanghai = hub.id_of(Kind::City, "shanghai").await;
        let stranger = json!({
            "kind": "CONFERENCE", "content": texts("en", "Nowhere"), "hostCity": shanghai,
        });
        let payload = cuneo.call("createEvent", stranger, "event { id }").await;
        assert_eq!(mistakes_of(&payload), ["input.hostCity WRONG_STATE"]);
        assert_eq!(head(&hub).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_of_what_was_held_and_a_project_is_born_once() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let today = hub.graph.log().clock().now().date_naive().to_string();
        let mut input = at_home(&hub, "cuneo", "Held").await;
        input["endsOn"] = json!(today);
        input["startsOn"] = json!(today);
        let event = create(&hub, &cuneo, input.clone()).await;
        let recap = json!({ "recap": [said("All well.")] });
        let early = event
            .call(&cuneo, "setEventResults", recap.clone(), "event { id }")
            .await;
        assert_eq!(mistakes_of(&early), ["input.event WRONG_STATE"]);
        let mut later = at_home(&hub, "cuneo", "Future").await;
        later["startsOn"] = json!("2099-06-09");
        later["endsOn"] = json!("2099-06-11");
        let future = create(&hub, &cuneo, later).await;
        future.done(&cuneo, "announceEvent", json!({})).await;
        let early = future
            .call(&cuneo, "holdEvent", json!({}), "event { id }")
            .await;
        assert_eq!(mistakes_of(&early), ["input.event WRONG_STATE"]);
        event.done(&cuneo, "announceEvent", json!({})).await;
        event.done(&cuneo, "holdEvent", json!({})).await;
        let wrong = json!({
            "recap": [said("One."), said("Two.")], "figures": { "participants": 380 },
            "documents": [{ "title": "", "url": "ftp://nowhere" }],
        });
        let payload = event
            .call(&cuneo, "setEventResults", wrong, "event { id }")
            .await;
        assert_eq!(
            mistakes_of(&payload),
            [
                "input.recap.1 DUPLICATE",
                "input.figures.source BLANK",
                "input.documents.0.title BLANK",
                "input.documents.0.url INVALID",
            ]
        );
        let reply = hub.query("{ projects(first: 1) { nodes { id } } }").await;
        let project = reply.data()["projects"]["nodes"][0]["id"].clone();
        let results = json!({
            "recap": [said("All well."), { "locale": "fr", "text": "Tout s’est bien passé." }],
            "figures": { "participants": 380, "source": "https://example.org/figures" },
            "documents": [{ "title": "Declaration", "url": "https://example.org/declaration", "locale": "fr" }],
            "bornProjects": [project],
        });
        event.done(&cuneo, "setEventResults", results).await;
        let fields =
            "recap { locale text } figures { participants source } documents { title url locale }
            bornProjects { totalCount nodes { id bornAt { title } } }";
        assert_eq!(
            event.seen_by(&hub.anybody(), fields).await,
            json!({
                "recap": [
                    { "locale": "en", "text": "All well." },
                    { "locale": "fr", "text": "Tout s’est bien passé." },
                ],
                "figures": { "participants": 380, "source": "https://example.org/figures" },
                "documents": [
                    { "title": "Declaration", "url": "https://example.org/declaration", "locale": "fr" },
                ],
                "bornProjects": { "totalCount": 1, "nodes": [{ "id": project, "bornAt": { "title": "Held" } }] },
            })
        );
        let second = create(&hub, &cuneo, input).await;
        second.done(&cuneo, "announceEvent", json!({})).await;
        second.done(&cuneo, "holdEvent", json!({})).await;
        let born = json!({ "bornProjects": [project] });
        let payload = second
            .call(&cuneo, "setEventResults", born, "event { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.bornProjects.0 TAKEN"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn editions_are_in_order_and_each_is_there_once() {
    for hub in Hub::empty().await {
        let record = async |kind: &str, mut input: Value| {
            input["content"] = json!([texts("en", input["slug"].as_str().unwrap())]);
            let document = format!(
                "mutation ($input: Record{kind}Input!) {{ record{kind}(input: $input) {{
                    node {{ id }} errors {{ code path }} }} }}"
            );
            let reply = hub.as_operator(&document, json!({ "input": input })).await;
            reply.data()[format!("record{kind}")].clone()
        };
        let series = record("EventSeries", json!({ "slug": "conference" })).await;
        let series = series["node"]["id"].clone();
        let edition = |slug: &str, edition: i32, visibility: &str| {
            json!({
                "slug": slug, "kind": "CONFERENCE", "status": "HELD", "mode": "IN_PERSON",
                "series": series, "edition": edition, "visibility": visibility,
            })
        };
        for (slug, number, visibility) in [
            ("first", 1, "PUBLIC"),
            ("second", 2, "NETWORK"),
            ("third", 3, "PUBLIC"),
        ] {
            let payload = record("Event", edition(slug, number, visibility)).await;
            assert_eq!(payload["errors"], json!([]), "{payload}");
        }
        let twice = record("Event", edition("fourth", 3, "PUBLIC")).await;
        assert_eq!(mistakes_of(&twice), ["input.edition TAKEN"]);
        let draft = record(
            "Event",
            json!({ "slug": "draft", "kind": "VISIT", "status": "DRAFT", "mode": "ONLINE" }),
        )
        .await;
        assert_eq!(mistakes_of(&draft), ["input.status INVALID"]);
        let query = "{ eventSeries(slug: \"conference\") {
                events(orderBy: [{ field: EDITION }]) { nodes { slug edition } } }
            event(slug: \"third\") { series { slug } previousEdition { slug } nextEdition { slug } } }";
        let reply = hub.query(query).await;
        // What one may not see is passed over.
        assert_eq!(
            *reply.data(),
            json!({
                "eventSeries": { "events": { "nodes": [
                    { "slug": "first", "edition": 1 }, { "slug": "third", "edition": 3 },
                ] } },
                "event": {
                    "series": { "slug": "conference" }, "previousEdition": { "slug": "first" },
                    "nextEdition": null,
                },
            })
        );
    }
}
