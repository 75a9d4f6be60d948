//! A stream and the list of activities take the same filters, and mean the same: one asks memory, the
//! other the database.

use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Caller, Hub, Listener};

use super::{position, record_project, record_theme};

/// Filters, in which `$CITY`… stand for nodes.
const FILTERS: &[&str] = &[
    "{}",
    "{ verb: { in: [\"theme.recorded\", \"project.recorded\"] } }",
    "{ verb: { notIn: [\"theme.recorded\"], startsWith: \"p\" } }",
    "{ city: { eq: \"$CITY\" } }",
    "{ city: { in: [\"$CITY\", \"$OTHER\"] }, verb: { notEq: \"project.corrected\" } }",
    "{ city: { in: [] } }",
    "{ event: { eq: \"$EVENT\" } }",
    "{ not: { city: { eq: \"$CITY\" } } }",
    "{ or: [{ theme: { eq: \"$THEME\" } }, { project: { eq: \"$PROJECT\" } }] }",
    "{ or: [] }",
    "{ and: [{ not: { verb: { eq: \"theme.recorded\" } } }, { node: { in: [\"$THEME\", \"$CITY\"] } }] }",
    "{ theme: { eq: \"$HIDDEN\" } }",
    "{ not: { theme: { eq: \"$HIDDEN\" } } }",
    "{ organisation: { in: [\"$ORGANISATION\"] }, event: { in: [\"$EVENT\"] } }",
    "{ occurredOn: { onOrAfter: \"2020-01-01\" } }",
    "{ occurredOn: { isNull: true } }",
    "{ not: { occurredOn: { before: \"2020-01-01\" } } }",
    "{ at: { from: \"2020-01-01T00:00:00Z\" } }",
    "{ at: { before: \"2020-01-01T00:00:00Z\" } }",
    "{ followed: { eq: true } }",
    "{ not: { followed: { eq: true } }, verb: { startsWith: \"project\" } }",
    "{ followed: { eq: false } }",
];

struct Asked<'c> {
    filter: String,
    caller: &'c Caller<'c>,
    listener: Listener,
}

#[tokio::test]
async fn a_filter_means_the_same_in_a_stream_as_in_the_list() {
    for hub in Hub::with_demo().await {
        let person = hub.person("Anna").await;
        let secretary = hub.secretary().await;
        let city = hub.id_of(Kind::City, "cuneo").await;
        let other = hub.id_of(Kind::City, "clermont-ferrand").await;
        record_theme(&hub, "seen", "PUBLIC").await;
        record_theme(&hub, "hidden", "SECRETARIAT").await;
        let theme = hub.id_of(Kind::Theme, "seen").await;
        let hidden = hub.id_of(Kind::Theme, "hidden").await;
        let project = record_project(&hub, "here", "Here", &city).await;
        let event = first(&hub, "events").await;
        let organisation = first(&hub, "organisations").await;
        follow(&person, &city).await;
        let start = hub.graph.log().cursor(hub.position().await);
        let callers = [&person.caller, &secretary.caller];
        let mut asked = Vec::new();
        for caller in callers {
            for filter in FILTERS {
                let filter = [
                    ("$CITY", &city),
                    ("$OTHER", &other),
                    ("$THEME", &theme),
                    ("$HIDDEN", &hidden),
                    ("$PROJECT", &project),
                    ("$EVENT", &event),
                    ("$ORGANISATION", &organisation),
                ]
                .iter()
                .fold((*filter).to_owned(), |text, (name, id)| {
                    text.replace(name, id)
                });
                let document = format!(
                    "subscription {{ activity(filter: {filter}) {{ activity {{ position }} }} }}"
                );
                let listener = caller.listen(&document).await;
                asked.push(Asked {
                    filter,
                    caller,
                    listener,
                });
            }
        }
        // Of each kind, some of which are seen by one of them alone.
        record_project(&hub, "here", "Here and now", &city).await;
        record_project(&hub, "there", "There", &other).await;
        record_theme(&hub, "another", "PUBLIC").await;
        correct_theme(&hub, "seen", "PUBLIC").await;
        correct_theme(&hub, "hidden", "SECRETARIAT").await;
        follow(&person, &other).await;
        record_project(&hub, "there", "There and then", &other).await;
        let mut found_some = 0;
        for Asked {
            filter,
            caller,
            listener,
        } in &mut asked
        {
            let document = format!(
                "query ($after: String) {{ activities(first: 100, after: $after, filter: {filter}) \
                 {{ nodes {{ position }} }} }}"
            );
            let reply = caller
                .query_with(&document, json!({ "after": start }))
                .await;
            let nodes = reply.data()["activities"]["nodes"].as_array().unwrap();
            let expected: Vec<i64> = nodes
                .iter()
                .map(|node| node["position"].as_i64().unwrap())
                .collect();
            let mut told = Vec::new();
            while told.len() < expected.len() {
                told.push(position(listener.next().await.data()));
            }
            assert_eq!(told, expected, "{filter}");
            found_some += usize::from(!expected.is_empty());
        }
        assert!(found_some > 25, "{found_some}");
        // Meanwhile each had time for what is not in its list.
        for Asked {
            filter, listener, ..
        } in &mut asked
        {
            assert!(listener.at_once().is_none(), "{filter}");
        }
    }
}

#[tokio::test]
async fn an_event_has_a_stream_of_its_own() {
    for hub in Hub::with_demo().await {
        let city = hub.id_of(Kind::City, "cuneo").await;
        let record = async |slug: &str, title: &str| -> String {
            let input = json!({
                "slug": slug, "content": [{ "locale": "en", "title": title }],
                "kind": "CONFERENCE", "status": "ANNOUNCED", "mode": "IN_PERSON",
                "startsOn": "2099-05-10", "endsOn": "2099-05-12", "timeZone": "Europe/Rome",
                "hostCity": city,
            });
            let document = "mutation ($input: RecordEventInput!) { recordEvent(input: $input) {
                node { id } errors { path message } } }";
            let reply = hub.as_operator(document, json!({ "input": input })).await;
            let payload = &reply.data()["recordEvent"];
            assert_eq!(payload["errors"], json!([]), "{payload:#}");
            payload["node"]["id"].as_str().unwrap().to_owned()
        };
        let here = record("here", "Here").await;
        let document = format!(
            "subscription {{ eventActivity(event: \"{here}\") {{ activity {{ verb }} subject {{ id }} }} }}"
        );
        let mut of_event = hub.listen(&document).await;
        record("elsewhere", "Elsewhere").await;
        record("here", "Here and now").await;
        let told = of_event.next().await;
        let expected = json!({ "eventActivity": {
            "activity": { "verb": "event.corrected" }, "subject": { "id": here },
        } });
        assert_eq!(*told.data(), expected);
    }
}

async fn follow(person: &Caller<'_>, node: &str) {
    let payload: Value = person
        .call("follow", json!({ "node": node }), "node { id }")
        .await;
    assert_eq!(payload["errors"], json!([]));
}

async fn correct_theme(hub: &Hub, slug: &str, visibility: &str) {
    let document = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
        errors { message } } }";
    let input = json!({ "input": {
        "slug": slug, "visibility": visibility, "occurredOn": "2021-05",
        "content": [{ "locale": "en", "title": "Corrected" }],
    } });
    let reply = hub.as_operator(document, input).await;
    assert_eq!(reply.data()["recordTheme"]["errors"], json!([]));
}

async fn first(hub: &Hub, list: &str) -> String {
    let reply = hub
        .query(&format!("{{ {list}(first: 1) {{ nodes {{ id }} }} }}"))
        .await;
    reply.data()[list]["nodes"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}
