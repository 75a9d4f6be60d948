//! Clients that are not ours, each the real package: what they make of the contract, and of a live hub.
//! tests/clients has them, and says how to add one.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use kernel::Kind;
use serde_json::Value;
use testkit::{Content, Database, Hub, Product};
use tokio::process::Command;

/// A program that has not ended by then is stuck: CI machines stall for seconds, not for minutes.
const DEADLINE: Duration = Duration::from_secs(180);

/// Where the clients are.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients")
}

/// Whether their packages are there. Where they are not, it is said, and a panic where everything must
/// be there.
pub(crate) fn are_installed() -> bool {
    let installed = folder().join("node_modules/.installed").exists();
    if !installed {
        let missing = "the packages of tests/clients are missing";
        assert!(
            !testkit::servers::required(),
            "{missing}: run tests/install"
        );
        eprintln!("SKIPPED: {missing} (`tests/install` brings them)");
    }
    installed
}

/// Runs a program of tests/clients to its end. What it writes to its standard output is JSON.
pub(crate) async fn run(program: &str, arguments: &[&str]) -> Value {
    let node = folder().join("../servers/node");
    let mut command = Command::new(node);
    command.arg(folder().join(program)).args(arguments);
    let printed = output(command, program).await;
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{program}: {error}: {printed}"))
}

/// What a program printed, which has to end well.
pub(crate) async fn output(mut command: Command, program: &str) -> String {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let ended = tokio::time::timeout(DEADLINE, child.wait_with_output()).await;
    let output = ended
        .unwrap_or_else(|_| panic!("{program} does not end"))
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{program}: {}\n{printed}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr),
    );
    printed
}

/// The blocks of code of a document that name a file, as they stand there: "```js gateway.mjs".
pub(crate) fn blocks(document: &str) -> BTreeMap<String, String> {
    let mut blocks = BTreeMap::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some((_, file)) = language.split_once(' ') {
            blocks.insert(file.to_owned(), block.join("\n") + "\n");
        }
    }
    blocks
}

/// A folder with the blocks of a document in it, where they find the packages of tests/clients.
pub(crate) fn folder_of(document: &str) -> tempfile::TempDir {
    let blocks = blocks(document);
    assert!(!blocks.is_empty(), "a document without programs");
    let made = tempfile::tempdir().unwrap();
    for (file, block) in blocks {
        std::fs::write(made.path().join(file), block).unwrap();
    }
    let packages = folder().canonicalize().unwrap().join("node_modules");
    std::os::unix::fs::symlink(packages, made.path().join("node_modules")).unwrap();
    made
}

async fn hub() -> Hub {
    Hub::on(Database::new(Product::Sqlite, Content::Demo).await).await
}

/// Typed documents in strict TypeScript, and Relay's compiler and store: what the contract has not is
/// refused before it runs.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_compiled_against_the_contract_runs_on_a_hub() {
    if !are_installed() {
        return;
    }
    let hub = hub().await;
    let city = hub.id_of(Kind::City, "cuneo").await;
    let address = format!("{}/graphql", hub.url);
    let report = run("compiled.mjs", &[&address, &city]).await;
    insta::assert_json_snapshot!(report, @r#"
    {
      "codegen": {
        "projects": [
          "Cross artist residencies (ACTIVE), Clermont-Ferrand",
          "Cross residency Regensburg–Clermont-Ferrand (ACTIVE), Regensburg",
          "Culture Lab: artist exchange charter (ACTIVE), Clermont-Ferrand"
        ],
        "follow": "Sign in first: this is for people, each for themselves.",
        "aFieldThatIsNotAskedFor": "Property 'budget' does not exist on type '{ slug: string; title: string; stage: Stage | null; startedOn: string | null; leadCity: { name: string; } | null; }'.",
        "nullIsNotLookedFor": "'leadCity' is possibly 'null'.",
        "aValueThatIsNone": "Type '\"RUNNING\"' is not assignable",
        "aVariableIsMissing": "Property 'node' is missing",
        "aFieldThatIsNotThere": "Cannot query field \"budget\" on type \"ProjectConnection\". Did you mean \"edges\"?"
      },
      "relay": {
        "sameCity": [
          true,
          true,
          true
        ],
        "namesInTheStore": [
          [
            "name",
            "Cuneo"
          ],
          [
            "name(locale:\"fr\")",
            "Coni"
          ]
        ],
        "connections": 2,
        "aFieldThatIsNotThere": "The type `Content` has no field `budget`.",
        "aListThatIsNoConnection": "Expected field 'content' to be passed a 'first' or 'last' argument."
      }
    }
    "#);
}

