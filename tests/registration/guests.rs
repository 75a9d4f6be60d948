//! Organisers say who comes: they register guests, and confirm who asks to come.

use serde_json::{Value, json};
use testkit::{Hub, Person};

use super::{Conference, announced, comes, conference, in_minutes, mistakes_of, open_for};

/// A conference with a seat for the press that is confirmed, and three in all.
async fn confirming<'h>(hub: &'h Hub, slug: &str) -> Conference<'h> {
    let mut settings = open_for(Some(3), &[]);
    settings["types"] = json!([
        { "type": "PRESS", "capacity": 1, "confirmed": true }, { "type": "PUBLIC" },
        { "type": "SPEAKER", "confirmed": true },
    ]);
    conference(hub, slug, settings).await
}

async fn ask(conference: &Conference<'_>, who: &Person<'_>, kind: &str, state: &str) -> Value {
    let payload = conference.register(who, kind).await;
    assert_eq!(payload["errors"], json!([]), "{payload:#}");
    assert_eq!(payload["registration"]["state"], state, "{payload:#}");
    json!({ "registration": payload["registration"]["id"] })
}

#[tokio::test]
async fn organisers_register_guests_whom_no_delegation_sends() {
    for hub in Hub::with_demo().await {
        let conference = announced(&hub, "guests").await;
        let host = hub.officer_of("cuneo").await;
        let guest = |kind: &str, name: &str, email: Option<&str>| json!({ "type": kind, "name": name, "email": email });
        let guests = |list: Vec<Value>| json!({ "event": conference.id, "guests": list });
        let one = || vec![guest("SPEAKER", "Ada", None)];
        // Nobody registers where it has not been said how.
        assert_eq!(
            comes(&host, "registerGuests", guests(one())).await,
            "input.event WRONG_STATE"
        );
        let mut settings = open_for(Some(2), &["SPEAKER", "PARTNER"]);
        // Before it opens for everybody, as after it has closed.
        settings["opensAt"] = json!(in_minutes(&hub, 60));
        settings["questions"] = json!([{ "key": "talk", "kind": "TEXT", "required": true,
            "label": [{ "locale": "en", "text": "On what?" }], "types": ["SPEAKER"] }]);
        conference.set(settings).await;
        let bad = vec![
            guest("DELEGATE", "A", None),
            guest("PRESS", "B", None),
            guest("SPEAKER", "", Some("nobody")),
            guest("PARTNER", "C", Some("c@example.org")),
            guest("PARTNER", "D", Some("c@example.org")),
        ];
        assert_eq!(
            comes(&host, "registerGuests", guests(bad)).await,
            "input.guests.2.name BLANK, input.guests.2.email INVALID, input.guests.4.email DUPLICATE, \
             input.guests.0.type INVALID, input.guests.1.type INVALID, input.guests.2.answers BLANK"
        );
        assert_eq!(
            comes(&host, "registerGuests", guests(Vec::new())).await,
            "input.guests BLANK"
        );
        assert_eq!(conference.line().await, [""; 0]);
        let mut speaker = guest("SPEAKER", "Ada", Some("ada@example.org"));
        speaker["answers"] = json!([{ "question": "talk", "value": { "text": "Rivers" } }]);
        let list = vec![
            speaker,
            guest("PARTNER", "Ben", None),
            guest("PARTNER", "Cem", None),
        ];
        let fields =
            "event { id } registrations { number type state name email delegation { id } }";
        let payload = host
            .call("registerGuests", guests(list.clone()), fields)
            .await;
        let row = |number: i32, kind: &str, state: &str, name: &str, email: Option<&str>| {
            json!({ "number": number, "type": kind, "state": state, "name": name, "email": email,
                "delegation": null })
        };
        assert_eq!(
            payload,
            json!({
                "event": { "id": conference.id },
                "registrations": [
                    row(1, "SPEAKER", "SEATED", "Ada", Some("ada@example.org")),
                    row(2, "PARTNER", "SEATED", "Ben", None),
                    row(3, "PARTNER", "WAITING", "Cem", None),
                ],
                "errors": [],
            })
        );
        assert_eq!(
            comes(&host, "registerGuests", guests(list)).await,
            "input.guests.0.email TAKEN"
        );
        assert_eq!(
            conference.told("guests.registered").await,
            ["event-desk by PERSON"]
        );
        // Whoever has the address takes it up.
        let ada = hub.person("Ada").await;
        let offers = "{ viewer { seatOffers { registrationId } } }";
        let found = ada.query(offers).await;
        let offer = found.data()["viewer"]["seatOffers"][0]["registrationId"].clone();
        let take = json!({ "registration": offer });
        assert_eq!(comes(&ada, "acceptSeat", take).await, "DONE");
        let cancelled =
            json!({ "event": conference.id, "reason": { "locale": "en", "text": "No." } });
        let payload = conference.operate("cancelEvent", cancelled).await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(
            comes(
                &host,
                "registerGuests",
                guests(vec![guest("PARTNER", "Dua", None)])
            )
            .await,
            "input.event WRONG_STATE"
        );
    }
}

