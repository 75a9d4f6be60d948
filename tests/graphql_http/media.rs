//! The form of the answer: what the client accepts, by weight and by how exactly it says so.

use serde_json::json;

use super::{Came, hub, post};

const NEW: &str = "application/graphql-response+json; charset=utf-8";
const OLD: &str = "application/json; charset=utf-8";

#[tokio::test]
async fn the_best_that_the_client_accepts_is_taken() {
    let hub = hub().await;
    let accepted: &[(&[&str], &str)] = &[
        (&[], OLD),
        (&[""], OLD),
        (&["*/*"], OLD),
        (&["application/*"], OLD),
        (&["application/json"], OLD),
        (&["APPLICATION/JSON"], OLD),
        (&["application/graphql-response+json"], NEW),
        (&["application/graphql-response+json;charset=utf-8"], NEW),
        (
            &["application/graphql-response+json; charset=\"UTF-8\""],
            NEW,
        ),
        // Both are as good: the type of the specification.
        (
            &["application/json, application/graphql-response+json"],
            NEW,
        ),
        (
            &["application/graphql-response+json, application/json;q=0.9"],
            NEW,
        ),
        (
            &["application/graphql-response+json;q=0.5, application/json"],
            OLD,
        ),
        (
            &["application/json;q=0.001, application/graphql-response+json;q=0"],
            OLD,
        ),
        // What is named exactly counts more than what stands for anything.
        (&["*/*;q=0.9, application/graphql-response+json;q=0.1"], OLD),
        (&["*/*, application/json;q=0.1"], NEW),
        (
            &["application/*;q=0.5, application/graphql-response+json"],
            NEW,
        ),
        (&["application/json, text/plain, */*"], OLD),
        // Several headers are one list.
        (
            &[
                "text/html",
                "application/graphql-response+json;q=0.2",
                "application/json;q=0.1",
            ],
            NEW,
        ),
        // What is no range, or has no weight that there is, is passed over.
        (&["json, application/json"], OLD),
        (
            &["application/graphql-response+json;q=1.5, application/json;q=0.1"],
            OLD,
        ),
        (
            &["application/graphql-response+json;q=high, application/json;q=0.1"],
            OLD,
        ),
        // Forms that go on are for what goes on.
        (
            &["text/event-stream, multipart/mixed, application/json;q=0.1"],
            OLD,
        ),
        (
            &[
                "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed",
            ],
            NEW,
        ),
        (
            &[
                "multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json",
            ],
            NEW,
        ),
    ];
    for (accept, expected) in accepted {
        let mut request = post(&hub, &json!({ "query": "{ __typename }" }));
        for value in *accept {
            request = request.header("accept", *value);
        }
        let came = Came::back(request).await;
        assert_eq!(came.header("content-type"), *expected, "{accept:?}");
        assert_eq!(came.status, 200, "{accept:?}");
        assert_eq!(came.json()["data"], json!({ "__typename": "Query" }));
    }
}

#[tokio::test]
async fn who_accepts_nothing_of_what_there_is_gets_a_406() {
    let hub = hub().await;
    for accept in [
        "text/html",
        "application/xml;q=0.9, text/plain",
        "application/json;q=0",
        "*/*;q=0",
        "application/json;charset=iso-8859-1",
        "nonsense",
        "application/*;q=0, image/*",
    ] {
        let request = post(&hub, &json!({ "query": "{ __typename }" }));
        let came = Came::back(request.header("accept", accept)).await;
        assert_eq!(came.header("content-type"), OLD);
        assert_eq!(
            came.refusal(),
            "406 NOT_ACCEPTABLE The hub answers this in application/graphql-response+json or \
             application/json.",
            "{accept:?}"
        );
    }
    // Not even text.
    let request = post(&hub, &json!({ "query": "{ __typename }" }));
    let came = Came::back(request.header("accept", &b"application/json\xff"[..])).await;
    assert_eq!(came.status, 406);
}

#[tokio::test]
async fn a_refusal_has_the_form_that_was_asked_for() {
    let hub = hub().await;
    for (accept, content_type) in [("application/graphql-response+json", NEW), ("*/*", OLD)] {
        let request = post(&hub, &json!({ "query": 1 })).header("accept", accept);
        let came = Came::back(request).await;
        assert_eq!(came.status, 400);
        assert_eq!(came.header("content-type"), content_type);
        assert_eq!(came.header("cache-control"), "no-store");
    }
}
