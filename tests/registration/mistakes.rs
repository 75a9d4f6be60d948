//! Bad input: each mistake with its code and place, and nothing half done.

use kernel::Kind;
use serde_json::{Value, json};
use testkit::Hub;

use super::{announced, announced_in, comes, conference, mistakes_of, open_for, sends};

fn asked() -> Value {
    let label =
        |text: &str| json!([{ "locale": "en", "text": text }, { "locale": "fr", "text": "?" }]);
    json!([
        { "key": "diet", "kind": "CHOICE", "required": true, "label": label("What do you eat?"),
          "options": [{ "key": "all", "label": label("All") }, { "key": "plants", "label": label("Plants") }] },
        { "key": "access", "kind": "TEXT", "label": label("What do you need?") },
        { "key": "camera", "kind": "YES_NO", "required": true, "label": label("A camera?"), "types": ["PRESS"] },
    ])
}

#[tokio::test]
async fn every_mistake_in_how_one_registers_is_named_at_its_place() {
    for hub in Hub::with_demo().await {
        let conference = announced_in(&hub, "mistaken", "Europe/Rome").await;
        let long = "x".repeat(301);
        let label = |text: &str| json!([{ "locale": "en", "text": text }]);
        let bad = json!({
            "opensAt": "2027-03-28T02:30", "closesAt": "2027-10-31T02:30", "heldUntil": "soon",
            "capacity": -1,
            "types": [{ "type": "PRESS", "capacity": 20_001 }, { "type": "PRESS" }],
            "questions": [
                { "key": "Diet", "kind": "CHOICE", "label": label(&long), "options": [] },
                { "key": "a", "kind": "TEXT", "label": [], "options": [{ "key": "b", "label": label("b\u{7}") }] },
                { "key": "a", "kind": "TEXT",
                  "label": [{ "locale": "en", "text": "A" }, { "locale": "en", "text": "B" }, { "locale": "??", "text": "two\nlines" }] },
            ],
            "invited": { "cities": ["city_01h2xcejqtf2nbrexx3vqjhp41", conference.id, ] },
        });
        assert_eq!(
            conference.try_to_set(bad).await,
            [
                "input.capacity INVALID",
                "input.types.1 DUPLICATE",
                "input.types.0.capacity INVALID",
                "input.questions.2 DUPLICATE",
                "input.questions.0.key INVALID",
                "input.questions.0.options INVALID",
                "input.questions.0.label.0.text TOO_LONG",
                "input.questions.1.options INVALID",
                "input.questions.1.label BLANK",
                "input.questions.1.options.0.label.0.text INVALID",
                "input.questions.2.label.2.text INVALID",
                "input.questions.2.label.2.locale INVALID",
                "input.questions.2.label.1 DUPLICATE",
                "input.invited.cities.1 INVALID",
                "input.opensAt SKIPPED_TIME",
                "input.closesAt REPEATED_TIME",
                "input.heldUntil INVALID",
                "input.invited.cities.0 NOT_FOUND",
            ]
        );
        let mut settings = open_for(None, &["PUBLIC"]);
        settings["closesAt"] = settings["opensAt"].clone();
        settings["heldUntil"] = json!("2100-01-01T09:00");
        assert_eq!(
            conference.try_to_set(settings).await,
            ["input.closesAt INVALID", "input.heldUntil INVALID"]
        );
        let mut settings = open_for(None, &[]);
        settings["questions"] = json!(
            (0..21)
                .map(|i| json!({ "key": format!("q{i}"), "kind": "TEXT", "label": label("Q") }))
                .collect::<Vec<_>>()
        );
        assert_eq!(
            conference.try_to_set(settings).await,
            ["input.types BLANK", "input.questions TOO_LONG"]
        );
        let mut settings = open_for(None, &["PUBLIC"]);
        settings["expectedVersion"] = json!(3);
        assert_eq!(
            conference.try_to_set(settings).await,
            ["input.expectedVersion CONFLICT"]
        );
        assert!(conference.look("registration { version }").await["registration"].is_null());
        // An event without clocks has no times.
        let input = json!({
            "slug": "nowhere", "content": [{ "locale": "en", "title": "Nowhere" }], "kind": "MEETING",
            "status": "ANNOUNCED", "mode": "ONLINE",
        });
        conference.operate("recordEvent", input).await;
        let mut settings = open_for(None, &["PUBLIC"]);
        settings["event"] = json!(hub.id_of(Kind::Event, "nowhere").await);
        let payload = conference.operate("setRegistration", settings).await;
        assert_eq!(mistakes_of(&payload), ["input.event WRONG_STATE"]);
    }
}

