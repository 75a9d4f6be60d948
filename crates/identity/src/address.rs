//! Addresses that an issuer has verified.

use kernel::email::Email;
use lettre::Address;

/// An address that a provider says is that person's, of a domain for which the operator lets it say
/// so. Only this crate's verifications make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedEmail(Email);

impl VerifiedEmail {
    /// `claimed`, when the provider has verified it and is the authority for its domain.
    pub(crate) fn of(claimed: Option<&str>, verified: bool, domains: &[String]) -> Option<Self> {
        let email: Email = claimed.filter(|_| verified)?.parse().ok()?;
        let known = domains.iter().any(|domain| domain == email.domain());
        known.then_some(Self(email))
    }

    /// The address.
    pub fn email(&self) -> &Email {
        &self.0
    }
}

/// The address as the mail library has it.
pub(crate) fn mailbox(email: &Email) -> Address {
    let (local, domain) = (email.as_str().rsplit_once('@')).unwrap_or((email.as_str(), ""));
    // It was checked when the `Email` was made.
    Address::new_dangerous(local, domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_believed_only_for_its_domains() {
        let domains = ["cuneo.example".to_owned()];
        let of = |claimed, verified| VerifiedEmail::of(claimed, verified, &domains);
        let email = of(Some("Anna@CUNEO.example"), true).unwrap();
        assert_eq!(email.email().as_str(), "anna@cuneo.example");
        assert_eq!(of(Some("anna@cuneo.example"), false), None);
        assert_eq!(of(Some("anna@a.cuneo.example"), true), None);
        assert_eq!(of(Some("anna@notcuneo.example"), true), None);
        assert_eq!(of(Some("anna"), true), None);
        assert_eq!(of(None, true), None);
    }
}
