use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;
use testkit::{Ahead, Content, Database, Hub, Product, Setup};

use super::{Client, hubs};

/// A browser in which somebody has signed in.
async fn signed_in(hub: &Hub) -> Client<'_> {
    let secret = kernel::secret::Secret::generate();
    let digest = secret.digest().stored();
    let email = super::address("ada");
    members::post::make_link(hub.graph.log(), &email, "/", &digest, true)
        .await
        .unwrap();
    let newcomer = members::Newcomer {
        email: Some(&email),
        identity: None,
        current: None,
        name: Some("Ada"),
        locale: None,
        anybody: true,
    };
    members::enter(hub.graph.log(), &newcomer).await.unwrap();
    let mut browser = Client::at(hub);
    let secret = secret.reveal();
    let answer = browser.post("/auth/link", &[("secret", &secret)]).await;
    assert!(answer.status().is_redirection());
    browser
}

#[tokio::test]
async fn a_stolen_cookie_is_refused_after_its_owner_has_signed_out() {
    for hub in Hub::empty().await {
        let mut browser = signed_in(&hub).await;
        let thief = browser.caller();
        assert_eq!(browser.name().await, "Ada");
        let out = browser
            .post("/auth/sign-out", &[("next", "/graphiql")])
            .await;
        assert_eq!(out.status(), StatusCode::SEE_OTHER);
        assert_eq!(browser.cookies, []);
        let reply = thief.query("{ viewer { person { name } } }").await;
        assert_eq!(
            (reply.status, reply.codes()),
            (401, vec!["CREDENTIAL_ENDED".into()])
        );
        // Whoever signs out twice is out.
        let out = browser.post("/auth/sign-out", &[]).await;
        assert_eq!(out.status(), StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_and_no_one_elses() {
    for hub in Hub::empty().await {
        let ada = hub.person("Ada").await;
        let elsewhere = hub.person("Ada").await;
        let bob = hub.person("Bob").await;
        let reply = ada.query("{ viewer { signIns { isCurrent } } }").await;
        let signed_in = json!([{ "isCurrent": false }, { "isCurrent": true }]);
        assert_eq!(reply.data()["viewer"]["signIns"], signed_in);
        let payload = ada
            .call("signOut", json!({ "everywhere": true }), "person { id }")
            .await;
        assert_eq!(payload["errors"], json!([]));
        for caller in [&ada, &elsewhere] {
            let reply = caller.query("{ viewer { person { name } } }").await;
            assert_eq!(reply.codes(), ["CREDENTIAL_ENDED"]);
        }
        bob.query("{ viewer { person { name } } }").await.data();
    }
}

#[tokio::test]
async fn a_session_ends_after_thirty_days_and_its_secret_is_changed_every_day() {
    for product in Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..Setup::default()
        };
        let hub = Hub::set_up(Database::new(product, Content::EmptyNetwork).await, setup).await;
        let mut browser = signed_in(&hub).await;
        let ask = |browser: &Client<'_>| {
            let request = hub.client.post(format!("{}/graphql", hub.url));
            let body = json!({ "query": "{ viewer { person { name } } }" });
            request.headers(browser.headers()).json(&body).send()
        };
        let first = browser.cookies.clone();
        let answer = ask(&browser).await.unwrap();
        assert_eq!(answer.headers().get("set-cookie"), None);
        assert_eq!(answer.headers()["cache-control"], "private, no-store");

        ahead.by(TimeDelta::hours(25));
        let answer = ask(&browser).await.unwrap();
        browser.keep(&answer);
        assert_ne!(browser.cookies, first);
        assert_eq!(browser.name().await, "Ada");
        // Requests that were under way still come with the secret before.
        let mut late = Client::at(&hub);
        late.cookies.clone_from(&first);
        assert_eq!(late.name().await, "Ada");

        // Later, nobody shows it but who has copied it: then the session ends for both.
        ahead.by(TimeDelta::minutes(2));
        let answer = ask(&late).await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        let dropped = answer.headers()["set-cookie"].to_str().unwrap();
        assert!(dropped.contains("Max-Age=0"), "{dropped}");
        assert_eq!(
            ask(&browser).await.unwrap().status(),
            StatusCode::UNAUTHORIZED
        );

        let browser = signed_in(&hub).await;
        ahead.by(TimeDelta::days(31));
        assert_eq!(
            ask(&browser).await.unwrap().status(),
            StatusCode::UNAUTHORIZED
        );
    }
}

#[tokio::test]
async fn a_page_of_another_origin_cannot_use_the_cookie() {
    for hub in Hub::empty().await {
        let browser = signed_in(&hub).await;
        let theme = "{ viewer { person { name } } }";
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let reply = browser.caller().with(name, value).query(theme).await;
            assert_eq!(
                (reply.status, reply.codes()),
                (403, vec!["CROSS_ORIGIN".into()])
            );
            let request = hub.client.post(format!("{}/auth/sign-out", hub.url));
            let request = request.headers(browser.headers()).header(name, value);
            let answer = request.form(&[("next", "/")]).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        }
        let own = browser.caller().with("origin", &hub.url);
        own.with("sec-fetch-site", "same-origin")
            .query(theme)
            .await
            .data();
        assert_eq!(browser.name().await, "Ada");
    }
}

