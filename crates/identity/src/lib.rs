#![doc = include_str!("../README.md")]

pub mod address;
mod authority;
pub mod bearer;
pub mod http;
pub mod letters;
pub mod limit;
pub mod mail;
pub mod origin;
mod person;
pub mod provider;
pub mod secret;
pub mod settings;
mod token;

#[cfg(test)]
mod fake;

pub use address::{Email, VerifiedEmail};
pub use bearer::{Bearer, BearerError, Issuers};
pub use http::HttpClient;
pub use limit::{Attempts, RetryAfter};
pub use mail::{Letter, MailError, Mailer};
pub use origin::{PublicUrl, TrustedProxies};
pub use person::Identity;
pub use provider::{Provider, SignInError};
pub use secret::{Digest, Secret};
pub use settings::{Settings, SettingsError};
