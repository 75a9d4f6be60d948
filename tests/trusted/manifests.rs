//! The files that clients' tools write.

use serde_json::json;
use testkit::Hub;

use super::{CITY, done, persisted, post, refused, sha256};

#[tokio::test]
async fn the_manifest_of_apollo_is_read() {
    for hub in Hub::with_demo().await {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("persisted-query-manifest.json");
        let manifest = json!({
            "format": "apollo-persisted-query-manifest",
            "version": 1,
            "operations": [
                { "id": sha256(CITY), "name": "City", "type": "query", "body": CITY },
                { "id": "custom-id", "name": "Type", "type": "query", "body": "query Type {\n  __typename\n}" },
            ],
        });
        std::fs::write(&file, manifest.to_string()).unwrap();
        assert_eq!(
            done(&hub, &["add", file.to_str().unwrap()]).await,
            "Added: 2 new, 0 replaced, 0 as they were.\n"
        );
        let variables = json!({ "slug": "cuneo" });
        for body in [
            json!({ "extensions": persisted(&sha256(CITY)), "variables": variables }),
            json!({ "documentId": format!("sha256:{}", sha256(CITY)), "variables": variables }),
            json!({ "documentId": "custom-id" }),
            json!({ "extensions": persisted("custom-id") }),
        ] {
            assert_eq!(post(&hub, &body).await.0, 200, "{body}");
        }
    }
}

/// Relay's compiler names documents by their MD5, Code Generator's client preset by their SHA-1 unless
/// told; with SHA-256 the name is that of the specification.
#[tokio::test]
async fn a_map_of_hashes_to_documents_is_read() {
    for hub in Hub::with_demo().await {
        let folder = tempfile::tempdir().unwrap();
        let relay = folder.path().join("persisted_queries.json");
        let md5 = "0f34c1a1f4f4cb5c0ae5b3a1f4f4cb5c";
        std::fs::write(&relay, json!({ md5: CITY }).to_string()).unwrap();
        let codegen = folder.path().join("persisted-documents.json");
        let sha1 = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";
        let text = "query Type { __typename }";
        let map = json!({ sha1: text, sha256("{ __typename }"): "{ __typename }" });
        std::fs::write(&codegen, map.to_string()).unwrap();
        let files = ["add", relay.to_str().unwrap(), codegen.to_str().unwrap()];
        assert_eq!(
            done(&hub, &files).await,
            "Added: 3 new, 0 replaced, 0 as they were.\n"
        );
        for body in [
            json!({ "documentId": md5, "variables": { "slug": "cuneo" } }),
            json!({ "documentId": sha1 }),
            json!({ "extensions": persisted(sha1) }),
            json!({ "documentId": format!("sha256:{}", sha256(text)) }),
            json!({ "documentId": format!("sha256:{}", sha256("{ __typename }")) }),
        ] {
            assert_eq!(post(&hub, &body).await.0, 200, "{body}");
        }
    }
}

#[tokio::test]
async fn a_file_that_is_no_manifest_is_refused_with_the_reason() {
    let hub = &Hub::empty().await[0];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::create_dir(path.join("empty")).unwrap();
    let long = format!("{{ __typename }} # {}", "x".repeat(300_000));
    let files: &[(&str, &[u8], &str)] = &[
        ("a.json", b"{", "this is not JSON: EOF while parsing an object at line 1 column 1"),
        ("b.json", b"[]", "this is no manifest of documents: invalid type: sequence, expected an object at line 1 column 0"),
        ("c.json", b"{\"x\": 1}", "this is no manifest of documents: `x` is not the text of a document"),
        ("d.json", b"{\"format\": \"apollo-persisted-query-manifest\", \"version\": 2, \"operations\": []}", "the hub knows version 1 of this format, not 2"),
        ("e.json", b"{\"format\": \"apollo-persisted-query-manifest\"}", "this is no manifest of Apollo's: missing field `version` at line 1 column 45"),
        ("f.json", b"{\"format\": \"other\", \"version\": 1, \"operations\": []}", "the hub does not know the format `other`"),
        ("g.json", b"{\"a b\": \"{ __typename }\"}", "`a b` is no name of a document: it has letters, digits, `-`, `.`, `_` and `~`; or is `sha256:` with 64 lower-case hexadecimal characters, or begins with a prefix `x-…:` of your own"),
        ("h.graphql", b"{ a } # \xff", "the text is not UTF-8"),
        ("i.graphql", long.as_bytes(), "a document has at most 262144 bytes"),
        ("j.txt", b"{ __typename }", "this is no .graphql, .gql or .json file"),
    ];
    for (name, bytes, why) in files {
        let file = path.join(name);
        std::fs::write(&file, bytes).unwrap();
        let said = refused(hub, &["add", file.to_str().unwrap()], path).await;
        assert_eq!(said, [format!("passerelle: {name}: {why}")]);
    }
    for (name, why) in [
        ("nothing.graphql", "there is no such file"),
        ("empty", "there is no file .graphql or .gql in this folder"),
    ] {
        let file = path.join(name);
        let said = refused(hub, &["add", file.to_str().unwrap()], path).await;
        assert_eq!(said, [format!("passerelle: {name}: {why}")]);
    }
    // Names that are wrong are told together, and with where they are.
    let file = path.join("k.json");
    let wrong = format!("sha256:{}", sha256("x"));
    let text = format!(
        "{{\"twice\": \"{{ __typename }}\", \"twice\": \"{{ nodes(ids: []) {{ id }} }}\", \"{wrong}\": \"{{ __typename }}\"}}"
    );
    std::fs::write(&file, text).unwrap();
    assert_eq!(
        refused(hub, &["add", file.to_str().unwrap()], path).await,
        [
            "k.json, twice: the name `twice` is that of another document, of k.json, twice"
                .to_owned(),
            format!(
                "k.json, {wrong}: its name says that its SHA-256 is another one than {}",
                sha256("{ __typename }")
            ),
            "passerelle: nothing was added: 2 mistakes".to_owned(),
        ]
    );
    assert_eq!(done(hub, &["list"]).await, "");
}
