use serde_json::{Value, json};

use super::*;
use crate::{
    Settings,
    fake::{Fake, Hands, Key, unsigned},
};

/// A hub that takes the tokens of a fake issuer.
struct Scene {
    fake: Fake,
    key: Key,
    hands: Hands,
    issuers: Arc<Issuers>,
}

impl Scene {
    async fn new() -> Self {
        let key = Key::new("one");
        let fake = Fake::new(&key).await;
        let hands = Hands::new();
        let text = format!(
            "[[issuer]]\nissuer = '{}'\naudience = 'hub'\nscopes = ['READ']\n\
             email_domains = ['cuneo.example']\n\
             [[issuer]]\nissuer = 'http://127.0.0.1:1'\naudience = 'hub'",
            fake.issuer
        );
        let settings = Settings::parse(&text, |_| None).unwrap();
        let http = HttpClient::new().unwrap();
        let issuers = Issuers::new(settings.issuers, &http, &hands.clock()).unwrap();
        Self {
            fake,
            key,
            hands,
            issuers: Arc::new(issuers),
        }
    }

    fn claims(&self, changes: &Value) -> Value {
        let now = self.hands.timestamp();
        let mut claims = json!({
            "iss": self.fake.issuer, "sub": "42", "aud": "hub", "exp": now + 300, "iat": now,
            "email": "anna@cuneo.example", "email_verified": true, "azp": "frontend",
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims
            .as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        claims
    }

    fn token(&self, changes: &Value) -> String {
        self.key.sign(&self.claims(changes))
    }

    async fn verify(&self, token: &str) -> Result<Arc<Bearer>, BearerError> {
        self.issuers.verify(token).await
    }
}

#[tokio::test]
async fn a_token_says_who_sends_it_and_what_it_may_do() {
    let scene = Scene::new().await;
    let bearer = scene.verify(&scene.token(&json!({}))).await.unwrap();
    assert_eq!(bearer.identity.issuer, scene.fake.issuer);
    assert_eq!(bearer.identity.subject, "42");
    assert_eq!(
        bearer.identity.email.as_ref().unwrap().email().as_str(),
        "anna@cuneo.example"
    );
    assert_eq!(bearer.scopes, Some(vec!["READ".to_owned()]));
    assert_eq!(bearer.expires_at.timestamp(), scene.hands.timestamp() + 300);
}

#[tokio::test]
async fn tokens_may_be_shared_and_have_the_type_of_access_tokens() {
    let scene = Scene::new().await;
    let claims =
        scene.claims(&json!({ "aud": ["account", "hub"], "nbf": scene.hands.timestamp() }));
    for typ in ["JWT", "at+jwt", "application/at+jwt"] {
        let header = json!({ "alg": "ES256", "kid": "one", "typ": typ });
        scene
            .verify(&scene.key.sign_with(&header, &claims))
            .await
            .unwrap();
    }
    for typ in ["logout+jwt", "secevent+jwt", ""] {
        let header = json!({ "alg": "ES256", "kid": "one", "typ": typ });
        let result = scene.verify(&scene.key.sign_with(&header, &claims)).await;
        assert_eq!(result, Err(BearerError::Invalid), "{typ}");
    }
}

#[tokio::test]
async fn a_token_with_anything_wrong_is_refused() {
    use BearerError::{Expired, Invalid, Malformed, OtherAudience, UnknownIssuer};
    let scene = Scene::new().await;
    let now = scene.hands.timestamp();
    for (changes, error) in [
        (json!({ "iss": "https://other.example" }), UnknownIssuer),
        (
            json!({ "iss": format!("{}/", scene.fake.issuer) }),
            UnknownIssuer,
        ),
        (json!({ "aud": "another" }), OtherAudience),
        (json!({ "aud": null }), OtherAudience),
        (json!({ "exp": now - 60 }), Expired),
        (json!({ "exp": null }), Malformed),
        (json!({ "exp": "soon" }), Malformed),
        (json!({ "iat": now + 61 }), Expired),
        (json!({ "nbf": now + 61 }), Expired),
        (json!({ "nbf": 1e300 }), Expired),
        (json!({ "sub": null }), Malformed),
        (json!({ "sub": "" }), Invalid),
        (json!({ "iss": null }), Malformed),
    ] {
        assert_eq!(
            scene.verify(&scene.token(&changes)).await,
            Err(error),
            "{changes}"
        );
    }
    scene
        .verify(&scene.token(&json!({ "exp": now - 59, "nbf": now + 59.5 as i64 })))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_token_that_the_issuer_has_not_signed_is_refused() {
    use hmac::Mac as _;
    let scene = Scene::new().await;
    let claims = scene.claims(&json!({}));
    for none in ["none", "None", "NONE"] {
        let result = scene
            .verify(&format!("{}.", unsigned(&json!({ "alg": none }), &claims)))
            .await;
        assert!(
            matches!(result, Err(BearerError::Invalid | BearerError::Malformed)),
            "{result:?}"
        );
    }
    // With what everybody knows, the public key, as if it were a secret.
    for key in [
        scene.key.public()["x"].to_string(),
        scene.key.public().to_string(),
    ] {
        let signed = unsigned(&json!({ "alg": "HS256", "kid": "one" }), &claims);
        let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(signed.as_bytes());
        let signature = BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        let result = scene.verify(&format!("{signed}.{signature}")).await;
        assert_eq!(result, Err(BearerError::Invalid));
    }
    let foreign = Key::new("one").sign(&claims);
    assert_eq!(scene.verify(&foreign).await, Err(BearerError::Invalid));

    // Another person's claims under the signature of one's own.
    let (mine, other) = (scene.token(&json!({})), scene.token(&json!({ "sub": "1" })));
    let forged = format!(
        "{}.{}",
        other.rsplit_once('.').unwrap().0,
        mine.rsplit_once('.').unwrap().1
    );
    assert_eq!(scene.verify(&forged).await, Err(BearerError::Invalid));
}

#[tokio::test]
async fn tokens_signed_with_rsa_are_taken_too() {
    use rsa::{Pkcs1v15Sign, RsaPrivateKey, traits::PublicKeyParts as _};
    let scene = Scene::new().await;
    // Short, since a longer one takes minutes to make without optimization; nobody attacks it.
    let rsa = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 1_024).unwrap();
    let [n, e] = [rsa.n(), rsa.e()].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part.to_bytes_be()));
    let key = json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "rsa", "n": n, "e": e });
    scene.fake.change(|fake| fake.keys.push(key));
    let sign = |algorithm| {
        let header = json!({ "alg": algorithm, "kid": "rsa" });
        let signed = unsigned(&header, &scene.claims(&json!({})));
        let digest = *Digest::of(signed.as_bytes()).as_bytes();
        let signature = rsa
            .sign(Pkcs1v15Sign::new::<sha2::Sha256>(), &digest)
            .unwrap();
        format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    };
    scene.verify(&sign("RS256")).await.unwrap();
    for other in ["RS512", "PS256", "ES256", "HS256", "RSA1_5"] {
        assert!(scene.verify(&sign(other)).await.is_err(), "{other}");
    }
}

