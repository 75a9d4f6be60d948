//! People and delegations register for events: who has a seat, who waits, who comes.

use kernel::{Kind, NodeRef, db::Sql};
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person};

mod closed;
mod delegations;
mod door;
mod guests;
mod letters;
mod mistakes;
mod order;
mod person;
mod privacy;
mod story;

/// An event that people register for.
struct Conference<'h> {
    hub: &'h Hub,
    id: String,
}

/// A registration that opened long ago, and closes in a long time.
fn open_for(capacity: Option<i32>, types: &[&str]) -> Value {
    let types: Vec<Value> = types.iter().map(|kind| json!({ "type": kind })).collect();
    json!({
        "opensAt": "2020-01-01T09:00", "closesAt": "2100-01-01T09:00", "capacity": capacity,
        "types": types, "invited": { "members": true },
    })
}

/// An event that Cuneo hosts, of which nobody has said how to register. Its clocks show UTC, all year.
async fn announced<'h>(hub: &'h Hub, slug: &str) -> Conference<'h> {
    announced_in(hub, slug, "Atlantic/Reykjavik").await
}

/// As [`announced`], in another time zone.
async fn announced_in<'h>(hub: &'h Hub, slug: &str, zone: &str) -> Conference<'h> {
    let input = json!({
        "slug": slug, "content": [{ "locale": "en", "title": "The conference" }],
        "kind": "CONFERENCE", "status": "ANNOUNCED", "mode": "IN_PERSON",
        "startsOn": "2099-05-10", "endsOn": "2099-05-12", "timeZone": zone,
        "hostCity": hub.id_of(Kind::City, "cuneo").await,
    });
    let document = "mutation ($input: RecordEventInput!) { recordEvent(input: $input) {
        node { id } errors { path message } } }";
    let reply = hub.as_operator(document, json!({ "input": input })).await;
    let payload = &reply.data()["recordEvent"];
    assert_eq!(payload["errors"], json!([]), "{payload:#}");
    let id = payload["node"]["id"].as_str().unwrap().to_owned();
    Conference { hub, id }
}

/// An event that one can register for.
async fn conference<'h>(hub: &'h Hub, slug: &str, settings: Value) -> Conference<'h> {
    let conference = announced(hub, slug).await;
    conference.set(settings).await;
    conference
}

