//! The portal's pages: who visits them, and how they ask the graph.

use std::sync::Arc;

use async_graphql::{Request as GraphqlRequest, Variables};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures::{
    FutureExt as _,
    future::{BoxFuture, ready},
};
use kernel::locale::Locale;
use portal::{Ask, Visitor};
use schema::{Asker, Graph};
use serde_json::Value;

use crate::{
    asker::{Recognition, is_private},
    error,
    kept::{Kept, Key},
    router::Hub,
};

/// Answers pages in the name of one visitor.
struct OfVisitor {
    graph: Graph,
    asker: Asker,
    /// For those who see what everybody sees.
    kept: Option<Kept>,
}

impl Ask for OfVisitor {
    fn ask(&self, question: portal::Question) -> BoxFuture<'_, portal::Answer> {
        let key = self.kept.as_ref().map(|_| Key {
            position: self.graph.log().head(),
            document: question.document,
            operation: question.operation,
            variables: question.variables.to_string(),
            languages: question
                .languages
                .iter()
                .map(Locale::tag)
                .collect::<Vec<_>>()
                .join(","),
        });
        let found = self.kept.as_ref().zip(key.as_ref());
        if let Some(data) = found.and_then(|(kept, key)| kept.get(key)) {
            return ready(portal::Answer { data, error: None }).boxed();
        }
        let asker = Asker {
            languages: question.languages,
            ..self.asker.clone()
        };
        let request = GraphqlRequest::new(question.document)
            .operation_name(question.operation)
            .variables(Variables::from_json(question.variables));
        Box::pin(async move {
            let answer = self.graph.execute(request, asker).await;
            let error = answer.response.errors.into_iter().next().map(|error| {
                let code = error
                    .extensions
                    .as_ref()
                    .and_then(|extensions| extensions.get("code"));
                let code = match code {
                    Some(async_graphql::Value::String(code)) => code.clone(),
                    _ => "INTERNAL".to_owned(),
                };
                (code, error.message)
            });
            let data = Arc::new(answer.response.data.into_json().unwrap_or(Value::Null));
            if let (None, Some(kept), Some(key)) = (&error, &self.kept, key) {
                kept.keep(key, &data);
            }
            portal::Answer { data, error }
        })
    }
}

impl Hub {
    /// Who visits. A page is there for everybody: who shows a session that has ended reads it as anybody.
    async fn visitor(&self, headers: &HeaderMap) -> (Visitor, Option<axum::http::HeaderValue>) {
        let recognised = self.recognise_reader(headers).await;
        let (asker, cookie) = match recognised {
            Some(Recognition { asker, cookie, .. }) => (asker, cookie),
            None => (Asker::anonymous(), None),
        };
        let visitor = Visitor {
            signed_in: is_private(&asker.viewer),
            graph: Arc::new(OfVisitor {
                graph: self.graph.clone(),
                kept: (asker.viewer == Asker::anonymous().viewer).then(|| self.kept.clone()),
                asker,
            }),
            now: self.graph.log().clock().now(),
            base: self.reception.public_url().origin().into(),
            wording: self.wording.clone(),
        };
        (visitor, cookie)
    }
}

/// Says who visits, to all pages.
pub(crate) async fn welcome(State(hub): State<Hub>, mut request: Request, next: Next) -> Response {
    let (visitor, cookie) = hub.visitor(request.headers()).await;
    request.extensions_mut().insert(visitor);
    let mut answer = next.run(request).await;
    if let Some(cookie) = cookie {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// Where there is nothing: a page to people, JSON to programs.
pub(crate) async fn not_found(State(hub): State<Hub>, request: Request) -> Response {
    if !portal::wants_page(request.headers()) {
        return error::not_found().await.into_response();
    }
    let (visitor, _) = hub.visitor(request.headers()).await;
    let (mut parts, _) = request.into_parts();
    portal::not_found(visitor, &mut parts)
}
