//! Why a bearer token is not taken.

/// Why a bearer token is not taken: a sentence for who sent it. What led to it is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BearerError {
    /// It is longer than any token we know.
    #[error("The token is longer than 8 KiB.")]
    TooLarge,
    /// It is no JWT, or lacks one of `iss`, `sub`, `aud`, `exp`, `iat`.
    #[error("This is not a JWT with issuer, subject, audience, and the times of issue and expiry.")]
    Malformed,
    /// Nobody told the hub to take tokens of this issuer.
    #[error("The hub takes no tokens of this issuer.")]
    UnknownIssuer,
    /// It is meant for somebody else.
    #[error("The token is not meant for this hub.")]
    OtherAudience,
    /// Its time is over, or has not yet come.
    #[error("The token has expired, or is not valid yet.")]
    Expired,
    /// Its signature, its algorithm or its type is not right.
    #[error("The token could not be verified.")]
    Invalid,
    /// The issuer's keys are not to be had.
    #[error(
        "The issuer of the token does not answer right now. Please try again in a few minutes."
    )]
    IssuerUnavailable,
}

impl BearerError {
    /// The same for programs. It does not change.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "TOKEN_TOO_LARGE",
            Self::Malformed => "TOKEN_MALFORMED",
            Self::UnknownIssuer => "TOKEN_ISSUER_UNKNOWN",
            Self::OtherAudience => "TOKEN_AUDIENCE",
            Self::Expired => "TOKEN_EXPIRED",
            Self::Invalid => "TOKEN_INVALID",
            Self::IssuerUnavailable => "TOKEN_ISSUER_UNAVAILABLE",
        }
    }
}
