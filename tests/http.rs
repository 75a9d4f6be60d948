//! The doors over HTTP: types, methods, statuses, limits, and what never gets out.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::{Content, Database, Hub, Product};

async fn hub() -> Hub {
    Hub::on(Database::new(Product::Sqlite, Content::EmptyNetwork).await).await
}

#[tokio::test]
async fn a_query_can_come_by_get_and_by_post() {
    for hub in Hub::with_demo().await {
        let get = hub
            .client
            .get(format!("{}/graphql", hub.url))
            .query(&[
                ("query", "query A ($slug: String!) { city(slug: $slug) { slug } } query B { __typename }"),
                ("operationName", "A"),
                ("variables", r#"{"slug":"cuneo"}"#),
            ])
            .send()
            .await
            .unwrap();
        assert_eq!(get.status(), 200);
        let answer: Value = get.json().await.unwrap();
        assert_eq!(answer["data"], json!({ "city": { "slug": "cuneo" } }));
        let body = json!({ "query": "{ city(slug: \"cuneo\") { slug } }" });
        let post = hub
            .client
            .post(format!("{}/graphql", hub.url))
            .json(&body)
            .send()
            .await
            .unwrap();
        let timing = post.headers()["server-timing"].to_str().unwrap();
        assert!(timing.starts_with("sql;dur="), "{timing}");
        assert!(
            timing.ends_with("desc=\"2 statements in 2 waves\""),
            "{timing}"
        );
        assert_eq!(post.json::<Value>().await.unwrap()["data"], answer["data"]);
    }
}

#[tokio::test]
async fn the_answer_has_the_type_that_was_asked_for() {
    let hub = hub().await;
    let answer = async |accept: &str, query: &str| {
        let request = hub
            .client
            .post(format!("{}/graphql", hub.url))
            .header("accept", accept);
        let answer = request
            .json(&json!({ "query": query }))
            .send()
            .await
            .unwrap();
        let content_type = answer.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned();
        format!(
            "{} {}",
            answer.status().as_u16(),
            content_type.split(';').next().unwrap()
        )
    };
    for (accept, good, bad) in [
        (
            "application/json",
            "200 application/json",
            "200 application/json",
        ),
        (
            "application/graphql-response+json",
            "200 application/graphql-response+json",
            "400 application/graphql-response+json",
        ),
        (
            "application/graphql-response+json, application/json;q=0.9",
            "200 application/graphql-response+json",
            "400 application/graphql-response+json",
        ),
        (
            "application/graphql-response+json;q=0.5, application/json",
            "200 application/json",
            "200 application/json",
        ),
        ("*/*", "200 application/json", "200 application/json"),
        ("text/html", "406 application/json", "406 application/json"),
        (
            "application/json;q=0",
            "406 application/json",
            "406 application/json",
        ),
    ] {
        assert_eq!(answer(accept, "{ __typename }").await, good, "{accept:?}");
        assert_eq!(answer(accept, "{ nothing }").await, bad, "{accept:?}");
    }
}

#[tokio::test]
async fn requests_that_are_none_are_refused_as_json() {
    let hub = hub().await;
    let url = format!("{}/graphql", hub.url);
    let json_type = ("content-type", "application/json");
    let mut refused = Vec::new();
    for (method, header, body) in [
        (Method::POST, json_type, "{"),
        (Method::POST, json_type, "[]"),
        (Method::POST, json_type, "[{\"query\":\"{ __typename }\"}]"),
        (Method::POST, json_type, "\"{ __typename }\""),
        (Method::POST, json_type, "{}"),
        (Method::POST, json_type, "{\"query\":\" \"}"),
        (Method::POST, json_type, "{\"query\":1}"),
        (
            Method::POST,
            json_type,
            "{\"query\":\"{ __typename }\",\"variables\":[]}",
        ),
        (Method::POST, json_type, "\u{ff}"),
        (
            Method::POST,
            ("content-type", "text/plain"),
            "{\"query\":\"{ __typename }\"}",
        ),
        (
            Method::POST,
            ("content-type", "application/x-www-form-urlencoded"),
            "query=%7B__typename%7D",
        ),
        (
            Method::POST,
            ("accept", "*/*"),
            "{\"query\":\"{ __typename }\"}",
        ),
        (Method::PUT, json_type, "{}"),
        (Method::DELETE, json_type, "{}"),
    ] {
        let request = hub
            .client
            .request(method.clone(), &url)
            .header(header.0, header.1);
        let answer = request.body(body).send().await.unwrap();
        let status = answer.status().as_u16();
        let json: Value = answer.json().await.unwrap();
        let error = &json["errors"][0];
        refused.push(format!(
            "{method} {body:.40}: {status} {} {}",
            error["extensions"]["code"].as_str().unwrap(),
            error["message"].as_str().unwrap()
        ));
    }
    insta::assert_json_snapshot!(refused, @r#"
    [
      "POST {: 400 INVALID_REQUEST The body is not JSON: EOF while parsing an object at line 1 column 1.",
      "POST []: 400 INVALID_REQUEST Several operations in one request are not taken.",
      "POST [{\"query\":\"{ __typename }\"}]: 400 INVALID_REQUEST Several operations in one request are not taken.",
      "POST \"{ __typename }\": 400 INVALID_REQUEST The body is no GraphQL request: invalid type: string \"{ __typename }\", expected an object with `query` at line 1 column 16.",
      "POST {}: 400 INVALID_REQUEST The request has no `query`, and names no document by `documentId`.",
      "POST {\"query\":\" \"}: 400 INVALID_REQUEST The request has no `query`, and names no document by `documentId`.",
      "POST {\"query\":1}: 400 INVALID_REQUEST `query` has to be a string, and is a number.",
      "POST {\"query\":\"{ __typename }\",\"variables\":[]: 400 INVALID_REQUEST `variables` has to be an object, and is a list.",
      "POST ÿ: 400 INVALID_REQUEST The body is not JSON: expected value at line 1 column 1.",
      "POST {\"query\":\"{ __typename }\"}: 415 UNSUPPORTED_MEDIA_TYPE The body must have the type application/json.",
      "POST query=%7B__typename%7D: 415 UNSUPPORTED_MEDIA_TYPE The body must have the type application/json.",
      "POST {\"query\":\"{ __typename }\"}: 415 UNSUPPORTED_MEDIA_TYPE The request has to say once that its body has the type application/json.",
      "PUT {}: 405 METHOD_NOT_ALLOWED This address does not take PUT.",
      "DELETE {}: 405 METHOD_NOT_ALLOWED This address does not take DELETE."
    ]
    "#);
}

#[tokio::test]
async fn get_takes_no_mutation() {
    let hub = hub().await;
    let mutation = r#"mutation { recordTheme(input: { slug: "x", content: [{ locale: "en", title: "X" }] }) { errors { code } } }"#;
    let answer = hub
        .client
        .get(format!("{}/graphql", hub.url))
        .query(&[("query", mutation)])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers()["allow"], "POST");
    // Hidden behind a query of the same document, it is not run, either.
    let both = format!(
        "query Q {{ __typename }} {}",
        mutation.replacen("mutation", "mutation M", 1)
    );
    let answer = hub
        .client
        .get(format!("{}/graphql", hub.url))
        .query(&[("query", both.as_str()), ("operationName", "M")])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let hub = hub().await;
    let query = format!("{{ __typename }} # {}", "x".repeat(1024 * 1024));
    let answer = hub
        .client
        .post(format!("{}/graphql", hub.url))
        .json(&json!({ "query": query }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let json: Value = answer.json().await.unwrap();
    assert_eq!(json["errors"][0]["extensions"]["code"], "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn what_is_not_there_is_a_404_in_json() {
    let hub = hub().await;
    for path in [
        "/nothing",
        "/graphiql/assets/../../Cargo.toml",
        "/graphiql/assets/secret.js",
        "/graphql/x",
    ] {
        let answer = hub
            .client
            .get(format!("{}{path}", hub.url))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        let json: Value = answer.json().await.unwrap();
        assert_eq!(json["errors"][0]["extensions"]["code"], "NOT_FOUND");
    }
}

#[tokio::test]
async fn internal_error_text_never_gets_out() {
    for hub in Hub::with_demo().await {
        let mut tx = hub.db.begin().await.unwrap();
        kernel::on!(&mut tx.conn(), |c, DB| {
            sqlx::query::<DB>("alter table city rename to town")
                .execute(c)
                .await
                .map(drop)
        })
        .unwrap();
        tx.commit().await.unwrap();
        let reply = hub.query("{ cities { nodes { slug } } }").await;
        assert_eq!(reply.codes(), ["INTERNAL"]);
        let text = reply.json.to_string();
        for inside in ["town", "table", "relation", "select", "sqlx", "city c"] {
            assert!(!text.contains(inside), "{text}");
        }
    }
}

#[tokio::test]
async fn health_says_whether_the_hub_can_answer() {
    for hub in Hub::empty().await {
        let get = async |path: &str| {
            let answer = hub
                .client
                .get(format!("{}{path}", hub.url))
                .send()
                .await
                .unwrap();
            (
                answer.status().as_u16(),
                answer.json::<Value>().await.unwrap(),
            )
        };
        assert_eq!(
            get("/health/live").await,
            (200, json!({ "status": "live" }))
        );
        assert_eq!(
            get("/health/ready").await,
            (200, json!({ "status": "ready", "database": "up" }))
        );
        hub.db.close().await;
        assert_eq!(get("/health/live").await.0, 200);
        assert_eq!(
            get("/health/ready").await,
            (503, json!({ "status": "not ready", "database": "down" }))
        );
    }
}

#[tokio::test]
async fn large_answers_are_compressed_when_asked() {
    let hub = hub().await;
    let answer = hub
        .client
        .get(format!("{}/schema.graphql", hub.url))
        .header("accept-encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
}

/// The hub has one connection to read with, and the test holds it: the request cannot go on.
#[tokio::test]
async fn a_request_that_takes_too_long_is_given_up() {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let options = kernel::db::Options {
        readers: 1,
        ..kernel::db::Options::new(&database.url)
    };
    let db = kernel::Db::connect(&options).await.unwrap();
    let held = db.read().await.unwrap();
    let setup = testkit::Setup {
        db: Some(db),
        server: server::Options {
            timeout: std::time::Duration::from_millis(100),
            ..server::Options::default()
        },
        ..testkit::Setup::default()
    };
    let hub = Hub::set_up(database, setup).await;
    let url = format!("{}/graphql", hub.url);
    let ask = async || {
        let body = json!({ "query": "{ cities { totalCount } }" });
        let answer = testkit::client()
            .post(&url)
            .json(&body)
            .send()
            .await
            .unwrap();
        (answer.status(), answer.json::<Value>().await.unwrap())
    };
    let (status, answer) = ask().await;
    assert_eq!(status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "TIMEOUT");
    drop(held);
    assert_eq!(ask().await.0, StatusCode::OK);
}
