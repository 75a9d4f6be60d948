//! Requests that are none: each refusal says what is wrong, and where.

use serde_json::{Value, json};

use super::{Came, get, hub, post};

#[tokio::test]
async fn a_body_that_is_no_request_is_refused() {
    let hub = hub().await;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let (open, close) = ("[".repeat(5_000), "]".repeat(5_000));
    let deep_variables =
        format!("{{\"query\":\"{{ __typename }}\",\"variables\":{{\"a\":{open}1{close}}}}}");
    let bodies: &[(&[u8], &str)] = &[
        (
            b"",
            "The body is not JSON: EOF while parsing a value at line 1 column 0.",
        ),
        (
            b"{\"query\":",
            "The body is not JSON: EOF while parsing a value at line 1 column 9.",
        ),
        (
            b"nonsense",
            "The body is not JSON: expected ident at line 1 column 2.",
        ),
        (
            b"null",
            "The body is no GraphQL request: invalid type: null, expected an object with `query` at line 1 column 4.",
        ),
        (
            b"12",
            "The body is no GraphQL request: invalid type: integer `12`, expected an object with `query` at line 1 column 2.",
        ),
        (
            b"{\"query\":\"{ __typename }\"} {}",
            "The body is not JSON: trailing characters at line 1 column 28.",
        ),
        (
            b"{\"query\":\"{ a }\xff\"}",
            "The body is not JSON: invalid unicode code point at line 1 column 16.",
        ),
        (
            b"\xff\xfe{\x00}\x00",
            "The body is not JSON: expected value at line 1 column 1.",
        ),
        (
            b"{\"query\":\"\\ud800\"}",
            "The body is not JSON: unexpected end of hex escape at line 1 column 17.",
        ),
        (
            b"{\"query\":\"{ a }\",\"query\":\"{ b }\"}",
            "The body is no GraphQL request: duplicate field `query` at line 1 column 24.",
        ),
        (
            b"{\"query\":\"{ a }\",\"variables\":{},\"variables\":null}",
            "The body is no GraphQL request: duplicate field `variables` at line 1 column 43.",
        ),
        (
            deep.as_bytes(),
            "Several operations in one request are not taken.",
        ),
        (
            deep_variables.as_bytes(),
            "The body is not JSON: recursion limit exceeded at line 1 column 169.",
        ),
    ];
    let mut refused = Vec::new();
    for (body, _) in bodies {
        let request = hub.client.post(format!("{}/graphql", hub.url));
        let request = request.header("content-type", "application/json");
        refused.push(Came::back(request.body(body.to_vec())).await.refusal());
    }
    let expected: Vec<String> = (bodies.iter())
        .map(|(_, message)| format!("400 INVALID_REQUEST {message}"))
        .collect();
    assert_eq!(refused, expected);
}

#[tokio::test]
async fn a_parameter_of_the_wrong_type_is_named() {
    let hub = hub().await;
    let values: &[(Value, &str)] = &[
        (json!(0), "a number"),
        (json!(false), "a boolean"),
        (json!(["x"]), "a list"),
        (json!({ "x": 1 }), "an object"),
        (json!("x"), "a string"),
    ];
    for name in [
        "query",
        "operationName",
        "documentId",
        "variables",
        "extensions",
    ] {
        let wanted = match name {
            "variables" | "extensions" => "an object",
            _ => "a string",
        };
        for (value, found) in values.iter().filter(|(_, found)| *found != wanted) {
            let mut body = json!({ "query": "{ __typename }" });
            body[name] = value.clone();
            let came = Came::back(post(&hub, &body)).await;
            assert_eq!(
                came.refusal(),
                format!("400 INVALID_REQUEST `{name}` has to be {wanted}, and is {found}.")
            );
        }
    }
    for body in [
        json!({}),
        json!({ "query": null }),
        json!({ "query": " \n" }),
        json!({ "qeury": "{ a }" }),
    ] {
        assert_eq!(
            Came::back(post(&hub, &body)).await.refusal(),
            "400 INVALID_REQUEST The request has no `query`, and names no document by `documentId`."
        );
    }
}

#[tokio::test]
async fn a_query_string_that_is_no_request_is_refused() {
    let hub = hub().await;
    let cases: &[(&[(&str, &str)], &str)] = &[
        (
            &[],
            "The request has no `query`, and names no document by `documentId`.",
        ),
        (
            &[("query", "{ a }"), ("query", "{ b }")],
            "`query` is there more than once.",
        ),
        (
            &[("query", "{ a }"), ("variables", "{")],
            "`variables` is not JSON: EOF while parsing an object at line 1 column 1.",
        ),
        (
            &[("query", "{ a }"), ("variables", "[]")],
            "`variables` has to be an object, and is a list.",
        ),
        (
            &[("query", "{ a }"), ("extensions", "\"x\"")],
            "`extensions` has to be an object, and is a string.",
        ),
    ];
    for (params, message) in cases {
        let came = Came::back(get(&hub, params)).await;
        assert_eq!(came.refusal(), format!("400 INVALID_REQUEST {message}"));
    }
    // What is not UTF-8 becomes a character that no document has.
    let came = Came::back(hub.client.get(format!("{}/graphql?query=%ff%fe", hub.url))).await;
    assert_eq!(
        came.json()["errors"][0]["extensions"]["code"],
        "GRAPHQL_PARSE_FAILED"
    );
}

#[tokio::test]
async fn an_address_that_is_too_long_is_a_414() {
    let hub = hub().await;
    let query = format!("{{ __typename }} # {}", "x".repeat(40_000));
    let came = Came::back(get(&hub, &[("query", &query)])).await;
    assert_eq!(
        came.refusal(),
        "414 ADDRESS_TOO_LONG The address of a request has at most 32768 bytes: send this by POST."
    );
}

#[tokio::test]
async fn a_body_of_another_type_is_a_415() {
    let hub = hub().await;
    let url = format!("{}/graphql", hub.url);
    let body = r#"{"query":"{ __typename }"}"#;
    let twice = "The request has to say once that its body has the type application/json.";
    let wrong = "The body must have the type application/json.";
    let cases: &[(&[&str], &str)] = &[
        (&[], twice),
        (&["application/json", "text/plain"], twice),
        (&["text/plain"], wrong),
        (&["text/plain; application/json"], wrong),
        (&["application/x-www-form-urlencoded"], wrong),
        (&["multipart/form-data; boundary=x"], wrong),
        (&["application/graphql"], wrong),
        (&["application/jsonp"], wrong),
        (
            &["application/json; charset=utf-16"],
            "The body must be in UTF-8.",
        ),
        (
            &["application/json; charset=\"latin1\""],
            "The body must be in UTF-8.",
        ),
    ];
    for (types, message) in cases {
        let mut request = hub.client.post(&url);
        for value in *types {
            request = request.header("content-type", *value);
        }
        let came = Came::back(request.body(body)).await;
        assert_eq!(
            came.refusal(),
            format!("415 UNSUPPORTED_MEDIA_TYPE {message}"),
            "{types:?}"
        );
    }
    for good in [
        "application/json",
        "Application/JSON ; Charset=\"UTF-8\"",
        "application/json;v=1",
    ] {
        let request = hub.client.post(&url).header("content-type", good);
        assert_eq!(Came::back(request.body(body)).await.status, 200, "{good}");
    }
}
