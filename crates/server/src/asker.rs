//! Who asks, by what a request shows: a bearer token, or else the cookie of a session. What is shown
//! and not taken is an error: a client that believes to have signed in must not be answered as
//! anybody.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use identity::{Basis, Refusal, reception::Recognised};
use kernel::{Code, Kind, NodeRef, Viewer, locale::Locale};
use schema::Asker;
use uuid::Uuid;

use crate::{error::DoorError, router::Hub};

/// The header that names the mandate to write under.
pub(crate) const MANDATE: HeaderName = HeaderName::from_static("passerelle-mandate");

/// Who asks, and what their browser is to keep from now on.
pub(crate) struct Recognition {
    pub(crate) asker: Asker,
    pub(crate) cookie: Option<HeaderValue>,
    /// What a stream rests on that this request opens; none for anybody.
    pub(crate) basis: Option<Basis>,
}

impl Hub {
    /// Who sends a request to the graph.
    pub(crate) async fn recognise(&self, headers: &HeaderMap) -> Result<Recognition, DoorError> {
        let mandate = mandate(headers)?;
        let languages = languages(headers);
        let anonymous = || Asker {
            languages: languages.clone(),
            ..Asker::anonymous()
        };
        let recognised = if let Some(value) = headers.get(header::AUTHORIZATION) {
            let token = bearer(value)?;
            let found = self.reception.by_bearer(token, mandate).await;
            found.map_err(|refusal| DoorError::of(&refusal).challenge())?
        } else if self.cookies.has_session(headers) {
            self.same_origin(headers)?;
            let found = match self.cookies.session(headers) {
                Some(session) => self.reception.by_session(&session, mandate).await,
                None => Err(over()),
            };
            found.map_err(|error| {
                let is_over = error.code == Code::CredentialEnded;
                let refused = DoorError::of(&Refusal::Client(error));
                if is_over {
                    refused.with(header::SET_COOKIE, self.cookies.drop_session())
                } else {
                    refused
                }
            })?
        } else if mandate.is_some() {
            let message = "A mandate was named, and nobody has signed in.";
            return Err(DoorError::new(
                StatusCode::UNAUTHORIZED,
                Code::Unauthenticated.as_str(),
                message,
            ));
        } else {
            return Ok(Recognition {
                asker: anonymous(),
                cookie: None,
                basis: None,
            });
        };
        let Recognised {
            viewer,
            renewed,
            basis,
        } = recognised;
        Ok(Recognition {
            asker: Asker {
                viewer,
                ..anonymous()
            },
            cookie: renewed.map(|session| self.cookies.keep_session(&session)),
            basis: Some(basis),
        })
    }

    /// Who reads a page: by their session, wherever the link stood that they have followed, for a page
    /// changes nothing and shows nothing to the page that links to it. None when what they show is over.
    pub(crate) async fn recognise_reader(&self, headers: &HeaderMap) -> Option<Recognition> {
        let session = self.cookies.session(headers)?;
        let found = self.reception.by_session(&session, None).await;
        let Recognised {
            viewer,
            renewed,
            basis,
        } = found.ok()?;
        Some(Recognition {
            asker: Asker {
                viewer,
                ..Asker::anonymous()
            },
            cookie: renewed.map(|session| self.cookies.keep_session(&session)),
            basis: Some(basis),
        })
    }

    /// Refuses a page of another origin for which the operator has not opened the graph. Of an answer
    /// over HTTP such a page is shown nothing (CORS); browsers do not guard WebSockets so.
    pub(crate) fn open_to(&self, headers: &HeaderMap) -> Result<(), DoorError> {
        let Some(origin) = headers.get(header::ORIGIN) else {
            return Ok(());
        };
        let own = origin.as_bytes() == self.reception.public_url().origin().as_bytes();
        if own || self.cors.allows(origin) {
            return Ok(());
        }
        let message = "The hub's operator has not opened it to pages of this origin.";
        Err(DoorError::new(
            StatusCode::FORBIDDEN,
            "CROSS_ORIGIN",
            message,
        ))
    }

    /// Refuses a request with a cookie that another site has sent: its pages must not act for people
    /// who have signed in here (CSRF). Browsers say where a request comes from; what is no browser
    /// says nothing, and has no cookies of others.
    pub(crate) fn same_origin(&self, headers: &HeaderMap) -> Result<(), DoorError> {
        let text = |name| {
            headers
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let own = self.reception.public_url().origin();
        let origin = text(header::ORIGIN).is_none_or(|origin| origin == own);
        // No page can write this header; browsers send it where they can be sure of the hub.
        let good = match text(HeaderName::from_static("sec-fetch-site")) {
            Some(site) => origin && matches!(site, "same-origin" | "none"),
            None => origin,
        };
        if good {
            return Ok(());
        }
        let message = "A page of another origin cannot use the cookie of this one: frontends \
                       elsewhere send a bearer token.";
        Err(DoorError::new(
            StatusCode::FORBIDDEN,
            "CROSS_ORIGIN",
            message,
        ))
    }
}

fn over() -> kernel::ClientError {
    let message = "What you have shown to say who you are is not valid, or not any more.";
    kernel::ClientError::new(Code::CredentialEnded, message)
}

/// The languages that a reader prefers, the preferred one first.
pub(crate) fn languages(headers: &HeaderMap) -> Vec<Locale> {
    let value = headers.get(header::ACCEPT_LANGUAGE);
    let value = value.and_then(|value| value.to_str().ok());
    value.map(Locale::accepted).unwrap_or_default()
}

pub(crate) fn mandate(headers: &HeaderMap) -> Result<Option<Uuid>, DoorError> {
    let Some(value) = headers.get(MANDATE) else {
        return Ok(None);
    };
    let refuse = |message: String| {
        Err(DoorError::new(
            StatusCode::BAD_REQUEST,
            Code::InvalidId.as_str(),
            message,
        ))
    };
    match value.to_str().unwrap_or_default().parse::<NodeRef>() {
        Ok(node) if node.kind == Kind::Mandate => Ok(Some(node.id)),
        Ok(node) => refuse(format!(
            "The header Passerelle-Mandate names a {}; it takes the id of a Mandate.",
            node.kind.type_name()
        )),
        Err(error) => refuse(format!("The header Passerelle-Mandate: {}.", error.message)),
    }
}

/// The token of an `Authorization: Bearer …` header (RFC 6750, 2.1).
pub(crate) fn bearer(value: &HeaderValue) -> Result<&str, DoorError> {
    let text = value.to_str().unwrap_or_default();
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() {
        return Ok(token.trim());
    }
    let message = "The header Authorization has to be of the form `Bearer TOKEN`.";
    Err(DoorError::new(StatusCode::UNAUTHORIZED, "TOKEN_MALFORMED", message).challenge())
}

/// Whether this is a person's: then their answers are for nobody else to keep.
pub(crate) fn is_private(viewer: &Viewer) -> bool {
    viewer.standing().is_some()
}