#[tokio::test]
async fn every_mistake_of_who_registers_is_named_at_its_place() {
    for hub in Hub::with_demo().await {
        let mut settings = open_for(None, &["PUBLIC", "PRESS", "DELEGATE"]);
        settings["questions"] = asked();
        let conference = conference(&hub, "asked", settings).await;
        let ada = hub.person("Ada").await;
        let try_with = async |kind: &str, name: &str, answers: Value| {
            let input =
                json!({ "event": conference.id, "type": kind, "name": name, "answers": answers });
            comes(&ada, "register", input).await
        };
        let diet = json!({ "question": "diet", "value": { "choice": "all" } });
        let long = "x".repeat(2_001);
        for (kind, name, answers, what) in [
            ("PUBLIC", "Ada", json!([]), "input.answers BLANK"),
            ("PRESS", "Ada", json!([diet]), "input.answers BLANK"),
            ("SPEAKER", "Ada", json!([diet]), "input.type INVALID"),
            ("DELEGATE", "Ada", json!([diet]), "input.type INVALID"),
            (
                "PUBLIC",
                " ",
                json!([
                    { "question": "diet", "value": { "choice": "stones" } },
                    { "question": "camera", "value": { "yes": true } },
                    { "question": "nothing", "value": { "yes": true } },
                    { "question": "access", "value": { "yes": true } },
                    { "question": "access", "value": { "text": long } },
                    { "question": "access", "value": { "text": "\u{0}" } },
                ]),
                "input.name BLANK, input.answers.0.value.choice NOT_FOUND, input.answers.1.question NOT_FOUND, \
                 input.answers.2.question NOT_FOUND, input.answers.3.value INVALID, \
                 input.answers.4.value.text TOO_LONG, input.answers.5.value.text INVALID, \
                 input.answers.5.question DUPLICATE",
            ),
            (
                "PUBLIC",
                &*"n".repeat(201),
                json!([diet]),
                "input.name TOO_LONG",
            ),
            ("PUBLIC", "two\nlines", json!([diet]), "input.name INVALID"),
            ("PUBLIC", "bell\u{7}", json!([diet]), "input.name INVALID"),
        ] {
            assert_eq!(try_with(kind, name, answers).await, what);
        }
        assert_eq!(conference.line().await, [""; 0]);
        // What looks like HTML is a text like any other.
        let html = "<b>Ada</b> & <script>alert(1)</script>";
        let access = json!({ "question": "access", "value": { "text": html } });
        assert_eq!(
            try_with("PUBLIC", html, json!([diet, access])).await,
            "DONE"
        );
        let own = ada
            .query("{ viewer { registrations { nodes { id name answers { question label(locale: \"fr\") text choice yes } } } } }")
            .await;
        let row = &own.data()["viewer"]["registrations"]["nodes"][0];
        assert_eq!(row["name"], html);
        assert_eq!(
            row["answers"],
            json!([
                { "question": "access", "label": "?", "text": html, "choice": null, "yes": null },
                { "question": "diet", "label": "?", "text": null, "choice": "all", "yes": null },
            ])
        );
        let edit = |answers: Value| json!({ "registration": row["id"], "answers": answers });
        assert_eq!(
            comes(&ada, "editRegistration", edit(json!([]))).await,
            "input.answers BLANK"
        );
        let other = json!([{ "question": "diet", "value": { "choice": "plants" } }]);
        assert_eq!(comes(&ada, "editRegistration", edit(other)).await, "DONE");
        let found = conference
            .look("registrations { nodes { answers { choice } name } }")
            .await;
        assert_eq!(
            found["registrations"]["nodes"],
            json!([{ "answers": [{ "choice": "plants" }], "name": html }])
        );
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_a_code_and_leaves_nothing() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "real", open_for(None, &["PUBLIC", "DELEGATE"])).await;
        let silent = announced(&hub, "silent").await;
        let (ada, ben) = (hub.person("Ada").await, hub.person("Ben").await);
        let seat = conference.registered(&ada, "PUBLIC").await;
        let row = |id: &str| json!({ "registration": id });
        let nobody = "registration_01h2xcejqtf2nbrexx3vqjhp41";
        let event = |id: &str| json!({ "event": id, "type": "PUBLIC" });
        let head = hub.officer_of("braga").await;
        let braga = conference.headed_by(&head).await;
        let position = hub.position().await;
        for (who, mutation, input, what) in [
            (
                &ada,
                "register",
                event(&silent.id),
                "input.event WRONG_STATE",
            ),
            (&ada, "register", event(&conference.id), "input.event TAKEN"),
            (
                &ada,
                "register",
                event("event_01h2xcejqtf2nbrexx3vqjhp41"),
                "input.event NOT_FOUND",
            ),
            (&ada, "register", event(&seat), "input.event INVALID"),
            (&ben, "editRegistration", row(&seat), "FORBIDDEN"),
            (&ben, "cancelRegistration", row(&seat), "FORBIDDEN"),
            (&head, "cancelRegistration", row(&seat), "FORBIDDEN"),
            (
                &ben,
                "cancelRegistration",
                row(nobody),
                "input.registration NOT_FOUND",
            ),
            (
                &ben,
                "cancelRegistration",
                row("x"),
                "input.registration INVALID",
            ),
            (
                &ben,
                "acceptSeat",
                row(&seat),
                "input.registration NOT_FOUND",
            ),
            (
                &ada,
                "withdrawSeatOffer",
                row(&seat),
                "input.registration WRONG_STATE",
            ),
            (&ada, "undoCheckIn", row(&seat), "FORBIDDEN"),
            (
                &ada,
                "offerSeat",
                json!({ "registration": seat, "to": { "email": "nobody" } }),
                "input.to.email INVALID",
            ),
            (
                &ada,
                "offerSeat",
                json!({ "registration": seat, "to": { "person": "person_01h2xcejqtf2nbrexx3vqjhp41" } }),
                "input.to.person NOT_FOUND",
            ),
            (
                &head,
                "registerDelegation",
                json!({ "delegation": "delegation_01h2xcejqtf2nbrexx3vqjhp41", "people": [{ "name": "A" }] }),
                "input.delegation NOT_FOUND",
            ),
            (
                &head,
                "registerDelegation",
                json!({ "delegation": braga, "people": [] }),
                "input.people BLANK",
            ),
            (
                &head,
                "registerDelegation",
                json!({ "delegation": braga, "people": vec![json!({ "name": "A" }); 201] }),
                "input.people TOO_LONG",
            ),
            (
                &head,
                "registerDelegation",
                json!({ "delegation": braga, "people": [
                    { "name": "Good" }, { "name": "" },
                    { "name": "A", "email": "a@example.org" }, { "name": "B", "email": "a@example.org" },
                    { "name": "C", "email": "c" }, { "name": "D", "email": ada.email },
                    { "name": "E", "answers": [{ "question": "diet", "value": { "yes": true } }] },
                ] }),
                "input.people.1.name BLANK, input.people.3.email DUPLICATE, input.people.4.email INVALID, \
                 input.people.6.answers.0.question NOT_FOUND, input.people.5.email TAKEN",
            ),
        ] {
            assert_eq!(comes(who, mutation, input).await, what, "{mutation}");
        }
        // Nothing was written, and nothing told.
        assert_eq!(hub.position().await, position);
        assert_eq!(conference.line().await, ["1 SEATED Ada"]);
        for (mutation, input) in [
            ("register", event(&conference.id)),
            ("cancelRegistration", row(&seat)),
            ("acceptSeat", row(&seat)),
        ] {
            assert_eq!(
                comes(&hub.anybody(), mutation, input).await,
                "UNAUTHENTICATED"
            );
        }
        let payload = sends(&head, &braga, &["After all"]).await;
        assert_eq!(payload["registrations"][0]["number"], 2);
    }
}

