//! GraphQL over HTTP (<https://graphql.github.io/graphql-over-http/draft/>): POST with JSON, and
//! GET for queries. [`Hub::respond`] is the one place where a request goes on in the form that its
//! client accepts; a door with a form of its own has its branch there.

mod answer;
mod batch;
mod cache;
mod document;
mod media;
pub(crate) mod request;

pub(crate) use self::{
    answer::{text, was_executed},
    request::Params,
};

use async_graphql::parser::types::OperationType;
use axum::{
    body::Bytes,
    extract::{
        RawQuery, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use identity::Basis;
use limits::Client;
use schema::{Admitted, Asker};

use crate::{
    asker::{Recognition, is_private},
    clients::Address,
    error::DoorError,
    multipart,
    router::Hub,
    sse,
    subscriber::Subscriber,
    ws,
};

use self::{
    answer::Asked,
    media::{ALL, Accept, Media, STREAMS, WHOLE},
};

/// What an HTTP request says besides its parameters.
struct Envelope<'a> {
    method: Method,
    headers: &'a HeaderMap,
    address: Address,
    /// How far a client has come that was here before.
    resume: Option<String>,
}

/// `POST /graphql`.
pub(crate) async fn post(
    State(hub): State<Hub>,
    address: Address,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let accept = Accept::of(&headers);
    let answer = async {
        accept.require_any()?;
        media::require_json(&headers)?;
        if batch::is_list(&body) {
            let media = accept.choose(WHOLE);
            let media = media.ok_or_else(|| media::not_acceptable(WHOLE))?;
            return hub.batch(&headers, address, &body, media).await;
        }
        let params = Params::of_body(&body)?;
        let envelope = Envelope {
            method: Method::POST,
            headers: &headers,
            address,
            resume: sse::last_event_id(&headers, query.as_deref()),
        };
        hub.take(envelope, &accept, params).await
    };
    answer.await.unwrap_or_else(|error| refuse(error, &accept))
}

/// `GET /graphql`, and `HEAD`: also the handshake of a WebSocket.
pub(crate) async fn get(
    State(hub): State<Hub>,
    address: Address,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if ws::is_wanted(&headers) {
        return match upgrade {
            Ok(upgrade) => ws::upgrade(hub, address, headers, upgrade)
                .await
                .unwrap_or_else(IntoResponse::into_response),
            Err(error) => ws::refused(&error),
        };
    }
    let accept = Accept::of(&headers);
    let answer = async {
        accept.require_any()?;
        let params = Params::of_query_string(query.as_deref().unwrap_or_default())?;
        let envelope = Envelope {
            method: Method::GET,
            headers: &headers,
            address,
            resume: sse::last_event_id(&headers, query.as_deref()),
        };
        hub.take(envelope, &accept, params).await
    };
    answer.await.unwrap_or_else(|error| refuse(error, &accept))
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

/// A request that is ready to be run.
pub(crate) struct Prepared {
    pub(crate) admitted: Admitted,
    /// Whether it writes.
    pub(crate) writes: bool,
    /// Whether its answer goes on.
    pub(crate) streams: bool,
}

impl Hub {
    /// Takes a request that could be read: who asks, what, and in which form.
    async fn take(
        &self,
        mut envelope: Envelope<'_>,
        accept: &Accept,
        mut params: Params,
    ) -> Result<Response, DoorError> {
        params.ask_for_position(envelope.headers)?;
        if envelope.resume.is_none() {
            envelope.resume = params.resume();
        }
        let recognised = self.recognise_at(envelope.headers, envelope.address).await;
        let (
            Recognition {
                asker,
                cookie,
                basis,
            },
            client,
        ) = recognised?;
        let private = is_private(&asker.viewer);
        let prepared = self
            .prepare(&envelope.method, params, asker, &client)
            .await?;
        let mut answer = self
            .respond(prepared, accept, envelope, private, basis)
            .await?;
        if let Some(cookie) = cookie {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(answer)
    }

    /// Finds the document of a request, lets it in, and says what it would do.
    pub(crate) async fn prepare(
        &self,
        method: &Method,
        params: Params,
        asker: Asker,
        client: &Client,
    ) -> Result<Prepared, DoorError> {
        let request = self.read(params, &asker.viewer).await?;
        let admitted = self.graph.admit(request, asker, client).await;
        let admitted = admitted.map_err(|refused| DoorError::refused(&refused).counted())?;
        let operation = admitted.operation.as_ref().map(|operation| operation.ty);
        let writes = operation == Some(OperationType::Mutation);
        if writes && method == Method::GET {
            return Err(by_post());
        }
        Ok(Prepared {
            admitted,
            writes,
            streams: operation == Some(OperationType::Subscription),
        })
    }

    /// Answers a request in the form that its client likes best of those that its operation can have.
    async fn respond(
        &self,
        prepared: Prepared,
        accept: &Accept,
        envelope: Envelope<'_>,
        private: bool,
        basis: Option<Basis>,
    ) -> Result<Response, DoorError> {
        let offers = if prepared.streams { STREAMS } else { WHOLE };
        // Some clients want everything as a stream, and say so.
        let media = (accept.choose(offers)).or_else(|| accept.choose_named(STREAMS));
        match media {
            Some(media @ (Media::GraphqlResponse | Media::Json)) => {
                let asked = Asked {
                    method: &envelope.method,
                    headers: envelope.headers,
                    private,
                };
                let answer = self.graph.answer(prepared.admitted).await;
                self.whole(&answer, media, &asked)
            }
            Some(media @ (Media::EventStream | Media::Multipart)) => {
                self.stream(prepared, media, envelope, basis).await
            }
            None => Err(media::not_acceptable(offers)),
        }
    }

    /// Runs one operation and answers for as long as it goes on.
    async fn stream(
        &self,
        prepared: Prepared,
        media: Media,
        envelope: Envelope<'_>,
        basis: Option<Basis>,
    ) -> Result<Response, DoorError> {
        let place = self.streams.enter(envelope.address.0)?;
        let begun = self.begin(prepared, basis, envelope.resume).await;
        let streams = self.streams.clone();
        let subscriber = |subscription| Subscriber::new(subscription, streams, place);
        Ok(match media {
            Media::Multipart => multipart::answer(begun, subscriber),
            _ => sse::answer(begun, subscriber),
        })
    }
}

/// A refusal, in the form that the client accepts.
fn refuse(error: DoorError, accept: &Accept) -> Response {
    // A browser shows its page nothing of an event stream that was refused.
    if error.status == StatusCode::BAD_REQUEST && accept.choose(ALL) == Some(Media::EventStream) {
        return sse::refused(&error.body()["errors"]);
    }
    let media = accept.choose(WHOLE).unwrap_or(Media::Json);
    let legacy = media == Media::Json && error.legacy_ok;
    let mut answer = error.into_response();
    if legacy {
        *answer.status_mut() = StatusCode::OK;
    }
    answer::describe(answer.headers_mut(), media);
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, cache::NEVER);
    answer
}

fn by_post() -> DoorError {
    let message = "GET takes queries only: send this by POST.";
    let status = StatusCode::METHOD_NOT_ALLOWED;
    DoorError::new(status, "METHOD_NOT_ALLOWED", message)
        .with(header::ALLOW, HeaderValue::from_static("POST"))
}
