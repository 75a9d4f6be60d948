//! The projects of the network, by what one looks for.

use askama::Template;
use axum::response::Response;

use crate::{
    answer::Trouble,
    chart::Chart,
    contract::*,
    filter::Filter,
    frame::Frame,
    query::{Pager, Place},
    visit::Visit,
};

document!(Projects, "pages/projects.graphql");
document!(Found, "pages/found.graphql");

const STAGES: &[&str] = &["IDEA", "PROPOSED", "ACTIVE", "COMPLETED", "ABANDONED"];
const KINDS: &[&str] = &["COOPERATION", "GOOD_PRACTICE"];
const GOALS: &[&str] = &[
    "NO_POVERTY",
    "ZERO_HUNGER",
    "GOOD_HEALTH",
    "QUALITY_EDUCATION",
    "GENDER_EQUALITY",
    "CLEAN_WATER",
    "CLEAN_ENERGY",
    "DECENT_WORK",
    "INDUSTRY",
    "REDUCED_INEQUALITIES",
    "SUSTAINABLE_CITIES",
    "RESPONSIBLE_CONSUMPTION",
    "CLIMATE_ACTION",
    "LIFE_BELOW_WATER",
    "LIFE_ON_LAND",
    "PEACE",
    "PARTNERSHIPS",
];

#[derive(Template)]
#[template(path = "projects.html")]
struct Page {
    frame: Frame,
    words: String,
    filters: Vec<Filter>,
    open: bool,
    pager: Pager,
    chart: Chart,
    data: projects::ResponseData,
}

pub(crate) async fn show(visit: &Visit) -> Result<Response, Trouble> {
    let query = &visit.query;
    let place = Place::of(query, super::PAGE);
    let variables = projects::Variables {
        first: place.first,
        after: place.after,
        last: place.last,
        before: place.before,
        ids: match query.get("q") {
            Some(words) => Some(projects::IDFilter {
                in_: Some(found(visit, words).await?),
                ..Default::default()
            }),
            None => None,
        },
        theme: query.get("theme").map(is),
        city: query.get("city").map(is),
        stage: query.code("stage").map(|stage| projects::StageFilter {
            eq: Some(Code(stage)),
            ..Default::default()
        }),
        kind: query.code("kind").map(|kind| projects::ProjectKindFilter {
            eq: Some(Code(kind)),
            ..Default::default()
        }),
        goal: query.code("goal").map(|goal| projects::GoalFilter {
            eq: Some(Code(goal)),
            ..Default::default()
        }),
        open: query
            .get("open")
            .map(|_| projects::BooleanFilter { eq: Some(true) }),
    };
    let data = visit.ask::<Projects>(variables.clone()).await?;
    let words = &visit.words;
    let themes = data
        .themes
        .nodes
        .iter()
        .map(|theme| (theme.id.clone(), theme.title.clone()));
    let cities = data
        .cities
        .nodes
        .iter()
        .map(|city| (city.id.clone(), city.name.clone()));
    let mut counts: Vec<(String, i64)> = (data.themes.nodes.iter())
        .map(|theme| (theme.title.clone(), theme.projects.total_count))
        .collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let page = &data.projects.page_info;
    visit.page(&Page {
        frame: (visit.frame(words.say("nav-projects")))
            .described(Some(&words.say("projects-lead")))
            .asked::<Projects>(variables),
        words: query.get("q").unwrap_or_default().to_owned(),
        filters: vec![
            Filter::nodes(query, ("theme", "filter-theme"), themes),
            Filter::nodes(query, ("city", "filter-city"), cities),
            Filter::codes(query, words, ("stage", "filter-stage", "stage"), STAGES),
            Filter::codes(query, words, ("kind", "filter-kind", "project-kind"), KINDS),
            Filter::codes(query, words, ("goal", "filter-goal", "goal"), GOALS),
        ],
        open: query.get("open").is_some(),
        pager: Pager::new(
            query,
            (page.has_previous_page, page.start_cursor.as_deref()),
            (page.has_next_page, page.end_cursor.as_deref()),
        ),
        chart: Chart::rows(
            ["chart-projects", "filter-theme", "nav-projects"].map(|id| words.say(id)),
            counts.into_iter().take(12),
        ),
        data,
    })
}

fn is(id: &str) -> projects::IDFilter {
    projects::IDFilter {
        eq: Some(id.to_owned()),
        ..Default::default()
    }
}

/// The projects that have these words, at most a hundred, the best of them.
async fn found(visit: &Visit, words: &str) -> Result<Vec<String>, Trouble> {
    let words = words.to_owned();
    let data = visit.ask::<Found>(found::Variables { words }).await?;
    Ok((data.search.nodes.into_iter().flatten())
        .map(|node| node.id)
        .collect())
}
