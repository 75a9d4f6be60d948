use axum::http::StatusCode;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::*;
use crate::{
    Settings,
    fake::{Fake, Hands, Key, unsigned},
};

/// A hub that signs people in at a fake provider.
struct Scene {
    fake: Fake,
    key: Key,
    hands: Hands,
    provider: Provider,
    back: Url,
}

impl Scene {
    async fn new() -> Self {
        let key = Key::new("one");
        let fake = Fake::new(&key).await;
        Self::of(fake, key)
    }

    fn of(fake: Fake, key: Key) -> Self {
        let hands = Hands::new();
        let text = format!(
            "[[provider]]\nid = 'cuneo'\nname = 'Cuneo'\nissuer = '{}'\nclient_id = 'hub'\n\
             client_secret_env = 'SECRET'\nemail_domains = ['cuneo.example']",
            fake.issuer
        );
        let settings = Settings::parse(&text, |_| Some("s3cret".into())).unwrap();
        let settings = settings.providers.into_iter().next().unwrap();
        let http = HttpClient::new().unwrap();
        let provider = Provider::new(settings, http, hands.clock()).unwrap();
        let back = "https://hub.example/auth/oidc/cuneo/back".parse().unwrap();
        Self {
            fake,
            key,
            hands,
            provider,
            back,
        }
    }

    fn claims(&self) -> Value {
        let now = self.hands.timestamp();
        json!({
            "iss": self.fake.issuer, "sub": "42", "aud": "hub", "exp": now + 300, "iat": now,
            "email": "Anna@Cuneo.Example", "email_verified": true, "name": "Anna Rossi",
            "locale": "it",
        })
    }

    /// Signs in: the provider answers with the token that `make` makes of its claims.
    async fn sign_in_with(
        &self,
        make: impl Fn(Value) -> String + Send + 'static,
    ) -> Result<Identity, SignInError> {
        let claims = self.claims();
        self.fake.change(|fake| {
            fake.token = Box::new(move |nonce| {
                let mut claims = claims.clone();
                claims["nonce"] = nonce.into();
                let answer = json!({
                    "access_token": "access", "token_type": "Bearer", "id_token": make(claims),
                });
                (StatusCode::OK, answer)
            });
        });
        self.there_and_back(None, None).await
    }

    /// Signs in with these claims changed.
    async fn sign_in(&self, changes: Value) -> Result<Identity, SignInError> {
        let key = self.key.clone();
        self.sign_in_with(move |claims| key.sign(&changed(claims, &changes)))
            .await
    }

    async fn there_and_back(
        &self,
        state_given: Option<&str>,
        iss: Option<&str>,
    ) -> Result<Identity, SignInError> {
        let begun = self.provider.begin(&self.back).await?;
        let (state, nonce) = (begun.state.reveal(), begun.nonce.reveal());
        let finish = Finish {
            // The fake provider makes the nonce of the code.
            code: &nonce,
            state_given: state_given.unwrap_or(&state),
            iss,
            state_expected: &begun.state,
            nonce: &begun.nonce,
            verifier: &begun.verifier,
            redirect_url: &self.back,
        };
        self.provider.finish(finish).await
    }
}

/// `null` takes a claim away.
fn changed(mut claims: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
        .as_object_mut()
        .unwrap()
        .retain(|_, value| !value.is_null());
    claims
}

fn query(url: &Url, wanted: &str) -> String {
    url.query_pairs()
        .find(|(name, _)| name == wanted)
        .unwrap()
        .1
        .into_owned()
}

#[tokio::test]
async fn the_browser_is_sent_with_state_nonce_and_challenge() {
    let scene = Scene::new().await;
    let begun = scene.provider.begin(&scene.back).await.unwrap();
    assert!(
        begun
            .url
            .as_str()
            .starts_with(&format!("{}/authorize?", scene.fake.issuer))
    );
    let challenge = BASE64_URL_SAFE_NO_PAD
        .encode(crate::Digest::of(begun.verifier.reveal().as_bytes()).as_bytes());
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "hub"),
        ("scope", "openid email profile"),
        ("redirect_uri", scene.back.as_str()),
        ("state", &begun.state.reveal()),
        ("nonce", &begun.nonce.reveal()),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(query(&begun.url, name), value);
    }
    assert!(!begun.url.as_str().contains(&begun.verifier.reveal()));
    let again = scene.provider.begin(&scene.back).await.unwrap();
    assert_ne!(query(&begun.url, "state"), query(&again.url, "state"));
    assert_eq!(scene.fake.fetched(), (1, 1));
}

#[tokio::test]
async fn a_person_can_sign_in() {
    let scene = Scene::new().await;
    let identity = scene.sign_in(json!({})).await.unwrap();
    assert_eq!(identity.issuer, scene.fake.issuer);
    assert_eq!(identity.subject, "42");
    assert_eq!(
        identity.email.unwrap().email().as_str(),
        "anna@cuneo.example"
    );
    assert_eq!(identity.name.as_deref(), Some("Anna Rossi"));
    assert_eq!(identity.locale.unwrap().tag(), "it");

    let behaviour = scene.fake.behaviour.lock().unwrap();
    let asked = |wanted: &str| behaviour.asked.iter().find(|(name, _)| name == wanted);
    assert_eq!(asked("grant_type").unwrap().1, "authorization_code");
    assert_eq!(asked("redirect_uri").unwrap().1, scene.back.as_str());
    assert_eq!(asked("code_verifier").unwrap().1.len(), 43);
    // `hub:s3cret`.
    assert_eq!(
        behaviour.authorization.as_deref(),
        Some("Basic aHViOnMzY3JldA==")
    );
    assert!(asked("client_secret").is_none());
}

