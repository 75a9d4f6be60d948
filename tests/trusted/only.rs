//! Only trusted documents: for whom the operator says so, and for nobody else.

use documents::{OnlyTrusted, Options};
use serde_json::{Value, json};
use testkit::{Hub, Product, Setup};

use super::{CITY, ask, done, hub_with, persisted, post, sha256};

fn only(only_trusted: OnlyTrusted) -> Options {
    Options {
        only_trusted,
        ..Options::default()
    }
}

async fn with_city(hub: &Hub) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("City.graphql");
    std::fs::write(&file, CITY).unwrap();
    done(hub, &["add", file.to_str().unwrap()]).await;
}

#[tokio::test]
async fn each_setting_binds_whom_it_names() {
    for base in Hub::with_demo().await {
        let officer = base.officer_of("cuneo").await;
        let secretary = base.secretary().await;
        let cookies = [None, Some(officer.cookie()), Some(secretary.cookie())];
        for (setting, bound) in [
            ("nobody", [false, false, false]),
            ("anonymous", [true, false, false]),
            ("all-but-secretariat", [true, true, false]),
            ("everybody", [true, true, true]),
        ] {
            let setup = Setup {
                server: server::Options {
                    documents: only(setting.parse().unwrap()),
                    ..server::Options::default()
                },
                ..Setup::default()
            };
            let hub = Hub::set_up(base.database.clone(), setup).await;
            for (cookie, bound) in cookies.iter().zip(bound) {
                let mut request = hub.client.post(format!("{}/graphql", hub.url));
                if let Some(cookie) = cookie {
                    request = request.header("cookie", cookie);
                }
                let body = json!({ "query": "{ nodes(ids: []) { id } }" });
                let (status, code, _) = ask(request, &body).await;
                let expected = if bound {
                    (403, "DOCUMENT_NOT_TRUSTED")
                } else {
                    (200, "")
                };
                assert_eq!((status, code.as_str()), expected, "{setting} {cookie:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_trusted_runs_however_it_is_asked_for_and_nothing_else_does() {
    for product in Product::available() {
        let hub = hub_with(only(OnlyTrusted::Everybody), product).await;
        with_city(&hub).await;
        let cuneo = json!({ "city": { "slug": "cuneo" } });
        let variables = json!({ "slug": "cuneo" });
        let trusted = sha256(CITY);
        for body in [
            json!({ "documentId": "City", "variables": variables }),
            json!({ "documentId": format!("sha256:{trusted}"), "variables": variables }),
            json!({ "extensions": persisted(&trusted), "variables": variables }),
            json!({ "query": CITY, "variables": variables }),
            json!({ "query": CITY, "extensions": persisted(&trusted), "variables": variables }),
        ] {
            assert_eq!(
                post(&hub, &body).await,
                (200, String::new(), cuneo.clone()),
                "{body}"
            );
        }
        let other = format!("{CITY} ");
        let refused = (403, "DOCUMENT_NOT_TRUSTED".to_owned(), Value::Null);
        for body in [
            json!({ "query": other, "variables": variables }),
            json!({ "query": other, "extensions": persisted(&sha256(&other)), "variables": variables }),
            // What was just refused was not kept, either.
            json!({ "extensions": persisted(&sha256(&other)), "variables": variables }),
            json!({ "query": "{" }),
            json!({ "query": "mutation { __typename viewer: signOut { errors { code } } }" }),
            json!({ "query": "{ __typename nodes(ids: []) { id } }" }),
            json!({ "query": "{ ...All } fragment All on Query { __typename nodes(ids: []) { id } }" }),
            json!({ "query": "query A { __typename } query B { nodes(ids: []) { id } }", "operationName": "B" }),
        ] {
            assert_eq!(post(&hub, &body).await, refused, "{body}");
        }
        let named = json!({ "documentId": "Nothing" });
        assert_eq!(post(&hub, &named).await.1, "DOCUMENT_NOT_FOUND");
    }
}

/// The contract is public: it is at `/schema.graphql`, too. So tools and the explorer can read it.
#[tokio::test]
async fn the_contract_can_be_asked_for_by_anybody() {
    let hub = hub_with(only(OnlyTrusted::Everybody), Product::Sqlite).await;
    for query in [
        "{ __typename }",
        "{ _service { sdl } }",
        "{ __schema { queryType { name } } __type(name: \"City\") { name } }",
        "query I { ...S ... on Query { __typename } } fragment S on Query { __schema { types { name } } }",
    ] {
        let (status, code, _) = post(&hub, &json!({ "query": query })).await;
        assert_eq!((status, code.as_str()), (200, ""), "{query}");
    }
    let page = hub
        .client
        .get(format!("{}/graphiql", hub.url))
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 200);
}
