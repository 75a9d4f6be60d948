use chrono::TimeDelta;
use futures::FutureExt as _;
use identity::{Settings, SignUp};
use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Ahead, Content, Database, Hub, Key, Oidc, Product, Setup, servers};

/// A hub that takes the tokens of the issuer, which is the authority for `cuneo.example`.
async fn hub_of(oidc: &'static Oidc, product: Product, scopes: &'static str) -> Hub {
    let settings = move |_| {
        async move {
            let text = format!(
                "[[issuer]]\nissuer = \"{}\"\naudience = \"passerelle\"\n\
                 email_domains = [\"cuneo.example\"]\n{scopes}",
                oidc.url,
            );
            Settings::parse(&text, |_| None).unwrap()
        }
        .boxed()
    };
    let setup = Setup {
        settings: Box::new(settings),
        sign_up: SignUp::Anybody,
        ..Setup::default()
    };
    Hub::set_up(Database::new(product, Content::Demo).await, setup).await
}

fn claims(subject: &str) -> Value {
    json!({ "sub": subject, "aud": "passerelle", "name": "Ada", "email": format!("{subject}@cuneo.example"),
        "email_verified": true })
}

#[tokio::test]
async fn a_token_of_a_configured_issuer_is_taken_and_forged_ones_are_not() {
    let Ok(oidc) = servers::oidc() else { return };
    for product in Product::available() {
        let hub = hub_of(oidc, product, "").await;
        let viewer = "{ viewer { person { name } scopes } }";
        let token = oidc.jwt(claims("ada"), Key::Current).await;
        let reply = hub.bearer(&token).query(viewer).await;
        assert_eq!(
            reply.data()["viewer"],
            json!({ "person": { "name": "Ada" }, "scopes": null })
        );
        let with = |more: Value| {
            let mut claims = claims("ada");
            let more = more.as_object().unwrap().clone();
            claims.as_object_mut().unwrap().extend(more);
            claims
        };
        let cases = [
            (with(json!({})), Key::Unsigned, "TOKEN_INVALID"),
            (with(json!({})), Key::Foreign, "TOKEN_INVALID"),
            (
                with(json!({ "iss": "https://unknown.example" })),
                Key::Current,
                "TOKEN_ISSUER_UNKNOWN",
            ),
            (
                with(json!({ "iss": null })),
                Key::Current,
                "TOKEN_MALFORMED",
            ),
            (
                with(json!({ "aud": "another" })),
                Key::Current,
                "TOKEN_AUDIENCE",
            ),
            (
                with(json!({ "exp": 1_000_000_000 })),
                Key::Current,
                "TOKEN_EXPIRED",
            ),
            (
                with(json!({ "pad": "x".repeat(9_000) })),
                Key::Current,
                "TOKEN_TOO_LARGE",
            ),
        ];
        for (claims, key, code) in cases {
            let token = oidc.jwt(claims.clone(), key).await;
            let request = hub.client.post(format!("{}/graphql", hub.url));
            let request = request
                .bearer_auth(&token)
                .json(&json!({ "query": viewer }));
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 401, "{code}");
            let challenge = answer.headers()["www-authenticate"].to_str().unwrap();
            assert!(challenge.starts_with("Bearer error="), "{challenge}");
            let answer: Value = answer.json().await.unwrap();
            assert_eq!(
                answer["errors"][0]["extensions"]["code"], code,
                "{claims} {key:?}"
            );
        }
        let reply = hub
            .as_operator("{ people { totalCount } }", json!({}))
            .await;
        assert_eq!(reply.data()["people"]["totalCount"], 1);
    }
}

#[tokio::test]
async fn a_token_of_an_issuer_does_what_the_operator_lets_it() {
    let Ok(oidc) = servers::oidc() else { return };
    for product in Product::available() {
        let hub = hub_of(oidc, product, "scopes = [\"READ\"]").await;
        let token = oidc.jwt(claims("ada"), Key::Current).await;
        let ada = hub.bearer(&token);
        let reply = ada.query("{ viewer { scopes person { name } } }").await;
        assert_eq!(reply.data()["viewer"]["scopes"], json!(["READ"]));
        let input = json!({ "node": hub.id_of(Kind::City, "cuneo").await });
        let reply = ada
            .query_with(
                "mutation ($input: FollowInput!) { follow(input: $input) { errors { code } } }",
                json!({ "input": input }),
            )
            .await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);
    }
}