#[tokio::test]
async fn the_secret_is_posted_where_the_provider_knows_no_other_way() {
    let scene = Scene::new().await;
    scene.fake.change(|fake| {
        fake.document = json!({ "token_endpoint_auth_methods_supported": ["client_secret_post"] });
    });
    scene.sign_in(json!({})).await.unwrap();
    let behaviour = scene.fake.behaviour.lock().unwrap();
    assert!(
        behaviour
            .asked
            .contains(&("client_secret".into(), "s3cret".into()))
    );
    assert_eq!(behaviour.authorization, None);
}

#[tokio::test]
async fn an_email_is_taken_only_when_verified_and_of_the_providers_domain() {
    let scene = Scene::new().await;
    for changes in [
        json!({ "email_verified": false }),
        json!({ "email_verified": null }),
        json!({ "email": "anna@elsewhere.example" }),
        json!({ "email": "anna" }),
    ] {
        let identity = scene.sign_in(changes.clone()).await.unwrap();
        assert_eq!(
            (identity.subject.as_str(), identity.email),
            ("42", None),
            "{changes}"
        );
    }
}

#[tokio::test]
async fn a_wrong_state_is_refused_before_the_code_is_used() {
    let scene = Scene::new().await;
    let other = Secret::generate().reveal();
    for state in ["", &other] {
        let result = scene.there_and_back(Some(state), None).await;
        assert_eq!(result, Err(SignInError::StateMismatch));
    }
    assert!(scene.fake.behaviour.lock().unwrap().asked.is_empty());
}

#[tokio::test]
async fn the_answer_of_another_provider_is_refused() {
    let scene = Scene::new().await;
    scene.sign_in(json!({})).await.unwrap();
    let issuer = scene.fake.issuer.clone();
    scene.there_and_back(None, Some(&issuer)).await.unwrap();
    let other = scene
        .there_and_back(None, Some("https://other.example"))
        .await;
    assert_eq!(other, Err(SignInError::IssuerMismatch));

    // One that promises to name itself must do so.
    scene.fake.change(|fake| {
        fake.document = json!({ "authorization_response_iss_parameter_supported": true });
    });
    scene.hands.advance(3_600);
    let silent = scene.there_and_back(None, None).await;
    assert_eq!(silent, Err(SignInError::IssuerMismatch));
}

#[tokio::test]
async fn a_token_with_anything_wrong_is_refused() {
    let scene = Scene::new().await;
    let now = scene.hands.timestamp();
    for changes in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "aud": "another" }),
        json!({ "aud": [] }),
        json!({ "aud": ["hub", "another"] }),
        json!({ "azp": "another" }),
        json!({ "iss": "https://other.example" }),
        json!({ "exp": now - 61 }),
        json!({ "iat": now + 61 }),
        json!({ "sub": "" }),
        json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }),
    ] {
        let result = scene.sign_in(changes.clone()).await;
        assert_eq!(result, Err(SignInError::Unverified), "{changes}");
    }
    // SHA-256 of `access`, its left half.
    let hash = BASE64_URL_SAFE_NO_PAD.encode(&crate::Digest::of(b"access").as_bytes()[..16]);
    for changes in [
        json!({ "at_hash": hash }),
        json!({ "azp": "hub", "aud": ["hub"] }),
        json!({ "exp": now - 59, "iat": now + 59 }),
    ] {
        scene.sign_in(changes).await.unwrap();
    }
}

#[tokio::test]
async fn a_token_that_the_provider_has_not_signed_is_refused() {
    let scene = Scene::new().await;
    let none = json!({ "alg": "none" });
    let result = scene
        .sign_in_with(move |claims| format!("{}.", unsigned(&none, &claims)))
        .await;
    assert_eq!(result, Err(SignInError::Unverified));

    // With the hub's own secret: openidconnect would take that of a confidential client.
    let result = scene.sign_in_with(|claims| hs256(b"s3cret", &claims)).await;
    assert_eq!(result, Err(SignInError::Unverified));

    let foreign = Key::new("one");
    let result = scene
        .sign_in_with(move |claims| foreign.sign(&claims))
        .await;
    assert_eq!(result, Err(SignInError::Unverified));

    let result = scene.sign_in_with(|_| "not.a.token".into()).await;
    assert_eq!(result, Err(SignInError::Faulty));
}

fn hs256(key: &[u8], claims: &Value) -> String {
    use hmac::Mac as _;
    let signed = unsigned(&json!({ "alg": "HS256" }), claims);
    let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
    mac.update(signed.as_bytes());
    format!(
        "{signed}.{}",
        BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    )
}

