//! The files of `data/`, as they are written there.

use anyhow::Context;
use serde::{Deserialize, de::DeserializeOwned};

/// Everything that the files say.
pub(crate) struct Facts {
    pub themes: Vec<Theme>,
    pub cities: Vec<City>,
    pub organisations: Vec<Organisation>,
    pub projects: Vec<Project>,
    pub events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Theme {
    pub slug: String,
    pub label_en: String,
    pub label_fr: String,
    pub used_in: Vec<String>,
    pub source_urls: Vec<String>,
    pub confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct City {
    pub slug: String,
    pub name: String,
    pub name_fr: String,
    pub country_code: String,
    pub continent: String,
    pub latitude: f64,
    pub longitude: f64,
    pub population: Option<i32>,
    pub timezone: String,
    pub geonames_id: Option<u32>,
    pub site_kind: String,
    pub site_status: Option<String>,
    pub site_source_url: Option<String>,
    pub network_status: String,
    pub network_source_url: Option<String>,
    pub joined_year: Option<String>,
    pub first_evidence_year: Option<String>,
    pub description_en: String,
    pub description_fr: String,
    pub confidence: String,
    pub notes: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Organisation {
    pub slug: String,
    pub name: String,
    pub name_fr: String,
    pub kind: String,
    pub city: Option<String>,
    pub country_code: Option<String>,
    pub role_en: String,
    pub role_fr: String,
    pub source_urls: Vec<String>,
    pub confidence: String,
    pub notes: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Project {
    pub slug: String,
    pub kind: String,
    pub title_en: String,
    pub title_fr: String,
    pub summary_en: String,
    pub summary_fr: String,
    pub themes: Vec<String>,
    pub lead_city: Option<String>,
    pub partner_cities: Vec<String>,
    pub organisations: Vec<String>,
    pub status: String,
    pub start_year: Option<u16>,
    pub end_year: Option<u16>,
    pub source_urls: Vec<String>,
    pub confidence: String,
    pub notes: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event {
    pub slug: String,
    pub kind: String,
    pub edition: Option<i32>,
    pub title_en: String,
    pub title_fr: String,
    pub summary_en: String,
    pub summary_fr: String,
    pub start_date: Option<String>,
    pub end_date: Option<String>,
    /// Says in a word what the dates show by their form; a test holds one against the other.
    #[cfg_attr(not(test), expect(dead_code, reason = "the dates say it"))]
    pub date_precision: String,
    pub host_city: Option<String>,
    pub venue: Option<String>,
    pub mode: String,
    pub themes: Vec<String>,
    pub participating_cities: Vec<String>,
    pub figures: serde_json::Map<String, serde_json::Value>,
    pub status: String,
    pub source_urls: Vec<String>,
    pub confidence: String,
    pub notes: String,
}

impl Facts {
    /// Reads the files.
    pub fn read() -> anyhow::Result<Self> {
        Ok(Self {
            themes: json(include_str!("../data/themes.json")).context("themes.json")?,
            cities: csv(include_str!("../data/cities.csv")).context("cities.csv")?,
            organisations: json(include_str!("../data/organisations.json"))
                .context("organisations.json")?,
            projects: json(include_str!("../data/projects.json")).context("projects.json")?,
            events: json(include_str!("../data/events.json")).context("events.json")?,
        })
    }

    /// The city with this slug.
    pub fn city(&self, slug: &str) -> anyhow::Result<&City> {
        let found = self.cities.iter().find(|city| city.slug == slug);
        found.with_context(|| format!("no city has the slug `{slug}`"))
    }
}

fn json<T: DeserializeOwned>(text: &str) -> anyhow::Result<Vec<T>> {
    Ok(serde_json::from_str(text)?)
}

fn csv<T: DeserializeOwned>(text: &str) -> anyhow::Result<Vec<T>> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize();
    Ok(rows.collect::<Result<_, _>>()?)
}