#[tokio::test]
async fn an_algorithm_that_is_not_configured_is_refused() {
    let scene = Scene::new().await;
    let text = format!(
        "[[issuer]]\nissuer = '{}'\naudience = 'hub'\nalgorithms = ['RS256']",
        scene.fake.issuer
    );
    let settings = Settings::parse(&text, |_| None).unwrap();
    let http = HttpClient::new().unwrap();
    let issuers = Issuers::new(settings.issuers, &http, &scene.hands.clock()).unwrap();
    let result = issuers.verify(&scene.token(&json!({}))).await;
    assert_eq!(result, Err(BearerError::Invalid));
}

#[tokio::test]
async fn what_is_no_token_costs_nothing() {
    let scene = Scene::new().await;
    let long = format!("{}{}", scene.token(&json!({})), "A".repeat(8 << 10));
    assert_eq!(scene.verify(&long).await, Err(BearerError::TooLarge));
    for text in ["", "a", "a.b", "a.b.c", "..", "a.b.c.d.e", "é.é.é"] {
        assert_eq!(
            scene.verify(text).await,
            Err(BearerError::Malformed),
            "{text}"
        );
    }
    let deep = format!("a.{}.c", BASE64_URL_SAFE_NO_PAD.encode("[".repeat(5_000)));
    assert_eq!(scene.verify(&deep).await, Err(BearerError::Malformed));
    assert_eq!(scene.fake.fetched(), (0, 0));
}

