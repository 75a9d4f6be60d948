//! The people of a hub, who come in by its doors.
//!
//! ```no_run
//! # async fn example() {
//! for hub in testkit::Hub::with_demo().await {
//!     let officer = hub.officer_of("cuneo").await;
//!     let reply = officer.query("{ viewer { person { name } } }").await;
//!     assert_eq!(reply.data()["viewer"]["person"]["name"], "Officer of cuneo");
//! }
//! # }
//! ```

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use kernel::{Actor, Kind, NodeRef, Party, actor::Role, secret::Secret};
use members::{Newcomer, post};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Hub, Reply};

/// How long a right may outlive its end, on another replica than the one it ended on.
const OUTLIVES: Duration = Duration::from_secs(1);

/// Someone who has signed in.
#[derive(Clone)]
pub struct Person<'h> {
    /// What they ask with.
    pub caller: Caller<'h>,
    /// Their id in the graph.
    pub id: String,
    /// Their key.
    pub key: Uuid,
    /// The id of the mandate they came in by; none for who holds none.
    pub mandate: Option<String>,
    /// Their address.
    pub email: String,
}

/// A program that acts for somebody.
#[derive(Clone)]
pub struct Token<'h> {
    /// What it asks with.
    pub caller: Caller<'h>,
    /// The token's id in the graph.
    pub id: String,
    /// What it shows.
    pub secret: String,
}

/// Whoever asks a hub with some headers.
#[derive(Clone)]
pub struct Caller<'h> {
    hub: &'h Hub,
    headers: HeaderMap,
}

impl<'h> Caller<'h> {
    /// The same, with another header.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Caller<'h> {
        let mut headers = self.headers.clone();
        let name: HeaderName = name.parse().expect("a header's name");
        let value: HeaderValue = value.parse().expect("a header's value");
        headers.insert(name, value);
        Caller { headers, ..*self }
    }

    /// The same, who asks another replica.
    #[must_use]
    pub fn at<'r>(&self, replica: &'r Hub) -> Caller<'r> {
        Caller {
            hub: replica,
            headers: self.headers.clone(),
        }
    }

    /// The same, who writes under this mandate.
    #[must_use]
    pub fn under(&self, mandate: &str) -> Caller<'h> {
        self.with("passerelle-mandate", mandate)
    }

    pub(crate) fn hub(&self) -> &'h Hub {
        self.hub
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?;
        value.to_str().ok().map(str::to_owned)
    }

    /// Asks over HTTP.
    pub async fn query(&self, document: &str) -> Reply {
        self.query_with(document, json!({})).await
    }

    /// Asks over HTTP, with variables.
    pub async fn query_with(&self, document: &str, variables: Value) -> Reply {
        let body = json!({ "query": document, "variables": variables });
        self.hub.send_with(body, self.headers.clone()).await
    }

    /// Asks until the answer shows that a right has ended, which it did just now. The hub may still
    /// answer as before for a second; what is *asked* later than that, it may not. (How long an answer
    /// then takes is the machine's affair.)
    ///
    /// # Panics
    /// When something that was asked a second later was answered as before.
    pub async fn query_until_ended(&self, document: &str, ended: impl Fn(&Reply) -> bool) -> Reply {
        let since = Instant::now();
        loop {
            let asked = since.elapsed();
            let reply = self.query(document).await;
            if ended(&reply) {
                return reply;
            }
            let json = &reply.json;
            assert!(asked < OUTLIVES, "asked after {asked:?}: {json:#}");
        }
    }

    /// Opens a page, as a browser does.
    ///
    /// # Panics
    /// When the hub does not answer.
    pub async fn open(&self, path: &str) -> reqwest::Response {
        let url = format!("{}{path}", self.hub.url);
        let request = self.hub.client.get(url).headers(self.headers.clone());
        let request = request.header("accept", "text/html");
        request.send().await.expect("the hub answers")
    }

    /// Submits a form, as a page does.
    ///
    /// # Panics
    /// When the hub does not answer.
    pub async fn submit(&self, path: &str, form: &[(&str, &str)]) -> reqwest::Response {
        let url = format!("{}{path}", self.hub.url);
        let request = self.hub.client.post(url).headers(self.headers.clone());
        request.form(form).send().await.expect("the hub answers")
    }

    /// Calls one mutation with an input, and hands its payload back. `fields` is what is asked of the
    /// payload beside its errors: `mandate { id }`.
    ///
    /// # Panics
    /// When the answer has errors that its user cannot mend.
    #[track_caller]
    pub fn call(
        &self,
        mutation: &str,
        input: Value,
        fields: &str,
    ) -> impl Future<Output = Value> + use<'_, 'h> {
        let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let document = format!(
            "mutation ($input: {input_type}!) {{ {mutation}(input: $input) {{ {fields} \
             errors {{ code path message }} }} }}"
        );
        let mutation = mutation.to_owned();
        async move {
            let reply = self.query_with(&document, json!({ "input": input })).await;
            reply.data()[&mutation].clone()
        }
    }
}