#[tokio::test]
async fn a_new_key_is_fetched_once() {
    let scene = Scene::new().await;
    scene.sign_in(json!({})).await.unwrap();
    scene.hands.advance(31);
    let new = Key::new("two");
    scene.fake.change(|fake| fake.keys = vec![new.public()]);
    for _ in 0..2 {
        let new = new.clone();
        scene
            .sign_in_with(move |claims| new.sign(&claims))
            .await
            .unwrap();
    }
    assert_eq!(scene.fake.fetched(), (2, 2));
}

#[tokio::test]
async fn what_the_id_token_lacks_is_asked_of_userinfo() {
    let scene = Scene::new().await;
    let userinfo = format!("{}/userinfo", scene.fake.issuer);
    scene.fake.change(|fake| {
        fake.document = json!({ "userinfo_endpoint": userinfo });
        fake.userinfo = json!({
            "sub": "42", "email": "anna@cuneo.example", "email_verified": "true", "name": "A. R.",
        });
    });
    let without = json!({ "email": null, "email_verified": null, "name": null });
    let identity = scene.sign_in(without.clone()).await.unwrap();
    assert_eq!(
        identity.email.unwrap().email().as_str(),
        "anna@cuneo.example"
    );
    assert_eq!(identity.name.as_deref(), Some("A. R."));

    scene.fake.change(|fake| fake.userinfo["sub"] = "43".into());
    let result = scene.sign_in(without).await;
    assert_eq!(result, Err(SignInError::Unverified));
    // It is not asked when the ID token says it.
    scene.sign_in(json!({})).await.unwrap();
}

#[tokio::test]
async fn a_refusal_of_the_provider_has_its_code() {
    let scene = Scene::new().await;
    for (status, answer, error) in [
        (
            400,
            json!({ "error": "invalid_grant" }),
            SignInError::CodeRefused,
        ),
        (
            401,
            json!({ "error": "invalid_client" }),
            SignInError::HubRefused,
        ),
        (500, json!("sorry"), SignInError::Faulty),
        (
            200,
            json!({ "access_token": "a", "token_type": "Bearer" }),
            SignInError::Faulty,
        ),
        (302, json!({}), SignInError::Faulty),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        scene.fake.change(|fake| {
            fake.token = Box::new(move |_| (status, answer.clone()));
        });
        assert_eq!(
            scene.there_and_back(None, None).await,
            Err(error),
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_provider_that_is_away_is_an_error_with_a_code_and_may_come_back() {
    let key = Key::new("one");
    let fake = Fake::new(&key).await;
    let mut nowhere = fake.clone();
    nowhere.issuer = "http://127.0.0.1:1".into();
    let scene = Scene::of(nowhere, key);
    let error = scene.provider.begin(&scene.back).await.unwrap_err();
    assert_eq!(error.code(), "PROVIDER_UNAVAILABLE");

    // It says it is somebody else.
    fake.change(|fake| fake.document = json!({ "issuer": "https://other.example" }));
    let scene = Scene::of(fake, scene.key);
    let begin = || scene.provider.begin(&scene.back);
    assert_eq!(begin().await.unwrap_err(), SignInError::Unavailable);
    scene.fake.change(|fake| fake.document = json!({}));
    // A failure is remembered for 5 s, whoever asks how often.
    assert_eq!(begin().await.unwrap_err(), SignInError::Unavailable);
    assert_eq!(scene.fake.fetched(), (1, 0));
    scene.hands.advance(5);
    begin().await.unwrap();
}

#[tokio::test]
async fn addresses_that_are_not_https_are_not_used() {
    for name in ["authorization_endpoint", "jwks_uri"] {
        let scene = Scene::new().await;
        let document = json!({ name: "http://login.cuneo.example/x" });
        scene.fake.change(|fake| fake.document = document);
        scene.provider.begin(&scene.back).await.unwrap_err();
    }
    let scene = Scene::new().await;
    scene
        .fake
        .change(|fake| fake.document = json!({ "token_endpoint": "http://login.cuneo.example/x" }));
    assert_eq!(
        scene.sign_in(json!({})).await,
        Err(SignInError::Unavailable)
    );
}

#[tokio::test]
async fn an_endless_answer_is_not_read() {
    let scene = Scene::new().await;
    let long = "a".repeat(2 << 20);
    scene
        .fake
        .change(|fake| fake.document = json!({ "op_policy_uri": long }));
    let error = scene.provider.begin(&scene.back).await.unwrap_err();
    assert_eq!(error, SignInError::Unavailable);
}

#[tokio::test]
async fn who_breaks_off_does_not_make_the_hub_ask_again() {
    use std::time::Duration;
    let scene = Scene::new().await;
    scene
        .fake
        .change(|fake| fake.slow = Duration::from_millis(200));
    for _ in 0..5 {
        let begin = scene.provider.begin(&scene.back);
        let broken_off = tokio::time::timeout(Duration::from_millis(5), begin).await;
        assert!(broken_off.is_err());
    }
    scene.provider.begin(&scene.back).await.unwrap();
    assert_eq!(scene.fake.fetched(), (1, 1));
}
