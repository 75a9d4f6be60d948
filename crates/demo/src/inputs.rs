//! What the files say, as inputs of the domains' commands. `data/README.md` has the reasons.

use std::{collections::HashMap, str::FromStr};

use anyhow::{Context, bail};
use cities::{RecordCityInput, RecordThemeInput, SiteInput};
use events::{EventStatus, ParticipatingCityInput, RecordEventInput, RecordEventSeriesInput};
use kernel::{
    Entity, IdOf, NodeRef,
    content::{ContentInput, Origin},
    date::PartialDate,
    node::{NodeInput, Visibility},
    provenance::Provenance,
};
use members::RecordOrganisationInput;
use projects::{
    OrganisationRole, ProjectKind, ProjectOrganisationInput, RecordProjectInput, Stage,
};
use uuid::Uuid;

use crate::{
    data::{City, Event, Facts, Organisation, Project, Theme},
    links::LINKS,
};

/// What the licence of GeoNames asks for.
pub(crate) const GEONAMES: &str = "Contains data from GeoNames.org, CC BY 4.0";

/// The keys of what is recorded already, by kind and slug.
#[derive(Default)]
pub(crate) struct Ids(HashMap<(&'static str, String), Uuid>);

impl Ids {
    /// Adds a node.
    pub fn add(&mut self, slug: &str, node: NodeRef) {
        self.0
            .insert((node.kind.prefix(), slug.to_owned()), node.id);
    }

    /// The id of a node that other rows name by its slug.
    pub fn get<E: Entity>(&self, slug: &str) -> anyhow::Result<IdOf<E>> {
        let key = (E::KIND.prefix(), slug.to_owned());
        let id = self.0.get(&key);
        let id = id.with_context(|| format!("no {} has the slug `{slug}`", E::TYPE))?;
        Ok(IdOf::known(*id))
    }

    fn all<'a, E: Entity>(
        &self,
        slugs: impl IntoIterator<Item = &'a String>,
    ) -> anyhow::Result<Vec<IdOf<E>>> {
        slugs.into_iter().map(|slug| self.get(slug)).collect()
    }
}

pub(crate) fn theme(theme: &Theme) -> anyhow::Result<RecordThemeInput> {
    let content = texts((&theme.label_en, None), (&theme.label_fr, None));
    let provenance = provenance(&theme.source_urls, &theme.confidence, "")?;
    Ok(RecordThemeInput {
        node: node(&theme.slug, content, provenance),
        used_in: theme.used_in.clone(),
    })
}

pub(crate) fn city(city: &City) -> anyhow::Result<RecordCityInput> {
    let content = texts(
        (&city.name, Some(&city.description_en)),
        (&city.name_fr, Some(&city.description_fr)),
    );
    let site_source = city.site_source_url.as_ref();
    let geonames = city
        .geonames_id
        .map(|id| format!("https://www.geonames.org/{id}"));
    let mut sources: Vec<String> = Vec::new();
    for source in [&city.network_source_url, &city.site_source_url, &geonames] {
        sources.extend(source.clone().filter(|source| !sources.contains(source)));
    }
    let provenance = Provenance {
        // A city that GeoNames does not have owes it nothing.
        credit: city.geonames_id.map(|_| GEONAMES.to_owned()),
        ..provenance(&sources, &city.confidence, &city.notes)?
    };
    let joined_on = date(city.joined_year.as_deref())?;
    let mut node = node(&city.slug, content, provenance);
    node.occurred_on = joined_on;
    let sites = match city.site_kind.as_str() {
        "" | "none" => Vec::new(),
        kind => vec![SiteInput {
            kind: code(kind)?,
            status: city.site_status.clone(),
            source: site_source.cloned(),
        }],
    };
    Ok(RecordCityInput {
        node,
        country_code: city.country_code.clone(),
        continent: code(&city.continent)?,
        latitude: city.latitude,
        longitude: city.longitude,
        population: city.population,
        time_zone: city.timezone.clone(),
        website: None,
        membership: code(&city.network_status)?,
        joined_on,
        first_evidence_on: date(city.first_evidence_year.as_deref())?,
        sites,
    })
}

pub(crate) fn organisation(
    organisation: &Organisation,
    facts: &Facts,
    ids: &Ids,
) -> anyhow::Result<RecordOrganisationInput> {
    let content = texts(
        (&organisation.name, Some(&organisation.role_en)),
        (&organisation.name_fr, Some(&organisation.role_fr)),
    );
    let provenance = provenance(
        &organisation.source_urls,
        &organisation.confidence,
        &organisation.notes,
    )?;
    let city = organisation.city.as_deref();
    let country_of = |slug| facts.city(slug).map(|city| city.country_code.clone());
    let country_code = match (&organisation.country_code, city) {
        (Some(code), _) => Some(code.clone()),
        (None, city) => city.map(country_of).transpose()?,
    };
    Ok(RecordOrganisationInput {
        node: node(&organisation.slug, content, provenance),
        kind: code(&organisation.kind)?,
        city: city.map(|slug| ids.get(slug)).transpose()?,
        country_code,
        website: None,
    })
}

pub(crate) fn project(project: &Project, ids: &Ids) -> anyhow::Result<RecordProjectInput> {
    let content = texts(
        (&project.title_en, Some(&project.summary_en)),
        (&project.title_fr, Some(&project.summary_fr)),
    );
    let provenance = provenance(&project.source_urls, &project.confidence, &project.notes)?;
    let year = |year: Option<u16>| date(year.map(|year| year.to_string()).as_deref());
    let started_on = year(project.start_year)?;
    let mut node = node(&project.slug, content, provenance);
    node.occurred_on = started_on;
    let lead = project.lead_city.as_ref();
    let partners = project.partner_cities.iter();
    let participant = |organisation| ProjectOrganisationInput {
        organisation,
        role: OrganisationRole::Participant,
    };
    let organisations = ids.all(&project.organisations)?;
    Ok(RecordProjectInput {
        node,
        kind: match project.kind.as_str() {
            "cooperation_project" => ProjectKind::Cooperation,
            other => code(other)?,
        },
        stage: match project.status.as_str() {
            "ongoing" => Some(Stage::Active),
            "planned" => Some(Stage::Proposed),
            "completed" => Some(Stage::Completed),
            "unknown" => None,
            other => bail!("a project cannot be `{other}`"),
        },
        started_on,
        ended_on: year(project.end_year)?,
        website: None,
        open_to_partners: false,
        lead_city: lead.map(|slug| ids.get(slug)).transpose()?,
        partner_cities: ids.all(partners.filter(|slug| Some(*slug) != lead))?,
        themes: ids.all(&project.themes)?,
        organisations: organisations.into_iter().map(participant).collect(),
        milestones: Vec::new(),
        updates: Vec::new(),
    })
}

pub(crate) fn event(event: &Event, facts: &Facts, ids: &Ids) -> anyhow::Result<RecordEventInput> {
    let content = texts(
        (&event.title_en, Some(&event.summary_en)),
        (&event.title_fr, Some(&event.summary_fr)),
    );
    let provenance = provenance(&event.source_urls, &event.confidence, &event.notes)?;
    let status = code(&event.status)?;
    let starts_on = date(event.start_date.as_deref())?;
    let mut node = node(&event.slug, content, provenance);
    // What is only announced has not happened yet, or nobody says that it has.
    node.occurred_on = starts_on.filter(|_| status == EventStatus::Held);
    let host = event.host_city.as_deref();
    let time_zone = |slug| facts.city(slug).map(|city| city.timezone.clone());
    let guests = event.participating_cities.iter();
    let guests = ids.all(guests.filter(|slug| Some(slug.as_str()) != host))?;
    let takes_part = |city| ParticipatingCityInput {
        city,
        delegation_size: None,
    };
    let about = |(from, to): &(&str, &'static str)| (*from == event.slug).then_some(*to);
    let projects = LINKS.iter().filter_map(about).map(|slug| ids.get(slug));
    let figures = match event.figures.is_empty() {
        true => None,
        false => Some(serde_json::from_value(event.figures.clone().into())?),
    };
    Ok(RecordEventInput {
        node,
        kind: code(&event.kind)?,
        status,
        // What the sources count are its conferences.
        series: event.edition.map(|_| ids.get(SERIES)).transpose()?,
        edition: event.edition,
        mode: code(&event.mode)?,
        venue: event.venue.clone(),
        starts_on,
        ends_on: date(event.end_date.as_deref())?,
        time_zone: host.map(time_zone).transpose()?,
        capacity: None,
        website: None,
        figures,
        host_city: host.map(|slug| ids.get(slug)).transpose()?,
        participating_cities: guests.into_iter().map(takes_part).collect(),
        themes: ids.all(&event.themes)?,
        projects: projects.collect::<Result<_, _>>()?,
        sessions: Vec::new(),
    })
}

/// The series of the conferences, by its name in addresses.
const SERIES: &str = "international-conference";

/// The series of the conferences: those that the sources count.
pub(crate) fn series(facts: &Facts) -> anyhow::Result<RecordEventSeriesInput> {
    let editions = facts.events.iter().filter(|event| event.edition.is_some());
    let sources: Vec<String> = editions
        .filter_map(|event| event.source_urls.first().cloned())
        .collect();
    let content = texts(
        (
            "International conference",
            Some("The network's own conference, about every two years, each time in another city."),
        ),
        (
            "Conférence internationale",
            Some(
                "La conférence du réseau, tous les deux ans environ, chaque fois dans une autre ville.",
            ),
        ),
    );
    let provenance = provenance(&sources, "high", "")?;
    Ok(RecordEventSeriesInput {
        node: node(SERIES, content, provenance),
    })
}

/// A node that anybody may see.
pub(crate) fn node(slug: &str, content: Vec<ContentInput>, provenance: Provenance) -> NodeInput {
    NodeInput {
        slug: slug.to_owned(),
        content,
        visibility: Visibility::Public,
        provenance: Some(provenance),
        occurred_on: None,
        expected_version: None,
    }
}

type Texts<'a> = (&'a str, Option<&'a str>);

/// Titles and summaries in English, the original, and in French.
pub(crate) fn texts(en: Texts<'_>, fr: Texts<'_>) -> Vec<ContentInput> {
    let content = |locale: &str, (title, summary): Texts<'_>| ContentInput {
        locale: locale.to_owned(),
        title: title.to_owned(),
        summary: summary.map(str::to_owned),
        description: None,
        origin: Origin::Imported,
    };
    vec![content("en", en), content("fr", fr)]
}

fn provenance(sources: &[String], confidence: &str, notes: &str) -> anyhow::Result<Provenance> {
    let confidence = serde_json::from_value(confidence.to_uppercase().into())?;
    Ok(Provenance {
        sources: sources.to_vec(),
        confidence: Some(confidence),
        note: Some(notes.to_owned()).filter(|notes| !notes.is_empty()),
        credit: None,
        is_example: false,
    })
}

/// `North America` and `local_government`, as the graph writes them.
fn code<T: FromStr<Err = String>>(text: &str) -> anyhow::Result<T> {
    let name = text.to_uppercase().replace(' ', "_");
    name.parse().map_err(anyhow::Error::msg)
}

/// A date, written as precisely as it is known.
pub(crate) fn date(text: Option<&str>) -> anyhow::Result<Option<PartialDate>> {
    let parsed = text.map(str::parse).transpose();
    parsed.map_err(anyhow::Error::msg)
}