/// Apollo Client and urql: their caches know a node by its id, page as Relay does, learn from mutations, and
/// understand the errors.
#[tokio::test(flavor = "multi_thread")]
async fn clients_with_caches_work_on_a_hub() {
    if !are_installed() {
        return;
    }
    let hub = hub().await;
    let officer = hub.officer_of("cuneo").await;
    let token = officer.token(&["READ", "ACCOUNT"], None).await;
    let address = format!("{}/graphql", hub.url);
    let report = run("live.mjs", &[&address, &token.secret]).await;
    insta::assert_json_snapshot!(report, @r#"
    {
      "apollo": {
        "persisted": [
          {
            "sent": [
              "GET its digest",
              "POST the document"
            ],
            "name": "Cuneo"
          },
          {
            "sent": [
              "GET its digest"
            ],
            "name": "Cuneo"
          }
        ],
        "pages": [
          2,
          4
        ],
        "slugs": [
          "circular-economy-tool",
          "network-consolidation",
          "conversion-bad-kreuznach",
          "creart-valladolid"
        ],
        "cityByItsId": {
          "typename": "City",
          "__typename": "City",
          "name": "Cuneo"
        },
        "follows": [
          false,
          true
        ],
        "mistakes": [
          [],
          [
            {
              "__typename": "UserError",
              "code": "NOT_FOUND",
              "path": [
                "input",
                "node"
              ]
            }
          ]
        ],
        "refused": [
          "GRAPHQL_VALIDATION_FAILED"
        ],
        "partly": {
          "city": "cuneo",
          "node": null,
          "codes": [
            [
              [
                "node"
              ],
              "INVALID_ID"
            ]
          ]
        }
      },
      "urql": {
        "cached": true,
        "refused": [
          "GRAPHQL_VALIDATION_FAILED"
        ],
        "partly": [
          {
            "node": null,
            "city": {
              "slug": "cuneo",
              "__typename": "City"
            }
          },
          [
            [
              [
                "node"
              ],
              "INVALID_ID"
            ]
          ]
        ],
        "graphcache": {
          "nameByItsId": "Cuneo",
          "pages": [
            2,
            4
          ],
          "slugs": [
            "circular-economy-tool",
            "network-consolidation",
            "conversion-bad-kreuznach",
            "creart-valladolid"
          ],
          "follows": [
            false,
            true
          ],
          "warnings": []
        }
      }
    }
    "#);
}

/// Python's gql: documents are checked here against the contract that introspection gives, and run there.
#[tokio::test(flavor = "multi_thread")]
async fn gql_reads_the_contract_by_introspection() {
    if !are_installed() {
        return;
    }
    let hub = hub().await;
    let officer = hub.officer_of("cuneo").await;
    let token = officer.token(&["READ"], None).await;
    let mut command = Command::new(folder().join(".venv/bin/python"));
    command
        .arg(folder().join("live_gql.py"))
        .args([&format!("{}/graphql", hub.url), &token.secret]);
    let printed = output(command, "live_gql.py").await;
    let report: Value = serde_json::from_str(&printed).unwrap();
    insta::assert_json_snapshot!(report, @r#"
    {
      "projects": {
        "projects": {
          "totalCount": 14,
          "nodes": [
            {
              "slug": "cross-artist-residencies",
              "title": "Résidences d'artistes croisées",
              "leadCity": {
                "name": "Clermont-Ferrand"
              },
              "startedOn": "2023"
            },
            {
              "slug": "cross-residency-regensburg",
              "title": "Résidence croisée Ratisbonne–Clermont-Ferrand",
              "leadCity": {
                "name": "Ratisbonne"
              },
              "startedOn": "2023"
            }
          ]
        }
      },
      "types": true,
      "refused": [
        [
          "here",
          "Cannot query field 'shoeSize' on type 'Project'."
        ],
        [
          "here",
          "Int cannot represent non-integer value: \"ten\""
        ],
        [
          "by the hub",
          "INVALID_PAGE"
        ]
      ],
      "viewer": {
        "person": {
          "name": "Officer of cuneo"
        },
        "scopes": [
          "READ"
        ]
      }
    }
    "#);
}
