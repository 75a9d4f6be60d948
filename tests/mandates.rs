//! Who acts for whom: mandates are granted, limited and ended, and what is written names them.

mod meanwhile;
mod refused;
mod replicas;

use chrono::TimeDelta;
use kernel::Kind;
use serde_json::{Value, json};
use testkit::Hub;

/// The one code of an answer's mistakes, with its path.
fn mistake(payload: &Value) -> String {
    let errors = payload["errors"].as_array().unwrap();
    let said = errors.iter().map(|error| {
        let path: Vec<String> = (error["path"].as_array().unwrap().iter())
            .map(|part| part.to_string().replace('"', ""))
            .collect();
        let (code, message) = (error["code"].as_str(), error["message"].as_str());
        format!("{} {}: {}", code.unwrap(), path.join("."), message.unwrap())
    });
    said.collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn an_officer_sees_themselves_and_the_mandate_they_hold() {
    for hub in Hub::with_demo().await {
        let officer = hub.officer_of("cuneo").await;
        let reply = officer
            .query(
                "{ viewer { person { name email } mandate { id }
                   mandates { role scope endsAt party { kind city { slug } organisation { slug } } } } }",
            )
            .await;
        let mut data = reply.data().clone();
        assert_eq!(data["viewer"]["mandate"]["id"], officer.mandate());
        data["viewer"]["mandate"] = json!("…");
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(data, @r#"
            {
              "viewer": {
                "person": {
                  "name": "Officer of cuneo",
                  "email": "officer-of-cuneo@example.org"
                },
                "mandate": "…",
                "mandates": [
                  {
                    "role": "OFFICER",
                    "scope": null,
                    "endsAt": null,
                    "party": {
                      "kind": "CITY",
                      "city": {
                        "slug": "cuneo"
                      },
                      "organisation": null
                    }
                  }
                ]
              }
            }
            "#);
        }
    }
}

/// Such a city is invited to the network, and its people do not see yet who else acts in it.
#[tokio::test]
async fn an_officer_of_a_city_that_is_no_member_sees_the_mandate_they_hold() {
    for hub in Hub::with_demo().await {
        let officer = hub.officer_of("shanghai").await;
        let document = "{ viewer { mandates { role party { city { slug } } } mandate { role } }
            mandates { totalCount } }";
        let reply = officer.query(document).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(reply.data(), @r#"
            {
              "viewer": {
                "mandates": [
                  {
                    "role": "OFFICER",
                    "party": {
                      "city": {
                        "slug": "shanghai"
                      }
                    }
                  }
                ],
                "mandate": {
                  "role": "OFFICER"
                }
              },
              "mandates": {
                "totalCount": 0
              }
            }
            "#);
        }
    }
}

#[tokio::test]
async fn a_representative_can_grant_limit_and_end_mandates_for_their_city() {
    for hub in Hub::with_demo().await {
        let representative = hub.representative_of("cuneo").await;
        let city = hub.id_of(Kind::City, "cuneo").await;
        let ada = hub.person("Ada").await;
        let fields = "mandate { id role scope endsAt person { name } party { city { slug } }
            grantedUnder { id } } activity { verb summary }";
        let input = json!({ "person": ada.id, "party": { "city": city }, "role": "OFFICER" });
        let granted = representative.call("grantMandate", input, fields).await;
        let mandate = granted["mandate"]["id"].as_str().unwrap().to_owned();
        assert_eq!(
            granted["mandate"]["grantedUnder"]["id"],
            representative.mandate()
        );
        let input = json!({ "mandate": mandate, "scope": ["PROJECTS", "EVENTS"] });
        let limited = representative.call("limitMandate", input, fields).await;
        let ends_at = hub.graph.log().clock().now() + TimeDelta::days(30);
        let input = json!({ "mandate": mandate, "scope": ["PROJECTS"], "endsAt": ends_at });
        let shortened = representative.call("limitMandate", input, fields).await;
        assert_eq!(shortened["errors"], json!([]));
        assert_eq!(shortened["mandate"]["scope"], json!(["PROJECTS"]));
        let until = shortened["mandate"]["endsAt"].as_str().unwrap();
        assert_eq!(until.parse(), Ok(ends_at));
        assert_eq!(limited["activity"]["verb"], "mandate.limited");

        let held = "{ viewer { mandates { id } } }";
        assert_eq!(
            ada.query(held).await.data()["viewer"]["mandates"][0]["id"],
            mandate
        );
        let ended = representative
            .call("endMandate", json!({ "mandate": mandate }), fields)
            .await;
        assert_eq!(
            ada.query(held).await.data()["viewer"]["mandates"],
            json!([])
        );
        let said = [granted, limited, ended].map(|payload| payload["activity"]["summary"].clone());
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(said, @r#"
            [
              "Ada acts for Cuneo now",
              "The mandate of Ada for Cuneo was limited",
              "Ada acts for Cuneo no longer"
            ]
            "#);
        }
    }
}

/// Also by somebody whose mandate is limited to something else: nobody has to act for whom they will not.
#[tokio::test]
async fn people_can_lay_down_their_own_mandates() {
    for hub in Hub::with_demo().await {
        let city = hub.id_of(Kind::City, "cuneo").await;
        for scope in [Value::Null, json!(["EVENTS"])] {
            let ada = hub.person("Ada").await;
            let terms = json!({ "party": { "city": city }, "role": "OFFICER", "scope": scope });
            let mandate = hub.grant(&ada.id, terms).await;
            let can = "query ($id: ID!) { viewer { can(action: END_MANDATE, on: $id) } }";
            let reply = ada.query_with(can, json!({ "id": mandate })).await;
            assert_eq!(reply.data()["viewer"]["can"], true);
            let input = json!({ "mandate": mandate });
            let payload = ada.call("endMandate", input, "mandate { endsAt }").await;
            assert_eq!(payload["errors"], json!([]), "{scope}");
            let reply = ada.query("{ viewer { mandates { id } } }").await;
            assert_eq!(reply.data()["viewer"]["mandates"], json!([]));
        }
    }
}

/// One that was to begin later never begins.
#[tokio::test]
async fn a_mandate_can_be_ended_before_it_begins() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let ada = hub.person("Ada").await;
        let later = hub.graph.log().clock().now() + TimeDelta::days(1);
        let terms = json!({
            "party": { "secretariat": true }, "role": "SECRETARY", "startsAt": later,
        });
        let mandate = hub.grant(&ada.id, terms).await;
        let input = json!({ "mandate": mandate });
        let payload = secretary
            .call("endMandate", input, "mandate { startsAt endsAt }")
            .await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(payload["mandate"]["startsAt"], payload["mandate"]["endsAt"]);
    }
}
