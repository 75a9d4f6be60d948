//! What people follow, and what they learn of it. It is their own business.

use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person};

const NODE: &str = "node { id } activity { verb }";

async fn follow(person: &Person<'_>, id: &str) -> Value {
    person.call("follow", json!({ "node": id }), NODE).await
}

async fn unfollow(person: &Person<'_>, id: &str) -> Value {
    let document = format!(
        "mutation ($node: ID!) {{ unfollow(input: {{ node: $node }}) {{ {NODE} errors {{ code path }} }} }}"
    );
    let reply = person.query_with(&document, json!({ "node": id })).await;
    reply.data()["unfollow"].clone()
}

/// A node of each kind that can be followed.
async fn one_of_each(hub: &Hub) -> Vec<String> {
    let reply = hub
        .query(
            "{ cities(first: 1) { nodes { id } } projects(first: 1) { nodes { id } }
               events(first: 1) { nodes { id } } themes(first: 1) { nodes { id } }
               organisations(first: 1) { nodes { id } } }",
        )
        .await;
    let lists = reply.data().as_object().unwrap().values();
    lists
        .map(|list| list["nodes"][0]["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn record_theme(hub: &Hub, slug: &str, visibility: &str) -> String {
    let document = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
        node { id } errors { message } } }";
    let input = json!({ "input": {
        "slug": slug, "visibility": visibility, "content": [{ "locale": "en", "title": slug }],
    } });
    let reply = hub.as_operator(document, input).await;
    reply.data()["recordTheme"]["node"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn record_project(hub: &Hub, slug: &str, visibility: &str, themes: &[&str]) {
    let document = "mutation ($input: RecordProjectInput!) { recordProject(input: $input) {
        errors { path message } } }";
    let input = json!({ "input": {
        "slug": slug, "kind": "COOPERATION", "visibility": visibility, "themes": themes,
        "content": [{ "locale": "en", "title": slug }],
    } });
    let reply = hub.as_operator(document, input).await;
    assert_eq!(reply.data()["recordProject"]["errors"], json!([]));
}

const FOLLOWING: &str =
    "{ viewer { following { totalCount nodes { nodeId node { id } since } } } }";

async fn followed(caller: &Caller<'_>) -> Vec<Value> {
    let reply = caller.query(FOLLOWING).await;
    let list = &reply.data()["viewer"]["following"];
    let nodes = list["nodes"].as_array().unwrap();
    assert_eq!(list["totalCount"], nodes.len());
    let id = |follow: &Value| {
        assert_eq!(follow["node"]["id"], follow["nodeId"]);
        follow["nodeId"].clone()
    };
    nodes.iter().map(id).collect()
}

#[tokio::test]
async fn each_of_the_five_kinds_can_be_followed_and_followed_no_longer() {
    for hub in Hub::with_demo().await {
        let ada = hub.person("Ada").await;
        let nodes = one_of_each(&hub).await;
        for id in &nodes {
            let payload = follow(&ada, id).await;
            assert_eq!(payload["errors"], json!([]), "{id}");
            assert_eq!(payload["node"]["id"], *id);
            assert_eq!(payload["activity"]["verb"], "person.followed");
            // Twice is once.
            let again = follow(&ada, id).await;
            assert_eq!(
                again,
                json!({ "node": { "id": id }, "activity": null, "errors": [] })
            );
        }
        let newest_first: Vec<Value> = nodes.iter().rev().map(|id| json!(id)).collect();
        assert_eq!(followed(&ada).await, newest_first);
        for id in &nodes {
            let payload = unfollow(&ada, id).await;
            assert_eq!(payload["activity"]["verb"], "person.unfollowed");
            let again = unfollow(&ada, id).await;
            assert_eq!(
                again,
                json!({ "node": { "id": id }, "activity": null, "errors": [] })
            );
        }
        assert_eq!(followed(&ada).await, [json!(null); 0]);
    }
}

