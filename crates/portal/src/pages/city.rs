//! A city: who it is, what it does in the network, what happened there.

use askama::Template;
use axum::response::Response;
use serde_json::json;

use super::activity::{Live, about};
use crate::{
    answer::Trouble,
    contract::*,
    entries::{Entry, entries},
    frame::Frame,
    map::{Dot, Map},
    visit::Visit,
};

document!(City, "pages/city.graphql");
entries!(city::CityCityActivitiesNodesSubject);

#[derive(Template)]
#[template(path = "city.html")]
struct Page {
    frame: Frame,
    map: Option<Map>,
    entries: Vec<Entry>,
    city: city::CityCity,
}

pub(crate) async fn show(visit: &Visit, slug: String) -> Result<Response, Trouble> {
    let variables = city::Variables { slug };
    let data = visit.ask::<City>(variables.clone()).await?;
    let city = data.city.ok_or(Trouble::NotFound)?;
    let at = (city.coordinates.latitude, city.coordinates.longitude);
    let dot = Dot::new(&city.slug, &city.content.title, Some(&city.membership), at);
    let entry = |activity: &city::CityCityActivitiesNodes| {
        Entry::new(
            visit,
            activity.at,
            &activity.summary,
            activity.subject.as_ref(),
        )
    };
    let newest = city
        .activities
        .nodes
        .first()
        .map(|activity| activity.cursor.clone());
    let described = json!({
        "@context": "https://schema.org",
        "@type": "City",
        "name": city.content.title,
        "description": city.content.summary,
        "url": city.website,
        "geo": { "@type": "GeoCoordinates", "latitude": at.0, "longitude": at.1 },
    });
    visit.page(&Page {
        frame: (visit.frame(&*city.content.title))
            .described(city.content.summary.as_deref())
            .feed(
                format!("/cities/{}/events.ics", city.slug),
                "text/calendar",
                "feed-events",
            )
            .feed(
                format!("/cities/{}/activity.atom", city.slug),
                "application/atom+xml",
                "feed-city",
            )
            .data(&described)
            .live::<Live>(about(visit, newest, &city.id))
            .asked::<City>(variables),
        map: Some(Map::plain(vec![dot])),
        entries: city.activities.nodes.iter().map(entry).collect(),
        city,
    })
}
