//! The status says how far a request came: refused, not executed, executed.

use serde_json::{Value, json};
use testkit::Hub;

use super::{Came, get, hub, post};

#[tokio::test]
async fn what_was_not_executed_is_a_400_without_data_and_what_was_is_a_200() {
    for hub in Hub::with_demo().await {
        let slug = "query ($slug: String!) { city(slug: $slug) { slug } }";
        for (body, status, data) in [
            (
                json!({ "query": "{ __typename }" }),
                200,
                json!({ "__typename": "Query" }),
            ),
            // Not executed: it cannot be read, is not valid, lacks a variable or an operation.
            (json!({ "query": "{" }), 400, Value::Null),
            (json!({ "query": "{ nothing }" }), 400, Value::Null),
            (
                json!({ "query": "{ city(slug: 1) { slug } }" }),
                400,
                Value::Null,
            ),
            (
                json!({ "query": slug, "variables": { "slug": ["x"] } }),
                400,
                Value::Null,
            ),
            (
                json!({ "query": slug, "variables": { "slug": null } }),
                400,
                Value::Null,
            ),
            (json!({ "query": slug }), 400, Value::Null),
            (
                json!({ "query": "query A { __typename } query B { __typename }" }),
                400,
                Value::Null,
            ),
            (
                json!({ "query": "query A { __typename }", "operationName": "B" }),
                400,
                Value::Null,
            ),
            // Executed, in part.
            (
                json!({ "query": "{ node(id: \"nothing\") { id } city(slug: \"cuneo\") { slug } }" }),
                200,
                json!({ "node": null, "city": { "slug": "cuneo" } }),
            ),
        ] {
            for (accept, expected) in [
                ("application/graphql-response+json", status),
                ("application/json", 200),
            ] {
                let came = Came::back(post(&hub, &body).header("accept", accept)).await;
                assert_eq!(came.status, expected, "{accept} {body}: {}", came.body);
                let json = came.json();
                match &data {
                    Value::Null => {
                        assert!(json.get("data").is_none(), "{body}: {json}");
                        let error = &json["errors"][0];
                        assert!(error["extensions"]["code"].is_string(), "{json}");
                        assert!(error["message"].is_string(), "{json}");
                    }
                    data => assert_eq!(json["data"], *data, "{body}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn a_variable_that_is_missing_is_named_before_anything_is_run() {
    let hub = hub().await;
    let query = "query Q($slug: String!, $first: Int! = 3, $after: String) { \
                 city(slug: $slug) { slug } cities(first: $first, after: $after) { totalCount } }";
    let came = Came::back(post(&hub, &json!({ "query": query }))).await;
    assert_eq!(
        came.json()["errors"],
        json!([{
            "message": "The variable `$slug` of the type String! has no value.",
            "locations": [{ "line": 1, "column": 9 }],
            "extensions": { "code": "INVALID_VARIABLE" },
        }])
    );
}

#[tokio::test]
async fn get_takes_queries_only() {
    let hub = hub().await;
    let allowed = "405 METHOD_NOT_ALLOWED GET takes queries only: send this by POST.";
    for params in [
        &[("query", "mutation { __typename }")][..],
        &[
            ("query", "query Q { __typename } mutation M { __typename }"),
            ("operationName", "M"),
        ],
    ] {
        let came = Came::back(get(&hub, params)).await;
        assert_eq!(came.refusal(), allowed);
        assert_eq!(came.header("allow"), "POST");
    }
    let both = [
        ("query", "query Q { __typename } mutation M { __typename }"),
        ("operationName", "Q"),
    ];
    assert_eq!(Came::back(get(&hub, &both)).await.status, 200);
    let url = format!("{}/graphql", hub.url);
    let head = hub.client.head(&url).query(&[("query", "{ __typename }")]);
    let came = Came::back(head).await;
    assert_eq!((came.status, came.body.as_str()), (200, ""));
    for method in ["PUT", "PATCH", "DELETE", "QUERY"] {
        let method: reqwest::Method = method.parse().unwrap();
        let came = Came::back(hub.client.request(method, &url)).await;
        assert_eq!(came.status, 405);
        assert_eq!(came.header("allow"), "GET,HEAD,POST");
    }
}

#[tokio::test]
async fn parameters_of_a_get_are_as_good_as_those_of_a_post() {
    for hub in Hub::with_demo().await {
        let query = "query A($slug: String!) { city(slug: $slug) { slug } } query B { __typename }";
        let params = [
            ("query", query),
            ("operationName", "A"),
            ("variables", r#"{"slug":"cuneo"}"#),
            ("extensions", ""),
            ("unknown", "ignored"),
        ];
        let came = Came::back(get(&hub, &params)).await;
        assert_eq!(came.json()["data"], json!({ "city": { "slug": "cuneo" } }));
        // Empty is as good as not there; null is the name of an operation like any other.
        let params = [
            ("query", "{ __typename }"),
            ("operationName", ""),
            ("variables", ""),
        ];
        assert_eq!(Came::back(get(&hub, &params)).await.status, 200);
        let params = [
            ("query", "query null { __typename }"),
            ("operationName", "null"),
        ];
        let came = Came::back(get(&hub, &params)).await;
        assert_eq!(came.json()["data"], json!({ "__typename": "Query" }));
    }
}

#[tokio::test]
async fn what_the_specification_does_not_know_is_ignored() {
    let hub = hub().await;
    let body = json!({
        "query": "{ __typename }", "operationName": null, "variables": null,
        "extensions": { "some": { "thing": [1] } }, "id": "x", "qeury": 3,
    });
    assert_eq!(
        Came::back(post(&hub, &body)).await.json()["data"]["__typename"],
        "Query"
    );
}
