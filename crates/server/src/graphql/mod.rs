//! GraphQL over HTTP (<https://graphql.github.io/graphql-over-http/draft/>): POST with JSON, and
//! GET for queries. [`Hub::respond`] is the one place where a request goes on in the form that its
//! client accepts; a door with a form of its own has its branch there.

mod answer;
mod media;
pub(crate) mod request;

pub(crate) use self::{
    answer::{Shape, was_executed},
    request::Params,
};

use std::net::SocketAddr;

use async_graphql::{Request, parser::types::OperationType};
use axum::{
    body::Bytes,
    extract::{
        ConnectInfo, RawQuery, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use schema::Asker;

use crate::{
    asker::{Recognition, is_private},
    error::DoorError,
    multipart,
    operation::errors,
    router::Hub,
    sse,
    subscriber::Subscriber,
    ws,
};

use self::media::{ALL, Accept, Media, STREAMS, WHOLE};

/// What an HTTP request says besides its parameters.
struct Asked<'a> {
    method: Method,
    headers: &'a HeaderMap,
    peer: SocketAddr,
    /// How far a client has come that was here before.
    resume: Option<String>,
}

/// `POST /graphql`.
pub(crate) async fn post(
    State(hub): State<Hub>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let params = || {
        media::require_json(&headers)?;
        if body.trim_ascii_start().starts_with(b"[") {
            let message = "Several operations in one request are not taken.";
            return Err(request::malformed(message));
        }
        Params::of_body(&body)
    };
    let asked = Asked {
        method: Method::POST,
        headers: &headers,
        peer,
        resume: sse::last_event_id(&headers, query.as_deref()),
    };
    hub.take(asked, params).await
}

/// `GET /graphql`: also the handshake of a WebSocket.
pub(crate) async fn get(
    State(hub): State<Hub>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if ws::is_wanted(&headers) {
        return match upgrade {
            Ok(upgrade) => ws::upgrade(hub, peer, headers, upgrade)
                .await
                .unwrap_or_else(IntoResponse::into_response),
            Err(error) => ws::refused(&error),
        };
    }
    let params = || Params::of_query_string(query.as_deref().unwrap_or_default());
    let asked = Asked {
        method: Method::GET,
        headers: &headers,
        peer,
        resume: sse::last_event_id(&headers, query.as_deref()),
    };
    hub.take(asked, params).await
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
        mut asked: Asked<'_>,
        params: impl FnOnce() -> Result<Params, DoorError>,
    ) -> Response {
        let accept = Accept::of(asked.headers);
        let taken = async {
            if accept.choose(WHOLE).or(accept.choose(STREAMS)).is_none() {
                return Err(media::not_acceptable(WHOLE));
            }
            let mut params = params()?;
            params.ask_for_position(asked.headers)?;
            if asked.resume.is_none() {
                asked.resume = params.resume();
            }
            let recognition = self.recognise(asked.headers).await?;
            let cookie = recognition.cookie.clone();
            let request = self.read(params, &recognition.asker.viewer).await?;
            let mut answer = self.respond(asked, &accept, request, recognition).await?;
            if let Some(cookie) = cookie {
                answer.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(answer)
        };
        taken.await.unwrap_or_else(|error: DoorError| {
            // A browser shows its page nothing of an event stream that was refused.
            if error.status == StatusCode::BAD_REQUEST
                && accept.choose(ALL) == Some(Media::EventStream)
            {
                return sse::refused(&errors(error.code, &error.message));
            }
            let media = accept.for_errors();
            let mut answer = error.into_response();
            answer::describe(answer.headers_mut(), media);
            answer
        })
    }

    /// Answers a request in the form that its client likes best of those that its operation can have.
    async fn respond(
        &self,
        asked: Asked<'_>,
        accept: &Accept,
        mut request: Request,
        recognition: Recognition,
    ) -> Result<Response, DoorError> {
        let operation = schema::operation_type(&mut request);
        if asked.method == Method::GET && operation == Some(OperationType::Mutation) {
            return Err(by_post());
        }
        let media = match operation {
            Some(OperationType::Subscription) => accept.choose(STREAMS),
            // Some clients want everything as a stream.
            _ => accept.choose(WHOLE).or_else(|| accept.choose(STREAMS)),
        };
        match media {
            Some(media @ (Media::GraphqlResponse | Media::Json)) => {
                Ok(self.whole(request, recognition.asker, media).await)
            }
            Some(media @ (Media::EventStream | Media::Multipart)) => {
                self.stream(asked, media, request, recognition).await
            }
            None => Err(media::not_acceptable(STREAMS)),
        }
    }

    /// Runs one operation and answers for as long as it goes on.
    async fn stream(
        &self,
        asked: Asked<'_>,
        media: Media,
        request: Request,
        Recognition { asker, basis, .. }: Recognition,
    ) -> Result<Response, DoorError> {
        let place = (self.streams).enter(self.client(asked.peer, asked.headers))?;
        let begun = self.begin(request, asker, basis, asked.resume).await;
        let streams = self.streams.clone();
        let subscriber = |subscription| Subscriber::new(subscription, streams, place);
        Ok(match media {
            Media::Multipart => multipart::answer(begun, subscriber),
            _ => sse::answer(begun, subscriber),
        })
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
