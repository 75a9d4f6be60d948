//! The pages, in the reader's language. Programs that ask for JSON get it.

use std::sync::LazyLock;

use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use fluent_bundle::FluentArgs;
use identity::{Refusal, origin::safe_next};
use include_dir::{Dir, include_dir};
use kernel::{locale::Locale, messages::Messages};

use crate::{asker, error::DoorError};

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");
static MESSAGES: LazyLock<Messages> = LazyLock::new(|| Messages::load(&LOCALES));

/// Nothing but our own style, and forms to ourselves alone.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// A page of sign-in.
#[derive(Template)]
#[template(path = "auth.html")]
pub(super) struct Page<'a> {
    pub(super) language: &'a str,
    pub(super) title: String,
    /// What is said, one paragraph each.
    pub(super) paragraphs: Vec<String>,
    pub(super) form: Option<Form>,
    /// Where else to go: what is said, and the address.
    pub(super) links: Vec<(String, String)>,
    /// The code of an error, for whoever has to look into it.
    pub(super) code: Option<&'static str>,
}

/// What is asked.
#[derive(Default)]
pub(super) struct Form {
    pub(super) action: &'static str,
    /// What is carried on, and not shown.
    pub(super) hidden: Vec<(&'static str, String)>,
    /// What is to be filled in: name, type, `autocomplete`, label.
    pub(super) field: Option<(&'static str, &'static str, &'static str, String)>,
    pub(super) button: String,
}

/// Says something in the languages of a reader.
pub(super) struct Words {
    pub(super) languages: Vec<Locale>,
    language: String,
}

impl Words {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let languages = asker::languages(headers);
        let language = MESSAGES
            .format(&languages, "language", &FluentArgs::new())
            .unwrap_or_default();
        Self {
            languages,
            language,
        }
    }

    pub(super) fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    pub(super) fn say_with(&self, id: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, *value);
        }
        MESSAGES
            .format(&self.languages, id, &args)
            .unwrap_or_default()
    }

    /// A page that says this.
    pub(super) fn page(
        &self,
        title: &str,
        paragraphs: Vec<String>,
        form: Option<Form>,
    ) -> Page<'_> {
        Page {
            language: &self.language,
            title: self.say(title),
            paragraphs,
            form,
            links: Vec::new(),
            code: None,
        }
    }

    /// Why somebody does not come in: a page, or JSON for who asks for that.
    pub(super) fn refuse(&self, headers: &HeaderMap, refusal: &Refusal) -> Response {
        let error = DoorError::of(refusal);
        if wants_json(headers) {
            return error.into_response();
        }
        let id = format!(
            "refused-{}",
            refusal.code().to_lowercase().replace('_', "-")
        );
        let said = self.say(&id);
        let said = if said.is_empty() {
            refusal.to_string()
        } else {
            said
        };
        let page = Page {
            links: vec![(self.say("back-to-sign-in"), "/auth/sign-in".to_owned())],
            code: Some(error.code),
            ..self.page("refused", vec![said], None)
        };
        let mut answer = page.answer(error.status);
        for (name, value) in error.headers {
            answer.headers_mut().append(name, value);
        }
        answer
    }
}

impl Page<'_> {
    pub(super) fn answer(&self, status: StatusCode) -> Response {
        match self.render() {
            Ok(html) => {
                let headers = [
                    (header::CONTENT_SECURITY_POLICY, POLICY),
                    // A page with a link's secret in it is not to be kept anywhere.
                    (header::CACHE_CONTROL, "no-store"),
                ];
                (status, headers, Html(html)).into_response()
            }
            Err(error) => {
                tracing::error!(%error, "a page was not rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// Goes on to a path of the hub, with a cookie.
pub(super) fn go_on(next: &str, cookies: impl IntoIterator<Item = HeaderValue>) -> Response {
    let mut answer = Redirect::to(safe_next(next)).into_response();
    for cookie in cookies {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    let value = HeaderValue::from_static("no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, value);
    answer
}

/// Whether a program asks, and not a person.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("json") && !accept.contains("text/html"))
}

/// `GET /auth/style.css`.
pub(crate) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, include_str!("../../assets/auth/style.css"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_message() {
        let ids = [
            "language",
            "sign-in",
            "sign-in-by-mail",
            "email",
            "send-link",
            "sign-in-at",
            "look-into-your-mail",
            "link-sent",
            "confirm",
            "confirm-link",
            "come-in",
            "invitation",
            "invitation-offer",
            "your-name",
            "accept",
            "refused",
            "back-to-sign-in",
        ];
        assert_eq!(MESSAGES.missing(&ids), []);
    }

    #[test]
    fn what_others_wrote_cannot_break_a_page() {
        let words = Words {
            languages: Vec::new(),
            language: "en".to_owned(),
        };
        let evil = "<script>alert(1)</script>\"'";
        let page = words.page("confirm", vec![evil.to_owned()], None);
        let html = page.render().unwrap();
        assert!(!html.contains("<script>"), "{html}");
    }
}
