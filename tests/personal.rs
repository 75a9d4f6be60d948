//! What is kept of a person: all of it is theirs to read, and none of it outlives them.

mod erased;
mod exported;

use std::collections::BTreeSet;

use kernel::{Kind, on};
use members::{Newcomer, post};
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person};

use crate::house::FLOORS;

/// What is found wherever a person leaves a trace, and nowhere else.
const MARK: &str = "zyxmark";

/// Somebody of whom a row is kept in every table that can keep one.
struct Known<'h> {
    person: Person<'h>,
    /// The secret of a token of theirs.
    token: String,
}

async fn write(hub: &Hub, text: &'static str, email: &str) {
    let mut tx = hub.db.begin().await.unwrap();
    on!(&mut tx.conn(), |c, DB| sqlx::query::<DB>(text)
        .bind(email)
        .execute(c)
        .await
        .map(drop))
    .unwrap();
    tx.commit().await.unwrap();
}

/// Somebody of this name who speaks for Cuneo, with everything that a person can have.
async fn known<'h>(hub: &'h Hub, name: &str, secretary: &Person<'_>) -> Known<'h> {
    let name = format!("{MARK} {name}");
    let cuneo = kernel::Party::City(hub.key_of(Kind::City, "cuneo").await);
    let role = kernel::actor::Role::Representative;
    let person = hub.invited(&name, cuneo, role).await;
    let subject = format!("{name} at the provider");
    let newcomer = Newcomer {
        email: None,
        identity: Some(("https://zyxmark.example.org", &subject)),
        current: Some(person.key),
        name: None,
        locale: None,
        anybody: false,
    };
    members::enter(hub.graph.log(), &newcomer).await.unwrap();
    let document = "mutation ($name: String!, $end: DateTime!) {
        createApiToken(input: { name: $name, scopes: [READ, ACCOUNT, RECORD], expiresAt: $end },
            idempotencyKey: \"zyxmark\") { secret errors { message } } }";
    let end = hub.graph.log().clock().now() + chrono::TimeDelta::days(30);
    let reply = person
        .query_with(document, json!({ "name": name, "end": end }))
        .await;
    let token = reply.data()["createApiToken"]["secret"].as_str().unwrap();
    let city = hub.id_of(Kind::City, "cuneo").await;
    for (mutation, input) in [
        ("follow", json!({ "node": city })),
        ("updatePerson", json!({ "locale": "fr" })),
        (
            "inviteToMandate",
            json!({ "email": "other@example.org", "party": { "city": city }, "role": "OFFICER" }),
        ),
    ] {
        let payload = person.call(mutation, input, "activity { id }").await;
        assert_eq!(payload["errors"], json!([]));
    }
    attends(hub, &person).await;
    let invitation = json!({
        "email": person.email, "party": { "secretariat": true }, "role": "MODERATOR",
    });
    let payload = secretary
        .call("inviteToMandate", invitation, "invitation { id }")
        .await;
    assert_eq!(payload["errors"], json!([]));
    let digest = format!("{name} digest of a link");
    let next = "/zyxmark";
    post::make_link(hub.graph.log(), &person.email, next, &digest, false)
        .await
        .unwrap();
    // Not due before long: the outbox leaves it where it is.
    let letter = match hub.product() {
        testkit::Product::Sqlite => {
            "insert into letter (id, email, next, requested_at, due_at, attempts) \
             select id, $1, '/zyxmark', '2100-01-01T00:00:00+00:00', '2100-01-01T00:00:00+00:00', 0 \
             from person where email = $1"
        }
        testkit::Product::Postgres => {
            "insert into letter (id, email, next, requested_at, due_at, attempts) \
             select id, $1, '/zyxmark', '2100-01-01', '2100-01-01', 0 \
             from person where email = $1"
        }
    };
    write(hub, letter, &person.email).await;
    let speaks = "insert into session_speaker (session_id, ordinal, role, person_id) \
        select s.id, (select count(*) from session_speaker), 'Guest', p.id \
        from session s join person p on p.email = $1 \
        where s.id = (select id from session order by id limit 1)";
    write(hub, speaks, &person.email).await;
    Known {
        token: token.to_owned(),
        person,
    }
}

/// They are registered for an event, with what they said, head a delegation to it, and are offered a
/// seat at another.
async fn attends(hub: &Hub, person: &Person<'_>) {
    let cuneo = hub.id_of(Kind::City, "cuneo").await;
    // Without the mark: what somebody else has named stays.
    let slug = format!("attended-{}", hub.position().await);
    let label = json!([{ "locale": "en", "text": "What?" }]);
    let event = json!({
        "slug": slug, "content": [{ "locale": "en", "title": "An event" }], "kind": "WORKSHOP",
        "status": "ANNOUNCED", "mode": "ONLINE", "timeZone": "Europe/Rome", "hostCity": cuneo,
    });
    let document =
        "mutation ($input: RecordEventInput!) { recordEvent(input: $input) { node { id } } }";
    let reply = hub.as_operator(document, json!({ "input": event })).await;
    let event = reply.data()["recordEvent"]["node"]["id"].clone();
    let settings = json!({
        "event": event, "opensAt": "2020-01-01T09:00", "closesAt": "2100-01-01T09:00",
        "types": [{ "type": "PUBLIC" }, { "type": "DELEGATE" }], "invited": { "members": true },
        "questions": [{ "key": "what", "kind": "TEXT", "label": label }],
    });
    let answers = json!([{ "question": "what", "value": { "text": MARK } }]);
    for (mutation, input) in [
        ("setRegistration", settings),
        (
            "nameDelegationHead",
            json!({ "event": event, "head": person.id }),
        ),
        (
            "register",
            json!({ "event": event, "type": "PUBLIC", "answers": answers }),
        ),
    ] {
        let payload = person.call(mutation, input, "activity { id }").await;
        assert_eq!(payload["errors"], json!([]), "{mutation}");
    }
}

/// All digests of secrets that belong to a person.
async fn digests(hub: &Hub, person: &Person<'_>) -> Vec<String> {
    let mut conn = hub.db.read().await.unwrap();
    on!(&mut conn, |c, DB| {
        sqlx::query_scalar::<DB, String>(
            "select secret_digest from login where person_id = $1 \
             union select secret_digest from api_token where person_id = $1 \
             union select secret_digest from login_link where email = $2 \
             union select secret_digest from invitation where email = $2 \
             and secret_digest is not null",
        )
        .bind(person.key)
        .bind(&person.email)
        .fetch_all(c)
        .await
    })
    .unwrap()
}

async fn erase(caller: &Caller<'_>, person: Option<&str>, confirm: &str) -> Value {
    let input = json!({ "person": person, "confirm": confirm });
    caller
        .call("erasePerson", input, "activity { verb summary }")
        .await
}

/// Every floor that has tables answers, the domain that owns the person last.
#[test]
fn every_domain_is_asked() {
    let names: Vec<&str> = (schema::PERSONAL.0.iter())
        .map(|domain| domain.name())
        .collect();
    let expected: BTreeSet<&str> = (FLOORS[4].iter().copied())
        .chain(["activity", "search"])
        .collect();
    assert_eq!(names.iter().copied().collect::<BTreeSet<_>>(), expected);
    assert_eq!(names.len(), expected.len());
    assert_eq!(names.last(), Some(&"members"));
}
