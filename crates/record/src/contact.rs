//! How an office is reached.

use async_graphql::{InputObject, SimpleObject};
use kernel::{
    UserErrorCode,
    validate::{self, Mistakes},
};
use serde::{Deserialize, Serialize};

use crate::input;

/// How an office is reached: public, and not how a person is.
#[derive(InputObject, SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(input_name = "ContactInput")]
pub struct Contact {
    /// Which office, in the language of the city; at most 80 characters.
    pub label: String,
    /// Its e-mail address, if it has one.
    pub email: Option<String>,
    /// Its telephone number, if it has one: digits, with `+` before the country's code, and spaces,
    /// hyphens, dots and brackets between them; at most 40 characters.
    pub phone: Option<String>,
    /// The address of its page, if it has one: `http` or `https`.
    pub url: Option<String>,
}

/// The contacts at `input.contacts` with their e-mail addresses in the normal form; at most 10.
pub fn contacts(contacts: &[Contact], mistakes: &mut Mistakes) -> Vec<Contact> {
    input::at_most(10, contacts.len(), "input.contacts", mistakes);
    let checked = contacts.iter().enumerate().map(|(i, contact)| {
        let at = format!("input.contacts.{i}");
        validate::text(&contact.label, 80, &format!("{at}.label"), mistakes);
        let email = (contact.email.as_ref())
            .and_then(|email| validate::email(email, &format!("{at}.email"), mistakes));
        if let Some(phone) = &contact.phone {
            check_phone(phone, &format!("{at}.phone"), mistakes);
        }
        if let Some(url) = &contact.url {
            validate::url(url, &format!("{at}.url"), mistakes);
        }
        mistakes.check(
            contact.email.is_some() || contact.phone.is_some() || contact.url.is_some(),
            UserErrorCode::Blank,
            &at,
            "Say how this office is reached: by `email`, `phone` or `url`.",
        );
        Contact {
            email: email.map(|email| email.as_str().to_owned()),
            ..contact.clone()
        }
    });
    checked.collect()
}

/// From 3 digits to the 15 of ITU-T E.164, with what people write between them.
fn check_phone(phone: &str, path: &str, mistakes: &mut Mistakes) {
    let rest = phone.strip_prefix('+').unwrap_or(phone);
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let written = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')');
    mistakes.check(
        phone.len() <= 40 && (3..=15).contains(&digits) && rest.chars().all(written),
        UserErrorCode::Invalid,
        path,
        "This is not a telephone number, such as `+39 0171 444 111`.",
    );
}
