//! Generated organisations.

use activity::Failure;
use kernel::{IdOf, Kind};
use members::{OrganisationKind, RecordOrganisationInput};
use record::{Bulk, Correction};
use uuid::Uuid;

use super::{
    Generate, Network,
    words::{PLACES, one, rng, texts},
};

/// How many there are for each step of the scale.
pub(super) const STEP: usize = 100;

pub(super) struct Organisations;

const KINDS: &[(OrganisationKind, &str, &str)] = &[
    (OrganisationKind::University, "University", "Université"),
    (OrganisationKind::Company, "Company", "Entreprise"),
    (OrganisationKind::Association, "Association", "Association"),
    (OrganisationKind::School, "School", "École"),
    (OrganisationKind::CulturalVenue, "Theatre", "Théâtre"),
    (OrganisationKind::Foundation, "Foundation", "Fondation"),
    (
        OrganisationKind::InnovationAgency,
        "Incubator",
        "Incubateur",
    ),
    (
        OrganisationKind::BusinessAssociation,
        "Chamber of trade",
        "Chambre des métiers",
    ),
];

impl Generate for Organisations {
    type Input = RecordOrganisationInput;
    const KIND: Kind = Kind::Organisation;
    const WHAT: &'static str = "organisations";
    const STEP: usize = STEP;

    fn input(number: usize, network: &Network) -> anyhow::Result<RecordOrganisationInput> {
        let rng = &mut rng("organisation", number);
        let (kind, en, fr) = one(rng, KINDS);
        let place = one(rng, PLACES);
        let city = &network.cities[rng.usize(..network.cities.len())];
        let content = texts(
            number,
            (format!("{en} {}", place.0), format!("{fr} {}", place.1)),
            (
                "A partner of projects in its city.".to_owned(),
                "Un partenaire de projets dans sa ville.".to_owned(),
            ),
            None,
        );
        Ok(RecordOrganisationInput {
            node: super::node(Self::slug(number), content),
            kind,
            // Some have no city that is known.
            city: (!number.is_multiple_of(10)).then(|| IdOf::known(city.id)),
            country_code: Some(city.country_code.clone()),
            website: None,
        })
    }

    /// The summary of each is corrected in one language.
    async fn record(
        bulk: &mut Bulk,
        inputs: &[RecordOrganisationInput],
    ) -> Result<Vec<Uuid>, Failure> {
        let ids = members::record_organisations(bulk, inputs).await?;
        let mut corrected = inputs.to_vec();
        let locales = super::corrected_texts(corrected.iter_mut().map(|input| &mut input.node));
        let corrections: Vec<_> = (ids.iter().zip(&corrected).zip(&locales))
            .map(|((id, input), locale)| Correction {
                id: *id,
                input,
                locale,
                occurred_on: None,
            })
            .collect();
        members::correct_organisations(bulk, &corrections).await?;
        Ok(ids)
    }

    fn keys(network: &mut Network) -> &mut Vec<Uuid> {
        &mut network.organisations
    }
}
