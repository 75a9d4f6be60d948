//! The operator's commands for people, and how a hub with people is set up.

use std::io::Write as _;

use serde_json::json;
use testkit::{Content, Database, Hub, Product};

use super::{refused, run};

fn said(args: &[&str]) -> String {
    let output = run(args);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{stderr}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn the_operator_can_invite_the_first_secretary_by_a_link_that_works_once() {
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let hub = Hub::on(database).await;
        let url = hub.database.url.as_str();
        let args = [
            "invite",
            "--secretariat",
            "Ada@Example.org",
            "--database-url",
            url,
        ];
        let said = said(&[&args[..], &["--public-url", &hub.url]].concat());
        let link = said.lines().next().unwrap();
        let secret = link.strip_prefix(&format!("{}/auth/invitation?secret=", hub.url));
        let secret = secret.unwrap_or_else(|| panic!("{said}"));
        let take_up = async || {
            let request = hub.client.post(format!("{}/auth/invitation", hub.url));
            let form = [("secret", secret), ("name", "Ada Lovelace")];
            request.form(&form).send().await.unwrap()
        };
        let answer = take_up().await;
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        let caller = hub
            .anybody()
            .with("cookie", cookie.split(';').next().unwrap());
        let reply = caller
            .query("{ viewer { person { name email } mandates { role party { kind } grantedUnder { id } } } }")
            .await;
        assert_eq!(
            reply.data()["viewer"],
            json!({
                "person": { "name": "Ada Lovelace", "email": "ada@example.org" },
                "mandates": [{ "role": "SECRETARY", "party": { "kind": "SECRETARIAT" }, "grantedUnder": null }],
            })
        );
        assert_eq!(take_up().await.status(), 410);
    }
}

#[tokio::test]
async fn the_operator_can_make_list_and_end_tokens() {
    for product in Product::available() {
        let hub = Hub::on(Database::new(product, Content::EmptyNetwork).await).await;
        let ada = hub.person("Ada").await;
        let url = hub.database.url.as_str();
        let person = ["--person", ada.email.as_str(), "--database-url", url];
        let create = [
            "token",
            "create",
            "--name",
            "CI",
            "--scopes",
            "READ,PROJECTS",
        ];
        let token = said(&[&create[..], &person].concat());
        let viewer = "{ viewer { person { name } scopes } }";
        let reply = hub.bearer(token.trim()).query(viewer).await;
        assert_eq!(
            reply.data()["viewer"],
            json!({ "person": { "name": "Ada" }, "scopes": ["READ", "PROJECTS"] })
        );
        let list = said(&[&["token", "list"], &person[..]].concat());
        assert!(
            list.contains("READ,PROJECTS") && list.trim_end().ends_with("CI"),
            "{list}"
        );
        let id = list.split_whitespace().next().unwrap();
        assert!(id.starts_with("token_"), "{list}");
        let revoke = ["token", "revoke", id, "--database-url", url];
        assert_eq!(said(&revoke), "The token is ended.\n");
        assert_eq!(said(&revoke), "The token was ended before.\n");
        // Another process ended it: this one learns of it within a second.
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(1);
        loop {
            let reply = hub.bearer(token.trim()).query(viewer).await;
            if reply.status == 401 {
                assert_eq!(reply.codes(), ["CREDENTIAL_ENDED"]);
                break;
            }
            assert!(std::time::Instant::now() < deadline, "{:#}", reply.json);
        }
    }
}

#[tokio::test]
async fn what_the_operator_gets_wrong_is_said_in_one_line() {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let mut policies = tempfile::NamedTempFile::new().unwrap();
    writeln!(policies, "permit (principal is Wizard, action, resource);").unwrap();
    let policies = policies.path().to_str().unwrap();
    let mut identity = tempfile::NamedTempFile::new().unwrap();
    writeln!(identity, "[[provider]]\nid = \"Cuneo!\"\nname = \"Cuneo\"").unwrap();
    let identity = identity.path().to_str().unwrap();
    let cases: &[(&[&str], &[&str])] = &[
        (&["invite"], &["say whom to invite: --secretariat EMAIL"]),
        (
            &["invite", "--secretariat", "ada"],
            &["email", "This is not an e-mail address."],
        ),
        (
            &["invite", "--city", "nowhere", "--email", "ada@example.org"],
            &["there is no city `nowhere`"],
        ),
        (
            &[
                "invite",
                "--secretariat",
                "ada@example.org",
                "--role",
                "OFFICER",
            ],
            &["role", "not one for this party"],
        ),
        (
            &["token", "list", "--person", "ada@example.org"],
            &["the hub knows nobody with the address ada@example.org"],
        ),
        (
            &["token", "revoke", "city_01h2xcejqtf2nbrexx3vqjhp41"],
            &["is the id of a City, not of a ApiToken"],
        ),
        (
            &["serve", "--listen", "127.0.0.1:0", "--policies", policies],
            &[policies, "Wizard"],
        ),
        (
            &[
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--identity-file",
                identity,
            ],
            &["id", "issuer"],
        ),
        (
            &[
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--smtp-url",
                "smtp://localhost",
            ],
            &["--mail-from"],
        ),
        (
            &[
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--cors-origins",
                "frontend.example",
            ],
            &["--cors-origins: `frontend.example`"],
        ),
    ];
    for (args, expected) in cases {
        let said = refused(&run(&[*args, &["--database-url", &database.url]].concat()));
        for expected in *expected {
            assert!(said.contains(expected), "{args:?}: {said}");
        }
    }
}

#[test]
fn policies_prints_what_serve_takes() {
    let printed = said(&["policies"]);
    access::Policy::read(&printed).unwrap();
}
