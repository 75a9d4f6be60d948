//! Automatic persisted queries: Apollo's protocol, as its clients speak it.

use serde_json::{Value, json};
use testkit::{Hub, Product, wait};

use super::{CITY, hub_with, persisted, post, sha256};

fn named(hash: &str) -> Value {
    json!({ "extensions": persisted(hash), "variables": { "slug": "cuneo" } })
}

#[tokio::test]
async fn a_document_that_was_sent_once_is_known_by_its_hash() {
    for hub in Hub::with_demo().await {
        let hash = sha256(CITY);
        let (status, code, _) = post(&hub, &named(&hash)).await;
        assert_eq!((status, code.as_str()), (400, "PERSISTED_QUERY_NOT_FOUND"));
        let mut whole = named(&hash);
        whole["query"] = json!(CITY);
        let cuneo = json!({ "city": { "slug": "cuneo" } });
        assert_eq!(
            post(&hub, &whole).await,
            (200, String::new(), cuneo.clone())
        );
        assert_eq!(post(&hub, &named(&hash)).await.2, cuneo);
        assert_eq!(post(&hub, &named(&hash.to_uppercase())).await.2, cuneo);
        // By GET, too: it is then an address that can be kept.
        let by_get = hub.client.get(format!("{}/graphql", hub.url)).query(&[
            ("extensions", persisted(&hash).to_string()),
            ("variables", json!({ "slug": "cuneo" }).to_string()),
        ]);
        let answer = by_get.send().await.unwrap();
        assert!(answer.headers().contains_key("etag"));
        assert_eq!(answer.json::<Value>().await.unwrap()["data"], cuneo);
        // Another replica has not seen it: it asks for it, and its clients send it.
        let replica = hub.replica().await;
        assert_eq!(
            post(&replica, &named(&hash)).await.1,
            "PERSISTED_QUERY_NOT_FOUND"
        );
    }
}

/// Clients from before the specification look at the words, and take no other status.
#[tokio::test]
async fn a_miss_has_the_words_of_the_protocol() {
    let hub = &Hub::with_demo().await[0];
    let url = format!("{}/graphql", hub.url);
    let request = hub.client.post(&url).json(&named(&sha256("{ a }")));
    let answer = request
        .header("accept", "application/json")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(
        answer.json::<Value>().await.unwrap(),
        json!({ "errors": [{ "message": "PersistedQueryNotFound",
            "extensions": { "code": "PERSISTED_QUERY_NOT_FOUND" } }] })
    );
    let off = documents::Options {
        automatic_bytes: 0,
        ..documents::Options::default()
    };
    let hub = hub_with(off, Product::Sqlite).await;
    let request = hub
        .client
        .post(format!("{}/graphql", hub.url))
        .json(&named(&sha256("{ a }")));
    let answer = request
        .header("accept", "application/json")
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.json::<Value>().await.unwrap(),
        json!({ "errors": [{ "message": "PersistedQueryNotSupported",
            "extensions": { "code": "PERSISTED_QUERY_NOT_SUPPORTED" } }] })
    );
    // Sent with its document, it is run all the same, and not kept.
    let mut whole = named(&sha256(CITY));
    whole["query"] = json!(CITY);
    assert_eq!(post(&hub, &whole).await.0, 200);
    assert_eq!(
        post(&hub, &named(&sha256(CITY))).await.1,
        "PERSISTED_QUERY_NOT_SUPPORTED"
    );
}

