//! Events that people register for: a few large ones, and delegations to all of them.

use chrono::TimeDelta;
use kernel::{
    Clock, Conn,
    db::Value,
    viewer::{SECRETARIAT, audience_of_person},
};
use serde_json::json;
use uuid::Uuid;

use super::keys;

/// How many registrations one event has.
const OF_ONE: usize = 500;

/// Fills events with those who come.
pub(super) async fn fill(conn: &mut Conn<'_>, people: &[Uuid], cities: &[Uuid], clock: &Clock) {
    let events = keys(conn, "select id from event order by id").await;
    let (now, later) = (clock.now(), clock.now() + TimeDelta::days(1));
    let rows = events.iter().map(|event| {
        [
            (*event).into(),
            now.into(),
            later.into(),
            Value::Json(json!([])),
            Value::Bool(true),
            0.into(),
            0.into(),
            0.into(),
            0.into(),
            0.into(),
            1.into(),
        ]
    });
    let into = "insert into event_registration (event_id, opens_at, closes_at, questions, \
                invites_members, last_number, seated, held, waiting, checked_in, version)";
    conn.insert(into, rows.collect(), "").await.unwrap();
    let types = events.iter().flat_map(|event| {
        ["DELEGATE", "PUBLIC"].map(|kind| {
            let none = || Value::from(0);
            let confirmed = Value::Bool(false);
            [
                (*event).into(),
                kind.into(),
                none(),
                none(),
                none(),
                confirmed,
                none(),
            ]
        })
    });
    let into = "insert into event_registration_type (event_id, type, seated, held, waiting, \
                confirmed, requested)";
    conn.insert(into, types.collect(), "").await.unwrap();
    let of = |i: usize| (i % events.len(), cities[i / events.len() % cities.len()]);
    let delegations: Vec<(Uuid, usize)> =
        (0..events.len() * 4).map(|i| (clock.new_id(), i)).collect();
    let rows = delegations.iter().map(|(id, i)| {
        let (event, city) = of(*i);
        [
            (*id).into(),
            events[event].into(),
            city.into(),
            people[*i % people.len()].into(),
            0.into(),
            0.into(),
            0.into(),
            now.into(),
        ]
    });
    let into = "insert into delegation (id, event_id, city_id, head_id, seated, waiting, checked_in, since)";
    conn.insert(into, rows.collect(), "").await.unwrap();
    let rows = (0..OF_ONE * 6).map(|i| {
        let (event, person) = (i / OF_ONE, i % OF_ONE);
        [
            clock.new_id().into(),
            events[event].into(),
            i32::try_from(person + 1).unwrap().into(),
            "DELEGATE".into(),
            (if person < 400 { "SEATED" } else { "WAITING" }).into(),
            people[person].into(),
            delegations[event].0.into(),
            format!("Person {person}").into(),
            Value::Json(json!({})),
            format!("{i:012}").into(),
            now.into(),
            clock.new_id().into(),
            SECRETARIAT.into(),
            audience_of_person(people[person]).into(),
        ]
    });
    let into = "insert into registration (id, event_id, number, type, state, person_id, \
                delegation_id, name, answers, code, registered_at, activity_id, audience, \
                person_audience)";
    conn.insert(into, rows.collect(), "").await.unwrap();
}
