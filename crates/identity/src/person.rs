//! Who somebody is, as an issuer says it.

use kernel::locale::Locale;
use openidconnect::{EndUserEmail, EndUserName, LanguageTag, LocalizedClaim, SubjectIdentifier};

use crate::address::VerifiedEmail;

/// Who somebody is, as an issuer says it and this crate has verified it. `issuer` and `subject`
/// together name one person for ever; nothing else here does (OpenID Connect Core 1.0 §5.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who says it.
    pub issuer: String,
    /// Who it is, in the issuer's words: at most 255 bytes.
    pub subject: String,
    /// Their e-mail address, when the issuer has verified it and is the authority for its domain.
    pub email: Option<VerifiedEmail>,
    /// How they are called: one line of at most 200 characters.
    pub name: Option<String>,
    /// In which language they read.
    pub locale: Option<Locale>,
}

/// What an issuer claims of a person, before it is looked at.
pub(crate) struct Claims<'a> {
    pub subject: &'a SubjectIdentifier,
    pub email: Option<&'a EndUserEmail>,
    pub email_verified: Option<bool>,
    pub name: Option<&'a LocalizedClaim<EndUserName>>,
    pub locale: Option<&'a LanguageTag>,
}

impl Claims<'_> {
    /// The identity they make; `None` when the subject is none (OpenID Connect Core 1.0 §2: at most
    /// 255 ASCII characters).
    pub fn identity(&self, issuer: &str, email_domains: &[String]) -> Option<Identity> {
        let subject = self.subject.as_str();
        if subject.is_empty() || subject.len() > 255 || subject.contains(char::is_control) {
            return None;
        }
        let email = self.email.map(|email| email.as_str());
        let verified = self.email_verified == Some(true);
        let name = self
            .name
            .and_then(|name| name.get(None))
            .map(|name| line(name));
        Some(Identity {
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
            email: VerifiedEmail::of(email, verified, email_domains),
            name: name.filter(|name| !name.is_empty()),
            locale: self.locale.and_then(|tag| tag.as_str().parse().ok()),
        })
    }
}

/// A text that others chose, made fit to stand in one line: line breaks and other control characters
/// become spaces, marks that turn the direction of writing are left out, and at most 200 characters
/// stay.
pub(crate) fn line(text: &str) -> String {
    let turns = |c: &char| !matches!(*c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let space = |c: char| {
        let breaks = c.is_control() || c.is_whitespace();
        if breaks { ' ' } else { c }
    };
    let folded: String = text.chars().take(2_000).filter(turns).map(space).collect();
    let words: Vec<_> = folded.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(200).collect();
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(subject: &str, name: &str, locale: &str) -> Option<Identity> {
        let mut names = LocalizedClaim::new();
        names.insert(None, EndUserName::new(name.into()));
        let claims = Claims {
            subject: &SubjectIdentifier::new(subject.into()),
            email: Some(&EndUserEmail::new("anna@cuneo.example".into())),
            email_verified: Some(true),
            name: Some(&names),
            locale: Some(&LanguageTag::new(locale.into())),
        };
        claims.identity("https://login.example", &["cuneo.example".into()])
    }

    #[test]
    fn claims_make_an_identity() {
        let identity = of("42", " Anna\r\nRossi\u{202e} ", "it-IT").unwrap();
        assert_eq!(identity.name.as_deref(), Some("Anna Rossi"));
        assert_eq!(identity.locale.unwrap().tag(), "it-IT");
        assert_eq!(
            identity.email.unwrap().email().as_str(),
            "anna@cuneo.example"
        );
    }

    #[test]
    fn what_cannot_be_used_is_left_out() {
        let identity = of("42", " \n", "klingon!").unwrap();
        assert_eq!((identity.name, identity.locale), (None, None));
        assert_eq!(line(&"a ".repeat(1_000)).len(), 199);
        assert_eq!(line("a\u{2028}b\u{85}c\0d"), "a b c d");
    }

    #[test]
    fn a_subject_that_names_nobody_is_none() {
        for subject in ["", "a\nb", &"a".repeat(256)] {
            assert_eq!(of(subject, "Anna", "it"), None, "{subject:?}");
        }
    }
}
