//! Who sees whom: oneself, the head of the delegation, who hosts the event, and the secretariat.

use kernel::Kind;
use serde_json::json;
use testkit::{Caller, Hub};

use super::{Conference, comes, conference, open_for, sends};

const ROWS: &str = "registrations { totalCount nodes { number } }";

async fn sees(conference: &Conference<'_>, who: &Caller<'_>) -> String {
    let found = conference.seen_by(who, ROWS).await;
    let nodes = found["registrations"]["nodes"].as_array().unwrap();
    assert_eq!(found["registrations"]["totalCount"], nodes.len());
    let numbers: Vec<String> = nodes
        .iter()
        .map(|node| node["number"].to_string())
        .collect();
    numbers.join(" ")
}

#[tokio::test]
async fn who_is_registered_is_seen_by_those_alone_whose_business_it_is() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "private", open_for(None, &["DELEGATE", "PUBLIC"])).await;
        let braga = hub.officer_of("braga").await;
        let norman = hub.officer_of("norman").await;
        let of_braga = conference.headed_by(&braga).await;
        let of_norman = conference.headed_by(&norman).await;
        sends(&braga, &of_braga, &["Xerxa", "Yvain"]).await;
        sends(&norman, &of_norman, &["Zoltan"]).await;
        let ada = hub.person("Quillon").await;
        conference.registered(&ada, "PUBLIC").await;
        let colleague = hub.representative_of("braga").await;
        let host = hub.officer_of("cuneo").await;
        let secretary = hub.secretary().await;
        let moderator = hub.moderator().await;
        for (says, who, numbers) in [
            ("anybody", &hub.anybody(), ""),
            ("the person", &ada.caller, "4"),
            ("a head", &braga.caller, "1 2"),
            ("another head", &norman.caller, "3"),
            ("a colleague of the head", &colleague.caller, ""),
            ("the host", &host.caller, "1 2 3 4"),
            ("a secretary", &secretary.caller, "1 2 3 4"),
            ("a moderator", &moderator.caller, "1 2 3 4"),
            (
                "a program that may not read",
                &host.token(&["EVENTS"], None).await.caller,
                "",
            ),
            (
                "a program of the host's",
                &host.token(&["READ"], None).await.caller,
                "1 2 3 4",
            ),
        ] {
            assert_eq!(sees(&conference, who).await, numbers, "{says}");
        }
        // Limited to something else, a host has nothing to do with who comes.
        let limit = json!({ "mandate": host.mandate(), "scope": ["PROJECTS"] });
        assert_eq!(comes(&secretary, "limitMandate", limit).await, "DONE");
        assert_eq!(sees(&conference, &host).await, "");
        // The same by the key, and in the log.
        let all = conference.look("registrations { nodes { id } }").await;
        let one = all["registrations"]["nodes"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let node = format!("{{ node(id: \"{one}\") {{ id }} }}");
        assert_eq!(norman.query(&node).await.data()["node"], json!(null));
        assert_eq!(
            braga.query(&node).await.data()["node"],
            json!({ "id": one })
        );
        let log =
            "{ activities(last: 100, filter: { verb: { startsWith: \"registration.made\" } }) {
            nodes { verb subject { id } } } }";
        assert_eq!(
            hub.query(log).await.data()["activities"]["nodes"],
            json!([])
        );
        assert_eq!(
            ada.query(log).await.data()["activities"]["nodes"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        // What anybody may read of the log names nobody.
        let public = "{ activities(last: 100) { nodes { verb summary data: related { id } person { id } } } }";
        let text = hub.query(public).await.data().to_string();
        for hidden in ["Xerxa", "Yvain", "Zoltan", "Quillon", &ada.id, &one] {
            assert!(!text.contains(hidden), "{hidden}");
        }
        assert!(text.contains("delegation.registered"), "{text}");
    }
}

#[tokio::test]
async fn who_is_erased_stays_in_the_counts_and_nowhere_else() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "erased", open_for(Some(2), &["PUBLIC"])).await;
        let (ada, ben, cem) = (
            hub.person("Ada").await,
            hub.person("Ben").await,
            hub.person("Cem").await,
        );
        let seat = conference.registered(&ada, "PUBLIC").await;
        let other = conference.registered(&cem, "PUBLIC").await;
        let offer = json!({ "registration": other, "to": { "email": ada.email } });
        assert_eq!(
            comes(&cem, "offerSeat", offer).await,
            "input.to.email TAKEN"
        );
        let export = ada.query("{ viewer { exportData } }").await;
        let kept = &export.data()["viewer"]["exportData"]["events"]["registrations"];
        assert_eq!(kept[0]["id"], seat.as_str());
        assert_eq!(kept[0]["name"], "Ada");
        assert_eq!(kept[0]["state"], "SEATED");
        let erase = json!({ "confirm": ada.email });
        assert_eq!(comes(&ada, "erasePerson", erase).await, "DONE");
        let found = conference
            .look("registration { seated waiting } registrations { nodes { name email person { id } answers { text } state } }")
            .await;
        assert_eq!(found["registration"], json!({ "seated": 2, "waiting": 0 }));
        assert_eq!(
            found["registrations"]["nodes"][0],
            json!({ "name": null, "email": null, "person": null, "answers": [], "state": "SEATED" })
        );
        // Whoever runs the registration gives the seat to who waits.
        conference.registered(&ben, "PUBLIC").await;
        let host = hub.officer_of("cuneo").await;
        let cancel = json!({ "registration": seat });
        assert_eq!(comes(&host, "cancelRegistration", cancel).await, "DONE");
        assert_eq!(
            conference.line().await,
            ["1 CANCELLED -", "2 SEATED Cem", "3 SEATED Ben"]
        );
    }
}

