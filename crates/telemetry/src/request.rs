//! What holds for all that is done for one request: its id, and which client sends it. The door enters
//! it, and whatever is spawned on the way has to be [carried](carry).

use std::{fmt, sync::Arc};

use tracing::{Instrument as _, Span};

tokio::task_local! {
    static CURRENT: Request;
}

/// The longest id of a request, and the longest name or version of a client, in bytes.
const LONGEST: usize = 64;

/// A request that is being answered. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Request(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    id: RequestId,
    client: Client,
}

impl Request {
    /// A request with this id, from this client.
    pub fn new(id: RequestId, client: Client) -> Self {
        Self(Arc::new(Inner { id, client }))
    }

    /// The request that this task works for; none when it works for the hub itself.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Its id.
    pub fn id(&self) -> &RequestId {
        &self.0.id
    }

    /// Who sends it.
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// Works for this request.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }
}

/// The same work for the same request and in the same span, to be spawned: a new task knows of neither.
pub fn carry<F: Future>(work: F) -> impl Future<Output = F::Output> {
    let request = Request::current();
    let work = work.instrument(Span::current());
    async move {
        match request {
            Some(request) => request.scope(work).await,
            None => work.await,
        }
    }
}

/// What a user can quote, and an operator finds in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The id that a client or a proxy has given: 1 to 64 letters, digits, and `-._`. None when it is
    /// something else, which nobody wants to have in a log.
    pub fn parse(text: &str) -> Option<Self> {
        let good = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        let fits = !text.is_empty() && text.len() <= LONGEST;
        (fits && text.chars().all(good)).then(|| Self(text.to_owned()))
    }

    /// An id of the hub's own.
    pub fn of(key: uuid::Uuid) -> Self {
        Self(key.simple().to_string())
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which program sends a request, as it says itself: for statistics, never for deciding anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    name: Option<String>,
    version: Option<String>,
}

impl Client {
    /// What it says. A name that is not one is as if it had not been said.
    pub fn new(name: Option<&str>, version: Option<&str>) -> Self {
        let name = name.and_then(sane);
        // A version without a name says nothing.
        let version = name.as_ref().and(version).and_then(sane);
        Self { name, version }
    }

    /// Whether this is what a client can be called.
    pub fn is_name(text: &str) -> bool {
        sane(text).is_some_and(|name| name == text)
    }

    /// Its name, if it says one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Its version, if it says one.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }
}

/// Names and versions of programs: `@city/map`, `Portal 2.1`. Not an address of e-mail, nor a secret
/// that was put into the wrong header: those are longer, or have other characters.
fn sane(text: &str) -> Option<String> {
    let text = text.trim();
    let rest = text.strip_prefix('@').unwrap_or(text);
    let good = |c: char| c.is_ascii_alphanumeric() || "-._/+ ".contains(c);
    let fits = !rest.is_empty() && rest.len() < LONGEST;
    (fits && rest.chars().all(good)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_taken_when_it_can_stand_in_a_log() {
        for good in ["a", "7f3c-0.1_x", &"x".repeat(64)] {
            assert_eq!(RequestId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", " a", "a b", "a\nb", "é", "a@b.c", "{}", &"x".repeat(65)] {
            assert_eq!(RequestId::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_client_has_a_name_of_a_program() {
        for good in ["web", "@city/map", "Portal 2.1", "a+b"] {
            assert_eq!(Client::new(Some(good), None).name(), Some(good));
        }
        for bad in ["", "ada@example.org", "@", "a\"b", "a{b}", &"x".repeat(64)] {
            assert_eq!(
                Client::new(Some(bad), Some("1")),
                Client::default(),
                "{bad:?}"
            );
        }
        assert_eq!(Client::new(None, Some("1")), Client::default());
        assert_eq!(Client::new(Some("web"), Some("1.2")).version(), Some("1.2"));
    }

    #[tokio::test]
    async fn what_is_spawned_works_for_the_same_request_only_when_it_is_carried() {
        let request = Request::new(RequestId::parse("r1").unwrap(), Client::default());
        let id = || Request::current().map(|request| request.id().to_string());
        let (carried, left) = request
            .scope(async {
                let carried = tokio::spawn(carry(async move { id() })).await.unwrap();
                (carried, tokio::spawn(async move { id() }).await.unwrap())
            })
            .await;
        assert_eq!((carried.as_deref(), left, id()), (Some("r1"), None, None));
    }
}
