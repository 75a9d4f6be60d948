//! A visit: who reads which page, in which language, and how the page asks the graph for them.

use std::{convert::Infallible, sync::Arc};

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use graphql_client::GraphQLQuery;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    answer::{Text, Trouble},
    ask::{self, Ask},
    frame::{Frame, TroublePage},
    language::Language,
    query::Query,
    wording::Wording,
    words::Words,
};

/// Who visits. The server puts it into every request of a page.
#[derive(Clone)]
pub struct Visitor {
    /// Answers with their rights.
    pub graph: Arc<dyn Ask>,
    /// Whether they have signed in.
    pub signed_in: bool,
    /// Now.
    pub now: DateTime<Utc>,
    /// Where the hub is found: `https://hub.example`, without a slash at the end.
    pub base: Arc<str>,
    /// What the pages say.
    pub wording: Wording,
}

/// A page that is asked for.
pub(crate) struct Visit {
    pub(crate) visitor: Visitor,
    pub(crate) words: Words,
    /// The address without its language: `/cities/cuneo`.
    pub(crate) path: String,
    pub(crate) query: Query,
    headers: HeaderMap,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of_parts(parts))
    }
}

/// The language that an address names, and the rest of it.
pub(crate) fn split(path: &str) -> (Option<Language>, &str) {
    let inner = path.strip_prefix('/').unwrap_or(path);
    let (first, rest) = inner.split_at(inner.find('/').unwrap_or(inner.len()));
    let languages = crate::language::LANGUAGES.iter();
    match languages.copied().find(|language| language.tag == first) {
        Some(language) => (Some(language), if rest.is_empty() { "/" } else { rest }),
        None => (None, path),
    }
}

impl Visit {
    /// The visit that a request is.
    ///
    /// # Panics
    /// When nobody has said who visits.
    pub(crate) fn of_parts(parts: &Parts) -> Self {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        let visitor = visitor.expect("the server says who visits");
        let uri = &parts.uri;
        let (language, path) = split(uri.path());
        let language = language.unwrap_or_else(|| Language::preferred(&parts.headers));
        Self {
            words: Words::of(language, visitor.wording.clone()),
            visitor,
            path: path.to_owned(),
            query: Query::of(uri.query().unwrap_or_default()),
            headers: parts.headers.clone(),
        }
    }

    /// Asks the graph with a document of the contract.
    pub(crate) async fn ask<Q>(&self, variables: Q::Variables) -> Result<Q::ResponseData, Trouble>
    where
        Q: GraphQLQuery,
        Q::Variables: Serialize,
        Q::ResponseData: DeserializeOwned,
    {
        let languages = vec![self.words.language.locale()];
        ask::ask::<Q>(&self.visitor.graph, languages, variables).await
    }

    /// Today, in UTC: an event of today is still to come everywhere.
    pub(crate) fn today(&self) -> NaiveDate {
        self.visitor.now.date_naive()
    }

    /// What this page has in common with all others.
    pub(crate) fn frame(&self, title: impl Into<String>) -> Frame {
        Frame::new(self, title.into())
    }

    /// A page.
    pub(crate) fn page(&self, page: &impl Template) -> Result<Response, Trouble> {
        self.render(page, StatusCode::OK)
    }

    fn render(&self, page: &impl Template, status: StatusCode) -> Result<Response, Trouble> {
        let body = page.render().map_err(|error| {
            tracing::error!(%error, "a page was not rendered");
            Trouble::Failed
        })?;
        let text = Text {
            status,
            content_type: "text/html; charset=utf-8",
            language: Some(self.words.language.tag),
            private: self.visitor.signed_in,
            body,
        };
        Ok(text.answer(&self.headers))
    }

    /// A text of another kind, for programs.
    pub(crate) fn text(&self, content_type: &'static str, body: String) -> Response {
        let text = Text {
            status: StatusCode::OK,
            content_type,
            language: Some(self.words.language.tag),
            private: self.visitor.signed_in,
            body,
        };
        text.answer(&self.headers)
    }

    /// Says what went wrong.
    pub(crate) fn trouble(&self, trouble: &Trouble) -> Response {
        let (title, text) = trouble.words();
        let page = TroublePage {
            text: self.words.say(text),
            frame: self.frame(self.words.say(title)).unlisted(),
        };
        self.render(&page, trouble.status())
            .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    }
}
