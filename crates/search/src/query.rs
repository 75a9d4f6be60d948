//! What is searched for.

use kernel::{ClientError, Code};

use crate::token::{is_dense, tokens};

/// The longest query, in characters.
pub const MAX_CHARS: usize = 200;
/// How many different words a query may have; of scripts without spaces, pairs of characters.
pub const MAX_TERMS: usize = 16;

/// Words that say little, in languages of the network: passed over when others remain.
const COMMON: &[&str] = &[
    "a", "an", "and", "das", "de", "del", "der", "des", "di", "die", "do", "du", "e", "el", "en",
    "et", "for", "il", "in", "l", "la", "las", "le", "les", "los", "o", "of", "on", "os", "the",
    "to", "un", "und", "une", "y", "d",
];

/// A search, as terms that must all be found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    terms: Vec<Term>,
}

/// A word to be found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Term {
    pub(crate) token: String,
    /// Whether words that only begin with it are found, too.
    pub(crate) prefix: bool,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// [`Code::InvalidSearch`] when it is too long, or has no word.
    pub fn parse(text: &str) -> Result<Self, ClientError> {
        let refuse =
            |message: String| Err(ClientError::new(Code::InvalidSearch, message).at("query"));
        if text.chars().count() > MAX_CHARS {
            return refuse(format!("A search has at most {MAX_CHARS} characters."));
        }
        let mut words = tokens(text);
        if words.iter().any(|word| !COMMON.contains(&word.as_str())) {
            words.retain(|word| !COMMON.contains(&word.as_str()));
        }
        drop_ends(&mut words);
        let mut seen = std::collections::HashSet::new();
        words.retain(|word| seen.insert(word.clone()));
        if words.is_empty() {
            return refuse("There is no word to search for.".to_owned());
        }
        if words.len() > MAX_TERMS {
            return refuse(format!("A search has at most {MAX_TERMS} different words."));
        }
        let term = |token: String| Term {
            prefix: begins_words(&token),
            token,
        };
        Ok(Self {
            terms: words.into_iter().map(term).collect(),
        })
    }

    pub(crate) fn terms(&self) -> &[Term] {
        &self.terms
    }
}

/// The last character of a run of several asks for nothing that its pairs have not asked.
fn drop_ends(words: &mut Vec<String>) {
    let mut i = 1;
    while i < words.len() {
        let single = words[i].chars().count() == 1 && words[i].chars().all(is_dense);
        let ends_pair = words[i - 1].chars().count() == 2 && words[i - 1].ends_with(&words[i]);
        if single && ends_pair {
            words.remove(i);
        } else {
            i += 1;
        }
    }
}

/// One letter begins too many words to mean one; one character of a dense script does not.
fn begins_words(token: &str) -> bool {
    let mut chars = token.chars();
    match (chars.next(), chars.next()) {
        (Some(first), None) => is_dense(first),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        Query::parse(text)
            .unwrap()
            .terms
            .into_iter()
            .map(|term| term.token)
            .collect()
    }

    #[test]
    fn common_words_are_passed_over_unless_alone() {
        assert_eq!(terms("la ville de l'eau"), ["ville", "eau"]);
        assert_eq!(terms("La"), ["la"]);
        assert_eq!(terms("上海"), ["上海"]);
        assert_eq!(terms("上"), ["上"]);
    }

    #[test]
    fn a_query_without_a_word_is_refused() {
        for text in ["", "   ", "%", "!!", "'; --", "\u{0}", "🚲"] {
            assert_eq!(
                Query::parse(text).unwrap_err().code,
                Code::InvalidSearch,
                "{text:?}"
            );
        }
        assert!(Query::parse(&"x".repeat(201)).is_err());
        assert!(Query::parse("ab bc cd de ef fg gh hi ij jk kl lm mn no op pq qr rs st").is_err());
    }
}