#[tokio::test]
async fn who_comes_as_what_is_confirmed_has_no_place_until_an_organiser_confirms_it() {
    for hub in Hub::with_demo().await {
        let conference = confirming(&hub, "requests").await;
        let (ada, ben, cem) = (
            hub.person("Ada").await,
            hub.person("Ben").await,
            hub.person("Cem").await,
        );
        let of_ada = ask(&conference, &ada, "PRESS", "REQUESTED").await;
        let of_ben = ask(&conference, &ben, "PRESS", "REQUESTED").await;
        ask(&conference, &cem, "PUBLIC", "SEATED").await;
        let figures =
            "registration { seated waiting types { type confirmed requested seated waiting } }";
        assert_eq!(
            conference.look(figures).await["registration"],
            json!({ "seated": 1, "waiting": 0, "types": [
                { "type": "SPEAKER", "confirmed": true, "requested": 0, "seated": 0, "waiting": 0 },
                { "type": "PRESS", "confirmed": true, "requested": 2, "seated": 0, "waiting": 0 },
                { "type": "PUBLIC", "confirmed": false, "requested": 0, "seated": 1, "waiting": 0 },
            ] })
        );
        // Those who confirm have a list of them, and are told.
        let host = hub.officer_of("cuneo").await;
        let list =
            "registrations(filter: { state: { eq: REQUESTED } }) { nodes { number name place } }";
        assert_eq!(
            conference.seen_by(&host, list).await["registrations"]["nodes"],
            json!([{ "number": 1, "name": "Ada", "place": null },
                { "number": 2, "name": "Ben", "place": null }])
        );
        assert_eq!(
            conference.told("request.made").await,
            ["event-desk by PERSON", "event-desk by PERSON"]
        );
        // Nobody confirms themselves; nor does who has nothing to do with it.
        let stranger = hub.officer_of("norman").await;
        for who in [&ada, &stranger] {
            for mutation in ["confirmRegistration", "refuseRegistration"] {
                assert_eq!(comes(who, mutation, of_ada.clone()).await, "FORBIDDEN");
            }
        }
        // What is asked for has no seat: it is not passed on, and not let in.
        let offer = json!({ "registration": of_ada["registration"], "to": { "person": cem.id } });
        assert_eq!(
            comes(&ada, "offerSeat", offer).await,
            "input.registration WRONG_STATE"
        );
        let codes = conference
            .seen_by(&ada, "registrations { nodes { code } }")
            .await;
        let code = codes["registrations"]["nodes"][0]["code"].clone();
        let door = json!({ "event": conference.id, "code": code });
        assert_eq!(
            comes(&host, "checkIn", door).await,
            "input.code WRONG_STATE"
        );
        // Who is confirmed first has the seat of the press; the other waits, and keeps the earlier or later number.
        assert_eq!(
            comes(&host, "confirmRegistration", of_ben.clone()).await,
            "DONE"
        );
        assert_eq!(
            comes(&host, "confirmRegistration", of_ada.clone()).await,
            "DONE"
        );
        assert_eq!(
            conference.line().await,
            ["1 WAITING Ada", "2 SEATED Ben", "3 SEATED Cem"]
        );
        assert_eq!(
            comes(&host, "confirmRegistration", of_ada.clone()).await,
            "input.registration WRONG_STATE"
        );
        assert_eq!(
            conference.told("registration.confirmed").await,
            ["person by PERSON", "person by PERSON"]
        );
        // Nobody was promoted by it: they learn what they have by being confirmed.
        assert_eq!(conference.told("registration.promoted").await, [""; 0]);
        assert_eq!(comes(&ben, "cancelRegistration", of_ben).await, "DONE");
        assert_eq!(conference.line().await[0], "1 SEATED Ada");
        assert_eq!(
            conference.told("registration.promoted").await,
            ["person by SYSTEM"]
        );
    }
}

#[tokio::test]
async fn who_is_refused_or_takes_it_back_leaves_no_trace_in_the_counts_and_can_ask_again() {
    for hub in Hub::with_demo().await {
        let conference = confirming(&hub, "refused").await;
        let (ada, ben) = (hub.person("Ada").await, hub.person("Ben").await);
        let host = hub.officer_of("cuneo").await;
        let of_ada = ask(&conference, &ada, "SPEAKER", "REQUESTED").await;
        let of_ben = ask(&conference, &ben, "SPEAKER", "REQUESTED").await;
        assert_eq!(
            comes(&host, "refuseRegistration", of_ada.clone()).await,
            "DONE"
        );
        assert_eq!(comes(&ben, "cancelRegistration", of_ben).await, "DONE");
        assert_eq!(
            comes(&host, "refuseRegistration", of_ada).await,
            "input.registration WRONG_STATE"
        );
        assert_eq!(
            conference.line().await,
            ["1 CANCELLED Ada", "2 CANCELLED Ben"]
        );
        let counts = conference
            .look("registration { seated waiting types { requested } }")
            .await;
        assert_eq!(
            counts["registration"],
            json!({ "seated": 0, "waiting": 0,
                "types": [{ "requested": 0 }, { "requested": 0 }, { "requested": 0 }] })
        );
        let feed = "{ viewer { person { activities(first: 1) { nodes { verb summary fr: summary(locale: \"fr\") } } } } }";
        let fed = ada.query(feed).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(fed.data()["viewer"]["person"]["activities"]["nodes"], @r#"
            [
              {
                "verb": "registration.refused",
                "summary": "Your request to come to “The conference” was not confirmed",
                "fr": "Votre demande de participer à « The conference » n’a pas été confirmée"
              }
            ]
            "#);
        }
        ask(&conference, &ada, "SPEAKER", "REQUESTED").await;
        // A type that somebody asks to come as is not dropped; a delegate is confirmed by nobody.
        assert_eq!(
            conference.try_to_set(open_for(Some(9), &["PUBLIC"])).await,
            ["input.types WRONG_STATE"]
        );
        let mut settings = open_for(None, &[]);
        settings["types"] = json!([{ "type": "DELEGATE", "confirmed": true }]);
        settings["event"] = json!(conference.id);
        let payload = conference.operate("setRegistration", settings).await;
        assert_eq!(mistakes_of(&payload), ["input.types.0.confirmed INVALID"]);
    }
}
