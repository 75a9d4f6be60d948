//! Cities, organisations and the secretariat prepare events, announce them, and say what came of them.

use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person};

mod conference;
mod drafts;
mod guide;
mod mistakes;
mod online;
mod programme;
mod random;
mod rights;
mod roles;
mod story;

/// An event that is prepared, with its id.
struct Prepared<'h> {
    hub: &'h Hub,
    id: String,
}

fn texts(locale: &str, title: &str) -> Value {
    json!({ "locale": locale, "title": title })
}

fn said(text: &str) -> Value {
    json!({ "locale": "en", "text": text })
}

/// An event of three days in a city that makes and hosts it.
async fn at_home(hub: &Hub, city: &str, title: &str) -> Value {
    json!({
        "kind": "WORKSHOP", "content": texts("en", title), "startsOn": "2027-06-09",
        "endsOn": "2027-06-11", "hostCity": hub.id_of(Kind::City, city).await,
    })
}

/// Makes a draft in the name of whoever this person acts for.
async fn create<'h>(hub: &'h Hub, person: &Person<'_>, input: Value) -> Prepared<'h> {
    let payload = person
        .call("createEvent", input, "event { id status }")
        .await;
    assert_eq!(payload["errors"], json!([]), "{payload:#}");
    assert_eq!(payload["event"]["status"], "DRAFT");
    let id = payload["event"]["id"].as_str().unwrap().to_owned();
    Prepared { hub, id }
}

impl Prepared<'_> {
    /// Calls a mutation that takes the event, with more of its input.
    async fn call(&self, who: &Caller<'_>, mutation: &str, input: Value, fields: &str) -> Value {
        let mut input = input;
        input["event"] = json!(self.id);
        who.call(mutation, input, fields).await
    }

    /// As [`Prepared::call`], where it must go well.
    async fn done(&self, who: &Caller<'_>, mutation: &str, input: Value) {
        let payload = self.call(who, mutation, input, "activity { verb }").await;
        assert_eq!(payload["errors"], json!([]), "{mutation}: {payload:#}");
    }

    /// What somebody sees of the event; null when they do not see it.
    async fn seen_by(&self, who: &Caller<'_>, fields: &str) -> Value {
        let query =
            format!("query ($id: ID!) {{ node(id: $id) {{ ... on Event {{ {fields} }} }} }}");
        let reply = who.query_with(&query, json!({ "id": self.id })).await;
        reply.data()["node"].clone()
    }

    /// What the operator sees of the event.
    async fn look(&self, fields: &str) -> Value {
        let query =
            format!("query ($id: ID!) {{ node(id: $id) {{ ... on Event {{ {fields} }} }} }}");
        let reply = self.hub.as_operator(&query, json!({ "id": self.id })).await;
        reply.data()["node"].clone()
    }

    /// The log of the event: what happened, who may see it, and how it reads in two languages.
    async fn log(&self) -> Vec<String> {
        let query =
            "query ($id: ID!) { node(id: $id) { ... on Event { activities(last: 100) { nodes {
            position verb summary fr: summary(locale: \"fr\") } } } } }";
        let reply = self.hub.as_operator(query, json!({ "id": self.id })).await;
        let mut conn = self.hub.db.read().await.unwrap();
        let audiences: Vec<(i64, String)> = kernel::on!(&mut conn, |c, DB| {
            sqlx::query_as::<DB, _>("select position, audience from activity")
                .fetch_all(c)
                .await
        })
        .unwrap();
        let nodes = reply.data()["node"]["activities"]["nodes"]
            .as_array()
            .unwrap()
            .clone();
        let line = |node: &Value| {
            let position = node["position"].as_i64().unwrap();
            let (_, audience) = audiences.iter().find(|(at, _)| *at == position).unwrap();
            format!(
                "{} seen by {}: {} / {}",
                node["verb"].as_str().unwrap(),
                audience.split(':').next().unwrap(),
                node["summary"].as_str().unwrap(),
                node["fr"].as_str().unwrap(),
            )
        };
        nodes.iter().rev().map(line).collect()
    }
}

/// The mistakes of a payload: `input.event WRONG_STATE`.
fn mistakes_of(payload: &Value) -> Vec<String> {
    let errors = payload["errors"].as_array().unwrap();
    let line = |error: &Value| {
        let path: Vec<&str> = (error["path"].as_array().unwrap().iter())
            .filter_map(Value::as_str)
            .collect();
        format!("{} {}", path.join("."), error["code"].as_str().unwrap())
    };
    errors.iter().map(line).collect()
}

/// How many activities the log has.
async fn head(hub: &Hub) -> i64 {
    let reply = hub
        .as_operator("{ activities(first: 0) { totalCount } }", json!({}))
        .await;
    reply.data()["activities"]["totalCount"].as_i64().unwrap()
}
