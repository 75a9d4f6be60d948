//! Checks of inputs. They collect every mistake, so that a user mends them all at once.

use std::collections::HashSet;

use crate::{
    UserError, UserErrorCode,
    email::{Email, NotAnEmail},
};

/// The mistakes found in an input so far.
#[derive(Debug, Default)]
pub struct Mistakes(Vec<UserError>);

impl Mistakes {
    /// Adds one.
    pub fn add(&mut self, mistake: UserError) {
        self.0.push(mistake);
    }

    /// Adds one unless `good`.
    pub fn check(&mut self, good: bool, code: UserErrorCode, path: &str, message: &str) {
        if !good {
            self.add(UserError::new(code, path, message));
        }
    }

    /// The mistakes, unless there are none.
    ///
    /// # Errors
    /// All mistakes that were added.
    pub fn none(self) -> Result<(), Vec<UserError>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}

/// A text that must be there, of at most `max` characters.
pub fn text(value: &str, max: usize, path: &str, mistakes: &mut Mistakes) {
    mistakes.check(
        !value.trim().is_empty(),
        UserErrorCode::Blank,
        path,
        "This cannot be empty.",
    );
    optional_text(Some(value), max, path, mistakes);
}

/// A text of at most `max` characters, without control characters other than line breaks and tabs.
pub fn optional_text(value: Option<&str>, max: usize, path: &str, mistakes: &mut Mistakes) {
    let Some(value) = value else {
        return;
    };
    if value.chars().count() > max {
        let message = format!("At most {max} characters.");
        mistakes.add(UserError::new(UserErrorCode::TooLong, path, message));
    }
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    mistakes.check(
        !value.contains(control),
        UserErrorCode::Invalid,
        path,
        "This contains control characters.",
    );
}

/// A slug: lower-case letters, digits and single hyphens, at most 80.
pub fn slug(value: &str, path: &str, mistakes: &mut Mistakes) {
    let good = value.len() <= 80
        && !value.is_empty()
        && value.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
    mistakes.check(
        good,
        UserErrorCode::Invalid,
        path,
        "A slug has lower-case letters, digits and single hyphens between them, at most 80 in all.",
    );
}

/// The address of a page: `http` or `https`, at most 2,000 characters.
pub fn url(value: &str, path: &str, mistakes: &mut Mistakes) {
    // The parser drops line breaks and outer spaces, and what it has read is not what would be kept.
    let good = value.len() <= 2_000
        && !value.contains(|c: char| c.is_control() || c.is_whitespace())
        && url::Url::parse(value)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    mistakes.check(
        good,
        UserErrorCode::Invalid,
        path,
        "This is not the address of a page.",
    );
}

/// A country code of ISO 3166-1, two letters.
pub fn country(value: &str, path: &str, mistakes: &mut Mistakes) {
    mistakes.check(
        value.bytes().all(|b| b.is_ascii_uppercase()) && rust_iso3166::from_alpha2(value).is_some(),
        UserErrorCode::Invalid,
        path,
        "This is not a country code of ISO 3166-1, such as `FR`.",
    );
}

/// A time zone of the IANA database.
pub fn time_zone(value: &str, path: &str, mistakes: &mut Mistakes) {
    mistakes.check(
        value.parse::<chrono_tz::Tz>().is_ok(),
        UserErrorCode::Invalid,
        path,
        "This is not a time zone of the IANA database, such as `Europe/Paris`.",
    );
}

/// A list without the same value twice.
pub fn distinct<T: std::hash::Hash + Eq>(
    values: impl IntoIterator<Item = T>,
    path: &str,
    mistakes: &mut Mistakes,
) {
    let mut seen = HashSet::new();
    for (i, value) in values.into_iter().enumerate() {
        let path = format!("{path}.{i}");
        mistakes.check(
            seen.insert(value),
            UserErrorCode::Duplicate,
            &path,
            "This stands in the list already.",
        );
    }
}

/// An e-mail address.
pub fn email(value: &str, path: &str, mistakes: &mut Mistakes) -> Option<Email> {
    match value.parse() {
        Ok(email) => Some(email),
        Err(error @ NotAnEmail) => {
            let message = error.to_string();
            mistakes.add(UserError::new(UserErrorCode::Invalid, path, message));
            None
        }
    }
}
