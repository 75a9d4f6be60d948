//! Coming in by an identity provider: there, and back.

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};
use identity::{Refusal, SignInError, reception::Back};
use kernel::secret::same;
use serde::Deserialize;

use super::{
    mail::Next,
    page::{Words, go_on},
};
use crate::router::Hub;

/// What a provider sends back.
#[derive(Deserialize)]
pub(crate) struct Answer {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    iss: Option<String>,
    error: Option<String>,
}

/// `GET /auth/oidc/{provider}`: off to the provider.
pub(crate) async fn to_provider(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Path(provider): Path<String>,
    Query(next): Query<Next>,
) -> Response {
    match hub.reception.begin_journey(&provider, next.path()).await {
        Ok((url, journey)) => {
            let mut answer = Redirect::to(url.as_str()).into_response();
            let headers = answer.headers_mut();
            headers.append(header::SET_COOKIE, hub.cookies.keep_journey(&journey));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            answer
        }
        Err(refusal) => Words::of(&headers).refuse(&headers, &refusal),
    }
}

/// `GET /auth/oidc/{provider}/back`: back from the provider. Whatever comes of it, what the browser
/// has kept for it is used up.
pub(crate) async fn back(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Path(provider): Path<String>,
    Query(answer): Query<Answer>,
) -> Response {
    match come_back(&hub, &headers, &provider, &answer).await {
        Ok(came) => {
            let session = hub.cookies.keep_session(&came.session);
            go_on(&came.next, [session, hub.cookies.drop_journey()])
        }
        Err(refusal) => {
            let mut answer = Words::of(&headers).refuse(&headers, &refusal);
            let gone = hub.cookies.drop_journey();
            answer.headers_mut().append(header::SET_COOKIE, gone);
            answer
        }
    }
}

async fn come_back(
    hub: &Hub,
    headers: &HeaderMap,
    provider: &str,
    answer: &Answer,
) -> Result<identity::reception::CameIn, Refusal> {
    let journey = hub.cookies.journey(headers).ok_or(Refusal::NoJourney)?;
    if journey.provider != provider {
        return Err(Refusal::NoJourney);
    }
    if let Some(error) = &answer.error {
        // Anybody can send a browser here with an error: it is believed from who knows the state.
        if !same(&journey.state.reveal(), &answer.state) {
            return Err(Refusal::Provider(SignInError::StateMismatch));
        }
        return Err(Refusal::Provider(SignInError::of_redirect(error)));
    }
    let current = match hub.cookies.session(headers) {
        Some(session) => hub.reception.person_of(&session).await?,
        None => None,
    };
    let back = Back {
        code: &answer.code,
        state: &answer.state,
        iss: answer.iss.as_deref(),
    };
    hub.reception.end_journey(&journey, back, current).await
}
