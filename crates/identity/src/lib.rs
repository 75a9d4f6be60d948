#![doc = include_str!("../README.md")]

pub mod address;
pub mod http;
pub mod limit;
pub mod origin;
pub mod secret;

pub use address::{Email, VerifiedEmail};
pub use http::HttpClient;
pub use limit::{Attempts, RetryAfter};
pub use origin::{PublicUrl, TrustedProxies};
pub use secret::{Digest, Secret};
