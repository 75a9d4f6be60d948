//! The operator's commands for people, and how a hub with people is set up.

use std::io::Write as _;

use serde_json::json;
use testkit::{Content, Database, Hub, Product};

use crate::command::{beside, done, refused, run};

async fn said(args: &[&str]) -> String {
    done(&beside(args).await)
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
        let said = said(&[&args[..], &["--public-url", &hub.url]].concat()).await;
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
        let token = said(&[&create[..], &person].concat()).await;
        let viewer = "{ viewer { person { name } scopes } }";
        let reply = hub.bearer(token.trim()).query(viewer).await;
        assert_eq!(
            reply.data()["viewer"],
            json!({ "person": { "name": "Ada" }, "scopes": ["READ", "PROJECTS"] })
        );
        let list = said(&[&["token", "list"], &person[..]].concat()).await;
        assert!(
            list.contains("READ,PROJECTS") && list.trim_end().ends_with("CI"),
            "{list}"
        );
        let id = list.split_whitespace().next().unwrap();
        assert!(id.starts_with("token_"), "{list}");
        let revoke = ["token", "revoke", id, "--database-url", url];
        assert_eq!(said(&revoke).await, "The token is ended.\n");
        assert_eq!(said(&revoke).await, "The token was ended before.\n");
        // Another process ended it: this one learns of it within a second.
        let bearer = hub.bearer(token.trim());
        let reply = bearer
            .query_until_ended(viewer, |reply| reply.status == 401)
            .await;
        assert_eq!(reply.codes(), ["CREDENTIAL_ENDED"]);
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
    let printed = done(&run(&["policies"]));
    access::Policy::read(&printed).unwrap();
}
