//! Why somebody could not sign in at a provider.

/// Why somebody could not sign in at a provider: a sentence for them. What led to it is in the log,
/// and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// The provider does not answer.
    #[error("The provider does not answer right now. Please try again in a few minutes.")]
    Unavailable,
    /// The provider answers, but not as OpenID Connect has it.
    #[error("The provider gave an answer that the hub does not understand.")]
    Faulty,
    /// The state is not the one this browser was given.
    #[error("This sign-in was begun in another browser, or too long ago. Please start again.")]
    StateMismatch,
    /// The answer came from another provider than the one that was asked (RFC 9207).
    #[error("The answer came from another provider than the one you chose. Please start again.")]
    IssuerMismatch,
    /// The person, or the provider, said no.
    #[error("The provider did not say who you are. Please start again if you want to sign in.")]
    Denied,
    /// The code has expired, or was used before.
    #[error("This sign-in has expired, or was finished before. Please start again.")]
    CodeRefused,
    /// The provider does not accept the hub: its registration there is wrong.
    #[error("The provider does not accept this hub. The hub's operator has to look into it.")]
    HubRefused,
    /// The ID token is not right.
    #[error("What the provider says about you could not be verified. Please start again.")]
    Unverified,
}

impl SignInError {
    /// The same for programs. It does not change.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "PROVIDER_UNAVAILABLE",
            Self::Faulty => "PROVIDER_FAULTY",
            Self::StateMismatch => "STATE_MISMATCH",
            Self::IssuerMismatch => "ISSUER_MISMATCH",
            Self::Denied => "SIGN_IN_DENIED",
            Self::CodeRefused => "CODE_REFUSED",
            Self::HubRefused => "HUB_REFUSED",
            Self::Unverified => "IDENTITY_UNVERIFIED",
        }
    }

    /// What `error` in a redirect means (RFC 6749 §4.1.2.1, OpenID Connect Core 1.0 §3.1.2.6), once
    /// its state was found right. Its description is not for showing: anybody can write such an
    /// address.
    pub fn of_redirect(error: &str) -> Self {
        match error {
            "server_error" | "temporarily_unavailable" => Self::Unavailable,
            "unauthorized_client"
            | "invalid_request"
            | "invalid_scope"
            | "unsupported_response_type" => Self::HubRefused,
            _ => Self::Denied,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_errors_of_a_redirect_are_known() {
        for (error, code) in [
            ("access_denied", "SIGN_IN_DENIED"),
            ("login_required", "SIGN_IN_DENIED"),
            ("<script>", "SIGN_IN_DENIED"),
            ("temporarily_unavailable", "PROVIDER_UNAVAILABLE"),
            ("invalid_scope", "HUB_REFUSED"),
        ] {
            assert_eq!(SignInError::of_redirect(error).code(), code);
        }
    }
}
