//! The cookies of the hub: a session's, and that of a sign-in which is under way elsewhere.
//!
//! Behind TLS their names begin with `__Host-`: so a browser takes them from this host only, never
//! from another one of the same domain, and never without TLS (RFC 6265bis, 4.1.3.2). Scripts do not
//! see them, and other sites' forms do not carry them.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite, time::Duration};
use identity::{
    Secret,
    reception::{Journey, SessionCookie},
};

/// How long a browser keeps a session, in days; the hub decides for itself when it ends.
const SESSION_DAYS: i64 = 30;
/// How long a sign-in elsewhere may take, in minutes.
const JOURNEY_MINUTES: i64 = 10;

/// Writes and reads the cookies of one hub.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cookies {
    /// Whether the hub is behind TLS.
    pub(crate) secure: bool,
}

impl Cookies {
    const fn session_name(self) -> &'static str {
        if self.secure {
            "__Host-passerelle"
        } else {
            "passerelle"
        }
    }

    const fn journey_name(self) -> &'static str {
        if self.secure {
            "__Host-passerelle-sign-in"
        } else {
            "passerelle-sign-in"
        }
    }

    /// The session that a request shows.
    pub(crate) fn session(self, headers: &HeaderMap) -> Option<SessionCookie> {
        SessionCookie::parse(&find(headers, self.session_name())?)
    }

    /// Whether a request shows a session, be it one or none.
    pub(crate) fn has_session(self, headers: &HeaderMap) -> bool {
        find(headers, self.session_name()).is_some()
    }

    /// Gives a browser a session to keep.
    pub(crate) fn keep_session(self, session: &SessionCookie) -> HeaderValue {
        self.write(
            self.session_name(),
            session.reveal(),
            Duration::days(SESSION_DAYS),
        )
    }

    /// Takes the session from a browser.
    pub(crate) fn drop_session(self) -> HeaderValue {
        self.write(self.session_name(), String::new(), Duration::ZERO)
    }

    /// The sign-in elsewhere that a browser comes back from.
    pub(crate) fn journey(self, headers: &HeaderMap) -> Option<Journey> {
        let value = find(headers, self.journey_name())?;
        let mut fields = form_urlencoded::parse(value.as_bytes());
        let mut field = |name: &str| {
            let (found, value) = fields.next()?;
            (found == name).then(|| value.into_owned())
        };
        Some(Journey {
            provider: field("provider")?,
            state: Secret::parse(&field("state")?)?,
            nonce: Secret::parse(&field("nonce")?)?,
            verifier: Secret::parse(&field("verifier")?)?,
            next: field("next")?,
        })
    }

    /// Gives a browser what it needs to come back.
    pub(crate) fn keep_journey(self, journey: &Journey) -> HeaderValue {
        let value = form_urlencoded::Serializer::new(String::new())
            .append_pair("provider", &journey.provider)
            .append_pair("state", &journey.state.reveal())
            .append_pair("nonce", &journey.nonce.reveal())
            .append_pair("verifier", &journey.verifier.reveal())
            .append_pair("next", &journey.next)
            .finish();
        self.write(
            self.journey_name(),
            value,
            Duration::minutes(JOURNEY_MINUTES),
        )
    }

    /// The sign-in elsewhere is over.
    pub(crate) fn drop_journey(self) -> HeaderValue {
        self.write(self.journey_name(), String::new(), Duration::ZERO)
    }

    fn write(self, name: &'static str, value: String, age: Duration) -> HeaderValue {
        let cookie = Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            // A link in a mail and the way back from a provider come from elsewhere: `Strict` would
            // send them without.
            .same_site(SameSite::Lax)
            .max_age(age)
            .build();
        // What we put in has nothing that a header cannot have.
        HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
    }
}

/// The value of a cookie. Where there are two of the name, neither is taken: somebody has planted one.
fn find(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    let mut found = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| Cookie::split_parse(line.to_owned()))
        .filter_map(Result::ok)
        .filter(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned());
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> HeaderMap {
        let value = HeaderValue::from_str(line).unwrap();
        HeaderMap::from_iter([(header::COOKIE, value)])
    }

    #[test]
    fn a_session_comes_back_as_it_was_given() {
        for secure in [true, false] {
            let cookies = Cookies { secure };
            let session = SessionCookie {
                id: uuid::Uuid::from_u128(7),
                secret: Secret::generate(),
            };
            let given = cookies.keep_session(&session);
            let given = given.to_str().unwrap();
            assert_eq!(given.contains("; Secure"), secure);
            assert_eq!(given.starts_with("__Host-"), secure);
            assert!(given.contains("; HttpOnly; SameSite=Lax;"), "{given}");
            assert!(given.contains("; Path=/;"), "{given}");
            let (shown, _) = given.split_once(';').unwrap();
            let found = cookies
                .session(&headers(&format!("a=b; {shown}; c=d")))
                .unwrap();
            assert_eq!(found.reveal(), session.reveal());
            assert!(
                cookies
                    .session(&headers(&format!("{shown}; {shown}")))
                    .is_none()
            );
        }
    }

    #[test]
    fn a_sign_in_comes_back_as_it_was_begun() {
        let cookies = Cookies { secure: true };
        let journey = Journey {
            provider: "cuneo".to_owned(),
            state: Secret::generate(),
            nonce: Secret::generate(),
            verifier: Secret::generate(),
            next: "/projects?a=b&c=d".to_owned(),
        };
        let given = cookies.keep_journey(&journey);
        let (shown, _) = given.to_str().unwrap().split_once(';').unwrap();
        let found = cookies.journey(&headers(shown)).unwrap();
        assert_eq!(found.next, journey.next);
        assert_eq!(found.verifier.reveal(), journey.verifier.reveal());
    }

    #[test]
    fn garbage_is_no_session() {
        for value in [
            "",
            ".",
            "x",
            "00000000000000000000000000000007.short",
            "é.x",
        ] {
            let line = format!("passerelle={value}");
            let headers = HeaderMap::from_iter([(
                header::COOKIE,
                HeaderValue::from_bytes(line.as_bytes()).unwrap(),
            )]);
            assert!(
                Cookies { secure: false }.session(&headers).is_none(),
                "{value}"
            );
        }
    }
}
