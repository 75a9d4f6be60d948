//! Who takes part: invitations, interests, the lead, and leaving.

use futures::future::join_all;
use kernel::Kind;
use serde_json::json;
use testkit::Hub;

use super::{answer, answered, mistakes_of, proposed, said, set_membership, start};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_interested_becomes_a_partner_when_those_who_lead_agree() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &cuneo, "Open door").await;
        let isima = hub.officer_of_organisation("isima").await;
        let braga = hub.officer_of("braga").await;
        let interest = async |who: &testkit::Person<'_>| {
            let input = json!({ "message": said("<b>We</b> would like to.") });
            project
                .makes(who, "expressInterest", "partnership", input)
                .await
        };
        let of_isima = interest(&isima).await;
        let of_braga = interest(&braga).await;
        let again = json!({ "message": said("Please!") });
        let payload = project
            .call(&braga, "expressInterest", again, "partnership { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.party TAKEN"]);
        // They do not answer themselves.
        let reply = isima
            .query_with(
                "mutation ($input: AnswerInterestInput!) { answerInterest(input: $input) { errors { code } } }",
                json!({ "input": { "partnership": of_isima, "accept": true } }),
            )
            .await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);
        let payload = answer(&isima, "acceptPartnership", &of_isima).await;
        assert_eq!(mistakes_of(&payload), ["input.partnership WRONG_STATE"]);

        let yes = json!({ "partnership": of_isima, "accept": true, "role": "FUNDER" });
        let payload = cuneo
            .call(
                "answerInterest",
                yes,
                "partnership { state message { text } }",
            )
            .await;
        assert_eq!(payload["partnership"]["state"], "ACCEPTED", "{payload:#}");
        assert_eq!(
            payload["partnership"]["message"]["text"],
            "<b>We</b> would like to."
        );
        let no = json!({ "partnership": of_braga, "accept": false });
        let payload = cuneo
            .call("answerInterest", no.clone(), "partnership { state }")
            .await;
        assert_eq!(payload["partnership"]["state"], "DECLINED", "{payload:#}");
        let payload = cuneo
            .call("answerInterest", no, "partnership { state }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.partnership WRONG_STATE"]);
        // They learn of it, and may ask again.
        let inbox = r#"{ city(slug: "braga") { partnerships { nodes { state } } } }"#;
        assert_eq!(
            braga.query(inbox).await.data()["city"]["partnerships"]["nodes"],
            json!([{ "state": "DECLINED" }])
        );
        let once_more = interest(&braga).await;
        answered(&braga, "withdrawPartnership", &once_more).await;

        project
            .done(&cuneo, "updateProject", json!({ "openToPartners": false }))
            .await;
        let input = json!({ "message": said("Still?") });
        let payload = project
            .call(&braga, "expressInterest", input, "partnership { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.project WRONG_STATE"]);
        let log = project.log().await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(log, @r#"
            [
              "project.started for cuneo, seen by project: Cuneo started the project “Open door” / Coni a lancé l’idée du projet « Open door »",
              "project.proposed for cuneo, seen by public: The project “Open door” was put to the network / Le projet « Open door » a été proposé au réseau",
              "partner.interested for isima, seen by network: ISIMA would like to take part in the project “Open door” / ISIMA souhaite prendre part au projet « Open door »",
              "partner.interested for braga, seen by network: Braga would like to take part in the project “Open door” / Braga souhaite prendre part au projet « Open door »",
              "partner.joined for cuneo, seen by public: ISIMA joined the project “Open door” / ISIMA a rejoint le projet « Open door »",
              "partner.interest-declined for cuneo, seen by network: The interest of Braga in the project “Open door” was declined / La candidature au projet « Open door » n’a pas été retenue : Braga",
              "partner.interested for braga, seen by network: Braga would like to take part in the project “Open door” / Braga souhaite prendre part au projet « Open door »",
              "partner.interest-withdrawn for braga, seen by network: Braga takes back its interest in the project “Open door” / Braga ne souhaite plus prendre part au projet « Open door »",
              "project.updated for cuneo, seen by public: What is said of the project “Open door” was changed / La présentation du projet « Open door » a été modifiée"
            ]
            "#);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idea_is_not_there_for_whoever_was_not_asked() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = start(&hub, &cuneo, "Hidden").await;
        let braga = hub.officer_of("braga").await;
        let input = json!({ "message": said("We have heard of it.") });
        let payload = project
            .call(&braga, "expressInterest", input, "partnership { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.project NOT_FOUND"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_members_whose_rights_do_not_rest_start_projects_and_take_part() {
    for hub in Hub::with_demo().await {
        let shanghai = hub.officer_of("shanghai").await;
        let input = json!({ "content": super::texts("en", "Not yet") });
        let payload = shanghai.call("startProject", input, "project { id }").await;
        assert_eq!(mistakes_of(&payload), ["input.party WRONG_STATE"]);

        let cuneo = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &cuneo, "For members").await;
        let braga = project.joined_by(&cuneo, "braga").await;
        let norman = hub.officer_of("norman").await;
        let to_norman = project.invite(&cuneo, "norman").await;
        set_membership(&hub, "norman", "SUSPENDED").await;
        set_membership(&hub, "braga", "LEFT").await;
        let payload = answer(&norman, "acceptPartnership", &to_norman).await;
        assert_eq!(mistakes_of(&payload), ["input.partnership WRONG_STATE"]);
        for (city, path) in [("shanghai", "input.party"), ("magog", "")] {
            let id = hub.id_of(Kind::City, city).await;
            let input = json!({ "party": { "city": id } });
            let payload = project
                .call(&cuneo, "invitePartner", input, "partnership { id }")
                .await;
            let expected = format!("{path} WRONG_STATE");
            let expected: &[String] = if path.is_empty() { &[] } else { &[expected] };
            assert_eq!(mistakes_of(&payload), expected, "{city}");
        }
        let id = hub.id_of(Kind::City, "braga").await;
        let payload = project
            .call(
                &cuneo,
                "changeProjectLead",
                json!({ "city": id }),
                "partnership { id }",
            )
            .await;
        assert_eq!(mistakes_of(&payload), ["input.city WRONG_STATE"]);
        let input = json!({ "message": said("Us, too.") });
        let payload = project
            .call(&shanghai, "expressInterest", input, "partnership { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.party WRONG_STATE"]);
        // Who has left the network can still leave the project, and decline.
        project.done(&braga, "withdrawFromProject", json!({})).await;
        answered(&norman, "declinePartnership", &to_norman).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lead_passes_once_to_a_partner_that_accepts() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &cuneo, "Relay").await;
        let braga = project.joined_by(&cuneo, "braga").await;
        let norman = project.joined_by(&cuneo, "norman").await;
        let mut offers = Vec::new();
        for city in ["braga", "norman"] {
            let id = hub.id_of(Kind::City, city).await;
            let input = json!({ "city": id });
            offers.push(
                project
                    .makes(&cuneo, "changeProjectLead", "partnership", input)
                    .await,
            );
        }
        let stranger = json!({ "city": hub.id_of(Kind::City, "magog").await });
        let payload = project
            .call(&cuneo, "changeProjectLead", stranger, "partnership { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.city WRONG_STATE"]);
        // Until then, who leads goes on, and cannot leave.
        let payload = project
            .call(&cuneo, "withdrawFromProject", json!({}), "project { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.party WRONG_STATE"]);

        let answers = join_all([
            answer(&braga, "acceptPartnership", &offers[0]),
            answer(&norman, "acceptPartnership", &offers[1]),
        ])
        .await;
        let good = answers
            .iter()
            .filter(|payload| payload["errors"] == json!([]))
            .count();
        assert_eq!(good, 1, "{answers:#?}");
        let look = project
            .look("leadCity { slug } partnerCities { nodes { slug } }")
            .await;
        assert_ne!(look["leadCity"]["slug"], "cuneo");
        assert_eq!(look["partnerCities"]["nodes"].as_array().unwrap().len(), 2);
        project.done(&cuneo, "withdrawFromProject", json!({})).await;
        let payload = project
            .call(&cuneo, "withdrawFromProject", json!({}), "project { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.party WRONG_STATE"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_answered_once_and_only_by_whom_it_was_made_to() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let project = proposed(&hub, &cuneo, "Once").await;
        let offer = project.invite(&cuneo, "braga").await;
        let norman = hub.officer_of("norman").await;
        let document = "mutation ($input: AcceptPartnershipInput!) {
            acceptPartnership(input: $input) { errors { code } } }";
        let input = json!({ "input": { "partnership": offer } });
        for stranger in [&norman.caller, &cuneo.caller] {
            let reply = stranger.query_with(document, input.clone()).await;
            assert_eq!(reply.codes(), ["FORBIDDEN"]);
        }
        let reply = hub.anybody().query_with(document, input).await;
        assert_eq!(reply.codes(), ["UNAUTHENTICATED"]);
        let braga = hub.officer_of("braga").await;
        let answers = join_all(
            ["acceptPartnership", "declinePartnership"].map(|verb| answer(&braga, verb, &offer)),
        )
        .await;
        let refused: Vec<_> = answers.iter().flat_map(mistakes_of).collect();
        assert_eq!(refused, ["input.partnership WRONG_STATE"], "{answers:#?}");
        let payload = answer(&cuneo, "withdrawPartnership", &offer).await;
        assert_eq!(mistakes_of(&payload), ["input.partnership WRONG_STATE"]);
    }
}
