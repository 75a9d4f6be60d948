//! GraphQL over HTTP (<https://graphql.github.io/graphql-over-http/draft/>): POST with JSON, and
//! GET for queries. [`Hub::respond`] is the one place where a request goes on in the form that its
//! client accepts; a door with a form of its own has its branch there.

mod answer;
mod media;
pub(crate) mod request;

use async_graphql::{Request, parser::types::OperationType};
use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use schema::Asker;

use crate::{
    asker::{Recognition, is_private},
    error::DoorError,
    router::Hub,
};

use self::{
    media::{Accept, Media, STREAMS, WHOLE},
    request::Params,
};

/// `POST /graphql`.
pub(crate) async fn post(State(hub): State<Hub>, headers: HeaderMap, body: Bytes) -> Response {
    let params = || {
        media::require_json(&headers)?;
        if body.trim_ascii_start().starts_with(b"[") {
            let message = "Several operations in one request are not taken.";
            return Err(request::malformed(message));
        }
        Params::of_body(&body)
    };
    hub.take(&Method::POST, &headers, params).await
}

/// `GET /graphql`.
pub(crate) async fn get(
    State(hub): State<Hub>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let params = || Params::of_query_string(query.as_deref().unwrap_or_default());
    hub.take(&Method::GET, &headers, params).await
}

/// `GET /schema.graphql`; with `?federation`, as routers read it.
pub(crate) async fn contract(RawQuery(query): RawQuery) -> impl IntoResponse {
    static SDL: std::sync::LazyLock<String> = std::sync::LazyLock::new(schema::sdl);
    let query = query.unwrap_or_default();
    let mut asked = form_urlencoded::parse(query.as_bytes());
    let sdl = if asked.any(|(name, _)| name == "federation") {
        schema::subgraph_sdl()
    } else {
        &SDL
    };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], sdl)
}

impl Hub {
    /// Takes a request from its first byte to its last: who asks, what, and in which form.
    async fn take(
        &self,
        method: &Method,
        headers: &HeaderMap,
        params: impl FnOnce() -> Result<Params, DoorError>,
    ) -> Response {
        let accept = Accept::of(headers);
        let taken = async {
            if accept.choose(WHOLE).or(accept.choose(STREAMS)).is_none() {
                return Err(media::not_acceptable(WHOLE));
            }
            let mut params = params()?;
            params.ask_for_position(headers)?;
            let Recognition { asker, cookie, .. } = self.recognise(headers).await?;
            let request = self.read(params, &asker.viewer).await?;
            let mut answer = self.respond(method, &accept, request, asker).await?;
            if let Some(cookie) = cookie {
                answer.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(answer)
        };
        taken.await.unwrap_or_else(|error: DoorError| {
            let media = accept.for_errors();
            let mut answer = error.into_response();
            answer::describe(answer.headers_mut(), media);
            answer
        })
    }

    /// Answers a request in the form that its client likes best of those that its operation can have.
    async fn respond(
        &self,
        method: &Method,
        accept: &Accept,
        mut request: Request,
        asker: Asker,
    ) -> Result<Response, DoorError> {
        let operation = schema::operation_type(&mut request);
        if method == Method::GET && operation == Some(OperationType::Mutation) {
            return Err(by_post());
        }
        let offers = match operation {
            Some(OperationType::Subscription) => STREAMS,
            _ => WHOLE,
        };
        match accept.choose(offers) {
            Some(media @ (Media::GraphqlResponse | Media::Json)) => {
                Ok(self.whole(request, asker, media).await)
            }
            // The doors of streams come here: until then, nobody is told that there are any.
            Some(Media::EventStream | Media::Multipart) | None => {
                Err(media::not_acceptable(offers))
            }
        }
    }

    /// Runs one operation and answers in one piece.
    async fn whole(&self, request: Request, asker: Asker, media: Media) -> Response {
        let private = is_private(&asker.viewer);
        let mut answer = answer::whole(&self.graph.execute(request, asker).await, media);
        if private {
            let value = HeaderValue::from_static("private, no-store");
            answer.headers_mut().insert(header::CACHE_CONTROL, value);
        }
        answer
    }
}

fn by_post() -> DoorError {
    let message = "GET takes queries only: send this by POST.";
    let status = StatusCode::METHOD_NOT_ALLOWED;
    DoorError::new(status, "METHOD_NOT_ALLOWED", message)
        .with(header::ALLOW, HeaderValue::from_static("POST"))
}
