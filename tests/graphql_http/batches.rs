//! Several operations in one request: not taken, unless the operator allows some.

use serde_json::{Value, json};
use testkit::{Content, Product};

use super::{Came, hub, hub_with, post};

#[tokio::test]
async fn a_list_is_refused_unless_the_operator_allows_some() {
    let hub = hub().await;
    for body in [json!([]), json!([{ "query": "{ __typename }" }])] {
        assert_eq!(
            Came::back(post(&hub, &body)).await.refusal(),
            "400 INVALID_REQUEST Several operations in one request are not taken."
        );
    }
}

#[tokio::test]
async fn a_list_is_answered_in_its_order_and_bounded() {
    for product in Product::available() {
        let options = server::Options {
            max_batch: 4,
            ..server::Options::default()
        };
        let hub = hub_with(options, product, Content::Demo).await;
        let city = |slug: &str| {
            json!({ "query": "query ($slug: String!) { city(slug: $slug) { slug } }",
                "variables": { "slug": slug } })
        };
        let list = json!([
            city("cuneo"),
            { "query": "{ nothing }" },
            { "query": 1 },
            city("shanghai"),
        ]);
        let came = Came::back(post(&hub, &list)).await;
        assert_eq!(came.status, 200);
        assert_eq!(came.header("cache-control"), "no-store");
        let json = came.json();
        assert_eq!(json.as_array().unwrap().len(), 4);
        assert_eq!(json[0]["data"]["city"]["slug"], "cuneo");
        assert_eq!(
            json[1]["errors"][0]["extensions"]["code"],
            "GRAPHQL_VALIDATION_FAILED"
        );
        assert_eq!(
            json[2],
            json!({ "errors": [{ "message": "`query` has to be a string, and is a number.",
                "extensions": { "code": "INVALID_REQUEST" } }] })
        );
        assert_eq!(json[3]["data"]["city"]["slug"], "shanghai");
        let five: Vec<Value> = (0..5).map(|_| city("cuneo")).collect();
        assert_eq!(
            Came::back(post(&hub, &json!(five))).await.refusal(),
            "400 BATCH_TOO_LARGE A request has at most 4 operations (--max-batch), and this one has 5."
        );
        assert_eq!(
            Came::back(post(&hub, &json!([]))).await.refusal(),
            "400 INVALID_REQUEST The list of operations is empty."
        );
        assert_eq!(
            Came::back(post(&hub, &json!([city("cuneo"), "x"])))
                .await
                .refusal(),
            "400 INVALID_REQUEST The body is no GraphQL request: invalid type: string \"x\", expected \
             an object with `query` at line 1 column 99."
        );
    }
}

#[tokio::test]
async fn writes_of_a_list_follow_one_another() {
    for product in Product::available() {
        let options = server::Options {
            max_batch: 10,
            ..server::Options::default()
        };
        let hub = hub_with(options, product, Content::Demo).await;
        let secretary = hub.secretary().await;
        let theme = |slug: &str| {
            let query = "mutation ($slug: String!) { recordTheme(input: { slug: $slug, \
                         content: [{ locale: \"en\", title: \"T\" }] }) { errors { code } \
                         activity { position } } }";
            json!({ "query": query, "variables": { "slug": slug } })
        };
        let list = json!([theme("a-one"), theme("a-two"), theme("a-three")]);
        let came = Came::back(post(&hub, &list).header("cookie", secretary.cookie())).await;
        assert_eq!(came.header("cache-control"), "private, no-store");
        let json = came.json();
        let positions: Vec<i64> = (json.as_array().unwrap().iter())
            .map(|answer| {
                let position = &answer["data"]["recordTheme"]["activity"]["position"];
                position.as_i64().unwrap_or_else(|| panic!("{answer}"))
            })
            .collect();
        assert_eq!(
            positions,
            [positions[0], positions[0] + 1, positions[0] + 2]
        );
    }
}
