//! The story of a project, from the idea to what it came to.

use kernel::Kind;
use serde_json::json;
use testkit::Hub;

use super::{answered, head, said, start, texts};

#[tokio::test(flavor = "multi_thread")]
async fn a_project_goes_from_an_idea_to_its_results() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let anderson = hub.officer_of("anderson").await;
        let norman = hub.representative_of("norman").await;
        let braga = hub.officer_of("braga").await;
        let university = hub.officer_of_organisation("isima").await;
        let before = head(&hub).await;

        let project = start(&hub, &cuneo, "A residency between rivers").await;
        let [to_anderson, to_norman, to_braga] = [
            project.invite(&cuneo, "anderson").await,
            project.invite(&cuneo, "norman").await,
            project.invite(&cuneo, "braga").await,
        ];
        let isima = hub.id_of(Kind::Organisation, "isima").await;
        let input = json!({ "party": { "organisation": isima }, "role": "PARTICIPANT",
            "message": said("Your students, our rivers.") });
        let to_isima = project
            .makes(&cuneo, "invitePartner", "partnership", input)
            .await;
        answered(&anderson, "acceptPartnership", &to_anderson).await;
        answered(&norman, "acceptPartnership", &to_norman).await;
        answered(&braga, "declinePartnership", &to_braga).await;
        answered(&university, "acceptPartnership", &to_isima).await;
        project.done(&cuneo, "proposeProject", json!({})).await;
        project
            .done(&cuneo, "launchProject", json!({ "startedOn": "2026-03" }))
            .await;
        let news = json!({ "content": [texts("fr", "Les premiers artistes sont arrivés")] });
        project.done(&university, "publishUpdate", news).await;
        // The partner from Anderson translates what the university wrote.
        let asked = format!(
            "{{ translationsNeeded(locale: \"en\", first: 100) {{ nodes {{ node {{ id }} }} }}
               node(id: \"{}\") {{ ... on Project {{ updates {{ nodes {{ id }} }} }} }} }}",
            project.id
        );
        let found = anderson.query(&asked).await;
        let update = found.data()["node"]["updates"]["nodes"][0]["id"].clone();
        let needed = found.data()["translationsNeeded"].to_string();
        assert!(needed.contains(update.as_str().unwrap()), "{needed}");
        let english =
            json!({ "node": update, "locale": "en", "title": "The first artists are here" });
        let written = anderson
            .call("writeText", english, "activity { verb }")
            .await;
        assert_eq!(written["errors"], json!([]));
        let city = hub.id_of(Kind::City, "anderson").await;
        let lead = project
            .makes(
                &cuneo,
                "changeProjectLead",
                "partnership",
                json!({ "city": city }),
            )
            .await;
        answered(&anderson, "acceptPartnership", &lead).await;
        let results = json!({ "results": said("Twelve artists, two rivers, one book."), "endedOn": "2026-10",
            "links": [{ "title": "The book", "url": "https://example.org/book", "locale": "en" }] });
        // Who led it before does not any more.
        let refused = cuneo
            .query_with(
                "mutation ($input: CompleteProjectInput!) { completeProject(input: $input) { errors { code } } }",
                json!({ "input": { "project": project.id, "results": said("Ours!") } }),
            )
            .await;
        assert_eq!(refused.codes(), ["FORBIDDEN"]);
        project.done(&anderson, "completeProject", results).await;

        assert_eq!(
            head(&hub).await - before,
            16,
            "each step is in the log once"
        );
        let log = project.log().await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(log, @r#"
            [
              "project.started for cuneo, seen by project: Cuneo started the project “A residency between rivers” / Coni a lancé l’idée du projet « A residency between rivers »",
              "partner.invited for cuneo, seen by project: Anderson was invited to the project “A residency between rivers” / Invitation au projet « A residency between rivers » : Anderson",
              "partner.invited for cuneo, seen by project: Norman was invited to the project “A residency between rivers” / Invitation au projet « A residency between rivers » : Norman",
              "partner.invited for cuneo, seen by project: Braga was invited to the project “A residency between rivers” / Invitation au projet « A residency between rivers » : Braga",
              "partner.invited for cuneo, seen by project: ISIMA was invited to the project “A residency between rivers” / Invitation au projet « A residency between rivers » : ISIMA",
              "partner.joined for anderson, seen by project: Anderson joined the project “A residency between rivers” / Anderson a rejoint le projet « A residency between rivers »",
              "partner.joined for norman, seen by project: Norman joined the project “A residency between rivers” / Norman a rejoint le projet « A residency between rivers »",
              "partner.declined for braga, seen by project: Braga declined to take part in the project “A residency between rivers” / Braga a décliné l’invitation au projet « A residency between rivers »",
              "partner.joined for isima, seen by project: ISIMA joined the project “A residency between rivers” / ISIMA a rejoint le projet « A residency between rivers »",
              "project.proposed for cuneo, seen by public: The project “A residency between rivers” was put to the network / Le projet « A residency between rivers » a été proposé au réseau",
              "project.launched for cuneo, seen by public: The project “A residency between rivers” got under way / Le projet « A residency between rivers » a démarré",
              "update.published for isima, seen by public: The project “A residency between rivers” published “Les premiers artistes sont arrivés” / Le projet « A residency between rivers » a publié « Les premiers artistes sont arrivés »",
              "text.written for anderson, seen by public: Les premiers artistes sont arrivés was translated into another language (en) / Les premiers artistes sont arrivés a été traduit dans une autre langue (en)",
              "lead.offered for cuneo, seen by project: Anderson was asked to lead the project “A residency between rivers” / Proposition de porter le projet « A residency between rivers » : Anderson",
              "lead.changed for anderson, seen by public: Anderson took over the lead of the project “A residency between rivers” / Anderson porte désormais le projet « A residency between rivers »",
              "project.completed for anderson, seen by public: The project “A residency between rivers” was completed / Le projet « A residency between rivers » est achevé"
            ]
            "#);
        }
        let seen = hub
            .query(
                r#"{ project(slug: "a-residency-between-rivers") { title stage startedOn endedOn
                    leadCity { slug } partnerCities { nodes { slug } }
                    participations { nodes { organisation { slug } role } }
                    outcome { locale text } documents { title url isResult }
                    updates { nodes { title content { locale } } } partnerships { totalCount } } }"#,
            )
            .await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(seen.data(), @r#"
            {
              "project": {
                "title": "A residency between rivers",
                "stage": "COMPLETED",
                "startedOn": "2026-03",
                "endedOn": "2026-10",
                "leadCity": {
                  "slug": "anderson"
                },
                "partnerCities": {
                  "nodes": [
                    {
                      "slug": "cuneo"
                    },
                    {
                      "slug": "norman"
                    }
                  ]
                },
                "participations": {
                  "nodes": [
                    {
                      "organisation": {
                        "slug": "isima"
                      },
                      "role": "PARTICIPANT"
                    }
                  ]
                },
                "outcome": {
                  "locale": "en",
                  "text": "Twelve artists, two rivers, one book."
                },
                "documents": [
                  {
                    "title": "The book",
                    "url": "https://example.org/book",
                    "isResult": true
                  }
                ],
                "updates": {
                  "nodes": [
                    {
                      "title": "Les premiers artistes sont arrivés",
                      "content": {
                        "locale": "fr"
                      }
                    }
                  ]
                },
                "partnerships": {
                  "totalCount": 0
                }
              }
            }
            "#);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idea_is_seen_by_its_own_people_and_by_those_they_invite() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let anderson = hub.officer_of("anderson").await;
        let braga = hub.officer_of("braga").await;
        let project = start(&hub, &cuneo, "Quiet idea").await;
        let query = r#"{ project(slug: "quiet-idea") { title milestones { nodes { title } } }
            search(query: "quiet") { nodes { id } }
            activities(filter: { verb: { eq: "project.started" } }) { totalCount } }"#;
        let milestone = json!({ "content": texts("en", "Quiet step") });
        project.done(&cuneo, "addMilestone", milestone).await;
        let hidden = json!({ "project": null, "search": { "nodes": [] }, "activities": { "totalCount": 0 } });
        assert_eq!(*hub.query(query).await.data(), hidden);
        assert_eq!(*braga.query(query).await.data(), hidden);
        assert_eq!(*anderson.query(query).await.data(), hidden);
        assert_eq!(
            cuneo.query(query).await.data()["project"]["title"],
            "Quiet idea"
        );

        let offer = project.invite(&cuneo, "anderson").await;
        let invited = anderson.query(query).await;
        assert_eq!(
            invited.data()["project"]["milestones"]["nodes"][0]["title"],
            "Quiet step"
        );
        let inbox = r#"{ city(slug: "anderson") { partnerships(filter: { state: { eq: OPEN } }) {
            nodes { id kind project { title } } } } }"#;
        assert_eq!(
            anderson.query(inbox).await.data()["city"]["partnerships"]["nodes"],
            json!([{ "id": offer, "kind": "INVITATION", "project": { "title": "Quiet idea" } }])
        );
        assert_eq!(
            braga.query(inbox).await.data()["city"]["partnerships"]["nodes"],
            json!([])
        );
        answered(&anderson, "declinePartnership", &offer).await;
        assert_eq!(*anderson.query(query).await.data(), hidden);

        project.done(&cuneo, "proposeProject", json!({})).await;
        let shown = hub.query(query).await;
        assert_eq!(
            shown.data()["project"]["milestones"]["nodes"][0]["title"],
            "Quiet step"
        );
        // That it was started stays with those who started it.
        assert_eq!(shown.data()["activities"]["totalCount"], 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_for_the_network_is_not_public_once_it_is_proposed() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let braga = hub.officer_of("braga").await;
        let input = json!({ "content": texts("en", "Among us"), "visibility": "NETWORK" });
        let payload = cuneo.call("startProject", input, "project { id }").await;
        let id = payload["project"]["id"].as_str().unwrap().to_owned();
        let project = super::Started { hub: &hub, id };
        project.done(&cuneo, "proposeProject", json!({})).await;
        let query = r#"{ project(slug: "among-us") { title } }"#;
        assert_eq!(hub.query(query).await.data()["project"], json!(null));
        assert_eq!(
            braga.query(query).await.data()["project"]["title"],
            "Among us"
        );
        project
            .done(&cuneo, "updateProject", json!({ "visibility": "PUBLIC" }))
            .await;
        assert_eq!(
            hub.query(query).await.data()["project"]["title"],
            "Among us"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_coordinates_what_it_starts_and_a_secretary_may_do_all() {
    for hub in Hub::with_demo().await {
        let isima = hub.officer_of_organisation("isima").await;
        let secretary = hub.secretary().await;
        let project = start(&hub, &isima, "Student exchange").await;
        project.done(&secretary, "proposeProject", json!({})).await;
        project.done(&secretary, "launchProject", json!({})).await;
        project
            .done(
                &isima,
                "abandonProject",
                json!({ "reason": said("No students.") }),
            )
            .await;
        let look = project
            .look("stage leadCity { id } participations { nodes { organisation { slug } role } } outcome { text }")
            .await;
        assert_eq!(
            look,
            json!({ "stage": "ABANDONED", "leadCity": null, "outcome": { "text": "No students." },
                "participations": { "nodes": [{ "organisation": { "slug": "isima" }, "role": "COORDINATOR" }] } })
        );
        // In the name of a city that it names.
        let norman = hub.id_of(Kind::City, "norman").await;
        let input = json!({ "content": texts("en", "For Norman"), "party": { "city": norman } });
        let payload = secretary
            .call(
                "startProject",
                input,
                "project { title leadCity { slug } } activity { summary }",
            )
            .await;
        assert_eq!(
            payload["project"]["leadCity"]["slug"], "norman",
            "{payload:#}"
        );
        assert_eq!(
            payload["activity"]["summary"],
            "Norman started the project “For Norman”"
        );
    }
}