#[tokio::test]
async fn what_cannot_be_followed_is_refused() {
    for hub in Hub::with_demo().await {
        let ada = hub.person("Ada").await;
        let hidden = record_theme(&hub, "hidden", "SECRETARIAT").await;
        let city = hub.id_of(Kind::City, "cuneo").await;
        // The key of a city under the prefix of a project.
        let foreign = city.replace("city_", "project_");
        let milestone = hub
            .query("{ projects(first: 50) { nodes { milestones { nodes { id } } } } }")
            .await;
        let milestone = milestone.data()["projects"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .find_map(|project| project["milestones"]["nodes"][0]["id"].as_str())
            .unwrap()
            .to_owned();
        let unknown = "city_01h2xcejqtf2nbrexx3vqjhp41".to_owned();
        for (id, code) in [
            (&unknown, "NOT_FOUND"),
            (&foreign, "NOT_FOUND"),
            (&hidden, "NOT_FOUND"),
            (&milestone, "INVALID"),
            (&ada.id, "INVALID"),
            (&"cuneo".to_owned(), "INVALID"),
            (&String::new(), "INVALID"),
        ] {
            let payload = follow(&ada, id).await;
            assert_eq!(payload["errors"][0]["code"], code, "{id}");
            assert_eq!(payload["errors"][0]["path"], json!(["input", "node"]));
            assert_eq!(payload["node"], Value::Null);
            assert_eq!(payload["activity"], Value::Null);
        }
        assert!(followed(&ada).await.is_empty());
        for id in [&milestone, &"cuneo".to_owned()] {
            let payload = unfollow(&ada, id).await;
            assert_eq!(payload["errors"][0]["code"], "INVALID");
            assert_eq!(payload["errors"][0]["path"], json!(["input", "node"]));
        }
        // What is hidden is told apart from what is not there by nothing.
        let hidden = follow(&ada, &hidden).await["errors"][0]["message"].clone();
        assert_eq!(hidden, "There is no Theme with this id.");
        for mutation in ["follow", "unfollow"] {
            let document = format!(
                "mutation {{ {mutation}(input: {{ node: \"{city}\" }}) {{ errors {{ code }} }} }}"
            );
            let reply = hub.query(&document).await;
            assert_eq!(reply.codes(), ["UNAUTHENTICATED"]);
        }
        let reply = hub.query(FOLLOWING).await;
        assert_eq!(reply.data()["viewer"]["following"]["totalCount"], 0);
    }
}

/// What was seen once and is hidden since is followed still, and can be let go of.
#[tokio::test]
async fn what_is_hidden_since_tells_nothing_and_can_be_let_go_of() {
    for hub in Hub::empty().await {
        let ada = hub.person("Ada").await;
        let theme = record_theme(&hub, "water", "PUBLIC").await;
        follow(&ada, &theme).await;
        record_theme(&hub, "water", "SECRETARIAT").await;
        assert!(followed(&ada).await.is_empty());
        let reply = ada
            .query("{ viewer { feed { nodes { verb summary audience: subject { id } } } } }")
            .await;
        let feed = &reply.data()["viewer"]["feed"]["nodes"];
        assert!(!feed.to_string().contains(&theme), "{feed:#}");
        let payload = unfollow(&ada, &theme).await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(payload["node"], Value::Null);
        record_theme(&hub, "water", "PUBLIC").await;
        assert!(followed(&ada).await.is_empty());
    }
}

#[tokio::test]
async fn a_call_that_is_repeated_is_one() {
    for hub in Hub::empty().await {
        let ada = hub.person("Ada").await;
        let theme = record_theme(&hub, "water", "PUBLIC").await;
        let document =
            "mutation ($node: ID!) { follow(input: { node: $node }, idempotencyKey: \"k\") {
            node { id } activity { id } errors { code } } }";
        let first = ada.query_with(document, json!({ "node": theme })).await;
        unfollow(&ada, &theme).await;
        let again = ada.query_with(document, json!({ "node": theme })).await;
        assert_eq!(first.data(), again.data());
        assert!(followed(&ada).await.is_empty());
    }
}

const FEED: &str = "query ($first: Int, $after: String, $last: Int, $before: String) { viewer {
    feed(first: $first, after: $after, last: $last, before: $before) { totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes { position summary } } } }";

async fn feed(caller: &Caller<'_>, page: Value) -> Value {
    let reply = caller.query_with(FEED, page).await;
    reply.data()["viewer"]["feed"].clone()
}

