//! Who may do what with events.

use futures::future::join_all;
use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person};

use super::{at_home, create, head, said, texts};

/// The code of what comes of a call: `DONE`, `REFUSED`, or that of the error.
async fn comes(who: &Caller<'_>, mutation: &str, input: &Value) -> String {
    let document = format!(
        "mutation ($input: {}{}Input!) {{ {mutation}(input: $input) {{ errors {{ code }} }} }}",
        mutation[..1].to_uppercase(),
        &mutation[1..],
    );
    let reply = who.query_with(&document, json!({ "input": input })).await;
    match reply.codes().first() {
        Some(code) => code.clone(),
        None if reply.data()[mutation]["errors"] == json!([]) => "DONE".to_owned(),
        None => "REFUSED".to_owned(),
    }
}

/// A fresh event that Cuneo makes and Braga hosts, with a session; and the input of a call on it.
async fn input(hub: &Hub, maker: &Person<'_>, host: &Person<'_>, mutation: &str) -> Value {
    let mut event = at_home(hub, "braga", "Rights").await;
    // What begins today can be held.
    if ["holdEvent", "setEventResults"].contains(&mutation) {
        let today = hub.graph.log().clock().now().date_naive().to_string();
        event["startsOn"] = json!(today);
        event["endsOn"] = json!(today);
    }
    let event = create(hub, maker, event).await;
    let accept = json!({ "role": "HOST" });
    event.done(host, "acceptEventRole", accept).await;
    let first = event.look("startsOn").await["startsOn"].clone();
    let at = |time: &str| format!("{}T{time}", first.as_str().unwrap());
    let session = json!({
        "kind": "PLENARY", "content": texts("en", "Opening"), "room": "Hall",
        "startsAt": at("09:00"), "endsAt": at("10:00"),
    });
    let fields = "session { id }";
    let added = event.call(maker, "addSession", session, fields).await;
    let session = added["session"]["id"].clone();
    if ["postponeEvent", "holdEvent", "setEventResults"].contains(&mutation) {
        event.done(maker, "announceEvent", json!({})).await;
    }
    if mutation == "setEventResults" {
        event.done(maker, "holdEvent", json!({})).await;
    }
    let id = &event.id;
    match mutation {
        "editEvent" => json!({ "event": id, "capacity": 380 }),
        "postponeEvent" | "cancelEvent" => json!({ "event": id, "reason": said("No.") }),
        "setEventResults" => json!({ "event": id, "recap": [said("All well.")] }),
        "addSession" => json!({
            "event": id, "kind": "WORKSHOP", "content": texts("en", "Afternoon"),
        }),
        "editSession" => json!({ "session": session, "kind": "KEYNOTE" }),
        "moveSession" => json!({ "session": session, "room": "Garden" }),
        "removeSession" => json!({ "session": session }),
        _ => json!({ "event": id }),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mutation_is_for_those_who_make_the_event_or_host_it() {
    for hub in Hub::with_demo().await {
        let maker = hub.officer_of("cuneo").await;
        let host = hub.officer_of("braga").await;
        let stranger = hub.representative_of("norman").await;
        let moderator = hub.moderator().await;
        let secretary = hub.secretary().await;
        let mut table = Vec::new();
        for mutation in [
            "editEvent",
            "announceEvent",
            "postponeEvent",
            "cancelEvent",
            "holdEvent",
            "setEventResults",
            "addSession",
            "editSession",
            "moveSession",
            "removeSession",
        ] {
            let mut row = Vec::new();
            for (name, who) in [
                ("nobody", &hub.anybody()),
                ("a stranger", &stranger.caller),
                ("a moderator", &moderator.caller),
                ("its host", &host.caller),
                ("who makes it", &maker.caller),
                ("a secretary", &secretary.caller),
            ] {
                // One of its own for each call: so that no other came before.
                let input = input(&hub, &maker, &host, mutation).await;
                row.push(format!("{name} {}", comes(who, mutation, &input).await));
            }
            table.push(format!("{mutation}: {}", row.join(", ")));
        }
        let magog = hub.id_of(Kind::City, "magog").await;
        let other = json!({
            "party": { "city": magog }, "kind": "VISIT", "content": texts("en", "Another"),
        });
        for (name, who) in [
            ("nobody", &hub.anybody()),
            ("a stranger", &stranger.caller),
            ("a secretary", &secretary.caller),
        ] {
            let came = comes(who, "createEvent", &other).await;
            table.push(format!("createEvent for another city: {name} {came}"));
        }
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(table, @r#"
            [
              "editEvent: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host FORBIDDEN, who makes it DONE, a secretary DONE",
              "announceEvent: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host FORBIDDEN, who makes it DONE, a secretary DONE",
              "postponeEvent: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host FORBIDDEN, who makes it DONE, a secretary DONE",
              "cancelEvent: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host FORBIDDEN, who makes it DONE, a secretary DONE",
              "holdEvent: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host FORBIDDEN, who makes it DONE, a secretary DONE",
              "setEventResults: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host FORBIDDEN, who makes it DONE, a secretary DONE",
              "addSession: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host DONE, who makes it DONE, a secretary DONE",
              "editSession: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host DONE, who makes it DONE, a secretary DONE",
              "moveSession: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host DONE, who makes it DONE, a secretary DONE",
              "removeSession: nobody UNAUTHENTICATED, a stranger FORBIDDEN, a moderator FORBIDDEN, its host DONE, who makes it DONE, a secretary DONE",
              "createEvent for another city: nobody UNAUTHENTICATED",
              "createEvent for another city: a stranger FORBIDDEN",
              "createEvent for another city: a secretary DONE"
            ]
            "#);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_submitted_twice_at_the_same_time_is_done_once() {
    for hub in Hub::with_demo().await {
        let maker = hub.officer_of("cuneo").await;
        let input = at_home(&hub, "cuneo", "Twice").await;
        let twice = async |mutation: &str, input: Value| {
            let document = format!(
                "mutation ($input: {}{}Input!, $key: String) {{
                    {mutation}(input: $input, idempotencyKey: $key) {{ activity {{ id }} errors {{ code }} }} }}",
                mutation[..1].to_uppercase(),
                &mutation[1..],
            );
            let variables = json!({ "input": input, "key": mutation });
            let before = head(&hub).await;
            let calls = (0..3).map(|_| maker.query_with(&document, variables.clone()));
            let replies = join_all(calls).await;
            for reply in &replies {
                let payload = &reply.data()[mutation];
                assert_eq!(payload["errors"], json!([]), "{mutation}: {payload:#}");
                assert_eq!(*payload, replies[0].data()[mutation]);
            }
            assert_eq!(head(&hub).await - before, 1, "{mutation}");
        };
        twice("createEvent", input).await;
        let reply = maker.query("{ event(slug: \"twice\") { id } }").await;
        let event = reply.data()["event"]["id"].clone();
        let session = json!({
            "event": event, "kind": "PLENARY", "content": texts("en", "Opening"), "room": "Hall",
            "startsAt": "2027-06-09T09:00", "endsAt": "2027-06-09T10:00",
        });
        twice("addSession", session).await;
        twice("announceEvent", json!({ "event": event })).await;
        twice(
            "cancelEvent",
            json!({ "event": event, "reason": said("No.") }),
        )
        .await;
    }
}
