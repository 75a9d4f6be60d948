//! Cities come into the network and leave it, and say what is said of them: step by step, by whom it
//! is for, and nothing half done.

mod edit;
mod random;
mod steps;
mod story;
mod wrong;

use kernel::{Kind, on};
use serde_json::{Value, json};
use testkit::{Caller, Hub};

const FIELDS: &str = "city { membership version joinedOn } activity { position verb }";

/// What the operator records of a city.
fn recorded(slug: &str, membership: &str) -> Value {
    json!({
        "slug": slug,
        "content": [{ "locale": "it", "title": slug }, { "locale": "fr", "title": slug }],
        "countryCode": "IT",
        "continent": "EUROPE",
        "latitude": 44.39071,
        "longitude": 7.54828,
        "population": 55980,
        "timeZone": "Europe/Rome",
        "membership": membership,
        "sites": [{ "kind": "PLANT", "status": "active" }],
    })
}

/// Records a city that stands here in the network; its id.
async fn city(hub: &Hub, slug: &str, membership: &str) -> String {
    let record = "mutation ($input: RecordCityInput!) { recordCity(input: $input) {
        errors { code path message } } }";
    let input = json!({ "input": recorded(slug, membership) });
    let reply = hub.as_operator(record, input).await;
    assert_eq!(reply.data()["recordCity"]["errors"], json!([]));
    hub.id_of(Kind::City, slug).await
}

/// The last position of the log.
async fn head(hub: &Hub) -> i64 {
    let mut conn = hub.db.read().await.unwrap();
    let (position,): (i64,) = on!(&mut conn, |c, DB| {
        sqlx::query_as::<DB, _>("select position from log_head")
            .fetch_one(c)
            .await
    })
    .unwrap();
    position
}

/// Calls a mutation under a key; its payload.
async fn call_with_key(caller: &Caller<'_>, mutation: &str, input: Value, key: &str) -> Value {
    let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!(
        "mutation ($input: {input_type}!, $key: String) {{ {mutation}(input: $input, \
         idempotencyKey: $key) {{ {FIELDS} errors {{ code path message }} }} }}"
    );
    let variables = json!({ "input": input, "key": key });
    let reply = caller.query_with(&document, variables).await;
    reply.data()[mutation].clone()
}

/// Calls a mutation, and hands the codes of the errors back that its user cannot mend.
async fn codes(caller: &Caller<'_>, mutation: &str, input: Value) -> Vec<String> {
    let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!(
        "mutation ($input: {input_type}!) {{ {mutation}(input: $input) {{ errors {{ code }} }} }}"
    );
    let reply = caller
        .query_with(&document, json!({ "input": input }))
        .await;
    reply.codes()
}

/// The mistakes in a payload: each with its path and code.
fn mistakes(payload: &Value) -> Vec<String> {
    let errors = payload["errors"].as_array().unwrap().iter();
    let mistake = |error: &Value| {
        let path = error["path"].as_array().unwrap().iter();
        let path: Vec<&str> = path.filter_map(Value::as_str).collect();
        format!("{} {}", path.join("."), error["code"].as_str().unwrap())
    };
    errors.map(mistake).collect()
}