#[tokio::test]
async fn frontends_of_configured_origins_can_ask_with_tokens_and_never_with_cookies() {
    let setup = || Setup {
        server: server::Options {
            cors: server::Cors::These(vec!["https://frontend.example".parse().unwrap()]),
            ..server::Options::default()
        },
        ..Setup::default()
    };
    for hub in hubs(Content::EmptyNetwork, setup).await {
        let preflight = async |origin: &str| {
            let request = hub
                .client
                .request(reqwest::Method::OPTIONS, format!("{}/graphql", hub.url));
            let request = request
                .header("origin", origin)
                .header("access-control-request-method", "POST")
                .header(
                    "access-control-request-headers",
                    "authorization,content-type",
                );
            request.send().await.unwrap().headers().clone()
        };
        let headers = preflight("https://frontend.example").await;
        assert_eq!(
            headers["access-control-allow-origin"],
            "https://frontend.example"
        );
        assert!(
            headers["access-control-allow-headers"]
                .to_str()
                .unwrap()
                .contains("authorization")
        );
        assert_eq!(headers.get("access-control-allow-credentials"), None);
        let headers = preflight("https://other.example").await;
        assert_eq!(headers.get("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn behind_tls_cookies_are_for_this_host_and_for_tls_alone() {
    let setup = || Setup {
        public_url: Some("https://hub.example".to_owned()),
        ..Setup::default()
    };
    for hub in hubs(Content::EmptyNetwork, setup).await {
        let secret = kernel::secret::Secret::generate();
        let digest = secret.digest().stored();
        let log = hub.graph.log();
        members::post::make_link(log, "ada@example.org", "/", &digest, true)
            .await
            .unwrap();
        let newcomer = members::Newcomer {
            email: Some("ada@example.org"),
            identity: None,
            current: None,
            name: None,
            locale: None,
            anybody: true,
        };
        members::enter(log, &newcomer).await.unwrap();
        let form = [("secret", secret.reveal())];
        let request = hub.client.post(format!("{}/auth/link", hub.url));
        let request = request.header("origin", "https://hub.example").form(&form);
        let answer = request.send().await.unwrap();
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("__Host-passerelle="), "{cookie}");
        assert!(cookie.contains("; Secure"), "{cookie}");
    }
}

#[tokio::test]
async fn headers_of_64_kib_are_refused_with_a_code() {
    for hub in Hub::empty().await {
        let long = "x".repeat(64 * 1024);
        for name in [
            "cookie",
            "authorization",
            "passerelle-mandate",
            "accept-language",
            "x-forwarded-for",
        ] {
            let reply = hub
                .anybody()
                .with(name, &long)
                .query("{ viewer { mandates { id } } }")
                .await;
            assert_eq!(
                (reply.status, reply.codes()),
                (431, vec!["HEADERS_TOO_LARGE".into()])
            );
        }
        // What is shorter, and no credential, is refused as what it is.
        for (name, value, status, code) in [
            ("cookie", "passerelle=garbage", 401, "CREDENTIAL_ENDED"),
            ("authorization", "Basic YTpi", 401, "TOKEN_MALFORMED"),
            ("authorization", "Bearer", 401, "TOKEN_MALFORMED"),
            (
                "authorization",
                "Bearer passerelle_garbage",
                401,
                "TOKEN_INVALID",
            ),
            ("authorization", "Bearer garbage", 401, "TOKEN_MALFORMED"),
            ("passerelle-mandate", "garbage", 400, "INVALID_ID"),
            (
                "passerelle-mandate",
                "city_01h2xcejqtf2nbrexx3vqjhp41",
                400,
                "INVALID_ID",
            ),
            (
                "passerelle-mandate",
                "mandate_01h2xcejqtf2nbrexx3vqjhp41",
                401,
                "UNAUTHENTICATED",
            ),
        ] {
            let reply = hub
                .anybody()
                .with(name, value)
                .query("{ viewer { mandates { id } } }")
                .await;
            assert_eq!(
                (reply.status, reply.codes()),
                (status, vec![code.to_owned()]),
                "{name}: {value}"
            );
        }
    }
}

#[tokio::test]
async fn a_form_that_is_none_is_refused_with_a_code() {
    for hub in Hub::empty().await {
        let form = "application/x-www-form-urlencoded";
        for (path, content_type, body, status) in [
            ("/auth/link", "application/json", "{}", 415),
            ("/auth/sign-out", form, "everywhere=perhaps", 422),
            ("/auth/sign-in", "text/plain", "email=a@b.example", 415),
        ] {
            let request = hub.client.post(format!("{}{path}", hub.url));
            let request = request.header("content-type", content_type).body(body);
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), status, "{path}");
            let answer: serde_json::Value = answer.json().await.unwrap();
            assert_eq!(answer["errors"][0]["extensions"]["code"], "INVALID_REQUEST");
        }
    }
}
