//! E-mail addresses, in the one form in which they name a person.

use std::{fmt, str::FromStr};

use email_address::EmailAddress;
use url::Host;

/// The longest path of RFC 5321 §4.5.3.1.3, less its angle brackets.
const MAX: usize = 254;

/// An e-mail address in its normal form: lower case, its domain in ASCII (IDNA).
///
/// RFC 5321 §2.4 lets a host tell `Anna` from `anna`; none that we know does, and people do not.
/// What stands before the `@` is ASCII: beyond it, lower-casing makes one address of two (the Kelvin
/// sign becomes a `k`), and somebody else could be taken for you. Mail is sent to the normal form,
/// never to what was typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// A text that is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is not an e-mail address.")]
pub struct NotAnEmail;

impl Email {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim_matches([' ', '\t']);
        if text.len() > 4 * MAX {
            return Err(NotAnEmail);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmail)?;
        // Quoted forms (RFC 5321 §4.1.2) could hold spaces and a second `@`; nobody has one.
        let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\' | b'@');
        if !local.bytes().all(plain) {
            return Err(NotAnEmail);
        }
        let domain = normal_domain(domain).ok_or(NotAnEmail)?;
        let normal = format!("{}@{domain}", local.to_ascii_lowercase());
        if normal.len() > MAX {
            return Err(NotAnEmail);
        }
        if EmailAddress::is_valid(&normal) {
            Ok(Self(normal))
        } else {
            Err(NotAnEmail)
        }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A domain in ASCII and lower case; `None` when it is none, or the address of a machine.
pub fn normal_domain(text: &str) -> Option<String> {
    // The parser is made for addresses of pages, and would read `%63uneo` as `cuneo`.
    if text.contains('%') {
        return None;
    }
    match Host::parse(text).ok()? {
        Host::Domain(domain) if !domain.starts_with('.') && !domain.ends_with('.') => Some(domain),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_in_one_form() {
        for (text, normal) in [
            (
                "Anna.Rossi@Comune.Cuneo.Example",
                "anna.rossi@comune.cuneo.example",
            ),
            (" anna+hub@cuneo.example ", "anna+hub@cuneo.example"),
            (
                "o'neil@xn--bcher-kva.example",
                "o'neil@xn--bcher-kva.example",
            ),
            ("a@Bücher.example", "a@xn--bcher-kva.example"),
            ("root@localhost", "root@localhost"),
        ] {
            let email: Email = text.parse().unwrap();
            assert_eq!(email.as_str(), normal);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@{}.example", "a".repeat(64), "b.".repeat(100));
        for text in [
            "",
            "anna",
            "@cuneo.example",
            "anna@",
            "anna@cuneo.example\r\nBcc: all@cuneo.example",
            "anna\0@cuneo.example",
            "anna @cuneo.example",
            "\"anna b\"@cuneo.example",
            "anna@b@cuneo.example",
            "Anna <anna@cuneo.example>",
            "anna@cuneo.example, bob@cuneo.example",
            "anna..b@cuneo.example",
            "anna@cuneo..example",
            "anna@.example",
            "anna@cuneo.example.",
            "anna@%63uneo.example",
            "anna@127.0.0.1",
            "anna@[::1]",
            // A Kelvin sign, which lower-casing would make a `k`.
            "\u{212a}arl@cuneo.example",
            &long,
        ] {
            assert!(text.parse::<Email>().is_err(), "{text:?}");
        }
    }
}