#[tokio::test]
async fn nobody_registers_for_what_does_not_take_place_or_is_not_theirs_to_see() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "changing", open_for(None, &["PUBLIC"])).await;
        let (ada, ben) = (hub.person("Ada").await, hub.person("Ben").await);
        let seat = conference.registered(&ada, "PUBLIC").await;
        let again = |status: &str, visibility: &str| {
            let city = hub.id_of(Kind::City, "cuneo");
            let (status, visibility) = (status.to_owned(), visibility.to_owned());
            async move {
                json!({
                    "slug": "changing", "content": [{ "locale": "en", "title": "The conference" }],
                    "kind": "CONFERENCE", "status": status, "mode": "IN_PERSON", "visibility": visibility,
                    "timeZone": "Atlantic/Reykjavik", "hostCity": city.await,
                })
            }
        };
        let input = json!({ "event": conference.id, "type": "PUBLIC" });
        conference
            .operate("recordEvent", again("ANNOUNCED", "NETWORK").await)
            .await;
        assert_eq!(
            comes(&ben, "register", input.clone()).await,
            "input.event NOT_FOUND"
        );
        let norman = hub.officer_of("norman").await;
        assert_eq!(comes(&norman, "register", input.clone()).await, "DONE");
        conference
            .operate("recordEvent", again("CANCELLED", "PUBLIC").await)
            .await;
        assert_eq!(
            comes(&ben, "register", input.clone()).await,
            "input.event WRONG_STATE"
        );
        let mut settings = open_for(None, &["PUBLIC"]);
        settings["event"] = json!(conference.id);
        assert_eq!(
            mistakes_of(&conference.operate("setRegistration", settings).await),
            ["input.event WRONG_STATE"]
        );
        let cancel = json!({ "registration": seat });
        assert_eq!(
            comes(&ada, "cancelRegistration", cancel).await,
            "input.registration WRONG_STATE"
        );
    }
}
