//! What is said of an event when it is made and when it is changed, and what can be wrong with it.

use async_graphql::InputObject;
use kernel::{
    IdOf, Kind, UserErrorCode,
    date::PartialDate,
    entity::kinds,
    validate::{self, Mistakes},
};
use record::{Statement, StatementInput, input::key, statements};
use serde::Serialize;
use uuid::Uuid;

use super::check::{few, is_before};
use crate::{Event, EventMode};

/// Where an event takes place. It is written as a whole: what is left out is unknown.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct EventPlaceInput {
    /// What the place is called; at most 200 characters.
    pub venue: Option<String>,
    /// Its address, as it is written there; at most 500 characters.
    pub address: Option<String>,
    /// Degrees north of the equator, from -90 to 90; together with the longitude.
    pub latitude: Option<f64>,
    /// Degrees east of Greenwich, from -180 to 180; together with the latitude.
    pub longitude: Option<f64>,
    /// What whoever needs help to get in, to hear or to see has to know, each language once.
    #[graphql(default)]
    pub accessibility: Vec<StatementInput>,
}

impl EventPlaceInput {
    /// What is said about getting in, and every mistake of the rest.
    pub(super) fn check(&self, mistakes: &mut Mistakes) -> Vec<Statement> {
        let m = mistakes;
        validate::optional_text(self.venue.as_deref(), 200, "input.place.venue", m);
        validate::optional_text(self.address.as_deref(), 500, "input.place.address", m);
        for (name, degrees, most) in [
            ("latitude", self.latitude, 90.0),
            ("longitude", self.longitude, 180.0),
        ] {
            m.check(
                degrees.is_none_or(|degrees| degrees.is_finite() && degrees.abs() <= most),
                UserErrorCode::Invalid,
                &format!("input.place.{name}"),
                &format!("A {name} is from -{most} to {most}."),
            );
        }
        m.check(
            self.latitude.is_some() == self.longitude.is_some(),
            UserErrorCode::Blank,
            "input.place",
            "Say both `latitude` and `longitude`, or neither.",
        );
        statements(&self.accessibility, "input.place.accessibility", m)
    }

    /// Says it of an event.
    pub(super) fn write(&self, event: &mut Event) {
        event.venue.clone_from(&self.venue);
        event.address.clone_from(&self.address);
        event.latitude = self.latitude;
        event.longitude = self.longitude;
    }
}

/// Days in their order.
pub(super) fn days(
    starts_on: Option<PartialDate>,
    ends_on: Option<PartialDate>,
    mistakes: &mut Mistakes,
) {
    let (Some(starts), Some(ends)) = (starts_on, ends_on) else {
        return mistakes.check(
            starts_on.is_some() || ends_on.is_none(),
            UserErrorCode::Blank,
            "input.startsOn",
            "An event that ends on a day begins on one.",
        );
    };
    mistakes.check(
        !is_before(ends, starts),
        UserErrorCode::Invalid,
        "input.endsOn",
        "An event does not end before it starts.",
    );
}

/// The place of an event in a series.
pub(super) fn edition(series: bool, edition: Option<i32>, mistakes: &mut Mistakes) {
    mistakes.check(
        edition.is_none_or(|edition| edition > 0),
        UserErrorCode::Invalid,
        "input.edition",
        "Editions count from 1.",
    );
    mistakes.check(
        series || edition.is_none(),
        UserErrorCode::Blank,
        "input.series",
        "An edition is one of a series: say of which.",
    );
}

/// Where those take part who are not there.
pub(super) fn online_link(mode: EventMode, link: Option<&str>, mistakes: &mut Mistakes) {
    let Some(link) = link else { return };
    validate::url(link, "input.onlineLink", mistakes);
    mistakes.check(
        mode != EventMode::InPerson,
        UserErrorCode::Invalid,
        "input.onlineLink",
        "Nobody takes part online in an event that is IN_PERSON.",
    );
}

/// The themes and the projects that an event is on, and where they stand in the input.
pub(super) fn themes(input: &[IdOf<kinds::Theme>], mistakes: &mut Mistakes) -> Vec<Uuid> {
    ids(input, 50, "input.themes", mistakes)
}

/// The projects that an event is about.
pub(super) fn projects(input: &[IdOf<kinds::Project>], mistakes: &mut Mistakes) -> Vec<Uuid> {
    ids(input, 200, "input.projects", mistakes)
}

/// The keys of a list of ids, each of them once.
pub(super) fn ids<E: kernel::Entity>(
    input: &[IdOf<E>],
    most: usize,
    path: &str,
    mistakes: &mut Mistakes,
) -> Vec<Uuid> {
    few(input.len(), most, path, mistakes);
    let key = |(i, id): (usize, &IdOf<E>)| key(id, &format!("{path}.{i}"), mistakes);
    let keys: Vec<Uuid> = input.iter().enumerate().map(key).collect();
    let known = keys.iter().filter(|key| !key.is_nil());
    validate::distinct(known, path, mistakes);
    keys
}

/// Themes and projects as nodes, each with its place in the input.
pub(super) fn named(themes: &[Uuid], projects: &[Uuid]) -> Vec<(kernel::NodeRef, String)> {
    let mut all = super::open::as_nodes(Kind::Theme, themes, "input.themes");
    all.extend(super::open::as_nodes(
        Kind::Project,
        projects,
        "input.projects",
    ));
    all
}
