//! The door: codes, the list, and what a certificate says.

use kernel::Kind;
use serde_json::json;
use testkit::Hub;

use super::{announced, comes, conference, open_for, sends};

#[tokio::test]
async fn who_shows_their_code_is_let_in_once_and_counted() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "door", open_for(Some(2), &["DELEGATE", "PUBLIC"])).await;
        let other = announced(&hub, "other-door").await;
        other.set(open_for(None, &["PUBLIC"])).await;
        let head = hub.officer_of("braga").await;
        let braga = conference.headed_by(&head).await;
        sends(&head, &braga, &["=Ada, \"the\" first", "Ben", "Cem"]).await;
        let host = hub.officer_of("cuneo").await;
        let list = "registrations { nodes { id name code checkedInAt checkedInBy { id } } }";
        let found = conference.seen_by(&host, list).await;
        let nodes = found["registrations"]["nodes"].as_array().unwrap().clone();
        let code = nodes[0]["code"].as_str().unwrap();
        let at = |event: &str, code: &str| json!({ "event": event, "code": code });
        for (who, event, code, what) in [
            (&host.caller, &conference.id, "?", "input.code INVALID"),
            (
                &host.caller,
                &conference.id,
                "000000000000",
                "input.code NOT_FOUND",
            ),
            (&host.caller, &other.id, code, "input.code NOT_FOUND"),
            (
                &host.caller,
                &conference.id,
                nodes[2]["code"].as_str().unwrap(),
                "input.code WRONG_STATE",
            ),
            (&head.caller, &conference.id, code, "FORBIDDEN"),
            (&hub.anybody(), &conference.id, code, "UNAUTHENTICATED"),
            (&host.caller, &conference.id, code, "DONE"),
        ] {
            assert_eq!(comes(who, "checkIn", at(event, code)).await, what, "{code}");
        }
        let once = conference.seen_by(&host, list).await;
        assert!(once["registrations"]["nodes"][0]["checkedInAt"].is_string());
        // Shown again, and typed: nothing changes, not even the time.
        let typed = format!("{}-{} ", &code[..4].to_lowercase(), &code[4..]);
        assert_eq!(
            comes(&host, "checkIn", at(&conference.id, &typed)).await,
            "DONE"
        );
        assert_eq!(conference.seen_by(&host, list).await, once);
        let figures =
            "registration { checkedIn seated } registeredDelegations { nodes { checkedIn } }";
        assert_eq!(
            conference.seen_by(&hub.anybody(), figures).await,
            json!({ "registration": { "checkedIn": 1, "seated": 2 },
                "registeredDelegations": { "nodes": [{ "checkedIn": 1 }] } })
        );
        // Who has come does not cancel.
        let row = json!({ "registration": nodes[0]["id"] });
        assert_eq!(
            comes(&head, "cancelRegistration", row.clone()).await,
            "input.registration WRONG_STATE"
        );
        for filter in [
            "{ checkedIn: { eq: true } }",
            &format!("{{ code: {{ eq: \"{code}\" }} }}"),
            "{ name: { startsWith: \"=Ada\" } }",
            &format!(
                "{{ delegation: {{ eq: \"{braga}\" }}, number: {{ eq: 1 }}, type: {{ eq: DELEGATE }}, state: {{ eq: SEATED }} }}"
            ),
        ] {
            let fields = format!("registrations(filter: {filter}) {{ totalCount nodes {{ id }} }}");
            let found = conference.seen_by(&host, &fields).await;
            assert_eq!(
                found["registrations"],
                json!({ "totalCount": 1, "nodes": [{ "id": nodes[0]["id"] }] }),
                "{filter}"
            );
        }
        let csv = conference.seen_by(&host, "checkInList").await;
        let csv = csv["checkInList"].as_str().unwrap().to_owned();
        let lines: Vec<&str> = csv.split("\r\n").collect();
        assert_eq!(
            lines[0],
            "number,type,state,name,delegation,code,checked in at"
        );
        let first = format!("1,DELEGATE,SEATED,\"'=Ada, \"\"the\"\" first\",braga,{code},");
        assert!(lines[1].starts_with(&first), "{}", lines[1]);
        let (second, third) = (
            nodes[1]["code"].as_str().unwrap(),
            nodes[2]["code"].as_str().unwrap(),
        );
        assert_eq!(lines[2], format!("2,DELEGATE,SEATED,Ben,braga,{second},"));
        assert_eq!(lines[3], format!("3,DELEGATE,WAITING,Cem,braga,{third},"));
        assert_eq!(lines[4..], [""]);
        // Who runs no registration has an empty list.
        let empty = conference.seen_by(&hub.anybody(), "checkInList").await;
        assert_eq!(empty["checkInList"].as_str().unwrap().lines().count(), 1);
        assert_eq!(comes(&host, "undoCheckIn", row.clone()).await, "DONE");
        assert_eq!(
            comes(&host, "undoCheckIn", row).await,
            "input.registration WRONG_STATE"
        );
        let found = conference.look("registration { checkedIn }").await;
        assert_eq!(found["registration"]["checkedIn"], 0);
    }
}

