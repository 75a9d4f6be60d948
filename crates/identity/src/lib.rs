#![doc = include_str!("../README.md")]

pub mod address;
pub mod http;
pub mod letters;
pub mod limit;
pub mod mail;
pub mod origin;
mod person;
pub mod secret;

pub use address::{Email, VerifiedEmail};
pub use http::HttpClient;
pub use limit::{Attempts, RetryAfter};
pub use mail::{Letter, MailError, Mailer};
pub use origin::{PublicUrl, TrustedProxies};
pub use person::Identity;
pub use secret::{Digest, Secret};
