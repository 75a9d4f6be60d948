//! What is refused, and how it is said.

use futures::future::join_all;
use kernel::Kind;
use serde_json::{Value, json};
use testkit::Hub;

use super::{head, mistakes_of, proposed, said, start, texts};

const GONE: &str = "01h2xcejqtf2nbrexx3vqjhp41";

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_of_an_input_is_told_at_once() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &cuneo, "Strict").await;
        let before = head(&hub).await;
        let theme = format!("theme_{GONE}");
        let long = "a".repeat(5_001);
        let bad = json!({ "locale": "xx", "text": "a\u{0}" });
        let id = &project.id;
        let mut found = Vec::new();
        for (mutation, input) in [
            (
                "startProject",
                json!({ "content": { "locale": "xx", "title": "" }, "website": "javascript:alert(1)",
                "startedOn": "2026-05", "endedOn": "2026-04", "goals": ["PEACE", "PEACE"],
                "themes": ["nothing", "city_01h2xcejqtf2nbrexx3vqjhp41"] }),
            ),
            (
                "startProject",
                json!({ "content": texts("en", "T"), "themes": [theme] }),
            ),
            (
                "startProject",
                json!({ "content": texts("en", "T"), "party": { "organisation": "city_1" } }),
            ),
            ("updateProject", json!({ "project": id })),
            (
                "updateProject",
                json!({ "project": id, "startedOn": "2026-05-02", "endedOn": "2026-05-01" }),
            ),
            (
                "updateProject",
                json!({ "project": id, "website": "ftp://example.org", "themes": [&theme, &theme],
                "content": { "locale": "en", "title": "a".repeat(201), "summary": "\u{7}" } }),
            ),
            (
                "proposeProject",
                json!({ "project": format!("city_{GONE}") }),
            ),
            (
                "proposeProject",
                json!({ "project": format!("project_{GONE}") }),
            ),
            (
                "completeProject",
                json!({ "project": id, "results": bad, "links": [{ "title": " ", "url": "/here", "locale": "zz" }] }),
            ),
            (
                "abandonProject",
                json!({ "project": id, "reason": { "locale": "en", "text": long } }),
            ),
            (
                "abandonProject",
                json!({ "project": id, "reason": said("  ") }),
            ),
            (
                "invitePartner",
                json!({ "project": id, "party": { "city": format!("city_{GONE}") } }),
            ),
            (
                "invitePartner",
                json!({ "project": id, "party": { "organisation": format!("organisation_{GONE}") } }),
            ),
            (
                "invitePartner",
                json!({ "project": id, "role": "FUNDER", "message": bad,
                "party": { "city": hub.id_of(Kind::City, "braga").await } }),
            ),
            (
                "invitePartner",
                json!({ "project": id, "party": { "city": hub.id_of(Kind::City, "cuneo").await } }),
            ),
            (
                "acceptPartnership",
                json!({ "partnership": format!("partnership_{GONE}") }),
            ),
            ("declinePartnership", json!({ "partnership": "no" })),
            ("withdrawPartnership", json!({ "partnership": id })),
            (
                "answerInterest",
                json!({ "partnership": format!("partnership_{GONE}"), "accept": true }),
            ),
            (
                "changeProjectLead",
                json!({ "project": id, "city": "cuneo" }),
            ),
            (
                "expressInterest",
                json!({ "project": format!("project_{GONE}"), "message": said("Hi") }),
            ),
            (
                "addMilestone",
                json!({ "project": id, "content": texts("en", " "), "progress": 200 }),
            ),
            (
                "changeMilestone",
                json!({ "milestone": format!("milestone_{GONE}") }),
            ),
            (
                "reachMilestone",
                json!({ "milestone": format!("milestone_{GONE}") }),
            ),
            ("publishUpdate", json!({ "project": id, "content": [] })),
            (
                "publishUpdate",
                json!({ "project": id, "content": [texts("en", "a"), texts("en", "b")] }),
            ),
            (
                "editUpdate",
                json!({ "update": format!("update_{GONE}"), "content": texts("en", "a\u{1}") }),
            ),
            (
                "removeUpdate",
                json!({ "update": format!("update_{GONE}") }),
            ),
            (
                "addNeed",
                json!({ "project": id, "kind": "NEED", "text": bad }),
            ),
            ("completeNeed", json!({ "need": format!("need_{GONE}") })),
            (
                "setProjectDocuments",
                json!({ "project": id, "documents": [{ "title": "a\u{1b}", "url": "data:text/html,hi" }] }),
            ),
            (
                "setProjectBudget",
                json!({ "project": id, "lines": [{ "label": "", "locale": "en", "amount": "1e9",
                "currency": "EURO", "source": "x" }] }),
            ),
        ] {
            let payload = cuneo.call(mutation, input, "activity { id }").await;
            assert_eq!(payload["activity"], Value::Null);
            found.push(format!("{mutation}: {}", mistakes_of(&payload).join(", ")));
        }
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(found, @r#"
            [
              "startProject: input.content.locale INVALID, input.content.title BLANK, input.endedOn INVALID, input.website INVALID, input.themes.0 INVALID, input.themes.1 INVALID, input.goals.1 DUPLICATE",
              "startProject: input.themes.0 NOT_FOUND",
              "startProject: input.party.organisation INVALID",
              "updateProject: input BLANK",
              "updateProject: input.endedOn INVALID",
              "updateProject: input.content.title TOO_LONG, input.content.summary INVALID, input.website INVALID, input.themes.1 DUPLICATE",
              "proposeProject: input.project INVALID",
              "proposeProject: input.project NOT_FOUND",
              "completeProject: input.results.text INVALID, input.results.locale INVALID, input.links.0.title BLANK, input.links.0.url INVALID, input.links.0.locale INVALID",
              "abandonProject: input.reason.text TOO_LONG",
              "abandonProject: input.reason.text BLANK",
              "invitePartner: input.party NOT_FOUND",
              "invitePartner: input.party NOT_FOUND",
              "invitePartner: input.role INVALID, input.message.text INVALID, input.message.locale INVALID",
              "invitePartner: input.party TAKEN",
              "acceptPartnership: input.partnership NOT_FOUND",
              "declinePartnership: input.partnership INVALID",
              "withdrawPartnership: input.partnership INVALID",
              "answerInterest: input.partnership NOT_FOUND",
              "changeProjectLead: input.city INVALID",
              "expressInterest: input.project NOT_FOUND",
              "addMilestone: input.content.title BLANK, input.progress INVALID",
              "changeMilestone: input BLANK",
              "reachMilestone: input.milestone NOT_FOUND",
              "publishUpdate: input.content BLANK",
              "publishUpdate: input.content.1 DUPLICATE",
              "editUpdate: input.content.title INVALID",
              "removeUpdate: input.update NOT_FOUND",
              "addNeed: input.text.text INVALID, input.text.locale INVALID",
              "completeNeed: input.need NOT_FOUND",
              "setProjectDocuments: input.documents.0.title INVALID, input.documents.0.url INVALID",
              "setProjectBudget: input.lines.0.label BLANK, input.lines.0.amount INVALID, input.lines.0.currency INVALID, input.lines.0.source INVALID"
            ]
            "#);
        }
        assert_eq!(head(&hub).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stage_does_not_allow_is_refused() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = start(&hub, &cuneo, "Stages").await;
        let steps = [
            ("proposeProject", json!({}), "PROPOSED"),
            ("launchProject", json!({}), "ACTIVE"),
            (
                "completeProject",
                json!({ "results": said("Done.") }),
                "COMPLETED",
            ),
            (
                "abandonProject",
                json!({ "reason": said("No.") }),
                "ABANDONED",
            ),
        ];
        // At each stage, all steps but the next one and the last.
        for (done, goes_to) in [
            ("", "IDEA"),
            ("proposeProject", "PROPOSED"),
            ("launchProject", "ACTIVE"),
        ] {
            if !done.is_empty() {
                project.done(&cuneo, done, json!({})).await;
            }
            assert_eq!(project.look("stage").await["stage"], goes_to);
            let next = steps
                .iter()
                .position(|(step, ..)| *step == done)
                .map_or(0, |done| done + 1);
            for (place, (step, input, _)) in steps[..3].iter().enumerate() {
                if place != next {
                    let payload = project
                        .call(&cuneo, step, input.clone(), "project { id }")
                        .await;
                    assert_eq!(
                        mistakes_of(&payload),
                        ["input.project WRONG_STATE"],
                        "{step} at {goes_to}"
                    );
                }
            }
        }
        project
            .done(
                &cuneo,
                "completeProject",
                json!({ "results": said("Done.") }),
            )
            .await;
        for (mutation, input) in [
            ("abandonProject", json!({ "reason": said("No.") })),
            ("proposeProject", json!({})),
            ("updateProject", json!({ "openToPartners": true })),
            ("addMilestone", json!({ "content": texts("en", "Late") })),
            ("addNeed", json!({ "kind": "NEED", "text": said("Late") })),
            (
                "invitePartner",
                json!({ "party": { "city": hub.id_of(Kind::City, "braga").await } }),
            ),
        ] {
            let payload = project
                .call(&cuneo, mutation, input, "activity { id }")
                .await;
            assert_eq!(
                mistakes_of(&payload),
                ["input.project WRONG_STATE"],
                "{mutation}"
            );
        }
        // What it came to is told even then.
        project
            .done(
                &cuneo,
                "publishUpdate",
                json!({ "content": [texts("en", "A year later")] }),
            )
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_submit_is_done_once_and_equal_titles_get_slugs_of_their_own() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let before = head(&hub).await;
        let start = async |key: &str| {
            let input = json!({ "content": texts("fr", "Été à Cuneo !") });
            let reply = cuneo
                .query_with(
                    "mutation ($input: StartProjectInput!, $key: String) {
                        startProject(input: $input, idempotencyKey: $key) {
                            project { id slug } errors { code } } }",
                    json!({ "key": key, "input": input }),
                )
                .await;
            let payload = &reply.data()["startProject"];
            assert_eq!(payload["errors"], json!([]), "{payload:#}");
            payload["project"]["slug"].as_str().unwrap().to_owned()
        };
        let twice = join_all((0..4).map(|_| start("one"))).await;
        assert_eq!(twice, vec!["ete-a-cuneo"; 4]);
        assert_eq!(head(&hub).await - before, 1);
        let mut slugs = join_all(["two", "three", "four"].map(start)).await;
        slugs.sort();
        assert_eq!(slugs, ["ete-a-cuneo-2", "ete-a-cuneo-3", "ete-a-cuneo-4"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_editors_at_the_same_time_one_wins() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &cuneo, "Edited").await;
        let version = project.look("version").await["version"].clone();
        let edits = (0..4).map(|i| {
            let title = format!("Edited {i}");
            let input = json!({ "content": texts("en", &title), "expectedVersion": version });
            project.call(&cuneo, "updateProject", input, "project { title version }")
        });
        let payloads = join_all(edits).await;
        let won: Vec<_> = payloads
            .iter()
            .filter(|payload| payload["errors"] == json!([]))
            .collect();
        assert_eq!(won.len(), 1, "{payloads:#?}");
        let lost = payloads.iter().flat_map(mistakes_of).collect::<Vec<_>>();
        assert_eq!(lost, vec!["input.expectedVersion CONFLICT"; 3]);
        let found = hub
            .query(r#"{ project(slug: "edited") { title version } }"#)
            .await;
        assert_eq!(found.data()["project"], won[0]["project"]);
    }
}
