//! Somebody registers, waits, is promoted, passes their seat on.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::{Ahead, Content, Database, Hub, Product, Setup};

use super::{announced, comes, conference, in_minutes, mistakes_of, open_for};

#[tokio::test]
async fn who_comes_when_all_seats_are_taken_waits_in_order_and_is_promoted_and_told() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "full", open_for(Some(2), &["PUBLIC", "PRESS"])).await;
        let mut people = Vec::new();
        for name in ["Ada", "Ben", "Cem", "Dua"] {
            people.push(hub.person(name).await);
        }
        let mut registrations = Vec::new();
        for (i, person) in people.iter().enumerate() {
            let payload = conference
                .register(person, if i == 2 { "PRESS" } else { "PUBLIC" })
                .await;
            let registration = &payload["registration"];
            let state = if i < 2 { "SEATED" } else { "WAITING" };
            // The place is among those who wait for the same.
            let place = if i < 2 { Value::Null } else { json!(1) };
            assert_eq!(registration["state"], state, "{payload:#}");
            assert_eq!(registration["place"], place);
            assert_eq!(registration["number"], i + 1);
            registrations.push(registration["id"].as_str().unwrap().to_owned());
        }
        let input = json!({ "registration": registrations[0] });
        assert_eq!(
            comes(&people[0], "cancelRegistration", input.clone()).await,
            "DONE"
        );
        assert_eq!(
            comes(&people[0], "cancelRegistration", input).await,
            "input.registration WRONG_STATE"
        );
        assert_eq!(
            conference.line().await,
            [
                "1 CANCELLED Ada",
                "2 SEATED Ben",
                "3 SEATED Cem",
                "4 WAITING Dua"
            ]
        );
        // Cem is told, and by nobody: who gave up their seat is no business of his.
        assert_eq!(
            conference.told("registration.promoted").await,
            ["person by SYSTEM"]
        );
        let feed = "{ viewer { person { activities(first: 1) { nodes { verb summary person { id } } } } } }";
        let reply = people[2].query(feed).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(reply.data()["viewer"]["person"]["activities"]["nodes"], @r#"
            [
              {
                "verb": "registration.promoted",
                "summary": "A seat at “The conference” has become free: it is yours",
                "person": null
              }
            ]
            "#);
        }
        // More seats: who waits has one.
        conference
            .set(open_for(Some(3), &["PUBLIC", "PRESS"]))
            .await;
        let found = conference
            .look("registration { seated waiting held capacity version }")
            .await;
        assert_eq!(
            found["registration"],
            json!({ "seated": 3, "waiting": 0, "held": 0, "capacity": 3, "version": 2 })
        );
        // Whoever has cancelled can come after all, at the end of the line.
        let payload = conference.register(&people[0], "PUBLIC").await;
        assert_eq!(payload["registration"]["number"], 5);
        assert_eq!(payload["registration"]["state"], "WAITING");
        // Fewer seats than are taken, there cannot be.
        assert_eq!(
            conference
                .try_to_set(open_for(Some(2), &["PUBLIC", "PRESS"]))
                .await,
            ["input.capacity INVALID"]
        );
        assert_eq!(
            conference.try_to_set(open_for(Some(9), &["PUBLIC"])).await,
            ["input.types WRONG_STATE"]
        );
    }
}

#[tokio::test]
async fn a_type_has_seats_of_its_own_and_who_waits_for_one_keeps_nobody_else_waiting() {
    for hub in Hub::with_demo().await {
        let mut settings = open_for(Some(3), &[]);
        settings["types"] = json!([{ "type": "PRESS", "capacity": 1 }, { "type": "PUBLIC" }]);
        let conference = conference(&hub, "types", settings.clone()).await;
        for (name, kind, state) in [
            ("Ada", "PRESS", "SEATED"),
            ("Ben", "PRESS", "WAITING"),
            ("Cem", "PUBLIC", "SEATED"),
            ("Dua", "PUBLIC", "SEATED"),
            ("Eva", "PUBLIC", "WAITING"),
        ] {
            let person = hub.person(name).await;
            let payload = conference.register(&person, kind).await;
            assert_eq!(payload["registration"]["state"], state, "{name}");
        }
        settings["types"][0]["capacity"] = json!(2);
        conference.set(settings.clone()).await;
        // The event is full, whatever the press may have.
        assert_eq!(conference.line().await[1], "2 WAITING Ben");
        settings["capacity"] = json!(4);
        conference.set(settings.clone()).await;
        assert_eq!(conference.line().await[1], "2 SEATED Ben");
        settings["types"][0]["capacity"] = json!(1);
        assert_eq!(
            conference.try_to_set(settings).await,
            ["input.types.0.capacity INVALID"]
        );
        let types = conference
            .look("registration { types { type capacity seated waiting } }")
            .await;
        assert_eq!(
            types["registration"]["types"],
            json!([
                { "type": "PRESS", "capacity": 2, "seated": 2, "waiting": 0 },
                { "type": "PUBLIC", "capacity": null, "seated": 2, "waiting": 1 },
            ])
        );
    }
}

