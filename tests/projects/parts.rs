//! What hangs on a project: milestones, news, needs, documents, figures, goals.

use serde_json::{Value, json};
use testkit::Hub;

use super::{mistakes_of, proposed, said, texts};

#[tokio::test(flavor = "multi_thread")]
async fn milestones_are_added_changed_reached_and_removed() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &cuneo, "Steps").await;
        let add = async |title: &str| {
            let input = json!({ "content": texts("en", title), "dueOn": "2027" });
            project
                .makes(&cuneo, "addMilestone", "milestone", input)
                .await
        };
        let (first, second) = (add("One").await, add("Two").await);
        let change = json!({ "milestone": first, "progress": 40, "dueOn": null, "expectedVersion": 1,
            "content": texts("fr", "Une") });
        let payload = cuneo
            .call(
                "changeMilestone",
                change.clone(),
                "milestone { progress dueOn version fr: title(locale: \"fr\") }",
            )
            .await;
        assert_eq!(
            payload["milestone"],
            json!({ "progress": 40, "dueOn": null, "version": 2, "fr": "Une" }),
            "{payload:#}"
        );
        // Whoever has seen the first version comes too late.
        let payload = cuneo
            .call("changeMilestone", change, "milestone { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.expectedVersion CONFLICT"]);
        let reach = json!({ "milestone": first, "reachedOn": "2026-05-04" });
        let payload = cuneo
            .call(
                "reachMilestone",
                reach.clone(),
                "milestone { progress reachedOn }",
            )
            .await;
        assert_eq!(
            payload["milestone"],
            json!({ "progress": 100, "reachedOn": "2026-05-04" })
        );
        let payload = cuneo
            .call("reachMilestone", reach, "milestone { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.milestone WRONG_STATE"]);
        let remove = json!({ "milestone": second });
        let fields = "project { milestones { nodes { title } } }";
        let payload = cuneo.call("removeMilestone", remove.clone(), fields).await;
        assert_eq!(
            payload["project"]["milestones"]["nodes"],
            json!([{ "title": "One" }])
        );
        let payload = cuneo.call("removeMilestone", remove, fields).await;
        assert_eq!(mistakes_of(&payload), ["input.milestone NOT_FOUND"]);
        for progress in [-1, 101] {
            let input = json!({ "milestone": first, "progress": progress });
            let payload = cuneo
                .call("changeMilestone", input, "milestone { id }")
                .await;
            assert_eq!(mistakes_of(&payload), ["input.progress INVALID"]);
        }
        let log = project.log().await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(log, @r#"
            [
              "project.started for cuneo, seen by project: Cuneo started the project “Steps” / Coni a lancé l’idée du projet « Steps »",
              "project.proposed for cuneo, seen by public: The project “Steps” was put to the network / Le projet « Steps » a été proposé au réseau",
              "milestone.added for cuneo, seen by public: The project “Steps” set itself the milestone “One” / Le projet « Steps » s’est fixé l’étape « Une »",
              "milestone.added for cuneo, seen by public: The project “Steps” set itself the milestone “something that is not public” / Le projet « Steps » s’est fixé l’étape « un élément qui n’est pas public »",
              "milestone.changed for cuneo, seen by public: The milestone “One” of the project “Steps” was changed / L’étape « Une » du projet « Steps » a été modifiée",
              "milestone.reached for cuneo, seen by public: The project “Steps” reached the milestone “One” / Le projet « Steps » a atteint l’étape « Une »",
              "milestone.removed for cuneo, seen by public: The project “Steps” dropped a milestone / Le projet « Steps » a renoncé à une étape"
            ]
            "#);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn partners_publish_news_and_edit_and_remove_them() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &cuneo, "News").await;
        let braga = project.joined_by(&cuneo, "braga").await;
        let script = "<script>alert(1)</script>";
        let input = json!({ "content": [texts("pt", script), texts("en", "Hello")] });
        let news = project
            .makes(&braga, "publishUpdate", "update", input)
            .await;
        let edit =
            json!({ "update": news, "content": texts("en", "Hello again"), "expectedVersion": 1 });
        let fields = "update { pt: title(locale: \"pt\") en: title(locale: \"en\") version }";
        let payload = braga.call("editUpdate", edit.clone(), fields).await;
        assert_eq!(
            payload["update"],
            json!({ "pt": script, "en": "Hello again", "version": 2 }),
            "{payload:#}"
        );
        let payload = cuneo.call("editUpdate", edit, fields).await;
        assert_eq!(mistakes_of(&payload), ["input.expectedVersion CONFLICT"]);
        let found = hub
            .query("{ search(query: \"hello again\") { nodes { id } } }")
            .await;
        assert_eq!(found.data()["search"]["nodes"], json!([{ "id": news }]));
        let norman = hub.officer_of("norman").await;
        let reply = norman
            .query_with(
                "mutation ($input: RemoveUpdateInput!) { removeUpdate(input: $input) { errors { code } } }",
                json!({ "input": { "update": news } }),
            )
            .await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);
        let fields =
            "project { updates { totalCount } } activity { summary related { __typename } }";
        let payload = braga
            .call("removeUpdate", json!({ "update": news }), fields)
            .await;
        assert_eq!(
            payload["project"]["updates"]["totalCount"], 0,
            "{payload:#}"
        );
        // Partners do nothing that concerns the whole project.
        let reply = braga
            .query_with(
                "mutation ($input: AddNeedInput!) { addNeed(input: $input) { errors { code } } }",
                json!({ "input": { "project": project.id, "kind": "NEED", "text": said("Money") } }),
            )
            .await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn needs_documents_figures_and_goals_are_kept_with_a_project() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &cuneo, "Things").await;
        let add = async |kind: &str, text: &str| {
            let input = json!({ "kind": kind, "text": said(text) });
            project.makes(&cuneo, "addNeed", "need", input).await
        };
        let studio = add("NEED", "A studio").await;
        let boat = add("OFFER", "A boat").await;
        let payload = cuneo
            .call("completeNeed", json!({ "need": studio }), "need { state }")
            .await;
        assert_eq!(payload["need"]["state"], "MET");
        let payload = cuneo
            .call("completeNeed", json!({ "need": studio }), "need { state }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.need WRONG_STATE"]);
        let payload = cuneo
            .call(
                "removeNeed",
                json!({ "need": boat }),
                "project { needs { nodes { kind text { text } } } }",
            )
            .await;
        assert_eq!(
            payload["project"]["needs"]["nodes"],
            json!([{ "kind": "NEED", "text": { "text": "A studio" } }])
        );
        let documents =
            json!({ "documents": [{ "title": "Charter", "url": "https://example.org/charter" }] });
        project.done(&cuneo, "setProjectDocuments", documents).await;
        let lines = json!({ "lines": [{ "label": "Grant", "locale": "en", "amount": "12500.00", "currency": "EUR",
            "source": "https://example.org/budget" }] });
        project.done(&cuneo, "setProjectBudget", lines).await;
        let goals = json!({ "goals": ["CLIMATE_ACTION", "CLEAN_WATER"] });
        project.done(&cuneo, "updateProject", goals).await;
        let query =
            "query ($filter: ProjectFilter) { projects(filter: $filter) { nodes { title goals
            documents { title url locale isResult } budget { label amount currency source } } } }";
        let ask = async |filter: Value| {
            let reply = hub.query_with(query, json!({ "filter": filter })).await;
            reply.data()["projects"]["nodes"].clone()
        };
        let found = ask(json!({ "goal": { "eq": "CLEAN_WATER" } })).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(found, @r#"
            [
              {
                "title": "Things",
                "goals": [
                  "CLEAN_WATER",
                  "CLIMATE_ACTION"
                ],
                "documents": [
                  {
                    "title": "Charter",
                    "url": "https://example.org/charter",
                    "locale": null,
                    "isResult": false
                  }
                ],
                "budget": [
                  {
                    "label": "Grant",
                    "amount": "12500.00",
                    "currency": "EUR",
                    "source": "https://example.org/budget"
                  }
                ]
              }
            ]
            "#);
        }
        assert_eq!(ask(json!({ "goal": { "in": ["PEACE"] } })).await, json!([]));
        assert_eq!(ask(json!({ "goal": { "isNull": false } })).await, found);
        let title = json!({ "eq": "things" });
        assert_eq!(
            ask(json!({ "goal": { "isNull": true }, "slug": title })).await,
            json!([])
        );
    }
}