#[tokio::test]
async fn an_extension_that_is_wrong_is_refused_with_the_place() {
    let hub = &Hub::with_demo().await[0];
    let mut refused = Vec::new();
    for extension in [
        json!("x"),
        json!({}),
        json!({ "version": 2, "sha256Hash": sha256(CITY) }),
        json!({ "version": "1", "sha256Hash": sha256(CITY) }),
        json!({ "version": 1 }),
        json!({ "version": 1, "sha256Hash": 3 }),
        json!({ "version": 1, "sha256Hash": sha256("{ other }") }),
    ] {
        let body = json!({ "query": CITY, "extensions": { "persistedQuery": extension } });
        let answer = hub.client.post(format!("{}/graphql", hub.url)).json(&body);
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), 400);
        let error = answer.json::<Value>().await.unwrap()["errors"][0].clone();
        refused.push(format!(
            "{} {}",
            error["extensions"]["code"].as_str().unwrap(),
            error["message"].as_str().unwrap()
        ));
    }
    assert_eq!(
        refused,
        [
            "INVALID_REQUEST `extensions.persistedQuery` has to be an object, and is a string.",
            "INVALID_REQUEST `extensions.persistedQuery.version` has to be 1.",
            "INVALID_REQUEST `extensions.persistedQuery.version` has to be 1.",
            "INVALID_REQUEST `extensions.persistedQuery.version` has to be 1.",
            "INVALID_REQUEST `extensions.persistedQuery.sha256Hash` has to be a string, and is null.",
            "INVALID_REQUEST `extensions.persistedQuery.sha256Hash` has to be a string, and is a number.",
            &format!(
                "PERSISTED_QUERY_HASH_MISMATCH `extensions.persistedQuery.sha256Hash` is not the \
                 SHA-256 of `query`, which is {}.",
                sha256(CITY)
            ),
        ]
    );
    // What did not match is not kept under either hash.
    assert_eq!(
        post(hub, &named(&sha256("{ other }"))).await.1,
        "PERSISTED_QUERY_NOT_FOUND"
    );
}

#[tokio::test]
async fn what_is_kept_is_bounded_in_bytes() {
    let options = documents::Options {
        automatic_bytes: 20_000,
        ..documents::Options::default()
    };
    let hub = hub_with(options, Product::Sqlite).await;
    let text = |i: usize| format!("query Q{i} {{ __typename }} # {}", "x".repeat(3_000));
    for i in 0..20 {
        let body = json!({ "query": text(i), "extensions": persisted(&sha256(&text(i))) });
        assert_eq!(post(&hub, &body).await.0, 200);
    }
    // One that alone is larger than all the room is run, and not kept.
    let large = format!("query L {{ __typename }} # {}", "x".repeat(30_000));
    let body = json!({ "query": large, "extensions": persisted(&sha256(&large)) });
    assert_eq!(post(&hub, &body).await.0, 200);
    let known = async || {
        let mut known = 0;
        for i in 0..20 {
            let body = json!({ "extensions": persisted(&sha256(&text(i))) });
            known += usize::from(post(&hub, &body).await.0 == 200);
        }
        known
    };
    // The cache tidies up behind its writers.
    wait::until("a few of 20 are kept", async || {
        (1..=6).contains(&known().await).then_some(())
    })
    .await;
    let body = json!({ "extensions": persisted(&sha256(&large)) });
    assert_eq!(post(&hub, &body).await.1, "PERSISTED_QUERY_NOT_FOUND");
}

#[tokio::test]
async fn what_cannot_be_read_is_not_kept_and_what_writes_needs_a_post() {
    let hub = &Hub::with_demo().await[0];
    for (text, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("mutation { __typename }", ""),
    ] {
        let hash = sha256(text);
        let body = json!({ "query": text, "extensions": persisted(&hash) });
        assert_eq!(post(hub, &body).await.1, code);
    }
    let again = json!({ "extensions": persisted(&sha256("{")) });
    assert_eq!(post(hub, &again).await.1, "PERSISTED_QUERY_NOT_FOUND");
    let extension = persisted(&sha256("mutation { __typename }")).to_string();
    let by_get = hub.client.get(format!("{}/graphql", hub.url));
    let by_get = by_get
        .query(&[("extensions", extension)])
        .send()
        .await
        .unwrap();
    assert_eq!(by_get.status(), 405);
}