fn summaries(feed: &Value) -> Vec<&str> {
    let nodes = feed["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["summary"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_feed_has_what_happened_to_what_one_follows_newest_first_each_once() {
    for hub in Hub::empty().await {
        let ada = hub.person("Ada").await;
        let water = record_theme(&hub, "water", "PUBLIC").await;
        let light = record_theme(&hub, "light", "PUBLIC").await;
        let other = record_theme(&hub, "other", "PUBLIC").await;
        assert!(summaries(&feed(&ada, json!({})).await).is_empty());
        follow(&ada, &water).await;
        follow(&ada, &light).await;
        for (slug, themes) in [
            ("one", vec![water.as_str()]),
            ("both", vec![&water, &light]),
            ("none", vec![&other]),
            ("two", vec![&light, &other]),
        ] {
            record_project(&hub, slug, "PUBLIC", &themes).await;
        }
        record_project(&hub, "secret", "SECRETARIAT", &[&water, &light]).await;
        let all = feed(&ada, json!({})).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(summaries(&all), @r#"
            [
              "The project “two” entered the record",
              "The project “both” entered the record",
              "The project “one” entered the record",
              "The theme “light” entered the record",
              "The theme “water” entered the record"
            ]
            "#);
        }
        assert_eq!(all["totalCount"], 5);

        // In pages, onwards and backwards.
        let mut seen = Vec::new();
        let mut after = Value::Null;
        loop {
            let page = feed(&ada, json!({ "first": 2, "after": after })).await;
            assert_eq!(page["totalCount"], 5);
            seen.extend(page["nodes"].as_array().unwrap().clone());
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(json!(seen), all["nodes"]);
        let mut seen = Vec::new();
        let mut before = Value::Null;
        loop {
            let page = feed(&ada, json!({ "last": 2, "before": before })).await;
            let mut nodes = page["nodes"].as_array().unwrap().clone();
            nodes.append(&mut seen);
            seen = nodes;
            before = page["pageInfo"]["startCursor"].clone();
            if page["pageInfo"]["hasPreviousPage"] == false {
                break;
            }
        }
        assert_eq!(json!(seen), all["nodes"]);
        let verb = "{ viewer { feed(filter: { verb: { eq: \"theme.recorded\" } }) { totalCount nodes { verb } } } }";
        let reply = ada.query(verb).await;
        assert_eq!(reply.data()["viewer"]["feed"]["totalCount"], 2);
        assert_eq!(
            reply.data()["viewer"]["feed"]["nodes"],
            json!([{ "verb": "theme.recorded" }, { "verb": "theme.recorded" }])
        );

        // The secretariat sees more of the same.
        let secretary = hub.secretary().await;
        follow(&secretary, &water).await;
        let theirs = feed(&secretary, json!({ "first": 1 })).await;
        assert_eq!(theirs["totalCount"], 4);
        assert!(summaries(&theirs)[0].contains("secret"));
        // What one follows no longer is gone from the feed; nobody else's changes.
        unfollow(&ada, &light).await;
        assert_eq!(feed(&ada, json!({})).await["totalCount"], 3);
        assert_eq!(feed(&hub.anybody(), json!({})).await["totalCount"], 0);
    }
}

/// The log has one kind of cursor: a feed goes on in the log, and the log in a feed.
#[tokio::test]
async fn the_feed_shares_the_cursors_of_the_log() {
    for hub in Hub::empty().await {
        let ada = hub.person("Ada").await;
        let water = record_theme(&hub, "water", "PUBLIC").await;
        follow(&ada, &water).await;
        record_project(&hub, "one", "PUBLIC", &[&water]).await;
        let page = feed(&ada, json!({ "first": 1 })).await;
        let log = ada
            .query_with(
                "query ($after: String) { activities(after: $after) { totalCount } }",
                json!({ "after": page["pageInfo"]["endCursor"] }),
            )
            .await;
        assert!(log.data()["activities"].is_object());
    }
}

#[tokio::test]
async fn a_page_of_the_feed_takes_few_statements() {
    for hub in Hub::with_demo().await {
        let ada = hub.person("Ada").await;
        for id in one_of_each(&hub).await {
            follow(&ada, &id).await;
        }
        let document = "{ viewer { feed(first: 20) { nodes { position verb summary subject { id } person { name } } } } }";
        let reply = ada.query(document).await;
        assert!(
            reply.data()["viewer"]["feed"]["nodes"]
                .as_array()
                .unwrap()
                .len()
                > 5
        );
        insta::allow_duplicates! {
            insta::assert_snapshot!(reply.statements, @"7");
        }
        // Of the page itself: one.
        let reply = ada
            .query("{ viewer { feed(first: 20) { nodes { position } } } }")
            .await;
        assert_eq!(reply.statements, 1);
        let reply = ada
            .query("{ cities(first: 20) { nodes { viewerFollows followerCount } } }")
            .await;
        assert_eq!(reply.statements, 3);
    }
}

#[tokio::test]
async fn a_node_says_how_many_follow_it_and_whether_you_do() {
    for hub in Hub::with_demo().await {
        let ada = hub.person("Ada").await;
        let grace = hub.person("Grace").await;
        let document = "query ($ids: [ID!]!) { nodes(ids: $ids) {
            ... on City { viewerFollows followerCount } ... on Project { viewerFollows followerCount }
            ... on Event { viewerFollows followerCount } ... on Theme { viewerFollows followerCount }
            ... on Organisation { viewerFollows followerCount } } }";
        let ids = json!({ "ids": one_of_each(&hub).await });
        let expected =
            |follows: bool, count: i32| json!({ "viewerFollows": follows, "followerCount": count });
        for id in ids["ids"].as_array().unwrap() {
            follow(&ada, id.as_str().unwrap()).await;
        }
        follow(&grace, ids["ids"][0].as_str().unwrap()).await;
        for (caller, first, rest) in [
            (&ada.caller, expected(true, 2), expected(true, 1)),
            (&grace.caller, expected(true, 2), expected(false, 1)),
            (&hub.anybody(), expected(false, 2), expected(false, 1)),
        ] {
            let reply = caller.query_with(document, ids.clone()).await;
            let nodes = reply.data()["nodes"].as_array().unwrap();
            assert_eq!(nodes[0], first);
            assert!(nodes[1..].iter().all(|node| *node == rest), "{nodes:?}");
        }
    }
}

