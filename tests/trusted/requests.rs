//! Requests that name a trusted document.

use serde_json::{Value, json};
use testkit::{Hub, wait};

use super::{CITY, done, persisted, post, sha256, until};

#[tokio::test]
async fn a_request_names_a_document_by_its_hash_or_by_its_name() {
    for hub in Hub::with_demo().await {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("City.graphql");
        std::fs::write(&file, CITY).unwrap();
        done(&hub, &["add", file.to_str().unwrap()]).await;
        let id = format!("sha256:{}", sha256(CITY));
        let cuneo = json!({ "city": { "slug": "cuneo" } });
        let variables = json!({ "slug": "cuneo" });
        for named in [
            json!({ "documentId": id, "variables": variables }),
            json!({ "documentId": "City", "variables": variables }),
            json!({ "documentId": "City", "operationName": "City", "variables": variables, "query": null }),
            json!({ "extensions": persisted(&sha256(CITY)), "variables": variables }),
        ] {
            assert_eq!(
                post(&hub, &named).await,
                (200, String::new(), cuneo.clone()),
                "{named}"
            );
        }
        let by_get = hub.client.get(format!("{}/graphql", hub.url));
        let by_get = by_get.query(&[
            ("documentId", id.as_str()),
            ("variables", r#"{"slug":"cuneo"}"#),
        ]);
        let answer = by_get.send().await.unwrap();
        assert!(answer.headers().contains_key("etag"));
        assert_eq!(answer.json::<Value>().await.unwrap()["data"], cuneo);
        for (wrong, code) in [
            (json!({ "documentId": "Nothing" }), "DOCUMENT_NOT_FOUND"),
            (
                json!({ "documentId": format!("sha256:{}", sha256("x")) }),
                "DOCUMENT_NOT_FOUND",
            ),
            (
                json!({ "documentId": id.to_uppercase() }),
                "DOCUMENT_NOT_FOUND",
            ),
            (json!({ "documentId": "no\u{0}name" }), "DOCUMENT_NOT_FOUND"),
            (
                json!({ "documentId": "x".repeat(100_000) }),
                "DOCUMENT_NOT_FOUND",
            ),
            (
                json!({ "documentId": "City", "operationName": "Town", "variables": variables }),
                "INVALID_REQUEST",
            ),
            (
                json!({ "documentId": "City", "query": CITY }),
                "INVALID_REQUEST",
            ),
            (
                json!({ "documentId": "City", "extensions": persisted(&sha256(CITY)) }),
                "INVALID_REQUEST",
            ),
            (json!({ "documentId": "City" }), "INVALID_VARIABLE"),
        ] {
            let (status, found, data) = post(&hub, &wrong).await;
            assert_eq!(
                (status, found.as_str(), data),
                (400, code, Value::Null),
                "{wrong}"
            );
        }
    }
}

#[tokio::test]
async fn a_document_that_writes_needs_a_post() {
    for hub in Hub::with_demo().await {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("write.graphql");
        std::fs::write(&file, "mutation M { __typename } query Q { __typename }").unwrap();
        done(&hub, &["add", file.to_str().unwrap()]).await;
        for (operation, status) in [("M", 405), ("Q", 200)] {
            let by_get = hub.client.get(format!("{}/graphql", hub.url));
            let by_get = by_get.query(&[("documentId", "write"), ("operationName", operation)]);
            assert_eq!(by_get.send().await.unwrap().status(), status);
        }
    }
}

#[tokio::test]
async fn every_replica_knows_what_was_added_and_what_was_removed() {
    for hub in Hub::with_demo().await {
        let replica = hub.replica().await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("Type.graphql");
        std::fs::write(&file, "{ __typename }").unwrap();
        let named = json!({ "documentId": "Type" });
        // Both have looked for it in vain, and know so.
        for hub in [&hub, &replica] {
            assert_eq!(post(hub, &named).await.1, "DOCUMENT_NOT_FOUND");
        }
        done(&hub, &["add", file.to_str().unwrap()]).await;
        for hub in [&hub, &replica] {
            until(hub, &named, (200, "")).await;
        }
        std::fs::write(&file, "{ nodes(ids: []) { id } }").unwrap();
        done(&hub, &["add", "--replace", file.to_str().unwrap()]).await;
        for hub in [&hub, &replica] {
            wait::until("it is the new one", async || {
                (post(hub, &named).await.2 == json!({ "nodes": [] })).then_some(())
            })
            .await;
        }
        done(&hub, &["remove", "Type"]).await;
        for hub in [&hub, &replica] {
            until(hub, &named, (400, "DOCUMENT_NOT_FOUND")).await;
        }
    }
}

/// What is asked for often costs no statement of its own.
#[tokio::test]
async fn a_document_is_looked_up_once() {
    for hub in Hub::with_demo().await {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("Type.graphql");
        std::fs::write(&file, "{ __typename }").unwrap();
        done(&hub, &["add", file.to_str().unwrap()]).await;
        let named = json!({ "documentId": "Type" });
        assert_eq!(post(&hub, &named).await.0, 200);
        // Past every rule: the register says nothing of it, so nobody looks again.
        hub.change(kernel::db::Sql::new(
            "update trusted_document set body = '{ nothing }'",
        ))
        .await;
        assert_eq!(post(&hub, &named).await.0, 200);
        hub.change(kernel::db::Sql::new(
            "update trusted_document_head set revision = revision + 1",
        ))
        .await;
        until(&hub, &named, (400, "GRAPHQL_VALIDATION_FAILED")).await;
    }
}
