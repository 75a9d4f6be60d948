//! People by the thousand, with whatever people have: written past the commands, which would take
//! their time.

mod attendance;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    Conn, Party, Viewer,
    actor::Credential,
    db::Value,
    provenance::Provenance,
    viewer::{NETWORK, PUBLIC, SECRETARIAT, Standing, audience_of_person},
};
use serde_json::json;
use testkit::Hub;
use uuid::Uuid;

/// How many people there are; each has a mandate, an invitation and a few things they follow.
const PEOPLE: usize = 1_500;
/// How much each of them did.
const ACTS: usize = 3;

/// Fills a network with people. The one who comes back works for the secretariat, has many tokens,
/// and follows everything there is to follow.
pub(super) async fn fill(hub: &Hub) -> Uuid {
    let clock = hub.graph.log().clock().clone();
    let now = clock.now();
    let mut tx = hub.db.begin().await.unwrap();
    tx.without_time_limit().await.unwrap();
    let mut conn = tx.conn();
    let cities = keys(&mut conn, "select id from city order by id").await;
    let organisations = keys(&mut conn, "select id from organisation order by id").await;
    let followable = "select id from node where kind in ('city', 'project', 'event', 'theme', \
                      'organisation') order by id";
    let followable = keys(&mut conn, followable).await;
    let people: Vec<Uuid> = (0..PEOPLE).map(|_| clock.new_id()).collect();
    let mandates: Vec<Uuid> = (0..PEOPLE).map(|_| clock.new_id()).collect();
    let ago = |i: usize| now - TimeDelta::minutes(i64::try_from(i).unwrap());
    write_people(&mut conn, &people, ago).await;
    let party = |i: usize| match i {
        0 => Party::Secretariat,
        i if i % 2 == 0 => Party::City(cities[i % cities.len()]),
        i => Party::Organisation(organisations[i % organisations.len()]),
    };
    write_offices(&mut conn, &people, &mandates, party, ago).await;
    let tokens = (0..PEOPLE).map(|i| {
        // Every other one is of the one who has many.
        let owner = people[if i % 2 == 0 { 0 } else { i }];
        [
            clock.new_id().into(),
            owner.into(),
            format!("Token {i}").into(),
            Value::Json(json!(["READ"])),
            format!("digest {i}").into(),
            ago(i).into(),
            (now + TimeDelta::days(1)).into(),
            audience_of_person(owner).into(),
        ]
    });
    let into = "insert into api_token (id, person_id, name, scopes, secret_digest, created_at, \
                expires_at, audience)";
    conn.insert(into, tokens.collect(), "").await.unwrap();
    let mut follows: Vec<(usize, usize)> = (0..followable.len()).map(|j| (0, j)).collect();
    follows.extend((1..PEOPLE).flat_map(|i| (0..4).map(move |j| (i, i * 7 + j * 131))));
    let follows = follows.into_iter().map(|(i, j)| {
        let node = followable[j % followable.len()];
        [people[i].into(), node.into(), ago(j).into()]
    });
    let into = "insert into follow (person_id, node_id, since)";
    let twice = "on conflict do nothing";
    conn.insert(into, follows.collect(), twice).await.unwrap();
    write_acts(&mut conn, &people, &mandates, &followable, ago).await;
    attendance::fill(&mut conn, &people, &cities, &clock).await;
    drop(conn);
    tx.commit().await.unwrap();
    people[0]
}

/// The viewer that the one who follows everything is.
pub(super) fn viewer(person: Uuid) -> Viewer {
    let audiences = [PUBLIC, NETWORK, SECRETARIAT].map(str::to_owned);
    let audiences = audiences.into_iter().chain([audience_of_person(person)]);
    let standing = Standing {
        person,
        mandates: Vec::new(),
        chosen: None,
        credential: Credential::Issuer,
        scopes: None,
    };
    Viewer::person(audiences, standing)
}

async fn keys(conn: &mut Conn<'_>, text: &str) -> Vec<Uuid> {
    let rows: Vec<(Uuid,)> = conn.fetch_all(kernel::db::Sql::new(text)).await.unwrap();
    rows.into_iter().map(|(id,)| id).collect()
}

