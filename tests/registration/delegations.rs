//! Delegations: their heads, their seats, and the people they register.

use chrono::TimeDelta;
use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Ahead, Content, Database, Hub, Product, Setup, wait};

use super::{comes, conference, in_minutes, mistakes_of, open_for, sends};

fn states(payload: &Value) -> Vec<String> {
    let rows = payload["registrations"].as_array().unwrap();
    let one = |row: &Value| {
        format!(
            "{} {}",
            row["name"].as_str().unwrap(),
            row["state"].as_str().unwrap()
        )
    };
    rows.iter().map(one).collect()
}

#[tokio::test]
async fn a_delegation_has_the_seats_it_was_given_and_is_told_who_of_it_waits() {
    for hub in Hub::with_demo().await {
        let conference =
            conference(&hub, "seats", open_for(Some(5), &["DELEGATE", "PUBLIC"])).await;
        let city = hub.id_of(Kind::City, "braga").await;
        let allot = |seats: Value| {
            json!({ "event": conference.id,
                "allotments": [{ "party": { "city": city }, "seats": seats }] })
        };
        assert_eq!(
            mistakes_of(&conference.operate("allotSeats", allot(json!(6))).await),
            ["input.allotments INVALID"]
        );
        assert_eq!(
            conference.operate("allotSeats", allot(json!(3))).await["errors"],
            json!([])
        );
        let head = hub.officer_of("braga").await;
        let braga = conference.headed_by(&head).await;
        // Three seats are held: two are for everybody.
        let mut public = Vec::new();
        for (name, state) in [("Ada", "SEATED"), ("Ben", "SEATED"), ("Cem", "WAITING")] {
            let person = hub.person(name).await;
            let payload = conference.register(&person, "PUBLIC").await;
            assert_eq!(payload["registration"]["state"], state, "{name}");
            public.push(payload["registration"]["id"].clone());
        }
        let payload = sends(&head, &braga, &["One", "Two", "Three", "Four"]).await;
        assert_eq!(
            states(&payload),
            ["One SEATED", "Two SEATED", "Three SEATED", "Four WAITING"]
        );
        assert_eq!(
            payload["delegation"],
            json!({ "seated": 3, "waiting": 1, "seatsLeft": 0 })
        );
        // Not fewer than its people have.
        assert_eq!(
            mistakes_of(&conference.operate("allotSeats", allot(json!(2))).await),
            ["input.allotments.0.seats INVALID"]
        );
        // When one of it does not come, the seat is the delegation's still.
        let one = payload["registrations"][0]["id"].clone();
        let cancel = |id: Value| json!({ "registration": id });
        assert_eq!(
            comes(&head, "cancelRegistration", cancel(one)).await,
            "DONE"
        );
        assert_eq!(
            conference.line().await,
            [
                "1 SEATED Ada",
                "2 SEATED Ben",
                "3 WAITING Cem",
                "4 CANCELLED One",
                "5 SEATED Two",
                "6 SEATED Three",
                "7 SEATED Four",
            ]
        );
        let two = payload["registrations"][1]["id"].clone();
        assert_eq!(
            comes(&head, "cancelRegistration", cancel(two)).await,
            "DONE"
        );
        // It gives one back: Cem has it.
        let release = |seats: i32| json!({ "delegation": braga, "seats": seats });
        assert_eq!(
            comes(&head, "releaseSeats", release(2)).await,
            "input.seats INVALID"
        );
        assert_eq!(
            comes(&head, "releaseSeats", release(0)).await,
            "input.seats INVALID"
        );
        assert_eq!(comes(&head, "releaseSeats", release(1)).await, "DONE");
        assert_eq!(conference.line().await[2], "3 SEATED Cem");
        let public_figures = conference
            .seen_by(
                &hub.anybody(),
                "registration { seated held waiting capacity }
                 registeredDelegations { nodes { city { slug } seats seatsLeft seated waiting checkedIn } }
                 delegations { nodes { city { slug } role size } }",
            )
            .await;
        assert_eq!(
            public_figures,
            json!({
                "registration": { "seated": 5, "held": 0, "waiting": 0, "capacity": 5 },
                "registeredDelegations": { "nodes": [{ "city": { "slug": "braga" }, "seats": 2,
                    "seatsLeft": 0, "seated": 2, "waiting": 0, "checkedIn": 0 }] },
                "delegations": { "nodes": [
                    { "city": { "slug": "braga" }, "role": "PARTICIPANT", "size": 2 },
                    { "city": { "slug": "cuneo" }, "role": "HOST", "size": null },
                ] },
            })
        );
    }
}

