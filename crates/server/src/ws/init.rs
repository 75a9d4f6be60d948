//! Who a socket speaks for: by what the handshake has shown, or by the payload of `connection_init`.
//! Browsers can add no headers to a handshake, so frontends of other origins show their token in the
//! payload; the hub's own pages come with the cookie of a session.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use identity::Basis;
use kernel::{ClientError, locale::Locale};
use limits::Client;
use schema::Asker;
use serde_json::Value;

use super::{close::Close, message::Object};
use crate::{
    asker::{MANDATE, Recognition, languages},
    clients::Address,
    error::DoorError,
    router::Hub,
};

/// The headers that the payload of `connection_init` can stand for.
const TAKEN: [HeaderName; 3] = [header::AUTHORIZATION, header::ACCEPT_LANGUAGE, MANDATE];

/// What the handshake has shown.
pub(crate) struct Handshake {
    /// The headers that say who asks and in which languages, without the cookie.
    headers: HeaderMap,
    /// Who has come with a session; or why they have not.
    session: Option<Result<Option<Basis>, DoorError>>,
    address: Address,
}

/// Whom a socket speaks for.
#[derive(Clone)]
pub(crate) struct Who {
    basis: Option<Basis>,
    languages: Vec<Locale>,
    address: Address,
}

impl Handshake {
    /// What a handshake shows, and what the browser is to keep from now on. A session that is not
    /// taken is refused later: the payload may show something else.
    pub(crate) async fn of(
        hub: &Hub,
        headers: &HeaderMap,
        address: Address,
    ) -> (Self, Option<HeaderValue>) {
        let mut kept = HeaderMap::new();
        for name in TAKEN {
            if let Some(value) = headers.get(&name) {
                kept.insert(name, value.clone());
            }
        }
        let by_session =
            !kept.contains_key(header::AUTHORIZATION) && hub.cookies.has_session(headers);
        let (session, cookie) = if by_session {
            // The mandate is the payload's, or the handshake's; it is looked at when both are known.
            let mut headers = headers.clone();
            headers.remove(MANDATE);
            match hub.recognise(&headers).await {
                Ok(Recognition { basis, cookie, .. }) => (Some(Ok(basis)), cookie),
                Err(error) => (Some(Err(error)), None),
            }
        } else {
            (None, None)
        };
        let handshake = Self {
            headers: kept,
            session,
            address,
        };
        (handshake, cookie)
    }

    /// Whom the socket speaks for, now that it has said all.
    ///
    /// # Errors
    /// With 4403 when it shows what is not taken.
    pub(crate) async fn initialise(self, hub: &Hub, payload: &Object) -> Result<Who, Close> {
        let Self {
            mut headers,
            session,
            address,
        } = self;
        take(payload, &mut headers)?;
        let languages = languages(&headers);
        let refused = |error: &DoorError| match error.status.is_server_error() {
            true => Close::INTERNAL,
            false => Close::forbidden(&format!("Forbidden: {}", error.message)),
        };
        let basis = match session {
            Some(session) if !headers.contains_key(header::AUTHORIZATION) => {
                let basis = session.map_err(|error| refused(&error))?;
                let mandate = crate::asker::mandate(&headers).map_err(|error| refused(&error))?;
                basis.map(|basis| Basis { mandate, ..basis })
            }
            _ => {
                let recognised = hub.recognise_at(&headers, address).await;
                recognised.map_err(|error| refused(&error))?.0.basis
            }
        };
        let who = Who {
            basis,
            languages,
            address,
        };
        match who.asker(hub).await {
            Ok(_) => Ok(who),
            Err(error) => Err(refused(&DoorError::of_client(error))),
        }
    }
}

/// Takes over what the payload says in place of headers: by their names in any case, beside each
/// other or in `headers`.
fn take(payload: &Object, headers: &mut HeaderMap) -> Result<(), Close> {
    let nested = payload.get("headers").and_then(Value::as_object);
    for (name, value) in nested.into_iter().flatten().chain(payload) {
        let Some(known) = TAKEN
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(name))
        else {
            continue;
        };
        let text = match value {
            Value::String(text) => text,
            Value::Null => continue,
            _ => {
                let message = format!("Forbidden: `{name}` has to be a string");
                return Err(Close::forbidden(&message));
            }
        };
        let value = HeaderValue::from_str(text.trim())
            .map_err(|_| Close::forbidden(&format!("Forbidden: `{name}` cannot be used")))?;
        headers.insert(known, value);
    }
    Ok(())
}

impl Who {
    /// Who asks, at this moment.
    ///
    /// # Errors
    /// When what they have shown has ended.
    pub(crate) async fn asker(&self, hub: &Hub) -> Result<Asker, ClientError> {
        let anybody = Asker::anonymous();
        let viewer = match &self.basis {
            Some(basis) => hub.reception.again(basis).await?,
            None => anybody.viewer,
        };
        Ok(Asker {
            viewer,
            languages: self.languages.clone(),
            ..Asker::anonymous()
        })
    }

    /// For whom it is counted what they ask.
    pub(crate) fn client(&self, asker: &Asker) -> Client {
        Client::of(&asker.viewer, self.address.0)
    }

    /// What they are known by.
    pub(crate) fn basis(&self) -> Option<Basis> {
        self.basis.clone()
    }
}
