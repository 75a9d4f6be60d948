//! Programmes: within the days of the event, one session at a time in each place, by the clocks there.

use futures::future::join_all;
use serde_json::{Value, json};
use testkit::{Hub, Person};

use super::{Prepared, create, mistakes_of, said, texts};

/// An event without a host, in a time zone.
async fn in_zone<'h>(
    hub: &'h Hub,
    maker: &Person<'_>,
    zone: &str,
    days: [&str; 2],
) -> Prepared<'h> {
    let input = json!({
        "kind": "CONFERENCE", "content": texts("en", "Clocks"), "timeZone": zone,
        "startsOn": days[0], "endsOn": days[1], "place": { "venue": "Town hall" },
    });
    create(hub, maker, input).await
}

fn session(title: &str, room: &str, starts_at: &str, ends_at: &str) -> Value {
    json!({
        "kind": "WORKSHOP", "content": texts("en", title), "room": room,
        "startsAt": starts_at, "endsAt": ends_at,
    })
}

impl Prepared<'_> {
    async fn add(&self, who: &Person<'_>, input: Value) -> Value {
        self.call(
            who,
            "addSession",
            input,
            "session { id startsAt endsAt startsAtLocal }",
        )
        .await
    }

    /// Adds a session, which must go well, and hands back its id.
    async fn added(&self, who: &Person<'_>, input: Value) -> Value {
        let payload = self.add(who, input).await;
        assert_eq!(payload["errors"], json!([]), "{payload:#}");
        payload["session"]["id"].clone()
    }

    /// The programme in its order: title, room, and when it is by the clocks there and in UTC.
    async fn programme(&self) -> Vec<String> {
        let fields = "sessions { nodes { title room startsAt startsAtLocal endsAtLocal } }";
        let seen = self.look(fields).await;
        let line = |node: &Value| {
            let text = |name: &str| node[name].as_str().unwrap_or("-").to_owned();
            format!(
                "{} in {} {} to {} ({})",
                text("title"),
                text("room"),
                text("startsAtLocal"),
                text("endsAtLocal"),
                text("startsAt"),
            )
        };
        seen["sessions"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(line)
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn local_times_become_instants_around_a_change_to_summer_time() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let days = ["2027-03-27", "2027-03-29"];
        for (zone, before, after) in [
            // The clocks of Clermont-Ferrand are changed in the night to the 28th of March 2027.
            (
                "Europe/Paris",
                "2027-03-27T08:00:00Z",
                "2027-03-28T07:00:00Z",
            ),
            // Those of Shanghai and Querétaro are not changed any more.
            (
                "Asia/Shanghai",
                "2027-03-27T01:00:00Z",
                "2027-03-28T01:00:00Z",
            ),
            (
                "America/Mexico_City",
                "2027-03-27T15:00:00Z",
                "2027-03-28T15:00:00Z",
            ),
        ] {
            let event = in_zone(&hub, &secretary, zone, days).await;
            for (day, instant) in [("2027-03-27", before), ("2027-03-28", after)] {
                let at = |time: &str| format!("{day}T{time}");
                let input = session(day, "Hall", &at("09:00"), &at("10:00"));
                let added = event.add(&secretary, input).await;
                let seen: chrono::DateTime<chrono::Utc> = added["session"]["startsAt"]
                    .as_str()
                    .unwrap()
                    .parse()
                    .unwrap();
                assert_eq!(
                    seen,
                    instant.parse::<chrono::DateTime<chrono::Utc>>().unwrap(),
                    "{zone}"
                );
                assert_eq!(added["session"]["startsAtLocal"], at("09:00"));
            }
            let skipped = session("Night", "Bar", "2027-03-28T02:30", "2027-03-28T04:00");
            let payload = event.add(&secretary, skipped.clone()).await;
            if zone != "Europe/Paris" {
                assert_eq!(payload["errors"], json!([]), "{zone}");
                continue;
            }
            assert_eq!(
                payload["errors"],
                json!([{
                    "code": "SKIPPED_TIME", "path": ["input", "startsAt"],
                    "message": "2027-03-28T02:30 does not exist in Europe/Paris, where the clocks are \
                                changed: say `EARLIER` (01:30 +01:00), `LATER` (03:30 +02:00), or \
                                another time.",
                }])
            );
            let mut later = skipped;
            later["clockChange"] = json!("LATER");
            let payload = event.add(&secretary, later).await;
            assert_eq!(payload["session"]["startsAtLocal"], "2027-03-28T03:30");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_comes_twice_is_asked_about() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let event = in_zone(
            &hub,
            &secretary,
            "Europe/Paris",
            ["2027-10-30", "2027-10-31"],
        )
        .await;
        let mut night = session("Night", "Bar", "2027-10-31T02:15", "2027-10-31T02:45");
        let payload = event.add(&secretary, night.clone()).await;
        assert_eq!(
            mistakes_of(&payload),
            ["input.startsAt REPEATED_TIME", "input.endsAt REPEATED_TIME"]
        );
        let mut instants = Vec::new();
        for (room, choice) in [("Bar", "EARLIER"), ("Lounge", "LATER")] {
            night["clockChange"] = json!(choice);
            night["room"] = json!(room);
            let payload = event.add(&secretary, night.clone()).await;
            assert_eq!(payload["errors"], json!([]), "{payload:#}");
            let at: chrono::DateTime<chrono::Utc> = payload["session"]["startsAt"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap();
            instants.push(at);
        }
        assert_eq!(instants[1] - instants[0], chrono::TimeDelta::hours(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_within_the_event_and_one_at_a_time_in_each_place() {
    for hub in Hub::with_demo().await {
        let maker = hub.officer_of("cuneo").await;
        let event = in_zone(&hub, &maker, "Europe/Rome", ["2027-06-09", "2027-06-11"]).await;
        let opening = session("Opening", "Hall", "2027-06-09T09:00", "2027-06-09T10:30");
        let id = event.added(&maker, opening).await;
        for (input, expected) in [
            // Where one ends, another begins; and elsewhere at any time.
            (
                session("Next", "Hall", "2027-06-09T10:30", "2027-06-09T11:00"),
                vec![],
            ),
            (
                session("Beside", "Garden", "2027-06-09T09:00", "2027-06-09T10:30"),
                vec![],
            ),
            (
                session("Over it", "HALL", "2027-06-09T10:00", "2027-06-09T10:15"),
                vec!["input.startsAt OVERLAP"],
            ),
            (
                session("Before", "Hall", "2027-06-08T23:00", "2027-06-09T00:30"),
                vec!["input.startsAt OUTSIDE_EVENT"],
            ),
            (
                session(
                    "Last evening",
                    "Hall",
                    "2027-06-11T21:00",
                    "2027-06-12T02:00",
                ),
                vec![],
            ),
            (
                session("Too long", "Hall", "2027-06-11T12:00", "2027-06-12T12:00"),
                vec!["input.endsAt OUTSIDE_EVENT", "input.startsAt OVERLAP"],
            ),
            (
                session("Backwards", "Attic", "2027-06-10T12:00", "2027-06-10T11:00"),
                vec!["input.endsAt INVALID"],
            ),
        ] {
            let payload = event.add(&maker, input.clone()).await;
            assert_eq!(mistakes_of(&payload), expected, "{input} {payload:#}");
        }
        let over = json!({ "session": id, "startsAt": "2027-06-09T10:00" });
        let payload = maker.call("moveSession", over, "session { id }").await;
        assert_eq!(mistakes_of(&payload), ["input.startsAt OVERLAP"]);
        let earlier = json!({ "session": id, "startsAt": "2027-06-09T08:30", "room": "Garden" });
        let payload = maker.call("moveSession", earlier, "session { id }").await;
        assert_eq!(mistakes_of(&payload), ["input.startsAt OVERLAP"]);
        let late = json!({ "session": id, "startsAt": "2027-06-10T09:00" });
        let payload = maker.call("moveSession", late, "session { version }").await;
        assert_eq!(payload["errors"], json!([]), "{payload:#}");
        assert_eq!(
            event.programme().await,
            [
                "Beside in Garden 2027-06-09T09:00 to 2027-06-09T10:30 (2027-06-09T07:00:00+00:00)",
                "Next in Hall 2027-06-09T10:30 to 2027-06-09T11:00 (2027-06-09T08:30:00+00:00)",
                "Opening in Hall 2027-06-10T09:00 to 2027-06-10T10:30 (2027-06-10T07:00:00+00:00)",
                "Last evening in Hall 2027-06-11T21:00 to 2027-06-12T02:00 (2027-06-11T19:00:00+00:00)",
            ]
        );
        let remove = json!({ "session": id });
        let payload = maker.call("removeSession", remove, "event { id }").await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(event.programme().await.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_move_with_the_event_or_are_in_its_way() {
    for hub in Hub::with_demo().await {
        let maker = hub.officer_of("cuneo").await;
        let event = in_zone(&hub, &maker, "Europe/Rome", ["2027-03-20", "2027-03-22"]).await;
        let id = event
            .added(
                &maker,
                session("Opening", "Hall", "2027-03-20T09:00", "2027-03-20T10:00"),
            )
            .await;
        event.done(&maker, "announceEvent", json!({})).await;
        let later = json!({ "reason": said("The hall burnt."), "startsOn": "2027-03-28" });
        let payload = event
            .call(&maker, "postponeEvent", later.clone(), "event { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.startsOn OUTSIDE_EVENT"]);
        let message = payload["errors"][0]["message"].as_str().unwrap();
        assert!(message.starts_with(id.as_str().unwrap()), "{message}");
        let mut moved = later;
        moved["moveSessions"] = json!(true);
        event.done(&maker, "postponeEvent", moved).await;
        // Behind the change to summer time, it is at the same time of the day by the clocks there.
        assert_eq!(
            event.programme().await,
            ["Opening in Hall 2027-03-28T09:00 to 2027-03-28T10:00 (2027-03-28T07:00:00+00:00)"]
        );
        let days = "status startsOn endsOn postponedFrom";
        assert_eq!(
            event.look(days).await,
            json!({
                "status": "ANNOUNCED", "startsOn": "2027-03-28", "endsOn": "2027-03-30",
                "postponedFrom": null,
            })
        );
        event
            .done(
                &maker,
                "postponeEvent",
                json!({ "reason": said("Nobody knows.") }),
            )
            .await;
        assert_eq!(
            event.look(days).await,
            json!({
                "status": "POSTPONED", "startsOn": null, "endsOn": null,
                "postponedFrom": "2027-03-28",
            })
        );
        assert_eq!(event.programme().await, ["Opening in Hall - to - (-)"]);
        let back = json!({ "reason": said("Before."), "startsOn": "2027-03-01" });
        let payload = event
            .call(&maker, "postponeEvent", back, "event { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.startsOn INVALID"]);
        let known = json!({
            "reason": said("Known."), "startsOn": "2027-09-01", "moveSessions": true,
        });
        event.done(&maker, "postponeEvent", known).await;
        assert_eq!(
            event.programme().await,
            ["Opening in Hall 2027-09-01T09:00 to 2027-09-01T10:00 (2027-09-01T07:00:00+00:00)"]
        );
        // In another zone the clocks show the same, at another instant.
        event
            .done(&maker, "editEvent", json!({ "timeZone": "Asia/Shanghai" }))
            .await;
        assert_eq!(
            event.programme().await,
            ["Opening in Hall 2027-09-01T09:00 to 2027-09-01T10:00 (2027-09-01T01:00:00+00:00)"]
        );
        let shorter = json!({ "startsOn": "2027-09-02" });
        let payload = event
            .call(&maker, "editEvent", shorter, "event { id }")
            .await;
        assert_eq!(mistakes_of(&payload), ["input.startsOn OUTSIDE_EVENT"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editors_at_the_same_time_do_not_overlap() {
    for hub in Hub::with_demo().await {
        let maker = hub.officer_of("cuneo").await;
        let event = in_zone(&hub, &maker, "Europe/Rome", ["2027-06-09", "2027-06-11"]).await;
        let other = hub.secretary().await;
        let both = [&maker, &other];
        let calls = (0..8).map(|i| {
            let title = format!("Number {i}");
            let input = session(&title, "Hall", "2027-06-09T09:00", "2027-06-09T10:00");
            event.add(both[i % 2], input)
        });
        let payloads = join_all(calls).await;
        let done = payloads
            .iter()
            .filter(|payload| payload["errors"] == json!([]));
        assert_eq!(done.count(), 1, "{payloads:#?}");
        let refused = payloads
            .iter()
            .filter(|payload| mistakes_of(payload) == ["input.startsAt OVERLAP"]);
        assert_eq!(refused.count(), 7);
        // Who has seen another version is told.
        let edit = json!({ "capacity": 10, "expectedVersion": 1 });
        let payload = event.call(&maker, "editEvent", edit, "event { id }").await;
        assert_eq!(mistakes_of(&payload), ["input.expectedVersion CONFLICT"]);
    }
}
