//! What is checked of a city by more than one command.

use kernel::{
    Entity, IdOf, UserError, UserErrorCode,
    validate::{self, Mistakes},
};
use uuid::Uuid;

use super::SiteInput;

/// The key behind the id of a city, or what is wrong with it.
pub(super) fn city<E: Entity>(id: &IdOf<E>, mistakes: &mut Mistakes) -> Option<Uuid> {
    match id.key() {
        Ok(key) => Some(key),
        Err(error) => {
            let mistake = UserError::new(UserErrorCode::Invalid, "input.city", error.message);
            mistakes.add(mistake);
            None
        }
    }
}

pub(super) fn population(population: Option<i32>, mistakes: &mut Mistakes) {
    mistakes.check(
        population.is_none_or(|population| population >= 0),
        UserErrorCode::Invalid,
        "input.population",
        "A population is not negative.",
    );
}

pub(super) fn sites(sites: &[SiteInput], mistakes: &mut Mistakes) {
    at_most(20, "sites", sites.len(), mistakes);
    for (i, site) in sites.iter().enumerate() {
        let at = format!("input.sites.{i}");
        let status = site.status.as_deref();
        validate::optional_text(status, 200, &format!("{at}.status"), mistakes);
        if let Some(source) = &site.source {
            validate::url(source, &format!("{at}.source"), mistakes);
        }
    }
}

/// Refuses a list of the input that is too long.
pub(super) fn at_most(most: usize, list: &str, length: usize, mistakes: &mut Mistakes) {
    if length > most {
        let message = format!("At most {most} {list}.");
        let path = format!("input.{list}");
        mistakes.add(UserError::new(UserErrorCode::TooLong, &path, message));
    }
}
