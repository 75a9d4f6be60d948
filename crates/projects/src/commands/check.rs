//! What is wrong with the input of a project, and which nodes it names.

use std::collections::HashSet;

use kernel::{
    Entity, IdOf, NodeRef, UserError, UserErrorCode, content,
    date::PartialDate,
    validate::{self, Mistakes},
};

use super::RecordProjectInput;
use crate::{CityRole, store::Links};

/// A node that the input names, and where.
pub(super) type Named = (NodeRef, String);

/// The nodes that the input names: all of them, if it has no mistakes.
pub(super) struct NamedNodes {
    /// The city that leads comes first.
    pub(super) cities: Vec<(CityRole, Named)>,
    pub(super) themes: Vec<Named>,
    pub(super) organisations: Vec<Named>,
}

impl NamedNodes {
    pub(super) fn nodes(&self) -> Vec<Named> {
        let cities = self.cities.iter().map(|(_, named)| named);
        let others = self.themes.iter().chain(&self.organisations);
        cities.chain(others).cloned().collect()
    }

    pub(super) fn links(&self, input: &RecordProjectInput) -> Links {
        let key = |(node, _): &Named| node.id;
        let roles = input.organisations.iter().map(|entry| entry.role);
        Links {
            cities: (self.cities.iter())
                .map(|(role, city)| (key(city), *role))
                .collect(),
            themes: self.themes.iter().map(key).collect(),
            organisations: self.organisations.iter().map(key).zip(roles).collect(),
        }
    }
}

pub(super) fn check(input: &RecordProjectInput) -> (NamedNodes, Mistakes) {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    if let (Some(started), Some(ended)) = (input.started_on, input.ended_on) {
        m.check(
            !surely_before(ended, started),
            UserErrorCode::Invalid,
            "input.endedOn",
            "It ends before it starts.",
        );
    }
    if let Some(website) = &input.website {
        validate::url(website, "input.website", m);
    }
    for (length, most, path, what) in [
        (input.partner_cities.len(), 200, "partnerCities", "cities"),
        (input.themes.len(), 50, "themes", "themes"),
        (
            input.organisations.len(),
            500,
            "organisations",
            "organisations",
        ),
        (input.milestones.len(), 200, "milestones", "milestones"),
        (input.updates.len(), 200, "updates", "updates"),
    ] {
        let path = format!("input.{path}");
        let message = format!("At most {most} {what}.");
        m.check(length <= most, UserErrorCode::TooLong, &path, &message);
    }
    for (i, milestone) in input.milestones.iter().enumerate() {
        content::check(
            &milestone.content,
            &format!("input.milestones.{i}.content"),
            m,
        );
    }
    for (i, update) in input.updates.iter().enumerate() {
        content::check(&update.content, &format!("input.updates.{i}.content"), m);
    }
    (check_nodes(input, m), mistakes)
}

fn check_nodes(input: &RecordProjectInput, mistakes: &mut Mistakes) -> NamedNodes {
    let mut seen = HashSet::new();
    let mut named = |node: Result<NodeRef, UserError>, path: String, again: &str| match node {
        Ok(node) if seen.insert(node) => Some((node, path)),
        Ok(_) => {
            mistakes.add(UserError::new(UserErrorCode::Duplicate, &path, again));
            None
        }
        Err(mistake) => {
            mistakes.add(mistake);
            None
        }
    };
    let lead = input.lead_city.as_ref().and_then(|id| {
        let path = "input.leadCity".to_owned();
        named(node_of(id, &path), path, "")
    });
    let mut cities: Vec<_> = lead
        .into_iter()
        .map(|city| (CityRole::Lead, city))
        .collect();
    for (i, id) in input.partner_cities.iter().enumerate() {
        let path = format!("input.partnerCities.{i}");
        let again = "This city leads the project, or stands in the list already.";
        let city = named(node_of(id, &path), path, again);
        cities.extend(city.map(|city| (CityRole::Partner, city)));
    }
    let again = "This stands in the list already.";
    let mut themes = Vec::new();
    for (i, id) in input.themes.iter().enumerate() {
        let path = format!("input.themes.{i}");
        themes.extend(named(node_of(id, &path), path, again));
    }
    let mut organisations = Vec::new();
    for (i, entry) in input.organisations.iter().enumerate() {
        let path = format!("input.organisations.{i}.organisation");
        organisations.extend(named(node_of(&entry.organisation, &path), path, again));
    }
    NamedNodes {
        cities,
        themes,
        organisations,
    }
}

fn node_of<E: Entity>(id: &IdOf<E>, path: &str) -> Result<NodeRef, UserError> {
    id.key()
        .map(|key| NodeRef::new(E::KIND, key))
        .map_err(|error| UserError::new(UserErrorCode::Invalid, path, error.message))
}

/// Whether a date is before another, whatever is unknown of both: 2017 may be after May 2017.
pub(super) fn surely_before(date: PartialDate, other: PartialDate) -> bool {
    // ISO 8601: what both are known to is where both texts go on.
    let (date, other) = (date.to_string(), other.to_string());
    let known = date.len().min(other.len());
    date[..known] < other[..known]
}
