//! What happened in the network, and what happens now.

use askama::Template;
use axum::response::Response;

use crate::{
    answer::Trouble,
    contract::*,
    entries::{Entry, entries},
    filter::Filter,
    frame::Frame,
    query::{Pager, Place},
    visit::Visit,
};

document!(Activities, "pages/activity.graphql");
document!(Live, "pages/live.graphql");
entries!(activities::ActivitiesActivitiesNodesSubject);

#[derive(Template)]
#[template(path = "activity.html")]
struct Page {
    frame: Frame,
    filters: Vec<Filter>,
    pager: Pager,
    entries: Vec<Entry>,
}

/// The subscription to what happens after a cursor.
pub(crate) fn since(
    visit: &Visit,
    after: Option<String>,
    filter: Option<live::ActivityFilter>,
) -> live::Variables {
    live::Variables {
        filter,
        after,
        locale: Some(visit.words.language.tag.to_owned()),
    }
}

/// The subscription to what happens to one node.
pub(crate) fn about(visit: &Visit, after: Option<String>, id: &str) -> live::Variables {
    let node = Some(live::NodeFilter {
        eq: Some(id.to_owned()),
        ..Default::default()
    });
    since(
        visit,
        after,
        Some(live::ActivityFilter {
            node,
            ..Default::default()
        }),
    )
}

pub(crate) async fn show(visit: &Visit) -> Result<Response, Trouble> {
    let query = &visit.query;
    let city = query.get("city").map(str::to_owned);
    let theme = query.get("theme").map(str::to_owned);
    let place = Place::newest_first(query, 30);
    let is_newest = place.after.is_none() && place.before.is_none();
    let chosen = |id: Option<String>| {
        id.map(|id| activities::NodeFilter {
            eq: Some(id),
            ..Default::default()
        })
    };
    let variables = activities::Variables {
        first: place.first,
        after: place.after,
        last: place.last,
        before: place.before,
        filter: Some(activities::ActivityFilter {
            city: chosen(city.clone()),
            theme: chosen(theme.clone()),
            ..Default::default()
        }),
    };
    let data = visit.ask::<Activities>(variables.clone()).await?;
    let entry = |activity: &activities::ActivitiesActivitiesNodes| {
        Entry::new(
            visit,
            activity.at,
            &activity.summary,
            activity.subject.as_ref(),
        )
    };
    let mut frame = (visit.frame(visit.words.say("nav-activity"))).asked::<Activities>(variables);
    if is_newest {
        let after = data
            .newest
            .nodes
            .last()
            .map(|activity| activity.cursor.clone());
        let chosen = |id: Option<String>| {
            id.map(|id| live::NodeFilter {
                eq: Some(id),
                ..Default::default()
            })
        };
        let filter = live::ActivityFilter {
            city: chosen(city),
            theme: chosen(theme),
            ..Default::default()
        };
        frame = frame.live::<Live>(since(visit, after, Some(filter)));
    }
    let page = &data.activities.page_info;
    let cities = data
        .cities
        .nodes
        .iter()
        .map(|city| (city.id.clone(), city.name.clone()));
    let themes = data
        .themes
        .nodes
        .iter()
        .map(|theme| (theme.id.clone(), theme.title.clone()));
    visit.page(&Page {
        frame,
        filters: vec![
            Filter::nodes(query, ("city", "filter-city"), cities),
            Filter::nodes(query, ("theme", "filter-theme"), themes),
        ],
        pager: Pager::newest_first(
            query,
            (page.has_previous_page, page.start_cursor.as_deref()),
            (page.has_next_page, page.end_cursor.as_deref()),
        ),
        entries: data.activities.nodes.iter().rev().map(entry).collect(),
    })
}
