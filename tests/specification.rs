//! What the GraphQL specification says where libraries slip. An upgrade that breaks one of these
//! shows here first.

use serde_json::json;
use testkit::Hub;

/// <https://spec.graphql.org/October2021/#sec-Serialized-Map-Ordering>
#[tokio::test]
async fn keys_come_in_the_order_of_the_query() {
    for hub in Hub::with_demo().await {
        let query = r#"{ z: city(slug: "cuneo") { population ...F slug }
            a: theme(slug: "mobility") { slug } }
            fragment F on City { projects(first: 1) { totalCount } name }"#;
        let body = hub
            .client
            .post(format!("{}/graphql", hub.url))
            .json(&json!({ "query": query }))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let places: Vec<usize> = [
            "\"z\"",
            "\"population\"",
            "\"projects\"",
            "\"name\"",
            "\"slug\"",
            "\"a\"",
        ]
        .iter()
        .map(|key| {
            body.find(key)
                .unwrap_or_else(|| panic!("{key} is missing: {body}"))
        })
        .collect();
        assert!(places.is_sorted(), "{body}");
    }
}

/// <https://spec.graphql.org/October2021/#sec-Handling-Field-Errors>
#[tokio::test]
async fn a_non_null_field_that_fails_nulls_its_parent() {
    for hub in Hub::with_demo().await {
        let reply = hub
            .query(r#"{ city(slug: "cuneo") { slug name(locale: "xx") } theme(slug: "water") { slug } }"#)
            .await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(reply.body(), @r#"
            {
              "errors": [
                {
                  "message": "`xx` is not a language: write a tag such as `fr`, `pt-BR` or `zh-Hant`",
                  "locations": [
                    {
                      "line": 1,
                      "column": 30
                    }
                  ],
                  "path": [
                    "city",
                    "name"
                  ],
                  "extensions": {
                    "argument": "locale",
                    "code": "UNKNOWN_LOCALE"
                  }
                }
              ],
              "data": {
                "city": null,
                "theme": {
                  "slug": "water"
                }
              }
            }
            "#);
        }
    }
}

#[tokio::test]
async fn a_null_goes_up_through_non_null_lists_to_the_nearest_nullable_parent() {
    for hub in Hub::with_demo().await {
        let reply = hub
            .query(
                r#"{ city(slug: "cuneo") { slug projects(first: 2) { nodes { title(locale: "xx") } } }
                     theme(slug: "mobility") { slug } }"#,
            )
            .await;
        assert_eq!(
            reply.json["data"],
            json!({ "city": null, "theme": { "slug": "mobility" } })
        );
        assert_eq!(reply.status, 200);
    }
}

