//! The identity file as it is written, and the checks of one entry.

use kernel::{UserErrorCode, validate, validate::Mistakes};
use openidconnect::ClientSecret;
use serde::Deserialize;
use url::Url;

use super::{ASYMMETRIC, IssuerSettings, ProviderSettings};
use kernel::email::normal_domain;

use crate::http::is_secure;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub provider: Vec<Provider>,
    #[serde(default)]
    pub issuer: Vec<Issuer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Provider {
    pub id: String,
    name: String,
    pub issuer: String,
    client_id: String,
    client_secret_file: Option<String>,
    client_secret_env: Option<String>,
    scopes: Option<Vec<String>>,
    #[serde(default)]
    email_domains: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Issuer {
    pub issuer: String,
    audience: String,
    algorithms: Option<Vec<String>>,
    #[serde(default)]
    email_domains: Vec<String>,
    scopes: Option<Vec<String>>,
}

/// Where a mistake is: an entry by its id, else by its number, counted from 1.
pub(super) fn place(table: &str, id: &str, n: usize) -> String {
    let n = n + 1;
    if id.is_empty() {
        format!("{table}.{n}")
    } else {
        format!("{table}.{id}")
    }
}

impl Provider {
    pub fn checked(
        self,
        n: usize,
        env: impl Fn(&str) -> Option<String>,
        mistakes: &mut Mistakes,
    ) -> ProviderSettings {
        let place = place("provider", &self.id, n);
        let at = |key: &str| format!("{place}.{key}");
        validate::slug(&self.id, &at("id"), mistakes);
        validate::text(&self.name, 100, &at("name"), mistakes);
        validate::text(&self.client_id, 500, &at("client_id"), mistakes);
        issuer(&self.issuer, &at("issuer"), mistakes);
        let default = || ["openid", "email", "profile"].map(String::from).into();
        let scopes = self.scopes.unwrap_or_else(default);
        distinct(&scopes, &at("scopes"), mistakes);
        // RFC 6749 §3.3.
        let token = |b: u8| b.is_ascii_graphic() && b != b'"' && b != b'\\';
        mistakes.check(
            scopes
                .iter()
                .all(|scope| !scope.is_empty() && scope.bytes().all(token)),
            UserErrorCode::Invalid,
            &at("scopes"),
            "A scope is a word without quotes and backslashes.",
        );
        mistakes.check(
            scopes.iter().any(|scope| scope == "openid"),
            UserErrorCode::Invalid,
            &at("scopes"),
            "`openid` must be among them.",
        );
        let client_secret = match (self.client_secret_file, self.client_secret_env) {
            (None, None) => None,
            (Some(file), None) => {
                let read = std::fs::read_to_string(&file).map_err(|cause| cause.to_string());
                secret(
                    read,
                    &format!("The file {file}"),
                    &at("client_secret_file"),
                    mistakes,
                )
            }
            (None, Some(name)) => {
                let read = env(&name).ok_or_else(|| "it is not set".to_owned());
                secret(
                    read,
                    &format!("The variable {name}"),
                    &at("client_secret_env"),
                    mistakes,
                )
            }
            (Some(_), Some(_)) => {
                let message = "Give `client_secret_file` or `client_secret_env`, not both.";
                mistakes.check(
                    false,
                    UserErrorCode::Invalid,
                    &at("client_secret_env"),
                    message,
                );
                None
            }
        };
        ProviderSettings {
            client_secret,
            scopes,
            email_domains: domains(&self.email_domains, &at("email_domains"), mistakes),
            id: self.id,
            name: self.name,
            issuer: self.issuer,
            client_id: self.client_id,
        }
    }
}

impl Issuer {
    pub fn checked(self, n: usize, mistakes: &mut Mistakes) -> IssuerSettings {
        let place = place("issuer", "", n);
        let at = |key: &str| format!("{place}.{key}");
        issuer(&self.issuer, &at("issuer"), mistakes);
        validate::text(&self.audience, 500, &at("audience"), mistakes);
        let default = || ["RS256", "ES256"].map(String::from).into();
        let names: Vec<String> = self.algorithms.unwrap_or_else(default);
        distinct(&names, &at("algorithms"), mistakes);
        let known = |name: &String| ASYMMETRIC.iter().find(|(known, _)| known == name);
        let known_names = ASYMMETRIC.map(|(name, _)| name).join(", ");
        mistakes.check(
            !names.is_empty() && names.iter().all(|name| known(name).is_some()),
            UserErrorCode::Invalid,
            &at("algorithms"),
            &format!("Tokens can be signed with {known_names}, and in no other way."),
        );
        if let Some(scopes) = &self.scopes {
            distinct(scopes, &at("scopes"), mistakes);
            mistakes.check(
                scopes.iter().all(|scope| !scope.trim().is_empty()),
                UserErrorCode::Blank,
                &at("scopes"),
                "A scope cannot be empty.",
            );
        }
        IssuerSettings {
            algorithms: names
                .iter()
                .filter_map(|name| Some(known(name)?.1.clone()))
                .collect(),
            email_domains: domains(&self.email_domains, &at("email_domains"), mistakes),
            issuer: self.issuer,
            audience: self.audience,
            scopes: self.scopes,
        }
    }
}

/// OpenID Connect Discovery 1.0 §2: https, no query, no fragment. Plain http is for trying things
/// out on one machine.
fn issuer(value: &str, at: &str, mistakes: &mut Mistakes) {
    let good = value.len() <= 2_000
        && Url::parse(value).is_ok_and(|url| {
            is_secure(&url)
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty()
                && url.password().is_none()
        });
    mistakes.check(
        good,
        UserErrorCode::Invalid,
        at,
        "An issuer is an https address without query and fragment; http is only for this machine.",
    );
}

fn secret(
    read: Result<String, String>,
    what: &str,
    at: &str,
    mistakes: &mut Mistakes,
) -> Option<ClientSecret> {
    let wrong = match read {
        // Editors and `echo` end a file with a line break.
        Ok(text) if !text.trim().is_empty() => {
            return Some(ClientSecret::new(text.trim().to_owned()));
        }
        Ok(_) => "it is empty".to_owned(),
        Err(cause) => cause,
    };
    let message = format!("{what} has no secret: {wrong}.");
    mistakes.check(false, UserErrorCode::Invalid, at, &message);
    None
}

fn domains(values: &[String], at: &str, mistakes: &mut Mistakes) -> Vec<String> {
    let normal: Vec<_> = values
        .iter()
        .filter_map(|domain| normal_domain(domain))
        .collect();
    mistakes.check(
        normal.len() == values.len(),
        UserErrorCode::Invalid,
        at,
        "A domain is what stands behind the `@`, such as `comune.cuneo.example`.",
    );
    distinct(&normal, at, mistakes);
    normal
}

fn distinct(values: &[String], at: &str, mistakes: &mut Mistakes) {
    validate::distinct(values, at, mistakes);
}
