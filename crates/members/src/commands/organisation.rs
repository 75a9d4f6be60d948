//! Each write on organisations: validate, authorize, one transaction, return.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, UserError, UserErrorCode,
    entity::kinds,
    node::NodeInput,
    validate::{self, Mistakes},
};
use record::{Bulk, Checked, Correction, Entry, Recording, Step};
use serde::Serialize;
use uuid::Uuid;

use crate::{OrganisationKind, store};

/// What is known of an organisation. Whatever is left out is recorded as unknown.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RecordOrganisationInput {
    /// What is recorded of every node.
    #[graphql(flatten)]
    pub node: NodeInput,
    /// What it is.
    pub kind: OrganisationKind,
    /// The city it has its seat in, or acts for.
    pub city: Option<IdOf<kinds::City>>,
    /// Its country, by ISO 3166-1 (two letters).
    pub country_code: Option<String>,
    /// The address of its own site.
    pub website: Option<String>,
}

const ORGANISATION: Recording = Recording {
    operation: "recordOrganisation",
    action: Action::RecordOrganisation,
    kind: Kind::Organisation,
    recorded: "organisation.recorded",
    corrected: "organisation.corrected",
};

/// Records an organisation, or corrects what is known of it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn record_organisation(
    log: &Log,
    actor: Actor,
    input: &RecordOrganisationInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let (city, mistakes) = check(input);
    let mut open = match ORGANISATION
        .begin(log, actor, idempotency_key, input, &input.node, mistakes)
        .await?
    {
        Step::Done(outcome) => return Ok(outcome),
        Step::Write(open) => open,
    };
    if let Some(city) = city {
        open.require(&[(city, "input.city".to_owned())]).await?;
    }
    let row = (open.id(), city.map(|city| city.id), input);
    store::write_organisations(&mut open.conn(), &[row]).await?;
    describe(&mut open.entry, city, input);
    open.finish().await
}

/// Records many organisations that are new, as [`record_organisation`] does one. The keys are in the
/// order of the inputs.
///
/// # Errors
/// The mistakes of an input, or that the actor may not.
pub async fn record_organisations(
    bulk: &mut Bulk,
    inputs: &[RecordOrganisationInput],
) -> Result<Vec<Uuid>, Failure> {
    let (mut cities, mut checked) = (Vec::new(), Vec::new());
    for input in inputs {
        let (city, mistakes) = check(input);
        cities.push(city);
        checked.push(Checked {
            input,
            node: &input.node,
            mistakes,
        });
    }
    let mut entries = bulk.record(&ORGANISATION, checked).await?;
    let named: Vec<_> = (cities.iter().flatten())
        .map(|city| (*city, "input.city".to_owned()))
        .collect();
    bulk.require(&named).await?;
    let mut rows = Vec::new();
    for ((entry, city), input) in entries.iter_mut().zip(cities).zip(inputs) {
        rows.push((entry.id(), city.map(|city| city.id), input));
        describe(entry, city, input);
    }
    store::write_organisations(&mut bulk.conn(), &rows).await?;
    bulk.finish(entries).await?;
    Ok(rows.into_iter().map(|(id, ..)| id).collect())
}

/// Writes the texts of organisations in one language anew.
///
/// # Errors
/// The mistakes of an input, or that the actor may not.
pub async fn correct_organisations(
    bulk: &mut Bulk,
    corrections: &[Correction<'_, RecordOrganisationInput>],
) -> Result<(), Failure> {
    let nodes = corrections.iter().map(|c| c.with(&c.input.node));
    let mut entries = bulk.correct(&ORGANISATION, nodes).await?;
    for (entry, correction) in entries.iter_mut().zip(corrections) {
        describe(entry, check(correction.input).0, correction.input);
    }
    Ok(bulk.finish(entries).await?)
}

/// What its activity says, and what else it is found by.
fn describe<'a>(
    entry: &mut Entry<'a>,
    city: Option<NodeRef>,
    organisation: &'a RecordOrganisationInput,
) {
    entry.relate(city);
    if let Some(country) = &organisation.country_code {
        entry.also_found_by(country);
    }
}

/// The city that the input names, and every mistake in it.
fn check(input: &RecordOrganisationInput) -> (Option<NodeRef>, Mistakes) {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let city = match input.city.as_ref().map(IdOf::key) {
        Some(Ok(id)) => Some(NodeRef::new(Kind::City, id)),
        Some(Err(error)) => {
            let message = error.message;
            m.add(UserError::new(
                UserErrorCode::Invalid,
                "input.city",
                message,
            ));
            None
        }
        None => None,
    };
    if let Some(country) = &input.country_code {
        validate::country(country, "input.countryCode", m);
    }
    if let Some(website) = &input.website {
        validate::url(website, "input.website", m);
    }
    (city, mistakes)
}

#[cfg(test)]
mod tests {
    use kernel::{
        content::{ContentInput, Origin},
        node::Visibility,
    };

    use super::*;

    fn input() -> RecordOrganisationInput {
        RecordOrganisationInput {
            node: NodeInput {
                slug: "il-faut-aller-voir".to_owned(),
                content: vec![ContentInput {
                    locale: "fr".to_owned(),
                    title: "Il Faut Aller Voir".to_owned(),
                    summary: None,
                    description: None,
                    origin: Origin::Human,
                }],
                visibility: Visibility::Public,
                provenance: None,
                occurred_on: None,
                expected_version: None,
            },
            kind: OrganisationKind::Association,
            city: None,
            country_code: None,
            website: None,
        }
    }

    #[test]
    fn what_is_known_only_in_part_is_taken() {
        let (city, mistakes) = check(&input());
        assert_eq!(city, None);
        assert_eq!(mistakes.none(), Ok(()));
    }

    #[test]
    fn the_city_is_named_by_its_id() {
        let id = Uuid::from_u128(1);
        let known = RecordOrganisationInput {
            city: Some(IdOf::known(id)),
            ..input()
        };
        assert_eq!(check(&known).0, Some(NodeRef::new(Kind::City, id)));
    }

    #[test]
    fn every_mistake_is_found_at_its_place() {
        let theme = "theme_01h2xcejqtf2nbrexx3vqjhp41";
        let city = <IdOf<_> as async_graphql::InputType>::parse(Some(theme.into())).unwrap();
        let wrong = RecordOrganisationInput {
            city: Some(city),
            country_code: Some("fr".to_owned()),
            website: Some("ilfautallervoir".to_owned()),
            ..input()
        };
        let mistakes = check(&wrong).1.none().unwrap_err();
        let paths: Vec<String> = mistakes.iter().map(|m| m.path.join(".")).collect();
        assert_eq!(paths, ["input.city", "input.countryCode", "input.website"]);
    }
}
