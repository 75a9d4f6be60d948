//! Whom the hub believes: the operator's identity file.
//!
//! ```toml
//! [[provider]]            # people sign in here
//! id = "cuneo"            # in addresses: /auth/oidc/cuneo
//! name = "Città di Cuneo" # on the button
//! issuer = "https://login.cuneo.example"
//! client_id = "passerelle"
//! client_secret_file = "/run/secrets/cuneo" # or client_secret_env; neither: a public client
//! scopes = ["openid", "email", "profile"]   # the default
//! email_domains = ["comune.cuneo.example"]  # whose e-mail addresses it may vouch for
//!
//! [[issuer]]              # its JWTs are taken as bearer tokens
//! issuer = "https://login.cuneo.example"
//! audience = "passerelle"
//! algorithms = ["RS256", "ES256"] # the default
//! email_domains = ["comune.cuneo.example"]
//! scopes = ["READ"]       # what such a token may do; by default, whatever its person may
//! ```

use std::{collections::HashSet, path::Path};

use kernel::{UserError, UserErrorCode, validate::Mistakes};
use openidconnect::{ClientSecret, core::CoreJwsSigningAlgorithm as Algorithm};

mod file;

/// The identity file, checked. Empty when there is none: then people sign in by e-mail alone.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where people can sign in, in the order of the file.
    pub providers: Vec<ProviderSettings>,
    /// Whose JWTs are taken as bearer tokens.
    pub issuers: Vec<IssuerSettings>,
}

/// An OpenID provider at which people sign in.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// In addresses: a slug.
    pub id: String,
    /// For people.
    pub name: String,
    /// Exactly as the provider writes it in `iss`.
    pub issuer: String,
    /// Who the hub is there.
    pub client_id: String,
    /// Its secret there; a public client has none. `Debug` hides it.
    pub client_secret: Option<ClientSecret>,
    /// What is asked for, `openid` among it.
    pub scopes: Vec<String>,
    /// The domains for which the provider is the authority, in ASCII and lower case: a verified
    /// e-mail address of one of them is taken for that person's.
    pub email_domains: Vec<String>,
}

/// An issuer whose JWTs are taken as bearer tokens.
#[derive(Clone, Debug)]
pub struct IssuerSettings {
    /// Exactly as it stands in the tokens' `iss`.
    pub issuer: String,
    /// What their `aud` must name.
    pub audience: String,
    /// How they may be signed; never with a shared secret, never not at all.
    pub algorithms: Vec<Algorithm>,
    /// As in [`ProviderSettings::email_domains`].
    pub email_domains: Vec<String>,
    /// What such a token may do, as it stands in the file; `None`: whatever its person may.
    pub scopes: Option<Vec<String>>,
}

/// Why the identity file cannot be used, in one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// There is none, or it may not be read.
    #[error("the identity file {path} cannot be read: {cause}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// It is no TOML, lacks a key, or has one that is unknown.
    #[error("line {line} of the identity file: {message}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// Values that cannot be; each with its place, such as `provider.cuneo.issuer`.
    #[error("in the identity file: {}", listed(.0))]
    Wrong(Vec<UserError>),
}

fn listed(mistakes: &[UserError]) -> String {
    let one = |mistake: &UserError| format!("{}: {}", mistake.path.join("."), mistake.message);
    mistakes.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The algorithms that verify with a public key (RFC 7518 §3.1, RFC 8037), by their names.
pub(crate) const ASYMMETRIC: [(&str, Algorithm); 9] = [
    ("RS256", Algorithm::RsaSsaPkcs1V15Sha256),
    ("RS384", Algorithm::RsaSsaPkcs1V15Sha384),
    ("RS512", Algorithm::RsaSsaPkcs1V15Sha512),
    ("PS256", Algorithm::RsaSsaPssSha256),
    ("PS384", Algorithm::RsaSsaPssSha384),
    ("PS512", Algorithm::RsaSsaPssSha512),
    ("ES256", Algorithm::EcdsaP256Sha256),
    ("ES384", Algorithm::EcdsaP384Sha384),
    ("EdDSA", Algorithm::EdDsa),
];

impl Settings {
    /// Reads the file, and the secrets it points at.
    ///
    /// # Errors
    /// With every mistake in it.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path).map_err(|cause| SettingsError::Unreadable {
            path: path.display().to_string(),
            cause,
        })?;
        Self::parse(&text, |name| std::env::var(name).ok())
    }

    /// The settings in `text`; `env` knows the variables that `client_secret_env` names.
    ///
    /// # Errors
    /// With every mistake in it.
    pub fn parse(text: &str, env: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let file: file::File = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or_default();
            SettingsError::Syntax {
                line: 1 + before.matches('\n').count(),
                message: error.message().replace('\n', " "),
            }
        })?;
        let mut mistakes = Mistakes::default();
        let mut ids = HashSet::new();
        let mut issuers = HashSet::new();
        for (n, provider) in file.provider.iter().enumerate() {
            let place = file::place("provider", &provider.id, n);
            unique(&mut ids, &provider.id, &place, "id", &mut mistakes);
            unique(
                &mut issuers,
                &provider.issuer,
                &place,
                "issuer",
                &mut mistakes,
            );
        }
        issuers.clear();
        for (n, issuer) in file.issuer.iter().enumerate() {
            let place = file::place("issuer", "", n);
            unique(
                &mut issuers,
                &issuer.issuer,
                &place,
                "issuer",
                &mut mistakes,
            );
        }
        let providers = file.provider.into_iter().enumerate();
        let issuers = file.issuer.into_iter().enumerate();
        let settings = Self {
            providers: providers
                .map(|(n, provider)| provider.checked(n, &env, &mut mistakes))
                .collect(),
            issuers: issuers
                .map(|(n, issuer)| issuer.checked(n, &mut mistakes))
                .collect(),
        };
        mistakes.none().map_err(SettingsError::Wrong)?;
        Ok(settings)
    }
}

fn unique<'a>(
    seen: &mut HashSet<&'a str>,
    value: &'a str,
    place: &str,
    key: &str,
    mistakes: &mut Mistakes,
) {
    mistakes.check(
        seen.insert(value),
        UserErrorCode::Duplicate,
        &format!("{place}.{key}"),
        "Another one has this already.",
    );
}

#[cfg(test)]
mod tests;
