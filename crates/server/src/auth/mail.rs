//! Coming in by a link of a mail, taking up an invitation, and going out.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Form as Body, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use identity::reception::Offer;
use serde::Deserialize;

use super::page::{Form, Page, Words, go_on, wants_json};
use crate::{error::DoorError, router::Hub};

/// Where to go afterwards.
#[derive(Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    pub(super) fn path(&self) -> &str {
        &self.next
    }
}

/// The secret of a link.
#[derive(Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    secret: String,
}

/// An address to send a link to.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    email: String,
    #[serde(default)]
    next: String,
}

/// An invitation to be taken up.
#[derive(Deserialize)]
pub(crate) struct TakenUp {
    #[serde(default)]
    secret: String,
    #[serde(default)]
    name: String,
}

/// Which sessions end.
#[derive(Deserialize)]
pub(crate) struct Out {
    #[serde(default)]
    everywhere: bool,
    #[serde(default)]
    next: String,
}

/// `GET /auth/sign-in`.
pub(crate) async fn sign_in(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Query(Next { next }): Query<Next>,
) -> Response {
    let words = Words::of(&headers);
    let form = Form {
        action: "/auth/sign-in",
        hidden: vec![("next", next.clone())],
        field: Some(("email", "email", "email", words.say("email"))),
        button: words.say("send-link"),
    };
    let carried = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", &next)
        .finish();
    let links = (hub.reception.providers())
        .map(|(id, name)| {
            let said = words.say_with("sign-in-at", &[("provider", name)]);
            (said, format!("/auth/oidc/{id}?{carried}"))
        })
        .collect();
    let page = Page {
        links,
        ..words.page("sign-in", vec![words.say("sign-in-by-mail")], Some(form))
    };
    page.answer(StatusCode::OK)
}

/// `POST /auth/sign-in`: sends a link. The answer is the same whether the hub knows the address or
/// not.
pub(crate) async fn ask_for_link(
    State(hub): State<Hub>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Body(Asked { email, next }): Body<Asked>,
) -> Result<Response, DoorError> {
    hub.same_origin(&headers)?;
    let words = Words::of(&headers);
    let client = hub.client(peer, &headers);
    let asked = hub
        .reception
        .request_link(&email, &next, &words.languages, client)
        .await;
    Ok(match asked {
        Ok(()) if wants_json(&headers) => StatusCode::ACCEPTED.into_response(),
        Ok(()) => {
            let said = words.say_with("link-sent", &[("email", email.trim())]);
            let page = words.page("look-into-your-mail", vec![said], None);
            page.answer(StatusCode::ACCEPTED)
        }
        Err(refusal) => words.refuse(&headers, &refusal),
    })
}

/// `GET /auth/link`: shows whom a link is for, and does not use it.
pub(crate) async fn link(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Query(Link { secret }): Query<Link>,
) -> Response {
    let words = Words::of(&headers);
    match hub.reception.link_is_for(&secret).await {
        Ok(email) => {
            let said = words.say_with("confirm-link", &[("email", &email)]);
            let form = Form {
                action: "/auth/link",
                hidden: vec![("secret", secret)],
                button: words.say("come-in"),
                ..Form::default()
            };
            let page = words.page("confirm", vec![said], Some(form));
            page.answer(StatusCode::OK)
        }
        Err(refusal) => words.refuse(&headers, &refusal),
    }
}

/// `POST /auth/link`: uses a link up.
pub(crate) async fn use_link(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Body(Link { secret }): Body<Link>,
) -> Result<Response, DoorError> {
    hub.same_origin(&headers)?;
    Ok(match hub.reception.use_link(&secret).await {
        Ok(came) => go_on(&came.next, [hub.cookies.keep_session(&came.session)]),
        Err(refusal) => Words::of(&headers).refuse(&headers, &refusal),
    })
}

/// `GET /auth/invitation`: shows what an invitation offers.
pub(crate) async fn invitation(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Query(Link { secret }): Query<Link>,
) -> Response {
    let words = Words::of(&headers);
    let offer = hub.reception.offer(&secret, &words.languages).await;
    let Offer {
        email,
        party,
        role,
        is_known,
    } = match offer {
        Ok(offer) => offer,
        Err(refusal) => return words.refuse(&headers, &refusal),
    };
    let values = [
        ("email", email.as_str()),
        ("party", &party),
        ("role", &role),
    ];
    let said = words.say_with("invitation-offer", &values);
    let field = (!is_known).then(|| ("name", "text", "name", words.say("your-name")));
    let form = Form {
        action: "/auth/invitation",
        hidden: vec![("secret", secret)],
        field,
        button: words.say("accept"),
    };
    let page = words.page("invitation", vec![said], Some(form));
    page.answer(StatusCode::OK)
}

/// `POST /auth/invitation`: takes an invitation up.
pub(crate) async fn take_up(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Body(TakenUp { secret, name }): Body<TakenUp>,
) -> Result<Response, DoorError> {
    hub.same_origin(&headers)?;
    let words = Words::of(&headers);
    let name = Some(name.trim()).filter(|name| !name.is_empty());
    let taken = hub.reception.take_up(&secret, name, &words.languages).await;
    Ok(match taken {
        Ok(came) => go_on(&came.next, [hub.cookies.keep_session(&came.session)]),
        Err(refusal) => words.refuse(&headers, &refusal),
    })
}

/// `POST /auth/sign-out`.
pub(crate) async fn sign_out(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Body(Out { everywhere, next }): Body<Out>,
) -> Result<Response, DoorError> {
    hub.same_origin(&headers)?;
    if let Some(session) = hub.cookies.session(&headers) {
        let ended = hub.reception.sign_out(&session, everywhere).await;
        ended.map_err(|error| DoorError::of(&error.into()))?;
    }
    Ok(go_on(&next, [hub.cookies.drop_session()]))
}