#[tokio::test]
async fn what_is_held_goes_to_who_waits_when_its_time_has_come_though_nobody_asks() {
    for product in Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..Setup::default()
        };
        let hub = Hub::set_up(Database::new(product, Content::Demo).await, setup).await;
        let log = hub.graph.log();
        let mut settings = open_for(Some(3), &["DELEGATE", "PUBLIC"]);
        settings["heldUntil"] = json!(in_minutes(&hub, 60));
        let conference = conference(&hub, "released", settings).await;
        let head = hub.officer_of("braga").await;
        let braga = conference.headed_by(&head).await;
        let party = json!({ "city": hub.id_of(Kind::City, "braga").await });
        let allot =
            json!({ "event": conference.id, "allotments": [{ "party": party, "seats": 2 }] });
        assert_eq!(
            conference.operate("allotSeats", allot.clone()).await["errors"],
            json!([])
        );
        sends(&head, &braga, &["One"]).await;
        let ada = hub.person("Ada").await;
        conference.registered(&ada, "PUBLIC").await;
        let ben = hub.person("Ben").await;
        conference.registered(&ben, "PUBLIC").await;
        assert_eq!(
            conference.line().await,
            ["1 SEATED One", "2 SEATED Ada", "3 WAITING Ben"]
        );
        assert!(events::next_release(log).await.unwrap().is_some());
        // Nobody asks for it: the replica that looks after the clock does it, one of the two, once.
        let replica = Hub::set_up(
            hub.database.clone(),
            Setup {
                clock: ahead.clock(),
                ..Setup::default()
            },
        )
        .await;
        for one in [&hub, &replica] {
            tokio::spawn(one.live.clone().tick());
        }
        ahead.by(TimeDelta::minutes(61));
        wait::until("the seat is released", async || {
            (conference.line().await[2] == "3 SEATED Ben").then_some(())
        })
        .await;
        assert_eq!(events::next_release(log).await.unwrap(), None);
        // Nothing is held from now on.
        assert_eq!(
            mistakes_of(&conference.operate("allotSeats", allot).await),
            ["input.event WRONG_STATE"]
        );
        assert_eq!(
            conference.told("delegations.released").await,
            ["public by SYSTEM"]
        );
        assert_eq!(
            conference.told("registration.promoted").await,
            ["person by SYSTEM"]
        );
    }
}

#[tokio::test]
async fn the_next_write_after_that_time_finds_it_released_also_without_the_clock() {
    for product in Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..Setup::default()
        };
        let hub = Hub::set_up(Database::new(product, Content::Demo).await, setup).await;
        let mut settings = open_for(Some(2), &["DELEGATE", "PUBLIC"]);
        settings["heldUntil"] = json!(in_minutes(&hub, 60));
        let conference = conference(&hub, "late", settings).await;
        let head = hub.officer_of("braga").await;
        let braga = conference.headed_by(&head).await;
        let party = json!({ "city": hub.id_of(Kind::City, "braga").await });
        let allot =
            json!({ "event": conference.id, "allotments": [{ "party": party, "seats": 2 }] });
        assert_eq!(
            conference.operate("allotSeats", allot).await["errors"],
            json!([])
        );
        let ada = hub.person("Ada").await;
        conference.registered(&ada, "PUBLIC").await;
        ahead.by(TimeDelta::minutes(61));
        // Ada was first, and both seats are free now: the delegation takes the other one.
        let payload = sends(&head, &braga, &["One", "Two"]).await;
        assert_eq!(states(&payload), ["One SEATED", "Two WAITING"]);
        assert_eq!(
            conference.line().await,
            ["1 SEATED Ada", "2 SEATED One", "3 WAITING Two"]
        );
    }
}

