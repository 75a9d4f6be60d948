//! What a document is, and what it can be called.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use sha2::Digest as _;

/// The longest document that can be trusted, in bytes.
pub const MAX_DOCUMENT: usize = 256 * 1024;
/// The longest name, in bytes.
const MAX_NAME: usize = 256;
/// How an identifier begins that is the hash of the document.
const SHA256: &str = "sha256:";

/// The SHA-256 of a document's text, in 64 lower-case hexadecimal characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(String);

impl Digest {
    /// The digest of this text.
    pub fn of(text: &str) -> Self {
        let bytes = sha2::Sha256::digest(text.as_bytes());
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads one, as the specification has it: in lower case.
    pub fn parse(text: &str) -> Option<Self> {
        let good = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        good.then(|| Self(text.to_owned()))
    }

    /// Its 64 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier that is made of it: `sha256:…`.
    pub fn id(&self) -> String {
        format!("{SHA256}{}", self.0)
    }

    /// The digest in an identifier that is made of one.
    pub(crate) fn in_id(id: &str) -> Option<Self> {
        Self::parse(id.strip_prefix(SHA256)?)
    }
}

/// What requests call a document: the identifiers of the appendix of GraphQL over HTTP about
/// persisted documents. Letters, digits, `-`, `.`, `_` and `~`; with one prefix, `x-SOMETHING:`. The
/// prefix `sha256:` is for the hash of the document.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// The name that is the hash of a document.
    pub fn of(digest: &Digest) -> Self {
        Self(digest.id())
    }

    /// It, as requests have it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digest that this name says its document has.
    pub(crate) fn digest(&self) -> Option<Digest> {
        Digest::in_id(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let plain = |part: &str| {
            let good = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
            !part.is_empty() && part.bytes().all(good)
        };
        if text.len() > MAX_NAME {
            return Err(format!("a name has at most {MAX_NAME} characters"));
        }
        let good = match text.split_once(':') {
            None => plain(text),
            Some(("sha256", payload)) => Digest::parse(payload).is_some(),
            Some((prefix, payload)) => {
                prefix.len() > 2 && prefix.starts_with("x-") && plain(prefix) && plain(payload)
            }
        };
        if good {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "`{text}` is no name of a document: it has letters, digits, `-`, `.`, `_` and `~`; or is \
             `sha256:` with 64 lower-case hexadecimal characters, or begins with a prefix \
             `x-…:` of your own"
        ))
    }
}

/// A document in the register.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What requests call it.
    pub name: String,
    /// The SHA-256 of its text.
    pub digest: String,
    /// Its text.
    pub body: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

kernel::from_row!(Listed {
    name,
    digest,
    body,
    added_at
});

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the appendix.
    #[test]
    fn a_digest_is_that_of_the_specification() {
        let text = "query($id:ID!){user(id:$id){name}}";
        let id = "sha256:71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b";
        assert_eq!(Digest::of(text).id(), id);
        assert_eq!(Digest::in_id(id), Some(Digest::of(text)));
    }

    #[test]
    fn names_are_those_of_the_specification() {
        let digest = "a".repeat(64);
        for good in [
            "HomePage",
            "city.page~2_x-y",
            "0123456789abcdef0123456789abcdef",
            &format!("sha256:{digest}"),
            "x-portal:home",
        ] {
            assert!(good.parse::<Name>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "a b",
            "a/b",
            "é",
            "md5:abc",
            "x-:a",
            "x-a:",
            "x-a:b:c",
            "sha256:abc",
            &format!("sha256:{}", digest.to_uppercase()),
            &"a".repeat(257),
        ] {
            assert!(bad.parse::<Name>().is_err(), "{bad}");
        }
    }
}
