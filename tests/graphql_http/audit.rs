//! The audit suite of the reference implementation, whole.

use std::process::Command;

use serde_json::Value;
use testkit::{Hub, servers};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/audits");
const NODE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/servers/node");

#[tokio::test]
async fn every_audit_of_graphql_http_passes() {
    for hub in Hub::empty().await {
        let url = format!("{}/graphql", hub.url);
        let run = move || {
            let mut node = Command::new(NODE);
            node.arg("server.mjs").arg(url).current_dir(FOLDER).output()
        };
        let output = tokio::task::spawn_blocking(run).await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() && said.contains("ERR_MODULE_NOT_FOUND") {
            assert!(
                !servers::required(),
                "tests/install brings what is missing: {said}"
            );
            return;
        }
        assert!(output.status.success(), "{said}");
        let text = String::from_utf8(output.stdout).unwrap();
        let audits: Vec<Value> = (text.lines())
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let count = |level: &str| {
            let name = |audit: &&Value| audit["name"].as_str().unwrap().starts_with(level);
            audits.iter().filter(name).count()
        };
        // As many as the suite has: none of them may be lost on the way.
        assert_eq!((count("MUST "), count("SHOULD ")), (13, 23));
        let failed: Vec<&Value> = (audits.iter())
            .filter(|audit| audit["status"] != "ok")
            .collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }
}
