//! Coming in: by a link of a mail, by an identity provider, by an invitation, with a token; and going
//! out. Against a real mail server and a real OpenID provider.

mod bearer;
mod browser;
mod mail;
mod oidc;
mod session;

use reqwest::{Response, StatusCode, header::HeaderMap};
use serde_json::Value;
use testkit::{Caller, Content, Database, Hub, Product, Setup};

/// A browser, as far as most of these tests need one: it keeps cookies, and goes where it is told only when the
/// test says so.
struct Client<'h> {
    hub: &'h Hub,
    cookies: Vec<(String, String)>,
}

impl<'h> Client<'h> {
    fn at(hub: &'h Hub) -> Self {
        let cookies = Vec::new();
        Self { hub, cookies }
    }

    async fn get(&mut self, path: &str) -> Response {
        let url = self.address(path);
        let request = self.hub.client.get(url).header("accept", "text/html");
        let answer = request.headers(self.headers()).send().await.unwrap();
        self.keep(&answer);
        answer
    }

    async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Response {
        let url = self.address(path);
        let request = self.hub.client.post(url).form(form);
        let request = request
            .header("accept", "text/html")
            .header("origin", &self.hub.url);
        let answer = request.headers(self.headers()).send().await.unwrap();
        self.keep(&answer);
        answer
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.hub.url)
        }
    }

    fn headers(&self) -> HeaderMap {
        let cookies: Vec<String> = (self.cookies.iter())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut headers = HeaderMap::new();
        if !cookies.is_empty() {
            headers.insert("cookie", cookies.join("; ").parse().unwrap());
        }
        headers
    }

    fn keep(&mut self, answer: &Response) {
        for line in answer.headers().get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let (name, rest) = line.split_once('=').unwrap();
            let (value, attributes) = rest.split_once(';').unwrap();
            self.cookies.retain(|(kept, _)| kept != name);
            if !attributes.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    fn cookie(&self, name: &str) -> Option<&str> {
        let found = self.cookies.iter().find(|(kept, _)| kept == name);
        found.map(|(_, value)| value.as_str())
    }

    /// What scripts of the hub's own pages ask with.
    fn caller(&self) -> Caller<'h> {
        let mut caller = self.hub.anybody();
        for (_, value) in &self.headers() {
            caller = caller.with("cookie", value.to_str().unwrap());
        }
        caller
    }

    /// What the person who has signed in is called.
    async fn name(&self) -> Value {
        let reply = self.caller().query("{ viewer { person { name } } }").await;
        reply.data()["viewer"]["person"]["name"].clone()
    }
}

/// Hubs that are set up alike, one for each database that tests can use here.
async fn hubs(content: Content, setup: impl Fn() -> Setup) -> Vec<Hub> {
    let mut hubs = Vec::new();
    for product in Product::available() {
        let database = Database::new(product, content).await;
        hubs.push(Hub::set_up(database, setup()).await);
    }
    hubs
}

/// The code that a page of refusal shows.
async fn refused(answer: Response) -> (StatusCode, String) {
    let status = answer.status();
    let page = answer.text().await.unwrap();
    let code = page
        .split_once("<code>")
        .and_then(|(_, rest)| rest.split_once("</code>"));
    let code = code.unwrap_or_else(|| panic!("{status}: {page}")).0;
    (status, code.to_owned())
}

/// Where an answer leads.
fn location(answer: &Response) -> &str {
    assert!(answer.status().is_redirection(), "{}", answer.status());
    answer.headers()["location"].to_str().unwrap()
}

/// An address that no other test uses.
fn address(name: &str) -> String {
    let id = kernel::Clock::system().new_id().simple();
    format!("{name}-{id}@example.org")
}