#[tokio::test]
async fn each_mutation_is_for_those_whose_business_it_is() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "rights", open_for(None, &["DELEGATE", "PUBLIC"])).await;
        let head = hub.officer_of("braga").await;
        let delegation = conference.headed_by(&head).await;
        sends(&head, &delegation, &["One"]).await;
        let found = conference.look("registrations { nodes { id code } }").await;
        let row = &found["registrations"]["nodes"][0];
        let (host, stranger) = (
            hub.officer_of("cuneo").await,
            hub.officer_of("norman").await,
        );
        let (secretary, moderator) = (hub.secretary().await, hub.moderator().await);
        let nobody = hub.person("Nobody").await;
        let mut settings = open_for(None, &["DELEGATE", "PUBLIC"]);
        settings["event"] = json!(conference.id);
        let braga = json!({ "city": hub.id_of(Kind::City, "braga").await });
        let mut table = Vec::new();
        for (mutation, input) in [
            ("setRegistration", settings),
            (
                "allotSeats",
                json!({ "event": conference.id, "allotments": [{ "party": braga, "seats": 9 }] }),
            ),
            (
                "nameDelegationHead",
                json!({ "event": conference.id, "party": braga, "head": nobody.id }),
            ),
            (
                "registerDelegation",
                json!({ "delegation": delegation, "people": [{ "name": "More" }] }),
            ),
            (
                "releaseSeats",
                json!({ "delegation": delegation, "seats": 1 }),
            ),
            (
                "editRegistration",
                json!({ "registration": row["id"], "name": "Other" }),
            ),
            (
                "offerSeat",
                json!({ "registration": row["id"], "to": { "email": "x@example.org" } }),
            ),
            ("withdrawSeatOffer", json!({ "registration": row["id"] })),
            (
                "registerGuests",
                json!({ "event": conference.id, "guests": [{ "type": "PUBLIC", "name": "A guest" }] }),
            ),
            // It is registered, not asked for: who may do it is told so.
            ("confirmRegistration", json!({ "registration": row["id"] })),
            ("refuseRegistration", json!({ "registration": row["id"] })),
            (
                "checkIn",
                json!({ "event": conference.id, "code": row["code"] }),
            ),
            ("undoCheckIn", json!({ "registration": row["id"] })),
            ("cancelRegistration", json!({ "registration": row["id"] })),
        ] {
            let mut line = Vec::new();
            for (name, who) in [
                ("anybody", &hub.anybody()),
                ("a person", &nobody.caller),
                ("a stranger", &stranger.caller),
                ("a moderator", &moderator.caller),
                ("the head", &head.caller),
                ("the host", &host.caller),
                ("a secretary", &secretary.caller),
            ] {
                line.push(format!(
                    "{name} {}",
                    comes(who, mutation, input.clone()).await
                ));
            }
            table.push(format!("{mutation}: {}", line.join(", ")));
        }
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(table, @r#"
            [
              "setRegistration: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head FORBIDDEN, the host DONE, a secretary DONE",
              "allotSeats: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head FORBIDDEN, the host DONE, a secretary DONE",
              "nameDelegationHead: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head input.head INVALID, the host FORBIDDEN, a secretary input.head INVALID",
              "registerDelegation: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head DONE, the host DONE, a secretary DONE",
              "releaseSeats: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head DONE, the host DONE, a secretary DONE",
              "editRegistration: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head DONE, the host DONE, a secretary DONE",
              "offerSeat: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head DONE, the host DONE, a secretary DONE",
              "withdrawSeatOffer: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head DONE, the host input.registration WRONG_STATE, a secretary input.registration WRONG_STATE",
              "registerGuests: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head FORBIDDEN, the host DONE, a secretary DONE",
              "confirmRegistration: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head FORBIDDEN, the host input.registration WRONG_STATE, a secretary input.registration WRONG_STATE",
              "refuseRegistration: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head FORBIDDEN, the host input.registration WRONG_STATE, a secretary input.registration WRONG_STATE",
              "checkIn: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head FORBIDDEN, the host DONE, a secretary DONE",
              "undoCheckIn: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head FORBIDDEN, the host DONE, a secretary input.registration WRONG_STATE",
              "cancelRegistration: anybody UNAUTHENTICATED, a person FORBIDDEN, a stranger FORBIDDEN, a moderator FORBIDDEN, the head DONE, the host input.registration WRONG_STATE, a secretary input.registration WRONG_STATE"
            ]
            "#);
        }
        let can = "query ($event: ID!, $delegation: ID!, $row: ID!) { viewer {
            set: can(action: SET_REGISTRATION, on: $event)
            send: can(action: REGISTER_DELEGATION, on: $delegation)
            manage: can(action: MANAGE_REGISTRATION, on: $row) } }";
        let variables =
            json!({ "event": conference.id, "delegation": delegation, "row": row["id"] });
        for (who, set, others) in [
            (&host, true, true),
            (&head, false, true),
            (&stranger, false, false),
        ] {
            let reply = who.query_with(can, variables.clone()).await;
            let expected = json!({ "set": set, "send": others, "manage": others });
            assert_eq!(reply.data()["viewer"], expected);
        }
    }
}