#[tokio::test]
async fn a_verified_token_is_remembered_for_a_minute() {
    let scene = Scene::new().await;
    let token = scene.token(&json!({}));
    let first = scene.verify(&token).await.unwrap();
    assert!(Arc::ptr_eq(&first, &scene.verify(&token).await.unwrap()));
    scene.hands.advance(60);
    assert!(!Arc::ptr_eq(&first, &scene.verify(&token).await.unwrap()));

    // And never beyond its end.
    let short = scene.token(&json!({ "exp": scene.hands.timestamp() + 10 }));
    let first = scene.verify(&short).await.unwrap();
    scene.hands.advance(10);
    assert!(!Arc::ptr_eq(&first, &scene.verify(&short).await.unwrap()));
    scene.hands.advance(60);
    assert_eq!(scene.verify(&short).await, Err(BearerError::Expired));
}

#[tokio::test]
async fn keys_that_changed_are_fetched_anew() {
    let scene = Scene::new().await;
    scene.verify(&scene.token(&json!({}))).await.unwrap();
    let new = Key::new("two");
    scene.fake.change(|fake| fake.keys = vec![new.public()]);
    let token = new.sign(&scene.claims(&json!({})));
    // The keys were fetched just now.
    assert_eq!(scene.verify(&token).await, Err(BearerError::Invalid));
    assert_eq!(scene.fake.fetched(), (1, 1));
    scene.hands.advance(30);
    scene.verify(&token).await.unwrap();
    assert_eq!(scene.fake.fetched(), (2, 2));
    // The old one is of no use any longer.
    let old = scene.token(&json!({ "sub": "another" }));
    assert_eq!(scene.verify(&old).await, Err(BearerError::Invalid));
    scene.hands.advance(3_600);
    scene
        .verify(&new.sign(&scene.claims(&json!({}))))
        .await
        .unwrap();
    assert_eq!(scene.fake.fetched(), (3, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_forged_tokens_is_no_flood_of_requests() {
    let scene = Scene::new().await;
    let good = scene.token(&json!({}));
    for round in 1..=3 {
        let flood = (0..100).map(|i| {
            let forged = Key::new(&format!("forged {i}")).sign(&scene.claims(&json!({})));
            let issuers = scene.issuers.clone();
            tokio::spawn(async move { issuers.verify(&forged).await })
        });
        for task in flood.collect::<Vec<_>>() {
            assert_eq!(task.await.unwrap(), Err(BearerError::Invalid));
        }
        scene.verify(&good).await.unwrap();
        assert_eq!(scene.fake.fetched(), (round, round));
        scene.hands.advance(31);
    }
}

#[tokio::test]
async fn an_issuer_that_is_away_is_an_error_with_a_code() {
    let scene = Scene::new().await;
    let token = scene.token(&json!({ "iss": "http://127.0.0.1:1" }));
    let error = scene.verify(&token).await.unwrap_err();
    assert_eq!(error.code(), "TOKEN_ISSUER_UNAVAILABLE");
}
