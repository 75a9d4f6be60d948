//! Everything that has some words.

use askama::Template;
use axum::response::Response;

use crate::{
    answer::Trouble,
    contract::*,
    filter::{Choice, Filter},
    frame::Frame,
    query::Pager,
    visit::Visit,
};

document!(Search, "pages/search.graphql");

const TYPES: &[&str] = &[
    "CITY",
    "PROJECT",
    "EVENT",
    "ORGANISATION",
    "THEME",
    "UPDATE",
    "SESSION",
];

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    frame: Frame,
    words: String,
    types: Vec<Choice>,
    total: Option<i64>,
    hits: Vec<Hit>,
    pager: Pager,
}

/// Something that was found.
struct Hit {
    kind: String,
    address: String,
    title: String,
    summary: Option<String>,
    /// Its language, where that is not the reader's.
    fallback: Option<String>,
}

pub(crate) async fn show(visit: &Visit) -> Result<Response, Trouble> {
    let (query, words) = (&visit.query, &visit.words);
    let frame = visit.frame(words.say("search-title")).unlisted();
    let types = Filter::codes(query, words, ("type", "search-type", "type"), TYPES).choices;
    let Some(asked) = query.get("q") else {
        return visit.page(&Page {
            frame,
            words: String::new(),
            types,
            total: None,
            hits: Vec::new(),
            pager: Pager::default(),
        });
    };
    let variables = search::Variables {
        words: asked.to_owned(),
        types: query.code("type").map(|code| vec![Code(code)]),
        after: query.get("after").map(str::to_owned),
    };
    let found = visit.ask::<Search>(variables.clone()).await?.search;
    let page = &found.page_info;
    visit.page(&Page {
        frame: frame.asked::<Search>(variables),
        words: asked.to_owned(),
        types,
        total: Some(found.total_count),
        pager: Pager::new(
            query,
            (false, None),
            (page.has_next_page, page.end_cursor.as_deref()),
        ),
        hits: (found.nodes.iter().flatten())
            .filter_map(|node| hit(visit, node))
            .collect(),
    })
}

fn hit(visit: &Visit, node: &search::SearchSearchNodes) -> Option<Hit> {
    use search::SearchSearchNodes as On;
    macro_rules! hit {
        ($of:literal, $content:expr, $path:expr) => {
            Hit {
                kind: visit.words.say($of),
                address: format!("/{}{}", visit.words.language.tag, $path),
                title: $content.title.clone(),
                summary: $content.summary.clone(),
                fallback: $content.is_fallback.then(|| $content.locale.clone()),
            }
        };
    }
    Some(match node {
        On::City(node) => hit!("type-city", node.content, format!("/cities/{}", node.slug)),
        On::Project(node) => hit!(
            "type-project",
            node.content,
            format!("/projects/{}", node.slug)
        ),
        On::Event(node) => hit!("type-event", node.content, format!("/events/{}", node.slug)),
        On::Organisation(node) => {
            hit!(
                "type-organisation",
                node.content,
                format!("/organisations/{}", node.slug)
            )
        }
        On::Theme(node) => hit!("type-theme", node.content, format!("/themes/{}", node.slug)),
        On::Update(node) => {
            let project = node.project.as_ref()?;
            hit!(
                "type-update",
                node.content,
                format!("/projects/{}", project.slug)
            )
        }
        On::Session(node) => {
            let event = node.event.as_ref()?;
            hit!(
                "type-session",
                node.content,
                format!("/events/{}", event.slug)
            )
        }
        _ => return None,
    })
}