#[tokio::test]
async fn a_certificate_is_for_who_came_once_the_event_is_over() {
    for hub in Hub::with_demo().await {
        let conference = conference(&hub, "certified", open_for(None, &["PUBLIC"])).await;
        let (ada, ben) = (hub.person("Ada").await, hub.person("Ben").await);
        conference.registered(&ada, "PUBLIC").await;
        conference.registered(&ben, "PUBLIC").await;
        let rows = "registrations { nodes { code certificate { name type hours sessions startsOn
            endsOn event { title } delegation { id } } } }";
        let before = conference.look(rows).await;
        let code = before["registrations"]["nodes"][0]["code"].clone();
        let input = json!({ "event": conference.id, "code": code });
        assert_eq!(
            conference.operate("checkIn", input).await["errors"],
            json!([])
        );
        assert!(conference.look(rows).await["registrations"]["nodes"][0]["certificate"].is_null());
        let held = json!({
            "slug": "certified", "content": [{ "locale": "en", "title": "The conference" }],
            "kind": "CONFERENCE", "status": "HELD", "mode": "IN_PERSON",
            "startsOn": "2025-05-10", "endsOn": "2025-05-12", "timeZone": "Europe/Rome",
            "hostCity": hub.id_of(Kind::City, "cuneo").await,
            "sessions": [
                { "content": [{ "locale": "en", "title": "One" }], "kind": "PLENARY",
                  "startsAt": "2025-05-10T09:00:00+02:00", "endsAt": "2025-05-10T10:30:00+02:00" },
                { "content": [{ "locale": "en", "title": "Two" }], "kind": "PLENARY",
                  "startsAt": "2025-05-10T11:00:00+02:00", "endsAt": "2025-05-10T12:00:00+02:00" },
                { "content": [{ "locale": "en", "title": "Sometime" }], "kind": "PLENARY" },
            ],
        });
        conference.operate("recordEvent", held).await;
        let own = ada
            .query(&format!("{{ viewer {{ {rows} }} }}").replace(" code ", " "))
            .await;
        assert_eq!(
            own.data()["viewer"]["registrations"]["nodes"],
            json!([{ "certificate": {
                "name": "Ada", "type": "PUBLIC", "hours": 2.5, "sessions": 2,
                "startsOn": "2025-05-10", "endsOn": "2025-05-12",
                "event": { "title": "The conference" }, "delegation": null } }])
        );
        // Ben has not come.
        let after = conference.look(rows).await;
        assert!(after["registrations"]["nodes"][1]["certificate"].is_null());
        // What is over is over.
        let own = ben
            .query("{ viewer { registrations { nodes { id } } } }")
            .await;
        let own =
            json!({ "registration": own.data()["viewer"]["registrations"]["nodes"][0]["id"] });
        assert_eq!(
            comes(&ben, "cancelRegistration", own).await,
            "input.registration WRONG_STATE"
        );
    }
}
