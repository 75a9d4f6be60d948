//! A city prepares a conference, announces it, and what becomes of it; in two languages.

use serde_json::{Value, json};
use testkit::Hub;

use super::{at_home, create, mistakes_of, said};

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_seen_by_who_makes_it_until_it_is_announced() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let stranger = hub.officer_of("braga").await;
        let anybody = hub.anybody();
        let event = create(
            &hub,
            &cuneo,
            at_home(&hub, "cuneo", "Rivers and roads").await,
        )
        .await;
        assert_eq!(event.seen_by(&stranger, "id").await, Value::Null);
        assert_eq!(event.seen_by(&anybody, "id").await, Value::Null);
        let fields = "slug status startsOn endsOn timeZone hostCity { slug } mode
            organisers { city { slug } organisation { slug } isSecretariat state }";
        let seen = event.seen_by(&cuneo, fields).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(seen, @r#"
            {
              "slug": "rivers-and-roads",
              "status": "DRAFT",
              "startsOn": "2027-06-09",
              "endsOn": "2027-06-11",
              "timeZone": "Europe/Rome",
              "hostCity": {
                "slug": "cuneo"
              },
              "mode": "IN_PERSON",
              "organisers": [
                {
                  "city": {
                    "slug": "cuneo"
                  },
                  "organisation": null,
                  "isSecretariat": false,
                  "state": "ACCEPTED"
                }
              ]
            }
            "#);
        }
        event.done(&cuneo, "announceEvent", json!({})).await;
        let seen = event.seen_by(&anybody, "status slug").await;
        assert_eq!(
            seen,
            json!({ "status": "ANNOUNCED", "slug": "rivers-and-roads" })
        );
        let again = event
            .call(&cuneo, "announceEvent", json!({}), "event { id }")
            .await;
        assert_eq!(mistakes_of(&again), ["input.event WRONG_STATE"]);
        event
            .done(
                &cuneo,
                "cancelEvent",
                json!({ "reason": said("The river rose.") }),
            )
            .await;
        let seen = event
            .seen_by(&anybody, "status notice { locale text }")
            .await;
        assert_eq!(
            seen,
            json!({ "status": "CANCELLED", "notice": { "locale": "en", "text": "The river rose." } })
        );
        let late = event
            .call(&cuneo, "announceEvent", json!({}), "event { id }")
            .await;
        assert_eq!(mistakes_of(&late), ["input.event WRONG_STATE"]);
        let log = event.log().await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(log, @r#"
            [
              "event.created seen by event: Cuneo prepares the event “Rivers and roads” / Coni prépare l’événement « Rivers and roads »",
              "event.announced seen by public: The event “Rivers and roads”, hosted by Cuneo, was announced / L’événement « Rivers and roads », accueilli par Coni, a été annoncé",
              "event.cancelled seen by public: The event “Rivers and roads” was cancelled / L’événement « Rivers and roads » a été annulé"
            ]
            "#);
        }
    }
}
