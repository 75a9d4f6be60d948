//! GraphQL over HTTP (<https://graphql.github.io/graphql-over-http/draft/>): POST with JSON, and
//! GET for queries.

use async_graphql::{
    Request, Response as GraphqlResponse, Variables, parser::types::OperationType,
};
use axum::{
    Json,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use schema::Answer;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    asker::{Recognition, is_private},
    error::DoorError,
    router::Hub,
};

const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";
const JSON: &str = "application/json";

/// The parameters of a request, by the specification.
#[derive(Deserialize)]
struct Params {
    #[serde(default)]
    query: Option<String>,
    #[serde(default, rename = "operationName")]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<Value>,
    #[serde(default)]
    extensions: Option<Value>,
}

/// What the client wants to have the answer in.
#[derive(Clone, Copy, PartialEq)]
enum Media {
    /// With status codes that say how it went.
    GraphqlResponse,
    /// As it was before the specification: 200 for whatever could be read.
    Json,
}

/// `POST /graphql`.
pub(crate) async fn post(
    State(hub): State<Hub>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, DoorError> {
    let media = accepted(&headers)?;
    // A form of another site can send everything but this type without being asked (CSRF).
    let json = (headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok()))
    .is_some_and(|value| {
        value
            .split(';')
            .next()
            .is_some_and(|v| v.trim().eq_ignore_ascii_case(JSON))
    });
    if !json {
        let message = "The body must have the type application/json.";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(DoorError::new(status, "UNSUPPORTED_MEDIA_TYPE", message));
    }
    let params: Value = serde_json::from_slice(&body)
        .map_err(|error| bad_request(format!("The body is not JSON: {error}.")))?;
    if params.is_array() {
        return Err(bad_request(
            "Several operations in one request are not taken.",
        ));
    }
    let params = serde_json::from_value(params)
        .map_err(|error| bad_request(format!("The body is no GraphQL request: {error}.")))?;
    let request = read(params)?;
    hub.answer(request, &headers, media).await
}

/// `GET /graphql`.
pub(crate) async fn get(
    State(hub): State<Hub>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, DoorError> {
    let media = accepted(&headers)?;
    let mut params = Params {
        query: None,
        operation_name: None,
        variables: None,
        extensions: None,
    };
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let json = |name: &str| {
            serde_json::from_str(&value)
                .map_err(|error| bad_request(format!("`{name}` is not JSON: {error}.")))
        };
        match &*name {
            "query" => params.query = Some(value.into_owned()),
            "operationName" => params.operation_name = Some(value.into_owned()),
            "variables" => params.variables = Some(json("variables")?),
            "extensions" => params.extensions = Some(json("extensions")?),
            _ => {}
        }
    }
    let mut request = read(params)?;
    if schema::operation_type(&mut request).is_some_and(|ty| ty != OperationType::Query) {
        let message = "GET takes queries only: send this by POST.";
        let error = DoorError::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED",
            message,
        );
        return Ok(([(header::ALLOW, "POST")], error).into_response());
    }
    hub.answer(request, &headers, media).await
}

/// `GET /schema.graphql`.
pub(crate) async fn contract() -> impl IntoResponse {
    static SDL: std::sync::LazyLock<String> = std::sync::LazyLock::new(schema::sdl);
    (
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        SDL.as_str(),
    )
}

fn read(params: Params) -> Result<Request, DoorError> {
    let query = params.query.filter(|query| !query.trim().is_empty());
    let query = query.ok_or_else(|| bad_request("The request has no `query`."))?;
    let object = |name: &str, value: Option<Value>| match value {
        None | Some(Value::Null) => Ok(Value::Object(Default::default())),
        Some(value @ Value::Object(_)) => Ok(value),
        Some(_) => Err(bad_request(format!("`{name}` is not an object."))),
    };
    object("extensions", params.extensions)?;
    let variables = Variables::from_json(object("variables", params.variables)?);
    let mut request = Request::new(query).variables(variables);
    request.operation_name = params.operation_name.filter(|name| !name.is_empty());
    Ok(request)
}

fn bad_request(message: impl Into<String>) -> DoorError {
    DoorError::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", message)
}

impl Hub {
    /// Runs a request in the name of whoever sends it.
    async fn answer(
        &self,
        request: Request,
        headers: &HeaderMap,
        media: Media,
    ) -> Result<Response, DoorError> {
        let Recognition { asker, cookie } = self.recognise(headers).await?;
        let private = is_private(&asker.viewer);
        let mut answer = answer(self.graph.execute(request, asker).await, media);
        if private {
            let value = HeaderValue::from_static("private, no-store");
            answer.headers_mut().insert(header::CACHE_CONTROL, value);
        }
        if let Some(cookie) = cookie {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(answer)
    }
}

/// The type to answer in: the client's first that we have, and JSON for those who do not say.
fn accepted(headers: &HeaderMap) -> Result<Media, DoorError> {
    let Some(accept) = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
    else {
        return Ok(Media::Json);
    };
    let mut best: Option<(f32, Media)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let media = match parts
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            GRAPHQL_RESPONSE => Media::GraphqlResponse,
            JSON => Media::Json,
            "application/*" | "*/*" => Media::GraphqlResponse,
            _ => continue,
        };
        let weight = parts
            .find_map(|part| part.strip_prefix("q="))
            .map_or(Some(1.0), |weight| weight.parse::<f32>().ok())
            .unwrap_or(0.0);
        if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, media));
        }
    }
    best.map(|(_, media)| media).ok_or_else(|| {
        let message = format!("The hub answers in {GRAPHQL_RESPONSE} or {JSON}.");
        DoorError::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message)
    })
}

fn answer(answer: Answer, media: Media) -> Response {
    let Answer {
        response,
        reads,
        spent,
    } = answer;
    let status = match media {
        Media::Json => StatusCode::OK,
        Media::GraphqlResponse => status(&response),
    };
    let content_type = match media {
        Media::Json => "application/json; charset=utf-8",
        Media::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
    };
    let mut answer = (status, Json(response)).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(
        header::VARY,
        HeaderValue::from_static(
            "accept, accept-language, authorization, cookie, passerelle-mandate",
        ),
    );
    // What an answer cost, for whoever builds on the graph: shown by browsers' tools.
    let timing = format!(
        "sql;dur={:.1};desc=\"{} statements in {} waves\"",
        spent.waiting.as_secs_f64() * 1_000.0,
        reads.statements,
        spent.waves,
    );
    if let Ok(timing) = HeaderValue::from_str(&timing) {
        headers.insert("server-timing", timing);
    }
    answer
}

/// 400 when nothing was executed, 200 when something was.
fn status(response: &GraphqlResponse) -> StatusCode {
    let executed = response.is_ok()
        || response.data != async_graphql::Value::Null
        || response.errors.iter().any(|error| !error.path.is_empty());
    if executed {
        StatusCode::OK
    } else {
        StatusCode::BAD_REQUEST
    }
}
