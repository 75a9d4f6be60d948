//! Who may do what in projects.

use futures::future::join_all;
use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Caller, Hub};

use super::{proposed, said, start, texts};

/// The code of what comes of a call: `DONE`, `REFUSED`, or that of the error.
async fn comes(who: &Caller<'_>, mutation: &str, input: &Value) -> String {
    let document = format!(
        "mutation ($input: {}{}Input!) {{ {mutation}(input: $input) {{ errors {{ code }} }} }}",
        mutation[..1].to_uppercase(),
        &mutation[1..],
    );
    let reply = who.query_with(&document, json!({ "input": input })).await;
    match reply.codes().first() {
        Some(code) => code.clone(),
        None if reply.data()[mutation]["errors"] == json!([]) => "DONE".to_owned(),
        None => "REFUSED".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mutation_is_for_those_who_lead_for_partners_or_for_the_party_itself() {
    for hub in Hub::with_demo().await {
        let lead = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &lead, "Rights").await;
        let partner = project.joined_by(&lead, "braga").await;
        let stranger = hub.representative_of("norman").await;
        let moderator = hub.moderator().await;
        let secretary = hub.secretary().await;
        let nobody = hub.person("Nobody").await;
        let id = &project.id;
        let milestone = project
            .makes(
                &lead,
                "addMilestone",
                "milestone",
                json!({ "content": texts("en", "One") }),
            )
            .await;
        let magog = hub.id_of(Kind::City, "magog").await;
        let news = json!([texts("en", "News")]);
        let mut table = Vec::new();
        for (mutation, input) in [
            (
                "updateProject",
                json!({ "project": id, "openToPartners": true }),
            ),
            ("setProjectBudget", json!({ "project": id, "lines": [] })),
            (
                "addNeed",
                json!({ "project": id, "kind": "OFFER", "text": said("A boat") }),
            ),
            (
                "changeMilestone",
                json!({ "milestone": milestone, "progress": 50 }),
            ),
            ("publishUpdate", json!({ "project": id, "content": news })),
            (
                "startProject",
                json!({ "content": texts("en", "Another"), "party": { "city": magog } }),
            ),
            (
                "expressInterest",
                json!({ "project": id, "message": said("Us!"), "party": { "city": magog } }),
            ),
        ] {
            let mut row = Vec::new();
            for (name, who) in [
                ("nobody in particular", &hub.anybody()),
                ("a person", &nobody.caller),
                ("a stranger", &stranger.caller),
                ("a moderator", &moderator.caller),
                ("a partner", &partner.caller),
                ("the lead", &lead.caller),
                ("a secretary", &secretary.caller),
            ] {
                row.push(format!("{name} {}", comes(who, mutation, &input).await));
            }
            table.push(format!("{mutation}: {}", row.join(", ")));
        }
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(table, @r#"
            [
              "updateProject: nobody in particular UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, a partner FORBIDDEN, the lead DONE, a secretary DONE",
              "setProjectBudget: nobody in particular UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, a partner FORBIDDEN, the lead DONE, a secretary DONE",
              "addNeed: nobody in particular UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, a partner FORBIDDEN, the lead DONE, a secretary DONE",
              "changeMilestone: nobody in particular UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, a partner FORBIDDEN, the lead DONE, a secretary DONE",
              "publishUpdate: nobody in particular UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, a partner DONE, the lead DONE, a secretary DONE",
              "startProject: nobody in particular UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, a partner FORBIDDEN, the lead FORBIDDEN, a secretary DONE",
              "expressInterest: nobody in particular UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, a partner FORBIDDEN, the lead FORBIDDEN, a secretary DONE"
            ]
            "#);
        }
        let can = "query ($id: ID!) { viewer { news: can(action: PUBLISH_UPDATE, on: $id)
            end: can(action: COMPLETE_PROJECT, on: $id) } }";
        for (who, news, end) in [
            (&lead, true, true),
            (&partner, true, false),
            (&stranger, false, false),
        ] {
            let reply = who.query_with(can, json!({ "id": id })).await;
            assert_eq!(reply.data()["viewer"], json!({ "news": news, "end": end }));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_that_is_limited_to_events_starts_no_project() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.representative_of("cuneo").await;
        let project = start(&hub, &cuneo, "Before").await;
        let limit = json!({ "mandate": cuneo.mandate(), "scope": ["EVENTS"] });
        let secretary = hub.secretary().await;
        let payload = secretary
            .call("limitMandate", limit, "mandate { scope }")
            .await;
        assert_eq!(
            payload["mandate"]["scope"],
            json!(["EVENTS"]),
            "{payload:#}"
        );
        let input = json!({ "project": project.id });
        assert_eq!(comes(&cuneo, "proposeProject", &input).await, "FORBIDDEN");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_several_mandates_says_under_which_a_project_is_started() {
    for hub in Hub::with_demo().await {
        let both = hub.officer_of("cuneo").await;
        let secretary = hub.secretary().await;
        let norman = hub.id_of(Kind::City, "norman").await;
        let grant = json!({ "person": both.id, "party": { "city": norman }, "role": "OFFICER" });
        let payload = secretary
            .call("grantMandate", grant, "mandate { id }")
            .await;
        let of_norman = payload["mandate"]["id"].as_str().unwrap().to_owned();
        let document = "mutation ($input: StartProjectInput!, $mandate: ID) {
            startProject(input: $input, mandate: $mandate) {
                project { leadCity { slug } } activity { actingFor { city { slug } } } errors { path code } } }";
        let input = json!({ "content": texts("en", "For one of two") });
        let under = |mandate: Value| {
            let variables = json!({ "input": input, "mandate": mandate });
            both.query_with(document, variables)
        };
        let reply = under(Value::Null).await;
        assert_eq!(
            reply.data()["startProject"]["errors"],
            json!([{ "path": ["input", "party"], "code": "BLANK" }])
        );
        let reply = under(json!(of_norman)).await;
        let started = &reply.data()["startProject"];
        assert_eq!(
            started["project"]["leadCity"]["slug"], "norman",
            "{started:#}"
        );
        assert_eq!(started["activity"]["actingFor"]["city"]["slug"], "norman");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_submitted_twice_at_the_same_time_is_taken_once() {
    for hub in Hub::with_demo().await {
        let lead = hub.officer_of("cuneo").await;
        let project = start(&hub, &lead, "Twice").await;
        let partner = hub.officer_of("braga").await;
        let id = &project.id;
        let twice = async |who: &Caller<'_>, mutation: &str, mut input: Value| {
            input["project"] = json!(id);
            if mutation == "acceptPartnership" {
                input.as_object_mut().unwrap().remove("project");
            }
            let document = format!(
                "mutation ($input: {}{}Input!, $key: String) {{
                    {mutation}(input: $input, idempotencyKey: $key) {{ activity {{ id }} errors {{ code }} }} }}",
                mutation[..1].to_uppercase(),
                &mutation[1..],
            );
            let variables = json!({ "input": input, "key": mutation });
            let before = super::head(&hub).await;
            let calls = (0..3).map(|_| who.query_with(&document, variables.clone()));
            let replies = join_all(calls).await;
            for reply in &replies {
                let payload = &reply.data()[mutation];
                assert_eq!(payload["errors"], json!([]), "{mutation}: {payload:#}");
                assert_eq!(*payload, replies[0].data()[mutation]);
            }
            assert_eq!(super::head(&hub).await - before, 1, "{mutation}");
        };
        let braga = hub.id_of(Kind::City, "braga").await;
        twice(
            &lead,
            "invitePartner",
            json!({ "party": { "city": braga } }),
        )
        .await;
        let open = project.look("partnerships { nodes { id } }").await;
        let offer = open["partnerships"]["nodes"][0]["id"].clone();
        twice(
            &partner,
            "acceptPartnership",
            json!({ "partnership": offer }),
        )
        .await;
        twice(&lead, "proposeProject", json!({})).await;
        twice(
            &lead,
            "addMilestone",
            json!({ "content": texts("en", "One") }),
        )
        .await;
        twice(
            &partner,
            "publishUpdate",
            json!({ "content": [texts("en", "News")] }),
        )
        .await;
        twice(
            &lead,
            "addNeed",
            json!({ "kind": "NEED", "text": said("Boats") }),
        )
        .await;
        twice(&lead, "launchProject", json!({})).await;
        twice(&partner, "withdrawFromProject", json!({})).await;
        twice(&lead, "completeProject", json!({ "results": said("All.") })).await;
    }
}
