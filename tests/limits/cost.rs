//! What an operation costs: one point for each value that its answer can have.

use limits::Limits;
use serde_json::{Value, json};
use testkit::{Hub, Reply};

use super::{hub, refused};

#[track_caller]
fn cost(reply: &Reply) -> u64 {
    let cost = &reply.json["extensions"]["cost"];
    assert_eq!(cost["maximum"], 100_000, "{:#}", reply.json);
    cost["requested"].as_u64().unwrap()
}

#[tokio::test]
async fn an_operation_costs_as_many_points_as_its_answer_can_have_values() {
    let hub = hub(Limits::default()).await;
    for (query, points) in [
        ("{ __typename }", 1),
        ("{ city(slug: \"cuneo\") { name slug } }", 3),
        // The default page has 20 rows.
        ("{ cities { nodes { slug } } }", 22),
        ("{ cities(first: 0) { totalCount } }", 2),
        (
            "{ cities(first: 100) { edges { cursor node { slug } } pageInfo { endCursor } } }",
            304,
        ),
        ("{ cities(last: 7) { nodes { slug } } }", 9),
        (
            "{ a: cities(first: 1) { nodes { slug } } b: cities(first: 2) { ...F } }
            fragment F on CityConnection { nodes { ...G } } fragment G on City { slug name }",
            9,
        ),
        (
            "{ cities(first: 10) { nodes { slug projects(first: 10) { nodes { slug } } } } }",
            132,
        ),
        // Of fragments on different types, a node has the dearest.
        (
            "{ node(id: \"x\") { id ... on City { slug } ... on Theme { slug title } ... on Node { id } } }",
            5,
        ),
        // Long texts, writes.
        ("{ city(slug: \"cuneo\") { content { description } } }", 12),
        (
            "mutation { follow(input: { node: \"x\" }) { node { id } } }",
            12,
        ),
        (
            "{ city(slug: \"cuneo\") { slug name @skip(if: true) ... @include(if: false) { sites { name } } } }",
            2,
        ),
    ] {
        let reply = hub.query(query).await;
        assert_eq!(cost(&reply), points, "{query}\n{:#}", reply.json);
    }
}

/// What only routers ask for is not in the contract, and is counted all the same.
#[tokio::test]
async fn each_representation_of_a_router_counts() {
    let hub = hub(Limits::default()).await;
    let city = |slug: &str| json!({ "__typename": "City", "id": slug });
    let query = "query ($r: [_Any!]!, $n: Int) { _entities(representations: $r) {
        __typename ... on City { name projects(first: $n) { nodes { slug title } } } ... on Person { name } } }";
    for (count, first, points) in [
        (0, 5, 1),
        // `_entities`, and of each: its type, name, projects, nodes, and two of each project.
        (1, 5, 1 + 14),
        (3, 5, 1 + 3 * 14),
        (3, 50, 1 + 3 * 104),
    ] {
        let variables = json!({ "r": vec![city("x"); count], "n": first });
        let reply = hub.query_with(query, variables).await;
        assert_eq!(cost(&reply), points, "{count} × {first}");
    }
    // A list in the document counts as one in a variable does.
    let literal = "{ _entities(representations: [{ __typename: \"City\", id: \"x\" },
        { __typename: \"City\", id: \"y\" }]) { ... on City { slug } } _service { sdl } }";
    // The text of the contract is as long as some thousand values.
    assert_eq!(cost(&hub.query(literal).await), 1 + 2 + 1 + 5_000);
    let reply = hub
        .query_with(query, json!({ "r": vec![city("x"); 600], "n": 100 }))
        .await;
    assert!(
        refused(&reply).contains("Lower `representations` of `_entities`, which is 600"),
        "{:#}",
        reply.json
    );
    // An inline fragment alone, a single value for a list, and no value at all.
    let one = "query ($r: [_Any!]! = { __typename: \"City\", id: \"x\" }) { _entities(representations: $r) { ... on City { slug } } }";
    assert_eq!(cost(&hub.query(one).await), 2);
}