impl<'h> std::ops::Deref for Token<'h> {
    type Target = Caller<'h>;

    fn deref(&self) -> &Caller<'h> {
        &self.caller
    }
}

impl<'h> std::ops::Deref for Person<'h> {
    type Target = Caller<'h>;

    fn deref(&self) -> &Caller<'h> {
        &self.caller
    }
}

impl<'h> Person<'h> {
    /// The cookie of their session: `passerelle=…`.
    ///
    /// # Panics
    /// When they have none.
    pub fn cookie(&self) -> String {
        let cookie = self.caller.headers.get("cookie").expect("a session");
        cookie.to_str().expect("a cookie").to_owned()
    }

    /// The same session, at another replica.
    pub fn at<'r>(&self, replica: &'r Hub) -> Caller<'r> {
        Caller {
            hub: replica,
            headers: self.caller.headers.clone(),
        }
    }

    /// A program that acts for them, by a token with these scopes. `mandate` is the one that it is
    /// limited to.
    ///
    /// # Panics
    /// When the hub makes none.
    pub async fn token(&self, scopes: &[&str], mandate: Option<&str>) -> Token<'h> {
        let hub = self.caller.hub;
        let expires_at = hub.graph.log().clock().now() + TimeDelta::days(1);
        let input = json!({
            "name": "A program", "scopes": scopes, "expiresAt": expires_at, "mandate": mandate,
        });
        let made = self
            .call("createApiToken", input, "apiToken { id } secret")
            .await;
        let secret = made["secret"].as_str();
        let secret = secret.unwrap_or_else(|| panic!("no token: {made}"));
        let id = made["apiToken"]["id"].as_str();
        Token {
            caller: hub.bearer(secret),
            id: id.unwrap_or_default().to_owned(),
            secret: secret.to_owned(),
        }
    }

    /// The mandate they came in by.
    ///
    /// # Panics
    /// When they hold none.
    pub fn mandate(&self) -> &str {
        self.mandate.as_deref().expect("a mandate")
    }
}

