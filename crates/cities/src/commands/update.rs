//! What is said of a city: by those who act for it, or by a secretary.

use access::{Action, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome};
use async_graphql::{InputObject, MaybeUndefined};
use kernel::{
    Actor, IdOf, Kind, NodeRef, Party, UserError, UserErrorCode,
    entity::kinds,
    locale::Locale,
    node,
    validate::{self, Mistakes},
};
use record::Contact;
use serde::Serialize;

use super::{SiteInput, check, lock};
use crate::{City, Site, store::update as store};

/// What is to be said of a city. What is left out stays as it is.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct UpdateCityInput {
    /// The city.
    pub city: IdOf<kinds::City>,
    /// The industrial sites it hosts, the main one first; at most 20. They replace those it has.
    pub sites: Option<Vec<SiteInput>>,
    /// The address of its own site; null when it has none.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub website: MaybeUndefined<String>,
    /// How many people live there; null when that is unknown.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub population: MaybeUndefined<i32>,
    /// The languages it works in, tags of BCP 47; at most 10. They replace those it has.
    pub languages: Option<Vec<String>>,
    /// How its offices are reached; at most 10. They replace those it has. They are public: name no
    /// person.
    pub contacts: Option<Vec<Contact>>,
    /// Change only if the city has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// Changes what is said of a city. What is said already changes nothing.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn update_city(
    log: &Log,
    actor: Actor,
    input: &UpdateCityInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = check::city(&input.city, &mut mistakes);
    let said = check_input(input, &mut mistakes);
    mistakes.none()?;
    let frame = Frame::new("updateCity", actor, idempotency_key, input);
    let mut write = match frame.begin(log).await? {
        Begun::Fresh(write) => write,
        Begun::Replayed(outcome) => return Ok(outcome),
    };
    let id = id.unwrap_or_default();
    let permit = write.authorize(Action::UpdateCity, &Resource::Party(Party::City(id)))?;
    let mut city = lock(&mut write, id, input.expected_version).await?;
    let mut changed = said.change(&mut city);
    let before = store::sites_of(&mut write.conn(), id).await?;
    let sites = input.sites.as_deref().filter(|new| !same(&before, new));
    changed.extend(sites.map(|_| "sites"));
    let node = NodeRef::new(Kind::City, id);
    let what = match changed.as_slice() {
        [] => {
            return Ok(Outcome {
                node,
                activity: None,
                position: None,
            });
        }
        [only] => *only,
        _ => "several",
    };
    store::write(&mut write.conn(), &city, sites).await?;
    let now = write.now();
    let touched = [(id, city.node.sort_key.clone())].into_iter();
    node::touch(&mut write.conn(), touched, now).await?;
    let mut draft = Draft::of("city.updated", node)
        .audience(&city.node.audience)
        .code("what", what);
    for field in changed {
        draft = draft.code(field, "changed");
    }
    write.record(draft);
    frame.commit(write, permit, node).await
}

/// What is to be said, in the form in which it is kept.
struct Said {
    website: MaybeUndefined<String>,
    population: MaybeUndefined<i32>,
    languages: Option<Vec<String>>,
    contacts: Option<Vec<Contact>>,
}

impl Said {
    /// Says it of the city, and tells which fields are another than before.
    fn change(self, city: &mut City) -> Vec<&'static str> {
        let mut changed = Vec::new();
        let mut change = |field, is_new: bool| changed.extend(is_new.then_some(field));
        match self.website {
            MaybeUndefined::Undefined => {}
            website => change("website", replace(&mut city.website, website.take())),
        }
        match self.population {
            MaybeUndefined::Undefined => {}
            population => change(
                "population",
                replace(&mut city.population, population.take()),
            ),
        }
        if let Some(languages) = self.languages {
            change("languages", replace(&mut city.languages.0, languages));
        }
        if let Some(contacts) = self.contacts {
            change("contacts", replace(&mut city.contacts.0, contacts));
        }
        changed
    }
}

/// Puts a value in the place of another; whether it is another one.
fn replace<T: PartialEq>(place: &mut T, value: T) -> bool {
    let is_new = *place != value;
    *place = value;
    is_new
}

fn same(before: &[Site], after: &[SiteInput]) -> bool {
    let alike = |(before, after): (&Site, &SiteInput)| {
        (before.kind, &before.status, &before.source) == (after.kind, &after.status, &after.source)
    };
    before.len() == after.len() && before.iter().zip(after).all(alike)
}

fn check_input(input: &UpdateCityInput, mistakes: &mut Mistakes) -> Said {
    let nothing = input.sites.is_none()
        && input.website.is_undefined()
        && input.population.is_undefined()
        && input.languages.is_none()
        && input.contacts.is_none();
    mistakes.check(
        !nothing,
        UserErrorCode::Blank,
        "input",
        "Say what is to change.",
    );
    if let Some(sites) = &input.sites {
        check::sites(sites, mistakes);
    }
    if let MaybeUndefined::Value(website) = &input.website {
        validate::url(website, "input.website", mistakes);
    }
    check::population(input.population.take(), mistakes);
    let languages = input.languages.as_deref();
    let contacts = input.contacts.as_deref();
    Said {
        website: input.website.clone(),
        population: input.population,
        languages: languages.map(|languages| check_languages(languages, mistakes)),
        contacts: contacts.map(|contacts| record::contacts(contacts, mistakes)),
    }
}

/// The tags in their usual letters.
fn check_languages(languages: &[String], mistakes: &mut Mistakes) -> Vec<String> {
    check::at_most(10, "languages", languages.len(), mistakes);
    let mut tags = Vec::new();
    for (i, language) in languages.iter().enumerate() {
        match language.parse::<Locale>() {
            Ok(locale) => tags.push(locale.tag()),
            Err(error) => {
                let path = format!("input.languages.{i}");
                mistakes.add(UserError::new(UserErrorCode::Invalid, &path, error.message));
                tags.push(language.clone());
            }
        }
    }
    validate::distinct(&tags, "input.languages", mistakes);
    tags
}