/// Neither another person nor the secretariat learns who follows what: not in the log, not in what
/// concerns the person or the node, not by counting, not by asking for the activity.
#[tokio::test]
async fn nobody_else_learns_what_somebody_follows() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let officer = hub.officer_of("cuneo").await;
        // With a mandate: following is done for oneself, and is nothing for the audit trail.
        let ada = hub.officer_of("clermont-ferrand").await;
        let city = hub.id_of(Kind::City, "cuneo").await;
        let log = "query ($person: ID!, $city: ID!) {
            activities(last: 100) { totalCount nodes { id verb } }
            followed: activities(filter: { verb: { in: [\"person.followed\", \"person.unfollowed\"] } }) { totalCount nodes { id } }
            ofThem: activities(filter: { node: { eq: $person } }) { totalCount }
            ofCity: activities(filter: { node: { eq: $city } }) { totalCount }
            audit { totalCount nodes { verb } }
            person: node(id: $person) { ... on Person { version activities { totalCount nodes { verb } } } }
            city: node(id: $city) { ... on City { activities { totalCount } } }
            viewer { feed { totalCount } following { totalCount } }
        }";
        let ids = json!({ "person": ada.id, "city": city });
        let anybody = hub.anybody();
        let others = [&secretary.caller, &officer.caller, &anybody];
        let mut before = Vec::new();
        for other in others {
            before.push(other.query_with(log, ids.clone()).await.data().clone());
        }
        let payload = ada
            .call("follow", json!({ "node": city }), "activity { id }")
            .await;
        let activity = payload["activity"]["id"].as_str().unwrap().to_owned();
        follow(&ada, &hub.id_of(Kind::City, "clermont-ferrand").await).await;
        unfollow(&ada, &hub.id_of(Kind::City, "clermont-ferrand").await).await;
        for (other, before) in others.iter().zip(before) {
            let after = other.query_with(log, ids.clone()).await;
            assert_eq!(after.data(), &before);
            let seen = "query ($id: ID!) { node(id: $id) { id } }";
            let reply = other.query_with(seen, json!({ "id": activity })).await;
            assert_eq!(reply.data()["node"], Value::Null);
        }
        // They themselves find it in the log.
        let own = ada.query_with(log, ids).await;
        assert_eq!(own.data()["followed"]["totalCount"], 3);
        let reply = ada
            .query("{ activities(last: 1) { nodes { summary subject { id } person { name } } } }")
            .await;
        assert_eq!(
            reply.data()["activities"]["nodes"][0]["summary"],
            "Officer of clermont-ferrand does not follow Clermont-Ferrand any more"
        );
    }
}
