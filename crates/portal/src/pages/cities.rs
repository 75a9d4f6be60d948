//! The cities of the network, on a map and as a list.

use askama::Template;
use axum::response::Response;

use crate::{
    answer::Trouble,
    contract::*,
    filter::{Choice, Filter},
    frame::Frame,
    map::{Dot, Map},
    query::{Pager, Place},
    visit::Visit,
};

document!(Cities, "pages/cities.graphql");
document!(ThemeCities, "pages/theme_cities.graphql");

const STATUSES: &[&str] = &[
    "MEMBER",
    "INVITED",
    "APPLIED",
    "ELIGIBLE",
    "SUSPENDED",
    "LEFT",
];

#[derive(Template)]
#[template(path = "cities.html")]
struct Page {
    frame: Frame,
    map: Map,
    statuses: Vec<Choice>,
    countries: Vec<Choice>,
    themes: Vec<Choice>,
    pager: Pager,
    data: cities::ResponseData,
}

pub(crate) async fn show(visit: &Visit) -> Result<Response, Trouble> {
    let query = &visit.query;
    let place = Place::of(query, 100);
    let variables = cities::Variables {
        first: place.first,
        after: place.after,
        last: place.last,
        before: place.before,
        membership: query.code("status").map(|status| cities::MembershipFilter {
            eq: Some(Code(status)),
            ..Default::default()
        }),
        country_code: query.get("country").map(|code| cities::StringFilter {
            eq: Some(code.to_owned()),
            ..Default::default()
        }),
        ids: match query.get("theme") {
            Some(theme) => Some(cities::IDFilter {
                in_: Some(of_theme(visit, theme).await?),
                ..Default::default()
            }),
            None => None,
        },
    };
    let data = visit.ask::<Cities>(variables.clone()).await?;
    let dot = |city: &cities::CitiesCitiesNodes| {
        let at = (city.coordinates.latitude, city.coordinates.longitude);
        Dot::new(&city.slug, &city.content.title, Some(&city.membership), at)
    };
    let codes = data
        .every
        .nodes
        .iter()
        .map(|city| city.country_code.as_str());
    let page = &data.cities.page_info;
    visit.page(&Page {
        frame: (visit.frame(visit.words.say("nav-cities")))
            .described(Some(&visit.words.say("cities-lead")))
            .asked::<Cities>(variables)
            .feed(
                "/cities.geojson".to_owned(),
                "application/geo+json",
                "nav-cities",
            ),
        map: Map::of(data.cities.nodes.iter().map(dot).collect()),
        statuses: Filter::codes(
            query,
            &visit.words,
            ("status", "filter-status", "membership"),
            STATUSES,
        )
        .choices,
        countries: Filter::countries(query, &visit.words, codes).choices,
        themes: {
            let themes = data.themes.nodes.iter();
            let themes = themes.map(|theme| (theme.id.clone(), theme.title.clone()));
            Filter::nodes(query, ("theme", "filter-theme"), themes).choices
        },
        pager: Pager::new(
            query,
            (page.has_previous_page, page.start_cursor.as_deref()),
            (page.has_next_page, page.end_cursor.as_deref()),
        ),
        data,
    })
}

/// The cities that take part in projects on a theme.
async fn of_theme(visit: &Visit, theme: &str) -> Result<Vec<String>, Trouble> {
    let theme = theme.to_owned();
    let data = visit
        .ask::<ThemeCities>(theme_cities::Variables { theme })
        .await?;
    let node = data.node.ok_or(Trouble::NotFound)?;
    let theme_cities::ThemeCitiesNode::Theme(theme) = node else {
        return Err(Trouble::Wrong);
    };
    let cities = theme
        .projects
        .nodes
        .into_iter()
        .flat_map(|project| project.cities.nodes);
    let mut ids: Vec<String> = cities.map(|city| city.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(100);
    Ok(ids)
}
