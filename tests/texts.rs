//! Texts in every language: who writes them, what they were before, and which are needed.

mod history;
mod needed;
mod who;
mod write;
mod wrong;

use kernel::{Kind, on};
use serde_json::{Value, json};
use testkit::{Caller, Hub};

const FIELDS: &str =
    "node { id } content { title summary description locale origin isStale revision }
    activity { verb summary(locale: \"en\") } ";

/// A small network with something of every kind that has texts, recorded by the operator.
struct Network {
    city: String,
    theme: String,
    organisation: String,
    project: String,
    milestone: String,
    update: String,
    event: String,
    session: String,
}

impl Network {
    /// Cuneo leads the project and hosts the event, Sens and the university are partners of the
    /// project, and Metz has nothing to do with either.
    async fn of(hub: &Hub) -> Network {
        for slug in ["cuneo", "sens", "metz"] {
            let input = json!({
                "slug": slug, "content": content(slug), "countryCode": "IT", "continent": "EUROPE",
                "latitude": 44.39071, "longitude": 7.54828, "timeZone": "Europe/Rome",
                "membership": "MEMBER",
            });
            record(hub, "City", input).await;
        }
        let city = hub.id_of(Kind::City, "cuneo").await;
        let partner = hub.id_of(Kind::City, "sens").await;
        record(
            hub,
            "Theme",
            json!({ "slug": "water", "content": content("Water") }),
        )
        .await;
        let input = json!({
            "slug": "university", "content": content("University"), "kind": "UNIVERSITY",
            "countryCode": "FR",
        });
        record(hub, "Organisation", input).await;
        let organisation = hub.id_of(Kind::Organisation, "university").await;
        let input = json!({
            "slug": "lab", "content": content("Mobility lab"), "kind": "COOPERATION",
            "leadCity": city, "partnerCities": [partner],
            "organisations": [{ "organisation": organisation, "role": "PARTNER" }],
            "milestones": [{ "content": content("First bus") }],
            "updates": [{ "content": content("Tyres arrived"), "publishedOn": "2024-02" }],
        });
        record(hub, "Project", input).await;
        let input = json!({
            "slug": "forum", "content": content("Forum"), "kind": "CONFERENCE", "status": "HELD",
            "mode": "IN_PERSON", "venue": "Filanda", "hostCity": city,
            "sessions": [{ "content": content("Opening"), "kind": "PLENARY" }],
        });
        record(hub, "Event", input).await;
        let reply = hub
            .query(
                "{ project(slug: \"lab\") { id milestones { nodes { id } } updates { nodes { id } } }
                   event(slug: \"forum\") { id sessions { nodes { id } } } }",
            )
            .await;
        let id = |path: &str| {
            reply
                .data()
                .pointer(path)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        };
        Network {
            city,
            theme: hub.id_of(Kind::Theme, "water").await,
            organisation,
            project: id("/project/id"),
            milestone: id("/project/milestones/nodes/0/id"),
            update: id("/project/updates/nodes/0/id"),
            event: id("/event/id"),
            session: id("/event/sessions/nodes/0/id"),
        }
    }

    fn all(&self) -> [&String; 8] {
        [
            &self.city,
            &self.theme,
            &self.organisation,
            &self.project,
            &self.milestone,
            &self.update,
            &self.event,
            &self.session,
        ]
    }
}

fn content(title: &str) -> Value {
    json!([{ "locale": "en", "title": title, "summary": format!("About {title}") }])
}

/// Records something as the operator.
async fn record(hub: &Hub, kind: &str, input: Value) {
    let document = format!(
        "mutation ($input: Record{kind}Input!) {{ record{kind}(input: $input) {{ \
         errors {{ code path message }} }} }}"
    );
    let reply = hub.as_operator(&document, json!({ "input": input })).await;
    assert_eq!(reply.data()[format!("record{kind}")]["errors"], json!([]));
}

/// Writes a text; what it came to.
async fn write(caller: &Caller<'_>, node: &str, locale: &str, more: Value) -> Value {
    caller
        .call("writeText", input(node, locale, more), FIELDS)
        .await
}

fn input(node: &str, locale: &str, more: Value) -> Value {
    let mut input = json!({ "node": node, "locale": locale });
    for (key, value) in more.as_object().unwrap() {
        input[key] = value.clone();
    }
    input
}

/// The codes of the errors that the writer of a text cannot mend.
async fn codes(caller: &Caller<'_>, input: Value) -> Vec<String> {
    let document = "mutation ($input: WriteTextInput!) { writeText(input: $input) {
        errors { code path message } } }";
    let reply = caller.query_with(document, json!({ "input": input })).await;
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

/// Whether this node, and nothing else, is found by these words.
async fn finds_only(hub: &Hub, words: &str, node: &str) -> bool {
    found(hub, words).await == [node]
}

/// The ids of what a search finds.
async fn found(hub: &Hub, words: &str) -> Vec<String> {
    let document = "query ($words: String!) { search(query: $words) { nodes {
        ... on City { id } ... on Project { id } ... on Event { id } ... on Theme { id } } } }";
    let reply = hub.query_with(document, json!({ "words": words })).await;
    let nodes = reply.data()["search"]["nodes"].as_array().unwrap().iter();
    nodes
        .map(|node| node["id"].as_str().unwrap_or("of another kind").to_owned())
        .collect()
}

/// The last position of the log, and what its last activity keeps beside its verb.
async fn last(hub: &Hub) -> (i64, Value) {
    let mut conn = hub.db.read().await.unwrap();
    let (position, data): (i64, sqlx::types::Json<Value>) = on!(&mut conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select position, data from activity order by position desc limit 1",
        )
        .fetch_one(c)
        .await
    })
    .unwrap();
    (position, data.0)
}
