//! The contract: `schema.graphql` is what the hub serves, and says what everything means.

use serde_json::{Value, json};
use testkit::Hub;

#[test]
fn the_committed_contract_is_fresh() {
    let committed = include_str!("../schema.graphql");
    assert!(
        committed == schema::sdl(),
        "schema.graphql is stale: run `cargo run -- schema > schema.graphql`, and look at the difference"
    );
}

#[tokio::test]
async fn the_contract_is_served() {
    for hub in Hub::empty().await {
        let served = hub
            .client
            .get(format!("{}/schema.graphql", hub.url))
            .send()
            .await
            .unwrap();
        assert_eq!(
            served.headers()["content-type"],
            "text/plain; charset=utf-8"
        );
        assert_eq!(served.text().await.unwrap(), schema::sdl());
    }
}

const INTROSPECTION: &str = "{ __schema { types {
    kind name description
    fields(includeDeprecated: true) { name description args { name description } }
    inputFields { name description }
    enumValues(includeDeprecated: true) { name description }
} } }";

async fn types() -> Vec<Value> {
    let hub = Hub::empty().await.remove(0);
    let reply = hub.query(INTROSPECTION).await;
    let types = reply.data()["__schema"]["types"]
        .as_array()
        .unwrap()
        .clone();
    types
        .into_iter()
        .filter(|ty| !name(ty).starts_with("__"))
        .collect()
}

fn name(value: &Value) -> &str {
    value["name"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn everything_is_described() {
    let mut silent = Vec::new();
    for ty in types().await {
        // The scalars of the specification are described there.
        if ["Boolean", "Float", "ID", "Int", "String"].contains(&name(&ty)) {
            continue;
        }
        let mut look = |value: &Value, path: String| {
            if value["description"].as_str().is_none_or(str::is_empty) {
                silent.push(path);
            }
        };
        look(&ty, name(&ty).to_owned());
        for list in ["fields", "inputFields", "enumValues"] {
            for member in ty[list].as_array().unwrap_or(&Vec::new()) {
                look(member, format!("{}.{}", name(&ty), name(member)));
                for arg in member["args"].as_array().unwrap_or(&Vec::new()) {
                    look(
                        arg,
                        format!("{}.{}({})", name(&ty), name(member), name(arg)),
                    );
                }
            }
        }
    }
    assert!(silent.is_empty(), "without a description: {silent:#?}");
}

/// Merged types have scaffolding, named `A_B`, and parts; none of it belongs to the contract.
#[tokio::test]
async fn no_scaffolding_shows() {
    let names: Vec<String> = types().await.iter().map(|ty| name(ty).to_owned()).collect();
    let scaffolding: Vec<_> = names
        .iter()
        .filter(|name| name.contains('_') || name.ends_with("Fields") || name.starts_with("Merged"))
        .collect();
    assert!(scaffolding.is_empty(), "{scaffolding:?}");
    for part in ["CityProjects", "NodeActivities", "CityQuery", "NodeQuery"] {
        assert!(!names.iter().any(|name| name == part), "{part} shows");
    }
}

/// In a merged type the last member silently wins a name that two members have.
#[tokio::test]
async fn every_type_has_the_fields_of_all_its_parts() {
    let types = types().await;
    let fields = |of: &str| -> Vec<String> {
        let ty = types
            .iter()
            .find(|ty| name(ty) == of)
            .unwrap_or_else(|| panic!("no {of}"));
        let mut names: Vec<String> = ty["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| name(field).to_owned())
            .collect();
        names.sort();
        names
    };
    let has = |of: &str, wanted: &[&str]| {
        let fields = fields(of);
        for field in wanted {
            assert!(
                fields.iter().any(|name| name == field),
                "{of}.{field} is missing: {fields:?}"
            );
        }
    };
    let common = [
        "id",
        "content",
        "translations",
        "provenance",
        "version",
        "recordedAt",
        "updatedAt",
    ];
    for of in [
        "City",
        "Theme",
        "Project",
        "Milestone",
        "Update",
        "Event",
        "Session",
        "Organisation",
    ] {
        has(of, &common);
    }
    has(
        "City",
        &[
            "name",
            "sites",
            "membershipSteps",
            "languages",
            "contacts",
            "projects",
            "events",
            "organisations",
            "activities",
        ],
    );
    has("Theme", &["title", "projects", "events", "activities"]);
    has(
        "Project",
        &[
            "title",
            "leadCity",
            "partnerCities",
            "cities",
            "participations",
            "themes",
            "milestones",
            "updates",
            "events",
            "activities",
        ],
    );
    has(
        "Event",
        &[
            "title",
            "hostCity",
            "cities",
            "delegations",
            "themes",
            "projects",
            "sessions",
            "activities",
        ],
    );
    has("Organisation", &["name", "city", "projects", "activities"]);
    has(
        "Activity",
        &[
            "position",
            "cursor",
            "at",
            "occurredOn",
            "verb",
            "subject",
            "related",
            "summary",
            "actor",
        ],
    );
    has(
        "Query",
        &[
            "node",
            "nodes",
            "city",
            "cities",
            "theme",
            "themes",
            "project",
            "projects",
            "event",
            "events",
            "organisation",
            "organisations",
            "activities",
            "search",
        ],
    );
    has(
        "Mutation",
        &[
            "recordCity",
            "recordTheme",
            "recordProject",
            "recordEvent",
            "recordOrganisation",
            "inviteCity",
            "declineMembership",
            "applyForMembership",
            "admitCity",
            "refuseCity",
            "suspendCity",
            "reinstateCity",
            "leaveNetwork",
            "updateCity",
        ],
    );
}

/// Every list is a connection by the specification of Relay.
#[tokio::test]
async fn every_list_of_nodes_is_a_connection() {
    let types = types().await;
    let connections: Vec<&Value> = types
        .iter()
        .filter(|ty| name(ty).ends_with("Connection"))
        .collect();
    assert!(connections.len() >= 10);
    for connection in connections {
        let fields: Vec<&str> = connection["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(name)
            .collect();
        assert_eq!(
            fields,
            ["edges", "nodes", "pageInfo", "totalCount"],
            "{}",
            name(connection)
        );
    }
}

#[tokio::test]
async fn introspection_of_the_standard_tools_is_answered() {
    let query = "query IntrospectionQuery { __schema { queryType { name } mutationType { name }
        subscriptionType { name } types { ...FullType } directives { name description locations
        args { ...InputValue } } } }
        fragment FullType on __Type { kind name description fields(includeDeprecated: true) { name
        description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
        inputFields { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) {
        name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
        fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind
        name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
        kind name } } } } } } } } }";
    for hub in Hub::empty().await {
        let reply = hub.query(query).await;
        assert_eq!(
            reply.data()["__schema"]["queryType"],
            json!({ "name": "Query" })
        );
    }
}
