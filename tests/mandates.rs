//! Who acts for whom: mandates are granted, limited and ended, and what is written names them.

use serde_json::json;
use testkit::Hub;

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