#[tokio::test]
async fn a_nullable_field_that_fails_is_null_itself() {
    for hub in Hub::with_demo().await {
        let reply = hub
            .query(r#"{ city(slug: "cuneo") { slug summary(locale: "xx") population } }"#)
            .await;
        assert_eq!(
            reply.json["data"],
            json!({ "city": { "slug": "cuneo", "summary": null, "population": 55980 } })
        );
        assert_eq!(reply.json["errors"][0]["path"], json!(["city", "summary"]));
    }
}

#[tokio::test]
async fn a_failed_element_of_a_nullable_list_is_null_alone() {
    for hub in Hub::with_demo().await {
        let city = hub.query(r#"{ city(slug: "cuneo") { id } }"#).await;
        let id = city.data()["city"]["id"].clone();
        let reply = hub
            .query_with(
                "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }",
                json!({ "ids": [id, "town_1", id] }),
            )
            .await;
        let found = json!({ "id": id, "__typename": "City" });
        assert_eq!(reply.json["data"], json!({ "nodes": [found, null, found] }));
        assert_eq!(reply.json["errors"][0]["path"], json!(["nodes", 1]));
        assert_eq!(reply.codes(), ["INVALID_ID"]);
    }
}

/// <https://spec.graphql.org/October2021/#sec-Int>
#[tokio::test]
async fn int_has_32_bits() {
    for hub in Hub::with_demo().await {
        for (literal, good) in [
            ("2147483647", true),
            ("-2147483648", true),
            ("2147483648", false),
            ("1.0", false),
            ("\"1\"", false),
            ("true", false),
        ] {
            let query = format!(
                "{{ cities(filter: {{ population: {{ lt: {literal} }} }}) {{ totalCount }} }}"
            );
            let reply = hub.query(&query).await;
            assert_eq!(
                reply.json.get("errors").is_none(),
                good,
                "{literal}: {:#}",
                reply.json
            );
            let variables =
                json!({ "n": serde_json::from_str::<serde_json::Value>(literal).unwrap() });
            let query =
                "query ($n: Int) { cities(filter: { population: { lt: $n } }) { totalCount } }";
            let reply = hub.query_with(query, variables).await;
            assert_eq!(
                reply.json.get("errors").is_none(),
                good,
                "{literal}: {:#}",
                reply.json
            );
        }
    }
}

/// <https://spec.graphql.org/October2021/#sec-Coercing-Variable-Values>
#[tokio::test]
async fn variables_are_coerced_by_the_specification() {
    for hub in Hub::with_demo().await {
        let slug = "query ($slug: String!) { city(slug: $slug) { slug } }";
        let refused = [
            (slug, json!({})),
            (slug, json!({ "slug": null })),
            (slug, json!({ "slug": 1 })),
            (slug, json!({ "slug": ["cuneo"] })),
            (
                "query ($first: Int) { cities(first: $first) { totalCount } }",
                json!({ "first": "2" }),
            ),
            (
                "query ($first: Int) { cities(first: $first) { totalCount } }",
                json!({ "first": 2.5 }),
            ),
            (
                "query ($f: CityFilter) { cities(filter: $f) { totalCount } }",
                json!({ "f": { "nothing": 1 } }),
            ),
            (
                "query ($f: CityFilter) { cities(filter: $f) { totalCount } }",
                json!({ "f": { "membership": { "eq": "member" } } }),
            ),
        ];
        for (query, variables) in refused {
            let reply = hub.query_with(query, variables.clone()).await;
            assert!(
                reply.json["errors"][0]["message"].is_string(),
                "{variables}: {:#}",
                reply.json
            );
            assert_ne!(reply.codes(), ["?"], "{variables}");
        }
        // A default stands in for what is not given; a single value for a list of one; an id may be
        // given as a number.
        let taken = [
            (
                r#"query ($slug: String! = "cuneo") { city(slug: $slug) { slug } }"#,
                json!({}),
            ),
            (
                "query ($f: CityFilter) { cities(filter: $f) { totalCount } }",
                json!({ "f": { "countryCode": { "in": "IT" } } }),
            ),
            (
                "query ($first: Int) { cities(first: $first) { totalCount } }",
                json!({ "first": null }),
            ),
        ];
        for (query, variables) in taken {
            hub.query_with(query, variables).await.data();
        }
    }
}

/// A reference is its type: fragments, `__typename` and interfaces see no difference.
#[tokio::test]
async fn fragments_on_references_and_interfaces_apply() {
    for hub in Hub::with_demo().await {
        let reply = hub
            .query(
                r#"{ activities(first: 1, filter: { verb: { eq: "project.recorded" } }) { nodes {
                    __typename subject { __typename id ... on Node { id }
                    ... on Project { slug kind } ... on City { population } } } } }"#,
            )
            .await;
        let activity = &reply.data()["activities"]["nodes"][0];
        assert_eq!(activity["__typename"], "Activity");
        assert_eq!(activity["subject"]["__typename"], "Project");
        assert!(activity["subject"]["slug"].is_string());
        assert!(activity["subject"].get("population").is_none());
    }
}