#[tokio::test]
async fn variables_and_their_defaults_count() {
    let hub = hub(Limits::default()).await;
    let query = "query ($first: Int = 3, $ids: [ID!] = [], $with: Boolean = true) {
        cities(first: $first) { nodes { slug name @include(if: $with) } }
        nodes(ids: $ids) { id } }";
    for (variables, points) in [
        (json!({}), 9),
        (json!({ "first": 50, "with": false }), 53),
        (json!({ "first": null }), 43),
        (json!({ "ids": ["a", "b", "c"] }), 12),
        // What cannot be had is not counted: it is refused where it is asked for.
        (json!({ "first": 1_000_000_000 }), 203),
        (json!({ "first": -5 }), 3),
    ] {
        let reply = hub.query_with(query, variables.clone()).await;
        assert_eq!(cost(&reply), points, "{variables}\n{:#}", reply.json);
    }
}

#[tokio::test]
async fn an_operation_that_costs_too_much_is_told_which_argument_to_lower() {
    let hub = hub(Limits {
        cost: 130,
        ..Limits::default()
    })
    .await;
    let query = "query ($first: Int!) { all: cities(first: 10) { nodes { slug ...F } } }
        fragment F on City { projects(first: $first) { nodes { slug } } }";
    let reply = hub.query_with(query, json!({ "first": 9 })).await;
    assert_eq!(reply.json["extensions"]["cost"]["requested"], 122);
    let reply = hub.query_with(query, json!({ "first": 11 })).await;
    assert_eq!(
        refused(&reply),
        "400 COST_TOO_HIGH: An operation can return at most 130 values; this one could return 142. \
         Lower `first` of `all.nodes.projects`, which is 11, or ask for fewer fields. \
         argument=\"first\" maximum=130 path=\"all.nodes.projects\" requested=142 value=11"
    );
    assert_eq!(
        reply.json["extensions"]["cost"],
        json!({ "requested": 142, "maximum": 130 })
    );
    let ids = vec!["x"; 130];
    let query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let reply = hub.query_with(query, json!({ "ids": ids })).await;
    assert_eq!(reply.json["errors"][0]["extensions"]["argument"], "ids");
}

#[tokio::test]
async fn nested_pages_are_multiplied_and_never_overflow() {
    let hub = hub(Limits::default()).await;
    let page = "projects(first: 100) { nodes { cities(first: 100) { nodes { ";
    let deep = |n: usize| {
        let (open, close) = (page.repeat(n), "} } } }".repeat(n));
        format!("{{ cities(first: 100) {{ nodes {{ {open} slug {close} }} }} }}")
    };
    let reply = hub.query(&deep(1)).await;
    assert_eq!(
        reply.json["errors"][0]["extensions"]["requested"],
        1_020_202
    );
    let reply = hub.query(&deep(4)).await;
    let figure = reply.json["errors"][0]["extensions"]["requested"].as_u64();
    assert!(figure > Some(1_000_000_000_000_000), "{figure:?}");
}

/// The queries that tools send first must go through with the limits as they are.
#[tokio::test]
async fn introspection_costs_about_what_it_returns() {
    let hub = hub(Limits::default()).await;
    let reply = hub.query(include_str!("introspection.graphql")).await;
    reply.data();
    let cost = reply.json["extensions"]["cost"].clone();
    let (requested, returned) = (cost["requested"].as_u64(), cost["returned"].as_u64());
    assert!(requested >= returned, "{cost}");
    assert!(requested < returned.map(|values| values * 2), "{cost}");
    let nested =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert_eq!(hub.query(nested).await.codes(), ["COST_TOO_HIGH"]);
}

#[tokio::test]
async fn an_answer_says_how_many_values_it_has() {
    for hub in Hub::with_demo().await {
        let reply = hub
            .query("{ city(slug: \"cuneo\") { slug hostedSites: sites { kind } languages } theme(slug: \"none\") { slug } }")
            .await;
        let data = reply.data().clone();
        let count = reply.json["extensions"]["cost"]["returned"]
            .as_u64()
            .unwrap();
        assert_eq!(count, values(&data), "{:#}", reply.json);
    }
}

/// Counted in another way than the hub does: the leaves and keys of the text.
fn values(value: &Value) -> u64 {
    match value {
        Value::Object(fields) => fields.len() as u64 + fields.values().map(values).sum::<u64>(),
        Value::Array(items) => items
            .iter()
            .map(|item| u64::from(!item.is_object() && !item.is_null()) + values(item))
            .sum(),
        _ => 0,
    }
}