#[tokio::test]
async fn a_seat_is_passed_on_when_it_is_accepted_with_its_number_and_another_code() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "passed-on", open_for(Some(1), &["PUBLIC"])).await;
        let (ada, ben, cem) = (
            hub.person("Ada").await,
            hub.person("Ben").await,
            hub.person("Cem").await,
        );
        let seat = conference.registered(&ada, "PUBLIC").await;
        conference.registered(&cem, "PUBLIC").await;
        let code = conference
            .look("registrations(first: 1) { nodes { code } }")
            .await;
        let offer = |to: Value| json!({ "registration": seat, "to": to });
        let take = json!({ "registration": seat });
        // Nobody takes what is not offered to them.
        assert_eq!(
            comes(&ben, "acceptSeat", take.clone()).await,
            "input.registration NOT_FOUND"
        );
        // Who is registered already needs no seat.
        assert_eq!(
            comes(&ada, "offerSeat", offer(json!({ "person": cem.id }))).await,
            "input.to.person TAKEN"
        );
        assert_eq!(
            comes(&ada, "offerSeat", offer(json!({ "person": ben.id }))).await,
            "DONE"
        );
        let offers =
            "{ viewer { seatOffers { registrationId type state event { title } offeredAt } } }";
        let found = ben.query(offers).await;
        let mut found = found.data()["viewer"]["seatOffers"].clone();
        assert!(found[0]["offeredAt"].is_string());
        found[0]["offeredAt"] = json!("…");
        assert_eq!(
            found,
            json!([{ "registrationId": seat, "type": "PUBLIC", "state": "SEATED",
                "event": { "title": "The conference" }, "offeredAt": "…" }])
        );
        // It was offered, and taken back; then declined; then accepted.
        assert_eq!(comes(&ada, "withdrawSeatOffer", take.clone()).await, "DONE");
        assert_eq!(
            comes(&ben, "acceptSeat", take.clone()).await,
            "input.registration NOT_FOUND"
        );
        let by_address = offer(json!({ "email": ben.email }));
        assert_eq!(comes(&ada, "offerSeat", by_address.clone()).await, "DONE");
        assert_eq!(comes(&ben, "declineSeat", take.clone()).await, "DONE");
        assert_eq!(comes(&ada, "offerSeat", by_address).await, "DONE");
        assert_eq!(
            comes(&cem, "acceptSeat", take.clone()).await,
            "input.registration NOT_FOUND"
        );
        assert_eq!(comes(&ben, "acceptSeat", take.clone()).await, "DONE");
        assert_eq!(conference.line().await, ["1 SEATED Ben", "2 WAITING Cem"]);
        let now = conference
            .look("registrations(first: 1) { nodes { code offer { at } } }")
            .await;
        assert_ne!(
            now["registrations"]["nodes"][0]["code"],
            code["registrations"]["nodes"][0]["code"]
        );
        assert!(now["registrations"]["nodes"][0]["offer"].is_null());
        // It is Ben's now, and not Ada's any more.
        assert_eq!(
            comes(&ada, "cancelRegistration", take.clone()).await,
            "FORBIDDEN"
        );
        let mine = "{ viewer { registrations { totalCount nodes { id } } } }";
        assert_eq!(
            ada.query(mine).await.data()["viewer"]["registrations"]["totalCount"],
            0
        );
        assert_eq!(
            ben.query(mine).await.data()["viewer"]["registrations"]["nodes"],
            json!([{ "id": seat }])
        );
        // What waits cannot be passed on: whoever is next would be passed.
        let waits = conference
            .look("registrations(last: 1) { nodes { id } }")
            .await;
        let waits = waits["registrations"]["nodes"][0]["id"].clone();
        let input = json!({ "registration": waits, "to": { "person": ada.id } });
        assert_eq!(
            comes(&cem, "offerSeat", input).await,
            "input.registration WRONG_STATE"
        );
    }
}

#[tokio::test]
async fn registration_opens_and_closes_at_the_minute_and_not_before_or_after() {
    for product in Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..Setup::default()
        };
        let hub = Hub::set_up(Database::new(product, Content::Demo).await, setup).await;
        let conference = announced(&hub, "on-time").await;
        let (ada, ben) = (hub.person("Ada").await, hub.person("Ben").await);
        let settings = json!({
            "opensAt": in_minutes(&hub, 60), "closesAt": in_minutes(&hub, 180), "types": [{ "type": "PUBLIC" }],
        });
        conference.set(settings).await;
        let phase = || async {
            conference.look("registration { phase }").await["registration"]["phase"].clone()
        };
        let input = json!({ "event": conference.id, "type": "PUBLIC" });
        assert_eq!(phase().await, "NOT_YET_OPEN");
        assert_eq!(
            comes(&ada, "register", input.clone()).await,
            "input.event WRONG_STATE"
        );
        ahead.by(TimeDelta::minutes(61));
        assert_eq!(phase().await, "OPEN");
        assert_eq!(comes(&ada, "register", input.clone()).await, "DONE");
        ahead.by(TimeDelta::minutes(120));
        assert_eq!(phase().await, "CLOSED");
        assert_eq!(
            comes(&ben, "register", input.clone()).await,
            "input.event WRONG_STATE"
        );
        // Who is registered can still not come after all.
        let mine = conference.look("registrations { nodes { id } }").await;
        let mine = json!({ "registration": mine["registrations"]["nodes"][0]["id"] });
        assert_eq!(comes(&ada, "cancelRegistration", mine).await, "DONE");
    }
}

#[tokio::test]
async fn the_same_key_registers_once_and_answers_the_same() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "once", open_for(None, &["PUBLIC"])).await;
        let ada = hub.person("Ada").await;
        let document =
            "mutation ($input: RegisterInput!) { register(input: $input, idempotencyKey: \"k\") {
            registration { id number state } activity { id } errors { code path } } }";
        let input = json!({ "input": { "event": conference.id, "type": "PUBLIC" } });
        let first = ada.query_with(document, input.clone()).await;
        let again = ada.query_with(document, input).await;
        assert_eq!(first.data(), again.data());
        assert_eq!(first.data()["register"]["errors"], json!([]));
        // Another key is another try.
        let payload = conference.register(&ada, "PUBLIC").await;
        assert_eq!(mistakes_of(&payload), ["input.event TAKEN"]);
    }
}