/// The secret of a new token of this person.
async fn token_of(person: &testkit::Person<'_>, hub: &Hub, scopes: &[&str], more: Value) -> String {
    let ends = hub.graph.log().clock().now() + TimeDelta::days(30);
    let mut input = json!({ "name": "CI", "scopes": scopes, "expiresAt": ends });
    let more = more.as_object().unwrap().clone();
    input.as_object_mut().unwrap().extend(more);
    let payload = person
        .call("createApiToken", input, "secret apiToken { id name }")
        .await;
    assert_eq!(payload["errors"], json!([]));
    payload["secret"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_reads_and_writes_as_far_as_its_scopes_say() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let read = token_of(&secretary, &hub, &["READ"], json!({})).await;
        assert!(read.starts_with("passerelle_"), "{read}");
        let record = token_of(&secretary, &hub, &["RECORD"], json!({})).await;
        let list = "{ people { totalCount } viewer { scopes person { name } } }";
        let reply = hub.bearer(&read).query(list).await;
        assert_eq!(reply.data()["people"]["totalCount"], 1);
        // Without READ it reads what anybody may; its owner knows themselves.
        let reply = hub.bearer(&record).query(list).await;
        assert_eq!(reply.data()["people"]["totalCount"], 0);
        assert_eq!(reply.data()["viewer"]["person"]["name"], "Secretary");
        let theme = "mutation { recordTheme(input: { slug: \"new\", content: [{ locale: \"en\", title: \"New\" }] })
            { node { slug } errors { message } } }";
        assert_eq!(hub.bearer(&read).query(theme).await.codes(), ["FORBIDDEN"]);
        let reply = hub.bearer(&record).query(theme).await;
        assert_eq!(reply.data()["recordTheme"]["node"]["slug"], "new");
        // A token cannot make one that reaches further.
        let ends = hub.graph.log().clock().now() + TimeDelta::days(1);
        let account = token_of(&secretary, &hub, &["ACCOUNT", "READ"], json!({})).await;
        let input = json!({ "name": "More", "scopes": ["RECORD"], "expiresAt": ends });
        let payload = hub
            .bearer(&account)
            .call("createApiToken", input, "secret")
            .await;
        assert_eq!(payload["secret"], json!(null));
        assert_eq!(payload["errors"][0]["path"], json!(["input", "scopes"]));
    }
}

#[tokio::test]
async fn a_token_is_refused_once_it_was_revoked_or_is_over() {
    for product in Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..Setup::default()
        };
        let hub = Hub::set_up(Database::new(product, Content::EmptyNetwork).await, setup).await;
        let ada = hub.person("Ada").await;
        let token = token_of(&ada, &hub, &["READ"], json!({})).await;
        let viewer = "{ viewer { person { name } } }";
        hub.bearer(&token).query(viewer).await.data();
        let tokens =
            "{ viewer { apiTokens { totalCount nodes { id name scopes lastUsedAt revokedAt } } } }";
        let id = ada.query(tokens).await.data()["viewer"]["apiTokens"]["nodes"][0]["id"].clone();
        let input = json!({ "token": id });
        let payload = ada
            .call(
                "revokeApiToken",
                input.clone(),
                "apiToken { revokedAt } activity { id }",
            )
            .await;
        assert_ne!(payload["apiToken"]["revokedAt"], json!(null));
        let reply = hub.bearer(&token).query(viewer).await;
        assert_eq!(
            (reply.status, reply.codes()),
            (401, vec!["CREDENTIAL_ENDED".into()])
        );
        // Twice is once, and another's is not there.
        let payload = ada
            .call("revokeApiToken", input.clone(), "activity { id }")
            .await;
        assert_eq!(payload, json!({ "activity": null, "errors": [] }));
        let bob = hub.person("Bob").await;
        let payload = bob.call("revokeApiToken", input, "apiToken { id }").await;
        assert_eq!(payload["errors"][0]["code"], "NOT_FOUND");

        let token = token_of(&ada, &hub, &["READ"], json!({})).await;
        hub.bearer(&token).query(viewer).await.data();
        ahead.by(TimeDelta::days(31));
        let reply = hub.bearer(&token).query(viewer).await;
        assert_eq!(reply.codes(), ["CREDENTIAL_ENDED"]);
    }
}

#[tokio::test]
async fn tokens_that_make_no_sense_are_refused_with_every_mistake() {
    for hub in Hub::empty().await {
        let ada = hub.person("Ada").await;
        let input = json!({ "name": " ", "scopes": ["READ", "READ"], "expiresAt": "2020-01-01T00:00:00Z",
            "mandate": ada.id });
        let payload = ada.call("createApiToken", input, "secret").await;
        let paths: Vec<String> = (payload["errors"].as_array().unwrap().iter())
            .map(|error| {
                error["path"]
                    .as_array()
                    .unwrap()
                    .last()
                    .unwrap()
                    .to_string()
            })
            .collect();
        assert_eq!(paths, ["\"name\"", "\"1\"", "\"expiresAt\"", "\"mandate\""]);
        let reply = hub
            .query("mutation { createApiToken(input: { name: \"x\", scopes: [READ], expiresAt: \"2027-01-01T00:00:00Z\" })
                { secret } }")
            .await;
        assert_eq!(reply.codes(), ["UNAUTHENTICATED"]);
    }
}
