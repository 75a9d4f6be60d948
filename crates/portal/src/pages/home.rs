//! What the network is, where it is, and what happens in it.

use askama::Template;
use axum::response::Response;
use serde_json::json;

use crate::{
    answer::Trouble,
    contract::*,
    entries::{Entry, entries},
    frame::Frame,
    map::{Dot, Map},
    visit::Visit,
};

document!(Home, "pages/home.graphql");
entries!(home::HomeActivitiesNodesSubject);

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    frame: Frame,
    map: Map,
    members: i64,
    countries: i64,
    entries: Vec<Entry>,
    data: home::ResponseData,
}

pub(crate) async fn show(visit: &Visit) -> Result<Response, Trouble> {
    let variables = home::Variables {
        today: visit.today(),
    };
    let data = visit.ask::<Home>(variables.clone()).await?;
    let members = (data.cities.nodes.iter()).filter(|city| city.membership == "MEMBER");
    let mut countries: Vec<&str> = members.map(|city| city.country_code.as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    let dot = |city: &home::HomeCitiesNodes| {
        let at = (city.coordinates.latitude, city.coordinates.longitude);
        Dot::new(&city.slug, &city.content.title, Some(&city.membership), at)
    };
    let entry = |activity: &home::HomeActivitiesNodes| {
        Entry::new(
            visit,
            activity.at,
            &activity.summary,
            activity.subject.as_ref(),
        )
    };
    let newest = data
        .activities
        .nodes
        .last()
        .map(|activity| activity.cursor.clone());
    let frame = visit.frame(visit.words.say("site-title"));
    let about = json!({
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": visit.words.say("network-name"),
        "url": visit.visitor.base.as_ref(),
        "description": frame.description,
    });
    visit.page(&Page {
        frame: frame
            .data(&about)
            .asked::<Home>(variables)
            .live::<super::activity::Live>(super::activity::since(visit, newest, None)),
        map: Map::of(data.cities.nodes.iter().map(dot).collect()),
        members: data.members.total_count,
        countries: i64::try_from(countries.len()).unwrap_or_default(),
        entries: data.activities.nodes.iter().rev().map(entry).collect(),
        data,
    })
}
