//! Recording cities and themes.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, Kind, UserErrorCode,
    date::PartialDate,
    node::NodeInput,
    validate::{self, Mistakes},
};
use record::{Recording, Step};
use serde::Serialize;

use super::check;
use crate::{Continent, Membership, SiteKind, store};

/// What is known of a city. Whatever is left out is recorded as unknown.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RecordCityInput {
    /// What is recorded of every node.
    #[graphql(flatten)]
    pub node: NodeInput,
    /// The country it lies in, by ISO 3166-1 (two letters).
    pub country_code: String,
    /// The continent it lies in.
    pub continent: Continent,
    /// Degrees north of the equator, from -90 to 90.
    pub latitude: f64,
    /// Degrees east of Greenwich, from -180 to 180.
    pub longitude: f64,
    /// How many people live there.
    pub population: Option<i32>,
    /// Its time zone, by the IANA database.
    pub time_zone: String,
    /// The address of its own site.
    pub website: Option<String>,
    /// Where it stands in the network.
    pub membership: Membership,
    /// When it joined the network, as precisely as that is known.
    pub joined_on: Option<PartialDate>,
    /// The earliest trace of its taking part in the network.
    pub first_evidence_on: Option<PartialDate>,
    /// The industrial sites it hosts; at most 20.
    #[graphql(default)]
    pub sites: Vec<SiteInput>,
}

/// An industrial site that a city hosts.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct SiteInput {
    /// What it is.
    pub kind: SiteKind,
    /// What is known of its state, in the words of the source; at most 200 characters.
    pub status: Option<String>,
    /// The address of the page that says so.
    pub source: Option<String>,
}

/// What is known of a theme.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RecordThemeInput {
    /// What is recorded of every node.
    #[graphql(flatten)]
    pub node: NodeInput,
    /// Where the network used it: years of conferences, or `secretariat`; at most 50.
    #[graphql(default)]
    pub used_in: Vec<String>,
}

const CITY: Recording = Recording {
    operation: "recordCity",
    action: Action::RecordCity,
    kind: Kind::City,
    recorded: "city.recorded",
    corrected: "city.corrected",
};

const THEME: Recording = Recording {
    operation: "recordTheme",
    action: Action::RecordTheme,
    kind: Kind::Theme,
    recorded: "theme.recorded",
    corrected: "theme.corrected",
};

/// Records a city, or corrects what is known of it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn record_city(
    log: &Log,
    actor: Actor,
    input: &RecordCityInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mistakes = check_city(input);
    let mut open = match CITY
        .begin(log, actor, idempotency_key, input, &input.node, mistakes)
        .await?
    {
        Step::Done(outcome) => return Ok(outcome),
        Step::Write(open) => open,
    };
    let id = open.id();
    store::write_city(&mut open.conn(), id, input).await?;
    open.entry.also_found_by(&input.country_code);
    open.finish().await
}

/// Records a theme, or corrects it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn record_theme(
    log: &Log,
    actor: Actor,
    input: &RecordThemeInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mistakes = check_theme(input);
    let mut open = match THEME
        .begin(log, actor, idempotency_key, input, &input.node, mistakes)
        .await?
    {
        Step::Done(outcome) => return Ok(outcome),
        Step::Write(open) => open,
    };
    let id = open.id();
    store::write_theme(&mut open.conn(), id, input).await?;
    open.finish().await
}

fn check_city(input: &RecordCityInput) -> Mistakes {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    validate::country(&input.country_code, "input.countryCode", m);
    validate::time_zone(&input.time_zone, "input.timeZone", m);
    let degrees = |value: f64, most: f64| value.is_finite() && value.abs() <= most;
    let (lat, lon) = (
        degrees(input.latitude, 90.0),
        degrees(input.longitude, 180.0),
    );
    m.check(
        lat,
        UserErrorCode::Invalid,
        "input.latitude",
        "A latitude is from -90 to 90.",
    );
    m.check(
        lon,
        UserErrorCode::Invalid,
        "input.longitude",
        "A longitude is from -180 to 180.",
    );
    check::population(input.population, m);
    if let Some(website) = &input.website {
        validate::url(website, "input.website", m);
    }
    check::sites(&input.sites, m);
    mistakes
}

fn check_theme(input: &RecordThemeInput) -> Mistakes {
    let mut mistakes = Mistakes::default();
    let few = input.used_in.len() <= 50;
    mistakes.check(
        few,
        UserErrorCode::TooLong,
        "input.usedIn",
        "At most 50 uses.",
    );
    for (i, used_in) in input.used_in.iter().enumerate() {
        validate::text(used_in, 40, &format!("input.usedIn.{i}"), &mut mistakes);
    }
    mistakes
}