impl Hub {
    /// Whoever comes without having signed in.
    pub fn anybody(&self) -> Caller<'_> {
        Caller {
            hub: self,
            headers: HeaderMap::new(),
        }
    }

    /// A program with a bearer token.
    pub fn bearer(&self, token: &str) -> Caller<'_> {
        self.anybody()
            .with("authorization", &format!("Bearer {token}"))
    }

    /// A person of this name, who has signed in and holds no mandate.
    ///
    /// # Panics
    /// When the hub does not let them in.
    pub async fn person(&self, name: &str) -> Person<'_> {
        let email = address(name);
        let log = self.graph.log();
        let newcomer = Newcomer {
            email: Some(&email),
            identity: None,
            current: None,
            name: Some(name),
            locale: None,
            anybody: true,
        };
        members::enter(log, &newcomer).await.expect("a person");
        let secret = Secret::generate();
        let digest = secret.digest().stored();
        post::make_link(log, &email, "/", &digest, false)
            .await
            .expect("a link");
        self.come_in("/auth/link", &[("secret", &secret.reveal())], email)
            .await
    }

    /// Somebody who speaks for the city with this slug.
    pub async fn representative_of(&self, city: &str) -> Person<'_> {
        let name = format!("Representative of {city}");
        let party = Party::City(self.key_of(Kind::City, city).await);
        self.invited(&name, party, Role::Representative).await
    }

    /// Somebody who works for the city with this slug.
    pub async fn officer_of(&self, city: &str) -> Person<'_> {
        let name = format!("Officer of {city}");
        let party = Party::City(self.key_of(Kind::City, city).await);
        self.invited(&name, party, Role::Officer).await
    }

    /// Somebody who speaks for the organisation with this slug.
    pub async fn representative_of_organisation(&self, organisation: &str) -> Person<'_> {
        let name = format!("Representative of {organisation}");
        let party = Party::Organisation(self.key_of(Kind::Organisation, organisation).await);
        self.invited(&name, party, Role::Representative).await
    }

    /// Somebody who works for the organisation with this slug.
    pub async fn officer_of_organisation(&self, organisation: &str) -> Person<'_> {
        let name = format!("Officer of {organisation}");
        let party = Party::Organisation(self.key_of(Kind::Organisation, organisation).await);
        self.invited(&name, party, Role::Officer).await
    }

    /// Somebody who runs the secretariat.
    pub async fn secretary(&self) -> Person<'_> {
        self.invited("Secretary", Party::Secretariat, Role::Secretary)
            .await
    }

    /// Somebody who moderates for the secretariat.
    pub async fn moderator(&self) -> Person<'_> {
        self.invited("Moderator", Party::Secretariat, Role::Moderator)
            .await
    }

    /// Somebody who was invited by the operator, and has taken it up.
    ///
    /// # Panics
    /// When the hub does not let them in.
    pub async fn invited(&self, name: &str, party: Party, role: Role) -> Person<'_> {
        let email = address(name);
        let secret = Secret::generate();
        let digest = secret.digest().stored();
        members::invite_by_link(
            self.graph.log(),
            Actor::System,
            &email,
            party,
            role,
            &digest,
        )
        .await
        .expect("an invitation");
        let form = [("secret", secret.reveal()), ("name", name.to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.come_in("/auth/invitation", &form, email).await
    }

    async fn come_in(&self, path: &str, form: &[(&str, &str)], email: String) -> Person<'_> {
        let response = self.anybody().submit(path, form).await;
        let status = response.status();
        assert_eq!(status, 303, "{}", response.text().await.unwrap_or_default());
        let cookie = response.headers().get("set-cookie").expect("a session");
        let cookie = cookie.to_str().expect("a cookie").split(';').next();
        let caller = self.anybody().with("cookie", cookie.unwrap_or_default());
        let reply = caller
            .query("{ viewer { person { id } mandates { id } } }")
            .await;
        let viewer = &reply.data()["viewer"];
        let id = viewer["person"]["id"]
            .as_str()
            .expect("a person")
            .to_owned();
        let mandates = viewer["mandates"].as_array().expect("mandates");
        let mandate = mandates.last().and_then(|mandate| mandate["id"].as_str());
        Person {
            caller,
            key: id
                .parse::<NodeRef>()
                .map(|node| node.id)
                .unwrap_or_default(),
            id,
            mandate: mandate.map(str::to_owned),
            email,
        }
    }

    /// Lets somebody act for a party, in the name of the operator, and hands the mandate's id back.
    /// `terms` are those of `grantMandate`, without the person.
    ///
    /// # Panics
    /// When the hub refuses.
    pub async fn grant(&self, person: &str, mut terms: Value) -> String {
        terms["person"] = json!(person);
        let document = "mutation ($input: GrantMandateInput!) { grantMandate(input: $input) {
            mandate { id } errors { code path message } } }";
        let reply = self.as_operator(document, json!({ "input": terms })).await;
        let granted = &reply.data()["grantMandate"];
        let id = granted["mandate"]["id"].as_str();
        id.unwrap_or_else(|| panic!("not granted: {granted}"))
            .to_owned()
    }

    /// The key of the node with this slug.
    ///
    /// # Panics
    /// When there is none.
    pub async fn key_of(&self, kind: Kind, slug: &str) -> Uuid {
        let mut conn = self.db.read().await.expect("the database answers");
        let slugs = [slug.to_owned()].into_iter();
        let found = kernel::node::known(&mut conn, kind, slugs).await;
        let found = found.expect("the database answers");
        *found
            .get(slug)
            .unwrap_or_else(|| panic!("no {kind:?} {slug}"))
    }

    /// The id of the node with this slug.
    ///
    /// # Panics
    /// When there is none.
    pub async fn id_of(&self, kind: Kind, slug: &str) -> String {
        NodeRef::new(kind, self.key_of(kind, slug).await).to_string()
    }
}

fn address(name: &str) -> String {
    let local = name
        .to_lowercase()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    format!("{local}@example.org")
}
