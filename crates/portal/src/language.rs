//! The languages of the pages: each has its file in `locales/`, and its own addresses (`/fr/cities`).
//! An address without a language leads to the one that the reader's browser prefers.

use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use kernel::locale::Locale;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language {
    /// Its tag of BCP 47, and its part of addresses.
    pub tag: &'static str,
    /// What it calls itself.
    pub name: &'static str,
}

/// All of them, in the order in which they are offered. English is there for whatever is missing.
pub const LANGUAGES: &[Language] = &[
    Language {
        tag: "en",
        name: "English",
    },
    Language {
        tag: "fr",
        name: "Français",
    },
    Language {
        tag: "de",
        name: "Deutsch",
    },
    Language {
        tag: "es",
        name: "Español",
    },
    Language {
        tag: "pt",
        name: "Português",
    },
    Language {
        tag: "it",
        name: "Italiano",
    },
    Language {
        tag: "zh",
        name: "中文",
    },
];

static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    let parse = |language: &Language| language.tag.parse().unwrap_or_else(|_| Locale::english());
    LANGUAGES.iter().map(parse).collect()
});

impl Language {
    /// English.
    pub fn english() -> Self {
        LANGUAGES[0]
    }

    /// The one that readers with these headers prefer.
    pub fn preferred(headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_LANGUAGE);
        let accepted = accepted
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let ours = |wanted: Locale| LANGUAGES.iter().find(|ours| ours.tag == wanted.language());
        let found = Locale::accepted(accepted).into_iter().find_map(ours);
        found.copied().unwrap_or_else(Self::english)
    }

    /// As the graph takes it.
    pub fn locale(self) -> Locale {
        let place = LANGUAGES.iter().position(|language| *language == self);
        place.map_or_else(Locale::english, |place| LOCALES[place].clone())
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_first_language_that_we_have_is_taken() {
        for (accepted, tag) in [
            ("fr-CA, en;q=0.5", "fr"),
            ("ja, de;q=0.3, it;q=0.8", "it"),
            ("zh-Hant-TW", "zh"),
            ("xx", "en"),
            ("", "en"),
            (";;;q=", "en"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
            assert_eq!(Language::preferred(&headers).tag, tag, "{accepted}");
        }
        assert_eq!(Language::preferred(&HeaderMap::new()).tag, "en");
    }
}
