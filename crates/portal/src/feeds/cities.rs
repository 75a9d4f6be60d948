//! The cities for maps (GeoJSON, RFC 7946).

use axum::response::Response;
use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, feature::Id};
use serde_json::{Map, json};

use super::page;
use crate::{answer::Trouble, contract::*, pages, visit::Visit};

document!(CitiesFeed, "pages/geojson.graphql");

/// `GET /cities.geojson`.
pub(crate) async fn all(visit: Visit) -> Response {
    let shown = write(&visit).await;
    pages::answer(&visit, shown)
}

async fn write(visit: &Visit) -> Result<Response, Trouble> {
    let mut features = Vec::new();
    let mut after = None;
    loop {
        let cities = visit
            .ask::<CitiesFeed>(cities_feed::Variables { after })
            .await?
            .cities;
        features.extend(cities.nodes.iter().map(|city| feature(visit, city)));
        if !cities.page_info.has_next_page {
            break;
        }
        after = cities.page_info.end_cursor;
    }
    let collection = FeatureCollection {
        bbox: None,
        features,
        foreign_members: None,
    };
    Ok(visit.text("application/geo+json", collection.to_string()))
}

fn feature(visit: &Visit, city: &cities_feed::CitiesFeedCitiesNodes) -> Feature {
    let properties = json!({
        "name": city.name,
        "summary": city.summary,
        "countryCode": city.country_code,
        "membership": city.membership,
        "population": city.population,
        "url": page(visit, &format!("/cities/{}", city.slug)),
    });
    let properties = match properties {
        serde_json::Value::Object(properties) => properties,
        _ => Map::new(),
    };
    let at = &city.coordinates;
    Feature {
        bbox: None,
        // Longitude first (RFC 7946, 3.1.1).
        geometry: Some(Geometry::new(GeometryValue::new_point([
            at.longitude,
            at.latitude,
        ]))),
        id: Some(Id::String(city.id.clone())),
        properties: Some(properties),
        foreign_members: None,
    }
}
