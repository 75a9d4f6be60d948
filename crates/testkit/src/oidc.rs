//! An OpenID provider, and how a test steers it.

use serde::Serialize;
use serde_json::{Value, json};

use crate::control;
use crate::servers::PrivateOidc;

#[cfg(test)]
mod tests;

/// An OpenID provider whose people sign in by themselves: the authorization endpoint redirects at once.
///
/// ```no_run
/// # async fn example(redirect_uri: &str) -> Result<(), testkit::servers::Missing> {
/// use testkit::Account;
///
/// let oidc = testkit::servers::oidc()?;
/// let client = oidc.client(redirect_uri).await;
/// let ada = oidc.account(Account::new("ada@cuneo.example")).await;
/// client.next(&ada).await;
/// // Who now comes to the authorization endpoint for this client comes back as Ada.
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Oidc {
    /// The issuer: `http://127.0.0.1:21234`.
    pub url: String,
    /// Held so that it lives as long.
    _own: Option<PrivateOidc>,
}

/// A confidential client of the provider.
#[derive(Clone, Debug)]
pub struct OidcClient {
    /// Its id.
    pub client_id: String,
    /// Its secret, for `client_secret_basic` unless its metadata say otherwise.
    pub client_secret: String,
    url: String,
}

/// A person at the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The claim `sub`; without one, the provider makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The claim `email`.
    pub email: String,
    /// The claim `email_verified`.
    pub email_verified: bool,
    /// The claim `name`.
    pub name: String,
    /// The claim `locale`.
    pub locale: String,
}

/// Which key signs a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Key {
    /// The provider's own.
    #[default]
    Current,
    /// One that is not the provider's, under the `kid` of the one that is.
    Foreign,
    /// None: the token says `alg: none`, and has no signature.
    Unsigned,
}

/// How a token is signed.
#[derive(Clone, Debug, Default)]
pub struct Signing {
    /// By whom.
    pub key: Key,
    /// Members of the header in addition to the usual ones or in place of them; null leaves one out.
    pub header: Value,
}

impl From<Key> for Signing {
    fn from(key: Key) -> Self {
        let header = json!({});
        Self { key, header }
    }
}

impl Account {
    /// A person with a verified address, called Ada, who reads English.
    pub fn new(email: &str) -> Self {
        Self {
            subject: None,
            email: email.to_owned(),
            email_verified: true,
            name: "Ada".to_owned(),
            locale: "en".to_owned(),
        }
    }
}

impl Oidc {
    /// The provider at this URL.
    pub fn at(url: &str) -> Self {
        let url = url.trim_end_matches('/').to_owned();
        Self { url, _own: None }
    }

    pub(crate) fn of(own: PrivateOidc) -> Self {
        Self {
            url: own.url().to_owned(),
            _own: Some(own),
        }
    }

    /// A new client, which has people sent back to this address.
    pub async fn client(&self, redirect_uri: &str) -> OidcClient {
        self.client_with(redirect_uri, json!({})).await
    }

    /// A new client with members of OpenID's client registration, such as
    /// `"id_token_signed_response_alg": "ES256"`.
    pub async fn client_with(&self, redirect_uri: &str, metadata: Value) -> OidcClient {
        let client = json!({ "redirectUri": redirect_uri, "metadata": metadata });
        let answer = self.steer("clients", &client).await;
        OidcClient {
            client_id: string(&answer["clientId"]),
            client_secret: string(&answer["clientSecret"]),
            url: self.url.clone(),
        }
    }

    /// Makes this account, or changes the one of this subject; it comes back with its subject.
    pub async fn account(&self, account: Account) -> Account {
        let answer = self.steer("accounts", &json!(account)).await;
        let subject = Some(string(&answer["subject"]));
        Account { subject, ..account }
    }

    /// A new signing key. The one before stays published until the next rotation, so that two tests
    /// that rotate take the third's away: they use a [`PrivateOidc`].
    pub async fn rotate(&self) {
        self.steer("rotate", &json!({})).await;
    }

    /// A token with these claims, whatever they say. `iss` is the provider, `iat` is now and `exp` in
    /// five minutes, unless they are given; null leaves one out.
    pub async fn jwt(&self, claims: Value, signing: impl Into<Signing>) -> String {
        let answer = self.steer("jwt", &signing.into().of(claims)).await;
        string(&answer["token"])
    }

    async fn steer(&self, path: &str, body: &Value) -> Value {
        control::post(&format!("{}/control/{path}", self.url), body).await
    }
}

impl OidcClient {
    /// Who signs in at this client from now on. Before, nobody does, and access is denied.
    pub async fn next(&self, account: &Account) {
        let subject = account.subject.as_deref();
        let subject = subject.expect("the account was made by the provider");
        self.steer("next", &json!({ "subject": subject })).await;
    }

    /// Denies access from now on, as people do who do not agree.
    pub async fn deny(&self) {
        self.steer("next", &json!({ "subject": null })).await;
    }

    /// Falsifies the next ID token of this client: these claims in place of the true ones (null leaves
    /// one out), signed like this.
    pub async fn tamper(&self, claims: Value, signing: impl Into<Signing>) {
        self.steer("tamper", &signing.into().of(claims)).await;
    }

    async fn steer(&self, path: &str, body: &Value) {
        let url = format!("{}/control/clients/{}/{path}", self.url, self.client_id);
        control::post(&url, body).await;
    }
}

impl Signing {
    fn of(self, claims: Value) -> Value {
        let key = match self.key {
            Key::Current => "current",
            Key::Foreign => "foreign",
            Key::Unsigned => "none",
        };
        json!({ "claims": claims, "header": self.header, "key": key })
    }
}

fn string(value: &Value) -> String {
    value.as_str().expect("the provider answers it").to_owned()
}
