#![doc = include_str!("../README.md")]

pub mod address;
mod authority;
pub mod bearer;
pub mod http;
pub mod letters;
pub mod mail;
pub mod origin;
pub mod outbox;
mod person;
pub mod provider;
pub mod reception;
pub mod recogniser;
pub mod settings;
mod token;

#[cfg(test)]
mod fake;

pub use address::VerifiedEmail;
pub use bearer::{Bearer, BearerError, Issuers};
pub use http::HttpClient;
pub use kernel::{
    email::Email,
    secret::{Digest, Secret},
};
pub use limits::attempts::{Attempts, RetryAfter};
pub use mail::{Letter, MailError, Mailer};
pub use members::Shown;
pub use origin::{PublicUrl, TrustedProxies};
pub use person::Identity;
pub use provider::{Provider, SignInError};
pub use reception::{Reception, Refusal, SignUp};
pub use recogniser::{Basis, Recogniser};
pub use settings::{Settings, SettingsError};
