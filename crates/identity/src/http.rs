//! The client with which the hub asks identity providers. They are configured, not trusted: nothing
//! is followed, nothing is waited for without end, and no answer fills the memory.

use std::{pin::Pin, sync::LazyLock, time::Duration};

use openidconnect::{HttpRequest, HttpResponse};
use reqwest::{Client, ClientBuilder, redirect::Policy};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use url::{Host, Url};

/// Discovery documents and key sets are a few KiB.
const MAX_BODY: usize = 1 << 20;
const TIMEOUT: Duration = Duration::from_secs(10);

/// A `reqwest` client to build on, whose TLS is that of the database's connections: `ring`, and the
/// certificates of the machine. The workspace's `reqwest` has no other: `Client::new()` panics.
pub fn builder() -> ClientBuilder {
    static TLS: LazyLock<Option<ClientConfig>> = LazyLock::new(tls);
    match &*TLS {
        Some(tls) => Client::builder().tls_backend_preconfigured(tls.clone()),
        None => Client::builder(),
    }
}

fn tls() -> Option<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    let (known, _) = roots.add_parsable_certificates(found.certs);
    if known == 0 {
        // Plain connections, to a hub on the same machine, work all the same.
        tracing::warn!("the machine has no certificates to check others with: TLS will fail");
    }
    let versions = ClientConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .inspect_err(|error| tracing::error!(%error, "no TLS"))
        .ok()?;
    Some(versions.with_root_certificates(roots).with_no_client_auth())
}

/// Asks identity providers: 10 s at most, no redirects, no answer beyond 1 MiB. Cheap to clone.
#[derive(Clone, Debug)]
pub struct HttpClient(Client);

/// Why there is no answer. For the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    #[error("`{0}` is not an https address")]
    Insecure(String),
    #[error("the answer has more than {MAX_BODY} bytes")]
    TooLarge,
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error("the answer cannot be read: {0}")]
    Answer(#[from] openidconnect::http::Error),
}

type Answer = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send>>;

impl HttpClient {
    /// A client of its own pool of connections; one is enough for all providers.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        let client = builder()
            .redirect(Policy::none())
            .timeout(TIMEOUT)
            .user_agent(concat!("passerelle/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self(client))
    }

    /// The same as `openidconnect` wants it: a function whose answers may move between threads.
    pub(crate) fn sender(&self) -> impl Fn(HttpRequest) -> Answer + Send + Sync + use<> {
        let client = self.clone();
        move |request| {
            let client = client.clone();
            Box::pin(async move { client.send(request).await })
        }
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = reqwest::Request::try_from(request)?;
        // The addresses come from the provider's own document.
        if !is_secure(request.url()) {
            return Err(HttpError::Insecure(request.url().to_string()));
        }
        let mut answer = self.0.execute(request).await?;
        let mut response = openidconnect::http::Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            *headers = std::mem::take(answer.headers_mut());
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > MAX_BODY {
                return Err(HttpError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(response.body(body)?)
    }
}

/// Whether nobody on the way can read or change what is said: TLS, or a way that does not leave the
/// machine.
pub(crate) fn is_secure(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is answered by a server with a redirect, and with bodies as long as asked for.
    async fn get(path: &str) -> Result<HttpResponse, HttpError> {
        use axum::{Router, extract::Path, response::Redirect, routing::get};
        let routes = Router::new()
            .route("/away", get(async || Redirect::to("/bytes/1")))
            .route("/bytes/{n}", get(async |Path(n): Path<usize>| vec![0; n]));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}{path}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, routes).await });
        let request = openidconnect::http::Request::get(url).body(Vec::new());
        let answer = HttpClient::new().unwrap().send(request.unwrap()).await;
        server.abort();
        answer
    }

    #[tokio::test]
    async fn nothing_is_followed() {
        let answer = get("/away").await.unwrap();
        assert_eq!(answer.status(), 303);
        assert_eq!(answer.headers()["location"], "/bytes/1");
    }

    #[tokio::test]
    async fn a_mebibyte_is_read_and_no_more() {
        let answer = get("/bytes/1048576").await.unwrap();
        assert_eq!(answer.body().len(), MAX_BODY);
        let error = get("/bytes/1048577").await.unwrap_err();
        assert!(matches!(error, HttpError::TooLarge), "{error}");
    }

    #[tokio::test]
    async fn nothing_is_asked_in_the_clear() {
        let request = openidconnect::http::Request::get("http://login.example/keys");
        let request = request.body(Vec::new()).unwrap();
        let error = HttpClient::new().unwrap().send(request).await.unwrap_err();
        assert!(matches!(error, HttpError::Insecure(_)), "{error}");
    }

    #[test]
    fn http_is_for_the_same_machine() {
        for (url, secure) in [
            ("https://login.example", true),
            ("http://localhost:8080/realm", true),
            ("http://127.0.0.1", true),
            ("http://[::1]:80", true),
            ("http://login.example", false),
            ("http://localhost.example", false),
            ("http://10.0.0.1", false),
            ("ftp://localhost", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_secure(&Url::parse(url).unwrap()), secure, "{url}");
        }
    }
}
