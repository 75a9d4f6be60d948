//! Whatever can be made of the contract, and what is broken in every way, through the real door: it is
//! never a failure of the hub, never internal text, and always an answer in its form.
//!
//! `generate` makes documents by walking the contract: fields, arguments, input objects, fragments and
//! variables by chance, from a seed. A valid one must be taken for valid, and its answer must not have
//! more values than it was said to cost. `broken` spoils such requests: their text, their bytes, their
//! variables. PASSERELLE_TEST_CASES says how many of each are sent (60, unless told); a failure names the
//! seed.

mod broken;
mod generate;

use std::time::Duration;

use serde_json::{Value, json};
use testkit::Hub;

use self::generate::Contract;

/// What only the hub's log may say.
pub(crate) const INTERNAL: [&str; 12] = [
    "panicked",
    ".rs:",
    "sqlx",
    "sqlite",
    "postgres",
    "select ",
    "insert into",
    "no such column",
    "RUST_BACKTRACE",
    "/root/",
    "/home/",
    "unwrap()",
];

fn cases() -> u64 {
    let told = std::env::var("PASSERELLE_TEST_CASES").ok();
    told.map_or(60, |text| {
        text.parse().expect("PASSERELLE_TEST_CASES is a number")
    })
}

/// Sends a body, and checks what holds for every answer there is.
async fn send(hub: &Hub, body: Vec<u8>, case: &str) -> (u16, Value) {
    let shown = String::from_utf8_lossy(&body)
        .chars()
        .take(3_000)
        .collect::<String>();
    let request = hub
        .client
        .post(format!("{}/graphql", hub.url))
        .header("accept", "application/graphql-response+json")
        .header("content-type", "application/json")
        .timeout(Duration::from_secs(60))
        .body(body);
    let answer = request.send().await;
    let answer = answer.unwrap_or_else(|error| panic!("{case}: {error}\n{shown}"));
    let status = answer.status().as_u16();
    assert!((200..500).contains(&status), "{case}: {status}\n{shown}");
    let text = answer.text().await.unwrap();
    let json: Value = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{case}: {error}: {text}\n{shown}"));
    let errors = json["errors"].as_array().cloned().unwrap_or_default();
    assert!(
        json.get("data").is_some() || !errors.is_empty(),
        "{case}: {json:#}\n{shown}"
    );
    for error in errors {
        let code = error["extensions"]["code"].as_str().unwrap_or_default();
        assert!(
            !code.is_empty() && code != "INTERNAL",
            "{case}: {error:#}\n{shown}"
        );
        let message = error["message"].as_str().unwrap_or_default().to_lowercase();
        assert!(!message.is_empty(), "{case}: {error:#}\n{shown}");
        // What the client wrote itself may be repeated to it.
        let own = shown.to_lowercase();
        let internal = INTERNAL
            .iter()
            .find(|text| message.contains(**text) && !own.contains(**text));
        assert_eq!(internal, None, "{case}: {error:#}\n{shown}");
    }
    (status, json)
}

#[tokio::test]
async fn generated_operations_are_answered() {
    let contract = Contract::new();
    for hub in Hub::with_demo().await {
        let known = ids(&hub).await;
        let mut without_errors = 0;
        for seed in 0..cases() {
            let case = format!("{:?}, seed {seed}", hub.product());
            let request = contract.request(seed, &known);
            let (_, json) = send(&hub, request.to_string().into_bytes(), &case).await;
            let codes: Vec<&str> = (json["errors"].as_array().into_iter().flatten())
                .filter_map(|error| error["extensions"]["code"].as_str())
                .collect();
            for code in &codes {
                assert!(
                    !code.starts_with("GRAPHQL_"),
                    "{case}: {json:#}\n{request:#}"
                );
            }
            without_errors += u64::from(codes.is_empty());
            let cost = &json["extensions"]["cost"];
            if let Some(returned) = cost["returned"].as_u64() {
                let requested = cost["requested"].as_u64().unwrap();
                assert!(
                    returned <= requested,
                    "{case}: {cost}\n{request:#}\n{json:#}"
                );
            }
        }
        assert!(
            without_errors * 5 > cases(),
            "only {without_errors} went well"
        );
    }
}

#[tokio::test]
async fn broken_requests_are_refused_in_good_form() {
    let contract = Contract::new();
    for hub in Hub::with_demo().await {
        let known = ids(&hub).await;
        for seed in 0..cases() {
            let case = format!("{:?}, seed {seed}", hub.product());
            let request = contract.request(seed, &known);
            let (body, how) = broken::spoil(&request, seed);
            send(&hub, body, &format!("{case}, {how}")).await;
        }
        // And it goes on as if nothing had been.
        assert_eq!(
            hub.query("{ __typename }").await.data(),
            &json!({ "__typename": "Query" })
        );
    }
}

/// Ids of nodes of some kinds, and slugs.
async fn ids(hub: &Hub) -> Vec<String> {
    let lists = ["cities", "themes", "projects", "events", "organisations"];
    let query: String = lists
        .iter()
        .map(|list| format!("{list}(first: 3) {{ nodes {{ id slug }} }} "))
        .collect();
    let reply = hub.query(&format!("{{ {query} }}")).await;
    let data = reply.data().clone();
    let nodes = lists
        .iter()
        .flat_map(|list| data[*list]["nodes"].as_array().cloned().unwrap());
    let texts = nodes.flat_map(|node| [node["id"].clone(), node["slug"].clone()]);
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}
