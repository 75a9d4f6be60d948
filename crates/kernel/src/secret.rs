//! Secrets: what a link, a cookie or a token carries. Whoever has one is believed, so the hub keeps
//! only its [`Digest`], and nobody who reads the database can sign in.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// 256 random bits, which nobody can guess. Its `Debug` does not show them.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A new one.
    ///
    /// # Panics
    /// When the operating system has no random bytes to give; then nothing here is safe.
    pub fn generate() -> Self {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(bytes)
    }

    /// The secret that [`Secret::reveal`] wrote, and only in the way it wrote it.
    pub fn parse(text: &str) -> Option<Self> {
        // The length first: nobody makes us decode a megabyte.
        if text.len() != 43 {
            return None;
        }
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// The secret itself, in 43 characters that need no escaping in addresses, cookies and headers
    /// (base64url without padding, RFC 4648 §5).
    pub fn reveal(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored of it. There is no salt, and no slow hash: nobody can try 2^256 secrets.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The SHA-256 of a secret. Two are compared in the same time, wherever they differ.
#[derive(Clone, Copy)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(Sha256::digest(bytes).into())
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// As it is stored and looked up: 43 characters, base64url without padding.
    pub fn stored(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }
}

impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Digest {}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(…)")
    }
}

/// Whether two texts are the same, found out in a time that tells nothing of where they differ.
pub fn same(a: &str, b: &str) -> bool {
    Digest::of(a.as_bytes()) == Digest::of(b.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_can_be_read_back_and_is_like_no_other() {
        let secret = Secret::generate();
        let text = secret.reveal();
        assert_eq!(text.len(), 43);
        assert!(
            text.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        );
        let read = Secret::parse(&text).unwrap();
        assert_eq!(read.digest(), secret.digest());
        assert_ne!(Secret::generate().digest(), secret.digest());
    }

    #[test]
    fn what_was_not_written_by_reveal_is_no_secret() {
        let text = Secret::generate().reveal();
        for wrong in [
            String::new(),
            text[1..].into(),
            format!("{text}="),
            format!("{text}A"),
            format!(" {text}"),
            format!("{}+", &text[1..]),
            // The last character has two bits to spare: only one spelling is taken.
            format!("{}B", "A".repeat(42)),
            "é".repeat(21) + "A",
        ] {
            assert!(Secret::parse(&wrong).is_none(), "{wrong}");
        }
        assert!(Secret::parse(&"A".repeat(43)).is_some());
    }

    #[test]
    fn neither_shows_itself() {
        let secret = Secret::generate();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(format!("{:?}", secret.digest()), "Digest(…)");
    }

    #[test]
    fn a_digest_is_the_sha_256_of_the_bytes_and_survives_being_stored() {
        let digest = Digest::of(b"abc");
        // SHA-256 of "abc": FIPS 180-4, appendix B.1.
        assert_eq!(
            digest.stored(),
            "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"
        );
    }

    #[test]
    fn texts_are_compared_whole() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abcd") && !same("abc", "abd") && !same("", "a"));
    }
}
