//! Why somebody does not come in, in words for them, and with a code for programs.

use activity::Failure;
use kernel::ClientError;

use crate::{BearerError, RetryAfter, SignInError};

/// Why somebody does not come in.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// What was typed is no address.
    #[error("This is not an e-mail address.")]
    NotAnEmail,
    /// A link was asked for too often.
    #[error("This was asked for too often. Try again later.")]
    TooMany(RetryAfter),
    /// The link is not one, was used, or its time is over.
    #[error("This link was used already, or its time is over. Ask for another one.")]
    LinkOver,
    /// The invitation is none, was taken up or taken back, or its time is over.
    #[error("This invitation was taken up already, was taken back, or its time is over.")]
    InvitationOver,
    /// Nobody has invited them.
    #[error("The hub does not know you, and nobody has invited you yet.")]
    NotInvited,
    /// There is no such identity provider.
    #[error("There is no identity provider of this name.")]
    NoProvider,
    /// The browser comes back from a provider without what it was given to keep.
    #[error("This sign-in was not begun here, or it took too long. Begin again.")]
    NoJourney,
    /// The token is none of the hub's.
    #[error("This token is not one of the hub's.")]
    NoSuchToken,
    /// What an identity provider says cannot be taken.
    #[error("{0}")]
    Provider(#[from] SignInError),
    /// A token of an issuer cannot be taken.
    #[error("{0}")]
    Bearer(#[from] BearerError),
    /// What else there is.
    #[error("{}", .0.message)]
    Client(ClientError),
}

impl Refusal {
    /// For programs.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NotAnEmail => "NOT_AN_EMAIL",
            Refusal::TooMany(_) => "RATE_LIMITED",
            Refusal::LinkOver => "LINK_OVER",
            Refusal::InvitationOver => "INVITATION_OVER",
            Refusal::NotInvited => "NOT_INVITED",
            Refusal::NoProvider => "NOT_FOUND",
            Refusal::NoJourney => "NO_SIGN_IN",
            Refusal::NoSuchToken => "TOKEN_INVALID",
            Refusal::Provider(error) => error.code(),
            Refusal::Bearer(error) => error.code(),
            Refusal::Client(error) => error.code.as_str(),
        }
    }

    /// The status of HTTP that says so.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::NotAnEmail | Refusal::NoJourney => 400,
            Refusal::TooMany(_) => 429,
            Refusal::LinkOver | Refusal::InvitationOver => 410,
            Refusal::NotInvited => 403,
            Refusal::NoProvider => 404,
            Refusal::NoSuchToken => 401,
            Refusal::Provider(SignInError::Unavailable | SignInError::Faulty) => 502,
            Refusal::Provider(_) => 403,
            Refusal::Bearer(BearerError::IssuerUnavailable) => 502,
            Refusal::Bearer(_) => 401,
            Refusal::Client(error) => match error.code {
                kernel::Code::CredentialEnded => 401,
                kernel::Code::MandateNotHeld | kernel::Code::Forbidden => 403,
                kernel::Code::Internal => 500,
                _ => 400,
            },
        }
    }
}

impl From<ClientError> for Refusal {
    fn from(error: ClientError) -> Self {
        Refusal::Client(error)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Client(error) => Refusal::Client(error),
            Failure::Refused(mistakes) => {
                let message = mistakes.into_iter().map(|mistake| mistake.message).next();
                let message = message.unwrap_or_else(|| "This is refused.".to_owned());
                Refusal::Client(ClientError::new(kernel::Code::InvalidArgument, message))
            }
        }
    }
}
