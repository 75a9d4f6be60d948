//! Which translations are needed.

use serde_json::json;
use testkit::Hub;

use super::{Network, write};

const NEEDED: &str = "query ($first: Int, $after: String, $kind: TextKindFilter) {
    translationsNeeded(locale: \"fr\", first: $first, after: $after, filter: { kind: $kind }) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { state original { title locale } translation { title isStale } node { id } } } }";

#[tokio::test]
async fn what_is_missing_or_stale_is_listed_the_last_changed_first() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let secretary = hub.secretary().await;
        let needed = async |variables: serde_json::Value| {
            let reply = hub.query_with(NEEDED, variables).await;
            reply.data()["translationsNeeded"].clone()
        };
        // Two more cities.
        assert_eq!(needed(json!({})).await["totalCount"], 10);
        for node in network.all() {
            let payload = write(&secretary, node, "fr", json!({ "title": "En français" })).await;
            assert_eq!(payload["errors"], json!([]));
        }
        assert_eq!(needed(json!({})).await["totalCount"], 2);
        write(
            &secretary,
            &network.session,
            "en",
            json!({ "title": "Great opening" }),
        )
        .await;
        write(
            &secretary,
            &network.theme,
            "en",
            json!({ "title": "Waters" }),
        )
        .await;
        let page = needed(json!({ "first": 3 })).await;
        assert_eq!(page["totalCount"], 4);
        assert_eq!(
            page["nodes"][0],
            json!({
                "state": "STALE",
                "original": { "title": "Waters", "locale": "en" },
                "translation": { "title": "En français", "isStale": true },
                "node": { "id": network.theme },
            })
        );
        assert_eq!(page["nodes"][1]["node"]["id"], json!(network.session));
        assert_eq!(page["nodes"][2]["state"], "MISSING");
        assert_eq!(page["nodes"][2]["translation"], json!(null));
        assert_eq!(page["pageInfo"]["hasNextPage"], true);
        let after = &page["pageInfo"]["endCursor"];
        let rest = needed(json!({ "first": 3, "after": after })).await;
        assert_eq!(rest["nodes"].as_array().unwrap().len(), 1);
        let kinds = json!({ "kind": { "in": ["THEME", "CITY"] } });
        assert_eq!(needed(kinds).await["totalCount"], 3);
        let kinds = json!({ "kind": { "eq": "SESSION" } });
        assert_eq!(needed(kinds).await["totalCount"], 1);

        let reply = hub
            .query("{ translationsNeeded(locale: \"klingon\") { totalCount } }")
            .await;
        assert_eq!(reply.codes(), ["UNKNOWN_LOCALE"]);
    }
}