async fn write_people(conn: &mut Conn<'_>, people: &[Uuid], ago: impl Fn(usize) -> DateTime<Utc>) {
    let nodes = people.iter().enumerate().map(|(i, id)| {
        [
            (*id).into(),
            "person".into(),
            format!("person {i}").into(),
            (if i % 3 == 0 { SECRETARIAT } else { NETWORK }).into(),
            "en".into(),
            1.into(),
            Value::Json(serde_json::to_value(Provenance::default()).unwrap()),
            ago(i).into(),
            ago(i).into(),
        ]
    });
    let into = "insert into node (id, kind, sort_key, audience, original_locale, version, \
                provenance, recorded_at, updated_at)";
    conn.insert(into, nodes.collect(), "").await.unwrap();
    let rows = people.iter().enumerate().map(|(i, id)| {
        [
            (*id).into(),
            format!("Person {i}").into(),
            format!("person-{i}@example.org").into(),
        ]
    });
    let into = "insert into person (id, name, email)";
    conn.insert(into, rows.collect(), "").await.unwrap();
}

/// Mandates, and invitations to more.
async fn write_offices(
    conn: &mut Conn<'_>,
    people: &[Uuid],
    mandates: &[Uuid],
    party: impl Fn(usize) -> Party,
    ago: impl Fn(usize) -> DateTime<Utc>,
) {
    let columns = |i: usize| match party(i) {
        Party::City(id) => (Some(id), None),
        Party::Organisation(id) => (None, Some(id)),
        Party::Secretariat => (None, None),
    };
    let rows = (people.iter().zip(mandates).enumerate()).map(|(i, (person, id))| {
        let (city, organisation) = columns(i);
        [
            (*id).into(),
            (*person).into(),
            city.into(),
            organisation.into(),
            // One role is common, the other is not.
            (if i % 100 == 7 {
                "REPRESENTATIVE"
            } else {
                "OFFICER"
            })
            .into(),
            ago(i).into(),
            (i % 5 == 0).then(|| ago(0) + TimeDelta::minutes(1)).into(),
            ago(i).into(),
            NETWORK.into(),
        ]
    });
    let into = "insert into mandate (id, person_id, city_id, organisation_id, role, starts_at, \
                ends_at, granted_at, audience)";
    conn.insert(into, rows.collect(), "").await.unwrap();
    let rows = (mandates.iter().enumerate()).map(|(i, mandate)| {
        let (city, organisation) = columns(i);
        let is_open = i % 50 == 0;
        [
            // The key of the mandate it became will do for the invitation, too.
            (*mandate).into(),
            is_open.then(|| format!("newcomer-{i}@example.org")).into(),
            city.into(),
            organisation.into(),
            "OFFICER".into(),
            (if is_open { "PENDING" } else { "TAKEN_UP" }).into(),
            ago(i).into(),
            ago(i).into(),
            (!is_open).then_some(*mandate).into(),
            (if i % 4 == 0 {
                SECRETARIAT.to_owned()
            } else {
                party(i).audience()
            })
            .into(),
        ]
    });
    let into = "insert into invitation (id, email, city_id, organisation_id, role, state, \
                invited_at, expires_at, mandate_id, audience)";
    conn.insert(into, rows.collect(), "").await.unwrap();
}

/// What people did, at the end of the log.
async fn write_acts(
    conn: &mut Conn<'_>,
    people: &[Uuid],
    mandates: &[Uuid],
    nodes: &[Uuid],
    ago: impl Fn(usize) -> DateTime<Utc>,
) {
    let head = kernel::db::Sql::new("select position, epoch from log_head");
    let head: Vec<(i64, Uuid)> = conn.fetch_all(head).await.unwrap();
    let acts = people.len() * ACTS;
    let position = |i: usize| Value::Int(head[0].0 + 1 + i64::try_from(i).unwrap());
    let audience = |i: usize| if i.is_multiple_of(3) { NETWORK } else { PUBLIC };
    let rows = (0..acts).map(|i| {
        [
            position(i),
            // The log's ids are of a kind of their own.
            Uuid::from_u128(u128::try_from(i).unwrap() + 1).into(),
            ago(acts - i).into(),
            "city.corrected".into(),
            "city".into(),
            nodes[i % nodes.len()].into(),
            "PERSON".into(),
            people[i % people.len()].into(),
            mandates[i % people.len()].into(),
            audience(i).into(),
            Value::Json(json!({})),
        ]
    });
    let into = "insert into activity (position, id, at, verb, subject_kind, subject_id, actor, \
                person_id, mandate_id, audience, data)";
    conn.insert(into, rows.collect(), "").await.unwrap();
    let rows = (0..acts).flat_map(|i| {
        let about = nodes[i % nodes.len()];
        let person = people[(i + 1) % people.len()];
        [
            [about.into(), position(i), "city".into()],
            [person.into(), position(i), "person".into()],
        ]
    });
    let into = "insert into activity_node (node_id, position, kind)";
    conn.insert(into, rows.collect(), "").await.unwrap();
    let mut sql = kernel::db::Sql::new("update log_head set position = ");
    sql.bind(position(acts - 1));
    conn.execute(sql).await.unwrap();
}
