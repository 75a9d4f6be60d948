//! Cities and actors start projects, take part in them, and publish what becomes of them.

use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person};

mod matches;
mod mistakes;
mod partners;
mod parts;
mod random;
mod rights;
mod story;

/// A project that is started, with its id.
struct Started<'h> {
    hub: &'h Hub,
    id: String,
}

fn texts(locale: &str, title: &str) -> Value {
    json!({ "locale": locale, "title": title })
}

fn said(text: &str) -> Value {
    json!({ "locale": "en", "text": text })
}

/// Starts a project in the name of whoever this person acts for.
async fn start<'h>(hub: &'h Hub, person: &Person<'_>, title: &str) -> Started<'h> {
    let input = json!({ "content": texts("en", title), "openToPartners": true });
    let payload = person
        .call("startProject", input, "project { id stage }")
        .await;
    assert_eq!(payload["errors"], json!([]), "{payload:#}");
    assert_eq!(payload["project"]["stage"], "IDEA");
    let id = payload["project"]["id"].as_str().unwrap().to_owned();
    Started { hub, id }
}

/// Starts a project, and puts it to the network.
async fn proposed<'h>(hub: &'h Hub, person: &Person<'_>, title: &str) -> Started<'h> {
    let project = start(hub, person, title).await;
    project.done(person, "proposeProject", json!({})).await;
    project
}

impl Started<'_> {
    /// Calls a mutation that takes the project, with more of its input.
    async fn call(&self, who: &Caller<'_>, mutation: &str, input: Value, fields: &str) -> Value {
        let mut input = input;
        input["project"] = json!(self.id);
        who.call(mutation, input, fields).await
    }

    /// As [`Started::call`], where it must go well.
    async fn done(&self, who: &Caller<'_>, mutation: &str, input: Value) {
        let payload = self.call(who, mutation, input, "activity { verb }").await;
        assert_eq!(payload["errors"], json!([]), "{mutation}: {payload:#}");
    }

    /// Calls a mutation that makes something below the project, and hands back its id.
    async fn makes(&self, who: &Caller<'_>, mutation: &str, what: &str, input: Value) -> String {
        let fields = format!("{what} {{ id }}");
        let payload = self.call(who, mutation, input, &fields).await;
        assert_eq!(payload["errors"], json!([]), "{mutation}: {payload:#}");
        payload[what]["id"].as_str().unwrap().to_owned()
    }

    /// Invites a city, and hands back the id of the invitation.
    async fn invite(&self, who: &Caller<'_>, city: &str) -> String {
        let city = self.hub.id_of(Kind::City, city).await;
        let input = json!({ "party": { "city": city } });
        self.makes(who, "invitePartner", "partnership", input).await
    }

    /// A city that becomes a partner.
    async fn joined_by(&self, lead: &Caller<'_>, city: &str) -> Person<'_> {
        let offer = self.invite(lead, city).await;
        let officer = self.hub.officer_of(city).await;
        answered(&officer, "acceptPartnership", &offer).await;
        officer
    }

    /// What the operator sees of the project.
    async fn look(&self, fields: &str) -> Value {
        let query =
            format!("query ($id: ID!) {{ node(id: $id) {{ ... on Project {{ {fields} }} }} }}");
        let reply = self.hub.as_operator(&query, json!({ "id": self.id })).await;
        reply.data()["node"].clone()
    }

    /// The log of the project: what happened, for whom it was done, who may see it, and how it reads.
    async fn log(&self) -> Vec<String> {
        let query =
            "query ($id: ID!) { node(id: $id) { ... on Project { activities(last: 100) { nodes {
            position verb summary fr: summary(locale: \"fr\")
            actingFor { kind city { slug } organisation { slug } } } } } } }";
        let reply = self.hub.as_operator(query, json!({ "id": self.id })).await;
        let mut conn = self.hub.db.read().await.unwrap();
        let audiences: Vec<(i64, String)> = kernel::on!(&mut conn, |c, DB| {
            sqlx::query_as::<DB, _>("select position, audience from activity")
                .fetch_all(c)
                .await
        })
        .unwrap();
        let mut lines = Vec::new();
        let nodes = reply.data()["node"]["activities"]["nodes"]
            .as_array()
            .unwrap()
            .clone();
        for node in nodes.iter().rev() {
            let party = &node["actingFor"];
            let slug = party["city"]["slug"]
                .as_str()
                .or(party["organisation"]["slug"].as_str());
            let position = node["position"].as_i64().unwrap();
            let (_, audience) = audiences.iter().find(|(at, _)| *at == position).unwrap();
            let audience = audience.split(':').next().unwrap();
            lines.push(format!(
                "{} for {}, seen by {audience}: {} / {}",
                node["verb"].as_str().unwrap(),
                slug.unwrap_or("SECRETARIAT"),
                node["summary"].as_str().unwrap(),
                node["fr"].as_str().unwrap(),
            ));
        }
        lines
    }
}

/// Answers an offer, which must go well.
async fn answered(who: &Caller<'_>, mutation: &str, offer: &str) {
    let payload = answer(who, mutation, offer).await;
    assert_eq!(payload["errors"], json!([]), "{mutation}: {payload:#}");
}

async fn answer(who: &Caller<'_>, mutation: &str, offer: &str) -> Value {
    let input = json!({ "partnership": offer });
    who.call(mutation, input, "partnership { state }").await
}

/// The mistakes of a payload: `input.project WRONG_STATE`.
fn mistakes_of(payload: &Value) -> Vec<String> {
    let errors = payload["errors"].as_array().unwrap();
    let line = |error: &Value| {
        let path: Vec<&str> = error["path"]
            .as_array()
            .unwrap()
            .iter()
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

/// The membership of a city, as the secretariat will change it.
async fn set_membership(hub: &Hub, city: &str, membership: &str) {
    let id = hub.key_of(Kind::City, city).await;
    let mut tx = hub.db.begin().await.unwrap();
    kernel::on!(&mut tx.conn(), |c, DB| {
        sqlx::query::<DB>("update city set membership = $2 where id = $1")
            .bind(id)
            .bind(membership)
            .execute(c)
            .await
            .map(drop)
    })
    .unwrap();
    tx.commit().await.unwrap();
}