#[tokio::test]
async fn only_who_is_invited_sends_a_delegation_headed_by_who_acts_for_them() {
    for hub in Hub::with_demo().await {
        let mut settings = open_for(None, &["DELEGATE"]);
        let organisation = hub.id_of(Kind::Organisation, "comune-di-cuneo").await;
        settings["invited"] = json!({ "members": true, "organisations": [organisation] });
        let conference = conference(&hub, "invited", settings).await;
        let head = |person: &str| json!({ "event": conference.id, "head": person });
        // Shanghai is no member, and not invited by name.
        let shanghai = hub.officer_of("shanghai").await;
        assert_eq!(
            comes(&shanghai, "nameDelegationHead", head(&shanghai.id)).await,
            "input.party WRONG_STATE"
        );
        let uninvited = hub.officer_of_organisation("city-of-anderson").await;
        assert_eq!(
            comes(&uninvited, "nameDelegationHead", head(&uninvited.id)).await,
            "input.party WRONG_STATE"
        );
        let works_there = hub.officer_of_organisation("comune-di-cuneo").await;
        assert_eq!(
            comes(&works_there, "nameDelegationHead", head(&works_there.id)).await,
            "DONE"
        );
        // Who acts for no city says of which; who acts for another cannot.
        let nobody = hub.person("Nobody").await;
        assert_eq!(
            comes(&nobody, "nameDelegationHead", head(&nobody.id)).await,
            "input.party BLANK"
        );
        let braga = json!({ "city": hub.id_of(Kind::City, "braga").await });
        let norman = hub.officer_of("norman").await;
        let mut of_braga = head(&norman.id);
        of_braga["party"] = braga.clone();
        assert_eq!(
            comes(&norman, "nameDelegationHead", of_braga).await,
            "FORBIDDEN"
        );
        let first = hub.officer_of("braga").await;
        assert_eq!(
            comes(&first, "nameDelegationHead", head(&norman.id)).await,
            "input.head INVALID"
        );
        let stranger = "person_01h2xcejqtf2nbrexx3vqjhp41";
        assert_eq!(
            comes(&first, "nameDelegationHead", head(stranger)).await,
            "input.head NOT_FOUND"
        );
        // Another head: the one before has nothing to say any more.
        let delegation = conference.headed_by(&first).await;
        assert_eq!(
            comes(&first, "nameDelegationHead", head(&first.id)).await,
            "input.head WRONG_STATE"
        );
        let second = hub.representative_of("braga").await;
        let people = json!({ "delegation": delegation, "people": [{ "name": "One" }] });
        assert_eq!(
            comes(&second, "registerDelegation", people.clone()).await,
            "FORBIDDEN"
        );
        assert_eq!(conference.headed_by(&second).await, delegation);
        assert_eq!(
            comes(&first, "registerDelegation", people.clone()).await,
            "FORBIDDEN"
        );
        assert_eq!(
            comes(&second, "registerDelegation", people.clone()).await,
            "DONE"
        );
        let rows = "registrations { nodes { name } }";
        let seen = json!({ "registrations": { "nodes": [{ "name": "One" }] } });
        assert_eq!(conference.seen_by(&second, rows).await, seen);
        assert_eq!(
            conference.seen_by(&first, rows).await,
            json!({ "registrations": { "nodes": [] } })
        );
        // A head whose mandate has ended is none.
        let secretary = hub.secretary().await;
        let end = json!({ "mandate": second.mandate() });
        assert_eq!(comes(&secretary, "endMandate", end).await, "DONE");
        assert_eq!(
            comes(&second, "registerDelegation", people).await,
            "FORBIDDEN"
        );
        assert_eq!(
            conference.seen_by(&second, rows).await,
            json!({ "registrations": { "nodes": [] } })
        );
    }
}

#[tokio::test]
async fn who_was_registered_by_their_address_takes_it_up_by_signing_in_with_it() {
    for hub in Hub::with_demo().await {
        let conference =
            conference(&hub, "taken-up", open_for(None, &["DELEGATE", "PUBLIC"])).await;
        let head = hub.officer_of("braga").await;
        let braga = conference.headed_by(&head).await;
        let people =
            json!([{ "name": "Ada of Braga", "email": "ada@example.org" }, { "name": "Ben" }]);
        let input = json!({ "delegation": braga, "people": people });
        assert_eq!(
            comes(&head, "registerDelegation", input.clone()).await,
            "DONE"
        );
        assert_eq!(
            comes(&head, "registerDelegation", input).await,
            "input.people.0.email TAKEN"
        );
        let (ada, ben) = (hub.person("Ada").await, hub.person("Ben").await);
        assert_eq!(
            mistakes_of(&conference.register(&ada, "PUBLIC").await),
            ["input.event TAKEN"]
        );
        let offers = "{ viewer { seatOffers { registrationId delegation { id } offeredAt } } }";
        let found = ada.query(offers).await;
        let offer = found.data()["viewer"]["seatOffers"][0].clone();
        assert_eq!(offer["delegation"]["id"], braga.as_str());
        let take = json!({ "registration": offer["registrationId"] });
        assert_eq!(
            comes(&ben, "acceptSeat", take.clone()).await,
            "input.registration NOT_FOUND"
        );
        assert_eq!(
            comes(&ada, "declineSeat", take.clone()).await,
            "input.registration WRONG_STATE"
        );
        assert_eq!(comes(&ada, "acceptSeat", take.clone()).await, "DONE");
        assert_eq!(
            comes(&ada, "acceptSeat", take).await,
            "input.registration NOT_FOUND"
        );
        // The head has given Ben no address: the seat is offered to it, and a letter goes there.
        let rows = "registrations { nodes { id name person { id } } }";
        let found = conference.seen_by(&head, rows).await;
        let of_ben = found["registrations"]["nodes"][1]["id"].clone();
        let offer = json!({ "registration": of_ben, "to": { "email": ben.email } });
        assert_eq!(comes(&head, "offerSeat", offer).await, "DONE");
        assert_eq!(
            comes(&ben, "acceptSeat", json!({ "registration": of_ben })).await,
            "DONE"
        );
        assert_eq!(
            conference.line().await,
            ["1 SEATED Ada of Braga", "2 SEATED Ben"]
        );
        let own = "{ viewer { registrations { nodes { delegation { id } name } } } }";
        assert_eq!(
            ben.query(own).await.data()["viewer"]["registrations"]["nodes"],
            json!([{ "delegation": { "id": braga }, "name": "Ben" }])
        );
    }
}
