//! Delegations and guests, too: nothing is done before registration opens, after it has closed, or for what
//! does not take place.

use chrono::TimeDelta;
use kernel::Kind;
use serde_json::json;
use testkit::{Ahead, Content, Database, Hub, Product, Setup};

use super::{announced, comes, in_minutes, mistakes_of};

#[tokio::test]
async fn a_head_registers_people_while_registration_is_open_and_for_what_takes_place() {
    for product in Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..Setup::default()
        };
        let hub = Hub::set_up(Database::new(product, Content::Demo).await, setup).await;
        let conference = announced(&hub, "closed").await;
        conference
            .set(json!({
                "opensAt": in_minutes(&hub, 60), "closesAt": in_minutes(&hub, 180),
                "types": [{ "type": "DELEGATE" }, { "type": "PUBLIC" }], "invited": { "members": true },
            }))
            .await;
        let head = hub.officer_of("braga").await;
        // A head is named before, so that all is ready when it opens.
        let braga = conference.headed_by(&head).await;
        let people = json!({ "delegation": braga, "people": [{ "name": "One" }] });
        let register = || comes(&head, "registerDelegation", people.clone());
        let position = hub.position().await;
        assert_eq!(register().await, "input.delegation WRONG_STATE");
        assert_eq!(hub.position().await, position);
        ahead.by(TimeDelta::minutes(61));
        assert_eq!(register().await, "DONE");
        ahead.by(TimeDelta::minutes(120));
        assert_eq!(register().await, "input.delegation WRONG_STATE");
        let cancel = json!({ "event": conference.id, "reason": { "locale": "en", "text": "No." } });
        let payload = conference.operate("cancelEvent", cancel).await;
        assert_eq!(payload["errors"], json!([]));
        let party = json!({ "city": hub.id_of(Kind::City, "braga").await });
        let second = hub.representative_of("braga").await;
        let position = hub.position().await;
        assert_eq!(register().await, "input.delegation WRONG_STATE");
        for (who, mutation, input, what) in [
            (
                &head,
                "releaseSeats",
                json!({ "delegation": braga, "seats": 1 }),
                "input.delegation WRONG_STATE",
            ),
            (
                &head,
                "nameDelegationHead",
                json!({ "event": conference.id, "head": second.id }),
                "input.event WRONG_STATE",
            ),
            (
                &head,
                "register",
                json!({ "event": conference.id, "type": "PUBLIC" }),
                "input.event WRONG_STATE",
            ),
        ] {
            assert_eq!(comes(who, mutation, input).await, what, "{mutation}");
        }
        let allot =
            json!({ "event": conference.id, "allotments": [{ "party": party, "seats": 1 }] });
        let guests =
            json!({ "event": conference.id, "guests": [{ "type": "PUBLIC", "name": "A guest" }] });
        for (mutation, input) in [("allotSeats", allot), ("registerGuests", guests)] {
            let payload = conference.operate(mutation, input).await;
            assert_eq!(
                mistakes_of(&payload),
                ["input.event WRONG_STATE"],
                "{mutation}"
            );
        }
        // Each of these was refused as a whole.
        assert_eq!(conference.line().await, ["1 SEATED One"]);
        assert_eq!(hub.position().await, position);
    }
}

#[tokio::test]
async fn no_guest_is_registered_for_a_draft_nor_for_an_event_in_a_zone_that_does_not_exist() {
    for hub in Hub::with_demo().await {
        let maker = hub.officer_of("cuneo").await;
        let draft = json!({
            "kind": "WORKSHOP", "content": { "locale": "en", "title": "A draft" },
            "startsOn": "2099-06-09", "timeZone": "Europe/Rome",
            "hostCity": hub.id_of(Kind::City, "cuneo").await,
        });
        let made = maker.call("createEvent", draft, "event { id }").await;
        let event = made["event"]["id"].clone();
        let zone = json!({ "event": event, "timeZone": "Europe/Atlantis" });
        assert_eq!(
            comes(&maker, "editEvent", zone).await,
            "input.timeZone INVALID"
        );
        let settings = json!({
            "event": event, "opensAt": "2020-01-01T09:00", "closesAt": "2099-01-01T09:00",
            "types": [{ "type": "SPEAKER" }],
        });
        assert_eq!(comes(&maker, "setRegistration", settings).await, "DONE");
        let guests = json!({ "event": event, "guests": [{ "type": "SPEAKER", "name": "Ada" }] });
        assert_eq!(
            comes(&maker, "registerGuests", guests).await,
            "input.event WRONG_STATE"
        );
    }
}
