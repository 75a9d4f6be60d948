//! GraphQL over HTTP (<https://graphql.github.io/graphql-over-http/draft/>): POST with JSON, and
//! GET for queries. [`Hub::respond`] is the one place where a request goes on in the form that its
//! client accepts; a door with a form of its own has its branch there.

mod answer;
mod media;
mod request;

use async_graphql::parser::types::OperationType;
use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use schema::Admitted;

use crate::{
    asker::{Recognition, is_private},
    clients::Address,
    error::DoorError,
    router::Hub,
};

use self::{
    media::{Accept, Media, STREAMS, WHOLE},
    request::Params,
};

/// `POST /graphql`.
pub(crate) async fn post(
    State(hub): State<Hub>,
    address: Address,
    headers: HeaderMap,
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
    hub.take(&Method::POST, &headers, address, params).await
}

/// `GET /graphql`.
pub(crate) async fn get(
    State(hub): State<Hub>,
    address: Address,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let params = || Params::of_query_string(query.as_deref().unwrap_or_default());
    hub.take(&Method::GET, &headers, address, params).await
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
        address: Address,
        params: impl FnOnce() -> Result<Params, DoorError>,
    ) -> Response {
        let accept = Accept::of(headers);
        let taken = async {
            if accept.choose(WHOLE).or(accept.choose(STREAMS)).is_none() {
                return Err(media::not_acceptable(WHOLE));
            }
            let params = params()?;
            let (found, client) = self.recognise_at(headers, address).await?;
            let Recognition { asker, cookie } = found;
            let request = self.read(params, &asker.viewer).await?;
            let admitted = self.graph.admit(request, asker, &client).await;
            let mut answer = match admitted {
                Ok(admitted) => self.respond(method, &accept, admitted).await?,
                Err(refused) => return Err(DoorError::refused(&refused)),
            };
            if let Some(cookie) = cookie {
                answer.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(answer)
        };
        taken.await.unwrap_or_else(|error: DoorError| {
            let media = accept.for_errors();
            let is_limit = error.body.is_some() && error.status == StatusCode::BAD_REQUEST;
            let mut answer = error.into_response();
            if is_limit && media == Media::Json {
                // It could be read: clients from before the specification are told so by 200.
                *answer.status_mut() = StatusCode::OK;
            }
            answer::describe(answer.headers_mut(), media);
            answer
        })
    }

    /// Answers a request in the form that its client likes best of those that its operation can have.
    async fn respond(
        &self,
        method: &Method,
        accept: &Accept,
        mut admitted: Admitted,
    ) -> Result<Response, DoorError> {
        let operation = schema::operation_type(&mut admitted.request);
        if method == Method::GET && operation == Some(OperationType::Mutation) {
            return Err(by_post());
        }
        let offers = match operation {
            Some(OperationType::Subscription) => STREAMS,
            _ => WHOLE,
        };
        match accept.choose(offers) {
            Some(media @ (Media::GraphqlResponse | Media::Json)) => {
                Ok(self.whole(admitted, media).await)
            }
            // The doors of streams come here: until then, nobody is told that there are any.
            Some(Media::EventStream | Media::Multipart) | None => {
                Err(media::not_acceptable(offers))
            }
        }
    }

    /// Runs one operation and answers in one piece.
    async fn whole(&self, admitted: Admitted, media: Media) -> Response {
        let private = is_private(&admitted.asker.viewer);
        let mut answer = answer::whole(&self.graph.answer(admitted).await, media);
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
