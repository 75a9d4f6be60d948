//! A city in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use kernel::{
    ClientError, Connection, ContextExt, Item, Kind, Listed, NodeRef, connection,
    cursor::Key,
    date::PartialDate,
    entity::kinds,
    filter::Predicate,
    list::{ListSpec, PageArgs},
    locale::{Locale, LocaleArg},
    node,
};
use record::Contact;
use uuid::Uuid;

use super::membership::StepFields;
use crate::{
    City, Continent, Membership, MembershipStep, Site, SiteKind,
    loaders::SitesOf,
    store::{self, membership as steps},
};

impl Listed for City {
    type Node = Item<kinds::City>;
    const SPEC: ListSpec = store::CITIES;
    const KIND: Option<Kind> = Some(Kind::City);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        match column {
            "POPULATION" => self.population.map(i64::from).into(),
            "JOINED_ON" => self.joined_on.map(PartialDate::stored).into(),
            "COUNTRY_CODE" => Key::Text(self.country_code.clone()),
            _ => self.node.key(column),
        }
    }

    fn node(self: &Arc<Self>) -> Item<kinds::City> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// A city of the network, or one that may join it.
pub struct CityFields(pub Arc<City>);

impl CityFields {
    fn node(&self) -> NodeRef {
        NodeRef::new(Kind::City, self.0.node.id)
    }
}

/// A city of the network, or one that may join it.
#[Object]
impl CityFields {
    /// Its name in addresses.
    async fn slug(&self) -> &str {
        self.0.node.slug.as_deref().unwrap_or_default()
    }

    /// Its name in the language that suits the reader best.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Result<String, ClientError> {
        node::title_field(ctx, self.node(), locale).await
    }

    /// A sentence or two on it, in the language that suits the reader best; null when nobody wrote
    /// them.
    async fn summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Option<Result<String, ClientError>> {
        node::summary_field(ctx, self.node(), locale).await
    }

    /// The country it lies in, by ISO 3166-1 (two letters).
    async fn country_code(&self) -> &str {
        &self.0.country_code
    }

    /// The continent it lies in.
    async fn continent(&self) -> Continent {
        self.0.continent
    }

    /// Where it lies.
    async fn coordinates(&self) -> Coordinates {
        Coordinates {
            latitude: self.0.latitude,
            longitude: self.0.longitude,
        }
    }

    /// How many people live there; null when unknown.
    async fn population(&self) -> Option<i32> {
        self.0.population
    }

    /// Its time zone, by the IANA database.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// The address of its own site; null when unknown.
    async fn website(&self) -> Option<&str> {
        self.0.website.as_deref()
    }

    /// Where it stands in the network.
    async fn membership(&self) -> Membership {
        self.0.membership
    }

    /// When it joined the network; null when it has not, or when that is unknown.
    async fn joined_on(&self) -> Option<PartialDate> {
        self.0.joined_on
    }

    /// The earliest trace of its taking part in the network; null when there is none.
    async fn first_evidence_on(&self) -> Option<PartialDate> {
        self.0.first_evidence_on
    }

    /// The steps that led it to where it stands, the last first. What was recorded of its membership
    /// otherwise is not among them.
    async fn membership_steps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<StepFields>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = Predicate::always();
        let id = Some(self.0.node.id);
        connection::page::<MembershipStep>(ctx, steps::STEPS, id, filter, Vec::new(), page).await
    }

    /// The languages it works in; empty when it has not said.
    async fn languages(&self) -> Vec<Locale> {
        let tags = self.0.languages.iter();
        tags.filter_map(|tag| tag.parse().ok()).collect()
    }

    /// How its offices are reached; at most 10.
    async fn contacts(&self) -> &[Contact] {
        &self.0.contacts
    }

    /// The industrial sites it hosts, the main one first; at most 20.
    async fn sites(&self, ctx: &Context<'_>) -> Result<Vec<SiteObject>, ClientError> {
        let sites = ctx
            .load::<SitesOf>(self.0.node.id)
            .await?
            .unwrap_or_default();
        Ok(sites.into_iter().map(SiteObject::from).collect())
    }
}

/// Where a place lies, by WGS 84.
#[derive(SimpleObject)]
pub struct Coordinates {
    /// Degrees north of the equator, from -90 to 90.
    latitude: f64,
    /// Degrees east of Greenwich, from -180 to 180.
    longitude: f64,
}

/// An industrial site that a city hosts.
#[derive(SimpleObject)]
#[graphql(name = "Site")]
pub struct SiteObject {
    /// What it is.
    kind: SiteKind,
    /// What is known of its state, in the words of the source; null when unknown.
    status: Option<String>,
    /// The address of the page that says so; null when there is none.
    source: Option<String>,
}

impl From<Site> for SiteObject {
    fn from(site: Site) -> Self {
        Self {
            kind: site.kind,
            status: site.status,
            source: site.source,
        }
    }
}
