//! An OpenID provider for tests, which can be told to lie.
//!
//! Its codes are the nonces the ID tokens are to have; what the tokens say is up to the test.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use kernel::{Clock, clock::Source};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};

/// A clock that stands until it is moved.
#[derive(Clone)]
pub struct Hands(Arc<Mutex<DateTime<Utc>>>);

impl Hands {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(
            Utc.with_ymd_and_hms(2026, 5, 1, 12, 0, 0).unwrap(),
        )))
    }

    pub fn clock(&self) -> Clock {
        Clock::from_source(self.clone())
    }

    pub fn advance(&self, seconds: i64) {
        *self.0.lock().unwrap() += TimeDelta::seconds(seconds);
    }

    pub fn timestamp(&self) -> i64 {
        self.now().timestamp()
    }
}

impl Source for Hands {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn new_id(&self) -> uuid::Uuid {
        uuid::Uuid::nil()
    }
}

/// A key to sign with, and its name.
#[derive(Clone)]
pub struct Key {
    pub kid: String,
    key: SigningKey,
}

impl Key {
    pub fn new(kid: &str) -> Self {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).unwrap();
        // Below the order of the curve, whatever the bytes are.
        bytes[0] &= 0x7f;
        Self {
            kid: kid.into(),
            key: SigningKey::from_slice(&bytes).unwrap(),
        }
    }

    pub fn public(&self) -> Value {
        let point = self.key.verifying_key().to_sec1_point(false);
        let [x, y] = [point.x(), point.y()].map(|part| BASE64.encode(part.unwrap()));
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "kid": self.kid, "x": x, "y": y })
    }

    pub fn sign(&self, claims: &Value) -> String {
        self.sign_with(&json!({ "alg": "ES256", "kid": self.kid }), claims)
    }

    pub fn sign_with(&self, header: &Value, claims: &Value) -> String {
        let signed = unsigned(header, claims);
        let signature: Signature = self.key.sign(signed.as_bytes());
        format!("{signed}.{}", BASE64.encode(signature.to_bytes()))
    }
}

/// The first two parts of a token.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    let [header, claims] = [header, claims].map(|part| BASE64.encode(part.to_string()));
    format!("{header}.{claims}")
}

/// What the provider does; a test changes it.
pub struct Behaviour {
    pub keys: Vec<Value>,
    /// What is added to its discovery document.
    pub document: Value,
    /// Makes the answer of the token endpoint from the nonce.
    #[expect(clippy::type_complexity, reason = "it is what it is")]
    pub token: Box<dyn Fn(&str) -> (StatusCode, Value) + Send>,
    pub userinfo: Value,
    /// How long it thinks before it shows its document.
    pub slow: Duration,
    /// What the last request to the token endpoint said.
    pub asked: Vec<(String, String)>,
    /// How the hub named itself there.
    pub authorization: Option<String>,
}

/// A provider that listens.
#[derive(Clone)]
pub struct Fake {
    pub issuer: String,
    pub behaviour: Arc<Mutex<Behaviour>>,
    documents: Arc<AtomicUsize>,
    key_sets: Arc<AtomicUsize>,
}

impl Fake {
    /// A provider with this key.
    pub async fn new(key: &Key) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let behaviour = Behaviour {
            keys: vec![key.public()],
            document: json!({}),
            token: Box::new(|_| (StatusCode::NOT_FOUND, json!({}))),
            userinfo: json!({}),
            slow: Duration::ZERO,
            asked: Vec::new(),
            authorization: None,
        };
        let fake = Self {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            behaviour: Arc::new(Mutex::new(behaviour)),
            documents: Arc::default(),
            key_sets: Arc::default(),
        };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        fake
    }

    pub fn change(&self, change: impl FnOnce(&mut Behaviour)) {
        change(&mut self.behaviour.lock().unwrap());
    }

    /// How often its document and its keys were fetched.
    pub fn fetched(&self) -> (usize, usize) {
        let count = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        (count(&self.documents), count(&self.key_sets))
    }
}

async fn document(State(fake): State<Fake>) -> Json<Value> {
    fake.documents.fetch_add(1, Ordering::SeqCst);
    let slow = fake.behaviour.lock().unwrap().slow;
    tokio::time::sleep(slow).await;
    let at = |path: &str| format!("{}/{path}", fake.issuer);
    let mut document = json!({
        "issuer": fake.issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "jwks_uri": at("jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    });
    let behaviour = fake.behaviour.lock().unwrap();
    for (name, value) in behaviour.document.as_object().unwrap() {
        document[name] = value.clone();
    }
    Json(document)
}

async fn keys(State(fake): State<Fake>) -> Json<Value> {
    fake.key_sets.fetch_add(1, Ordering::SeqCst);
    Json(json!({ "keys": fake.behaviour.lock().unwrap().keys }))
}

async fn token(
    State(fake): State<Fake>,
    headers: HeaderMap,
    Form(asked): Form<Vec<(String, String)>>,
) -> (StatusCode, Json<Value>) {
    let mut behaviour = fake.behaviour.lock().unwrap();
    let code = asked
        .iter()
        .find(|(name, _)| name == "code")
        .map(|(_, code)| code.clone());
    behaviour.asked = asked;
    let authorization = headers
        .get("authorization")
        .map(|value| value.to_str().unwrap().into());
    behaviour.authorization = authorization;
    let (status, answer) = (behaviour.token)(&code.unwrap_or_default());
    (status, Json(answer))
}

async fn userinfo(State(fake): State<Fake>, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    if headers
        .get("authorization")
        .is_none_or(|value| value != "Bearer access")
    {
        return (StatusCode::UNAUTHORIZED, Json(json!({})));
    }
    (
        StatusCode::OK,
        Json(fake.behaviour.lock().unwrap().userinfo.clone()),
    )
}
