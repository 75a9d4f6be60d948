//! That the provider signs people in, and that its tokens can be forged on demand.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use serde_json::{Value, json};

use crate::servers::{self, PrivateOidc, tests::or_skip};
use crate::{Account, Key, Oidc, OidcClient, Signing};

const BACK: &str = "http://127.0.0.1:9/back";

// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const PKCE: &[(&str, &str)] = &[
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

/// The parameter of this name that a browser brings back from the authorization endpoint.
async fn brought_back(
    oidc: &Oidc,
    client: &OidcClient,
    parameters: &[(&str, &str)],
    name: &str,
) -> Option<String> {
    let answer = crate::client()
        .get(format!("{}/auth", oidc.url))
        .query(&[
            ("client_id", client.client_id.as_str()),
            ("redirect_uri", BACK),
            ("response_type", "code"),
            ("scope", "openid email profile"),
            ("state", "there"),
            ("nonce", "once"),
        ])
        .query(parameters)
        .send()
        .await
        .expect("it answers");
    let location = answer.headers().get("location").expect("it redirects");
    let location = Url::parse(location.to_str().expect("ASCII")).expect("a URL");
    assert!(location.as_str().starts_with(BACK), "{location}");
    let mut pairs = location.query_pairs();
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// The answer of the token endpoint to whoever signs in at this client.
async fn tokens(oidc: &Oidc, client: &OidcClient) -> Value {
    let code = brought_back(oidc, client, PKCE, "code").await;
    let code = code.expect("somebody signs in");
    let body = format!(
        "grant_type=authorization_code&code={code}&redirect_uri={BACK}&code_verifier={VERIFIER}"
    );
    crate::client()
        .post(format!("{}/token", oidc.url))
        .basic_auth(&client.client_id, Some(&client.client_secret))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
        .send()
        .await
        .expect("it answers")
        .json()
        .await
        .expect("in JSON")
}

async fn get(url: &str, bearer: &str) -> Value {
    let request = crate::client().get(url).bearer_auth(bearer);
    let answer = request.send().await.expect("it answers");
    answer.json().await.expect("in JSON")
}

async fn published_kids(oidc: &Oidc) -> Vec<Value> {
    let keys = get(&format!("{}/jwks", oidc.url), "").await;
    let keys = keys["keys"].as_array().expect("it publishes keys");
    keys.iter().map(|key| key["kid"].clone()).collect()
}

/// The header (0) or the claims (1) of a token.
fn part(token: &Value, index: usize) -> Value {
    let token = token.as_str().expect("a token");
    let part = token.split('.').nth(index).expect("a token has parts");
    let json = URL_SAFE_NO_PAD.decode(part).expect("it is in Base64");
    serde_json::from_slice(&json).expect("it is in JSON")
}

/// A client at which somebody signs in.
async fn client_of_ada(oidc: &Oidc, metadata: Value) -> (OidcClient, Account) {
    let client = oidc.client_with(BACK, metadata).await;
    let ada = oidc.account(Account::new("ada@cuneo.example")).await;
    client.next(&ada).await;
    (client, ada)
}

#[tokio::test]
async fn a_person_can_sign_in_by_a_code() {
    let Some(oidc) = or_skip(servers::oidc()) else {
        return;
    };
    let discovery = get(
        &format!("{}/.well-known/openid-configuration", oidc.url),
        "",
    )
    .await;
    assert_eq!(discovery["issuer"], oidc.url);
    assert_eq!(
        discovery["code_challenge_methods_supported"],
        json!(["S256"])
    );

    let (client, ada) = client_of_ada(oidc, json!({})).await;
    let state = brought_back(oidc, &client, PKCE, "state").await;
    assert_eq!(state.as_deref(), Some("there"));
    let tokens = tokens(oidc, &client).await;
    let claims = part(&tokens["id_token"], 1);
    assert_eq!(claims["iss"], oidc.url);
    assert_eq!(claims["aud"], client.client_id);
    assert_eq!(claims["nonce"], "once");
    let bearer = tokens["access_token"].as_str().expect("an access token");
    let userinfo = discovery["userinfo_endpoint"]
        .as_str()
        .expect("there is one");
    for claims in [claims, get(userinfo, bearer).await] {
        assert_eq!(claims["sub"], json!(ada.subject));
        assert_eq!(claims["email"], "ada@cuneo.example");
        assert_eq!(claims["email_verified"], true);
        assert_eq!(claims["name"], "Ada");
        assert_eq!(claims["locale"], "en");
    }
}

#[tokio::test]
async fn a_hint_chooses_the_person_once() {
    let Some(oidc) = or_skip(servers::oidc()) else {
        return;
    };
    let client = oidc.client(BACK).await;
    let ada = oidc.account(Account::new("ada@cuneo.example")).await;
    let hint = ada.subject.as_deref().expect("it has one");
    let with_hint = [PKCE, &[("login_hint", hint)]].concat();
    let code = brought_back(oidc, &client, &with_hint, "code").await;
    assert!(code.is_some());
    let error = brought_back(oidc, &client, PKCE, "error").await;
    assert_eq!(error.as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn access_is_denied_without_a_person_or_without_pkce() {
    let Some(oidc) = or_skip(servers::oidc()) else {
        return;
    };
    let (client, _) = client_of_ada(oidc, json!({})).await;
    let error = brought_back(oidc, &client, &[], "error").await;
    assert_eq!(error.as_deref(), Some("invalid_request"));
    client.deny().await;
    let error = brought_back(oidc, &client, PKCE, "error").await;
    assert_eq!(error.as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn a_rotated_key_stays_published_until_the_next_rotation() {
    let started = tokio::task::spawn_blocking(|| PrivateOidc::start(&[]));
    let Some(own) = or_skip(started.await.expect("it starts")) else {
        return;
    };
    let oidc = Oidc::at(own.url());
    for alg in ["RS256", "ES256"] {
        let metadata = json!({ "id_token_signed_response_alg": alg });
        let (client, _) = client_of_ada(&oidc, metadata).await;
        let mut kids = Vec::new();
        for _ in 0..3 {
            let header = part(&tokens(&oidc, &client).await["id_token"], 0);
            assert_eq!(header["alg"], alg);
            assert!(!kids.contains(&header["kid"]));
            kids.push(header["kid"].clone());
            let published = published_kids(&oidc).await;
            let expected = kids.iter().rev().take(2);
            assert!(expected.clone().all(|kid| published.contains(kid)));
            let gone = kids.iter().rev().skip(2);
            assert!(gone.clone().all(|kid| !published.contains(kid)));
            oidc.rotate().await;
        }
    }
    // Dropping it waits for its end.
    tokio::task::spawn_blocking(move || drop(own)).await.ok();
}

/// The provider itself tells a forged token from a true one, when it comes back as a hint.
#[tokio::test]
async fn tokens_can_be_signed_by_the_provider_by_a_stranger_or_by_nobody() {
    let Some(oidc) = or_skip(servers::oidc()) else {
        return;
    };
    let (client, ada) = client_of_ada(oidc, json!({})).await;
    let claims = json!({ "sub": ada.subject, "aud": client.client_id });
    for (key, error) in [
        (Key::Current, None),
        (Key::Foreign, Some("invalid_request")),
        (Key::Unsigned, Some("invalid_request")),
    ] {
        let token = oidc.jwt(claims.clone(), key).await;
        let with_hint = [PKCE, &[("id_token_hint", &token)]].concat();
        let answer = brought_back(oidc, &client, &with_hint, "error").await;
        assert_eq!(answer.as_deref(), error, "{key:?}");

        let token = json!(token);
        let header = part(&token, 0);
        assert_eq!(part(&token, 1)["iss"], oidc.url);
        if key == Key::Unsigned {
            assert_eq!(header["alg"], "none");
            assert!(token.as_str().is_some_and(|token| token.ends_with('.')));
        } else {
            assert!(published_kids(oidc).await.contains(&header["kid"]));
        }
    }
    let header = json!({ "kid": null, "typ": "at+jwt" });
    let signing = Signing {
        header,
        ..Signing::default()
    };
    let token = json!(oidc.jwt(json!({ "exp": null }), signing).await);
    assert_eq!(part(&token, 0), json!({ "typ": "at+jwt", "alg": "RS256" }));
    assert!(part(&token, 1).get("exp").is_none());
}

#[tokio::test]
async fn the_next_id_token_can_be_falsified() {
    let Some(oidc) = or_skip(servers::oidc()) else {
        return;
    };
    let (client, ada) = client_of_ada(oidc, json!({})).await;
    let (other, _) = client_of_ada(oidc, json!({})).await;
    let forgery = json!({ "nonce": "twice", "email": null });
    client.tamper(forgery, Key::Unsigned).await;
    let untouched = tokens(oidc, &other).await;
    assert_eq!(part(&untouched["id_token"], 1)["nonce"], "once");

    let falsified = tokens(oidc, &client).await;
    assert!(falsified["access_token"].is_string());
    assert_eq!(part(&falsified["id_token"], 0)["alg"], "none");
    let claims = part(&falsified["id_token"], 1);
    assert_eq!(claims["nonce"], "twice");
    assert!(claims.get("email").is_none());
    assert_eq!(claims["sub"], json!(ada.subject));

    let honest = tokens(oidc, &client).await;
    assert_eq!(part(&honest["id_token"], 1)["nonce"], "once");
}