impl Conference<'_> {
    /// Says, in the name of the operator, how one registers.
    async fn set(&self, settings: Value) {
        let errors = self.try_to_set(settings).await;
        assert_eq!(errors, [""; 0]);
    }

    /// As [`Conference::set`]: the mistakes.
    async fn try_to_set(&self, mut settings: Value) -> Vec<String> {
        settings["event"] = json!(self.id);
        let payload = self.operate("setRegistration", settings).await;
        mistakes_of(&payload)
    }

    /// Calls a mutation in the name of the operator.
    async fn operate(&self, mutation: &str, input: Value) -> Value {
        let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let document = format!(
            "mutation ($input: {input_type}!) {{ {mutation}(input: $input) {{ errors {{ code path message }} }} }}"
        );
        let reply = self
            .hub
            .as_operator(&document, json!({ "input": input }))
            .await;
        reply.data()[mutation].clone()
    }

    /// Registers somebody: the id, the state, and the mistakes.
    async fn register(&self, who: &Caller<'_>, kind: &str) -> Value {
        let input = json!({ "event": self.id, "type": kind });
        who.call(
            "register",
            input,
            "registration { id number state place code }",
        )
        .await
    }

    /// As [`Conference::register`], where it must go well: the id.
    async fn registered(&self, who: &Caller<'_>, kind: &str) -> String {
        let payload = self.register(who, kind).await;
        assert_eq!(payload["errors"], json!([]), "{payload:#}");
        payload["registration"]["id"].as_str().unwrap().to_owned()
    }

    /// Lets this person head the delegation of whom they act for: its id.
    async fn headed_by(&self, head: &Person<'_>) -> String {
        let input = json!({ "event": self.id, "head": head.id });
        let payload = head
            .call("nameDelegationHead", input, "delegation { id }")
            .await;
        assert_eq!(payload["errors"], json!([]), "{payload:#}");
        payload["delegation"]["id"].as_str().unwrap().to_owned()
    }

    /// What the operator sees of the event.
    async fn look(&self, fields: &str) -> Value {
        self.look_as(None, fields).await
    }

    /// What somebody sees of the event.
    async fn seen_by(&self, who: &Caller<'_>, fields: &str) -> Value {
        self.look_as(Some(who), fields).await
    }

    async fn look_as(&self, who: Option<&Caller<'_>>, fields: &str) -> Value {
        let query =
            format!("query ($id: ID!) {{ node(id: $id) {{ ... on Event {{ {fields} }} }} }}");
        let variables = json!({ "id": self.id });
        let reply = match who {
            Some(who) => who.query_with(&query, variables).await,
            None => self.hub.as_operator(&query, variables).await,
        };
        reply.data()["node"].clone()
    }

    /// Everybody in the line, in order: `1 SEATED ada`.
    async fn line(&self) -> Vec<String> {
        let fields = "registrations(first: 100) { nodes { number state name } }";
        let found = self.look(fields).await;
        let nodes = found["registrations"]["nodes"].as_array().unwrap();
        let line = |node: &Value| {
            let name = node["name"].as_str().unwrap_or("-");
            format!(
                "{} {} {name}",
                node["number"],
                node["state"].as_str().unwrap()
            )
        };
        nodes.iter().map(line).collect()
    }

    /// The activities of a verb that concern the event, with their audiences, without whose they are.
    async fn told(&self, verb: &str) -> Vec<String> {
        let mut conn = self.hub.db.read().await.unwrap();
        let event: NodeRef = self.id.parse().unwrap();
        let mut sql = Sql::new(
            "select a.audience, a.actor from activity_node an join activity a \
             on a.position = an.position where an.node_id = ",
        );
        sql.bind(event.id.into())
            .push(" and a.verb = ")
            .bind(verb.into())
            .push(" order by a.position");
        let rows: Vec<(String, String)> = conn.fetch_all(sql).await.unwrap();
        let kind = |audience: &str| audience.split(':').next().unwrap_or_default().to_owned();
        rows.iter()
            .map(|(audience, actor)| format!("{} by {actor}", kind(audience)))
            .collect()
    }
}

/// What the clocks of the event show so many minutes from now, as the hub's clock goes.
fn in_minutes(hub: &Hub, minutes: i64) -> String {
    let at = hub.graph.log().clock().now() + chrono::TimeDelta::minutes(minutes);
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Registers people under a delegation: what became of each.
async fn sends(head: &Caller<'_>, delegation: &str, names: &[&str]) -> Value {
    let people: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
    let input = json!({ "delegation": delegation, "people": people });
    let fields =
        "registrations { id number name state place } delegation { seated waiting seatsLeft }";
    head.call("registerDelegation", input, fields).await
}

/// The mistakes of a payload: `input.event WRONG_STATE`.
fn mistakes_of(payload: &Value) -> Vec<String> {
    let errors = payload["errors"].as_array().unwrap();
    let line = |error: &Value| {
        let path: Vec<&str> = (error["path"].as_array().unwrap().iter())
            .map(|step| step.as_str().unwrap())
            .collect();
        format!("{} {}", path.join("."), error["code"].as_str().unwrap())
    };
    errors.iter().map(line).collect()
}

/// What a call comes to: `DONE`, its mistakes, or the code of its error.
async fn comes(who: &Caller<'_>, mutation: &str, input: Value) -> String {
    let document = format!(
        "mutation ($input: {}{}Input!) {{ {mutation}(input: $input) {{ errors {{ code path message }} }} }}",
        mutation[..1].to_uppercase(),
        &mutation[1..],
    );
    let reply = who.query_with(&document, json!({ "input": input })).await;
    if let Some(code) = reply.codes().first() {
        return code.clone();
    }
    let mistakes = mistakes_of(&reply.data()[mutation]);
    if mistakes.is_empty() {
        "DONE".to_owned()
    } else {
        mistakes.join(", ")
    }
}
