//! Those who follow the log, past the doors.

use async_graphql::{Request, Variables};
use futures::{FutureExt as _, StreamExt as _};
use identity::{Basis, reception::SessionCookie};
use kernel::locale::Locale;
use live::{End, Event, Subscription};
use schema::Asker;
use serde_json::{Value, json};

use crate::{Caller, Hub, wait::DEADLINE};

/// Somebody who follows the log.
pub struct Listener {
    /// What they follow.
    pub subscription: Subscription,
}

/// What somebody who follows the log was told.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The whole answer.
    pub json: Value,
    /// The cursor after it.
    pub cursor: String,
}

impl Told {
    /// The data of an answer without errors.
    ///
    /// # Panics
    /// When it has errors.
    #[track_caller]
    pub fn data(&self) -> &Value {
        assert!(self.json.get("errors").is_none(), "{:#}", self.json);
        &self.json["data"]
    }
}

impl Caller<'_> {
    /// Who this is, in English unless they say otherwise, and what a stream of theirs rests on.
    ///
    /// # Panics
    /// When the hub does not recognise them.
    pub async fn asker(&self) -> (Asker, Option<Basis>) {
        let header = |name: &str| self.header(name);
        let mandate = header("passerelle-mandate").map(|id| {
            let node: kernel::NodeRef = id.parse().expect("an id");
            node.id
        });
        let reception = &self.hub().reception;
        let recognised = if let Some(token) = header("authorization") {
            let token = token.trim_start_matches("Bearer ");
            let found = reception.by_bearer(token, mandate).await;
            Some(found.unwrap_or_else(|refusal| panic!("{refusal}")))
        } else if let Some(cookie) = header("cookie") {
            let (_, value) = cookie.split_once('=').expect("a cookie");
            let session = SessionCookie::parse(value).expect("a session");
            let found = reception.by_session(&session, mandate).await;
            Some(found.unwrap_or_else(|error| panic!("{error:?}")))
        } else {
            None
        };
        let languages = header("accept-language");
        let languages = languages.map_or_else(
            || vec![Locale::english()],
            |header| Locale::accepted(&header),
        );
        match recognised {
            Some(recognised) => {
                let asker = Asker {
                    viewer: recognised.viewer,
                    languages,
                    explain: false,
                };
                (asker, Some(recognised.basis))
            }
            None => {
                let asker = Asker {
                    languages,
                    ..Asker::anonymous()
                };
                (asker, None)
            }
        }
    }

    /// Subscribes.
    ///
    /// # Errors
    /// The answer that says why not.
    pub async fn try_listen(
        &self,
        document: &str,
        variables: Value,
        resume: Option<&str>,
    ) -> Result<Listener, Value> {
        let (asker, basis) = self.asker().await;
        let request = Request::new(document).variables(Variables::from_json(variables));
        let resume = resume.map(str::to_owned);
        let opened = self
            .hub()
            .live
            .subscribe(request, asker, basis, resume)
            .await;
        match opened {
            Ok(subscription) => Ok(Listener { subscription }),
            Err(answer) => Err(serde_json::to_value(&answer.response).expect("JSON")),
        }
    }

    /// Subscribes from now on.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn listen(&self, document: &str) -> Listener {
        self.listen_from(document, None).await
    }

    /// Subscribes from after this cursor.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn listen_from(&self, document: &str, resume: Option<&str>) -> Listener {
        let opened = self.try_listen(document, json!({}), resume).await;
        opened.unwrap_or_else(|answer| panic!("{answer:#}"))
    }
}

impl Hub {
    /// Follows the log as anybody may.
    pub async fn listen(&self, document: &str) -> Listener {
        self.anybody().listen(document).await
    }
}

impl Listener {
    async fn event(&mut self) -> Option<Event> {
        let next = tokio::time::timeout(DEADLINE, self.subscription.next());
        next.await.expect("something comes in time")
    }

    /// What comes next.
    ///
    /// # Panics
    /// When nothing does, or it has ended.
    pub async fn next(&mut self) -> Told {
        match self.event().await {
            Some(Event::Next { payload, cursor }) => Told {
                json: serde_json::from_slice(&payload).expect("JSON"),
                cursor: cursor.expect("a cursor").to_string(),
            },
            other => panic!("{other:?}"),
        }
    }

    /// What is there already; none when it has to be waited for.
    ///
    /// # Panics
    /// When it has ended.
    pub fn at_once(&mut self) -> Option<Told> {
        match self.subscription.next().now_or_never()? {
            Some(Event::Next { payload, cursor }) => Some(Told {
                json: serde_json::from_slice(&payload).expect("JSON"),
                cursor: cursor.expect("a cursor").to_string(),
            }),
            other => panic!("{other:?}"),
        }
    }

    /// Why it has ended, with what came before that.
    ///
    /// # Panics
    /// When it does not end in time.
    pub async fn end(&mut self) -> (Vec<Told>, End) {
        let mut told = Vec::new();
        loop {
            match self.event().await.expect("an end") {
                Event::Next { payload, cursor } => told.push(Told {
                    json: serde_json::from_slice(&payload).expect("JSON"),
                    cursor: cursor.expect("a cursor").to_string(),
                }),
                Event::End(end) => return (told, end),
            }
        }
    }
}
