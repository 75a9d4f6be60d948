//! The themes that the network works on.

use askama::Template;
use axum::response::Response;

use crate::{
    answer::Trouble,
    chart::Chart,
    contract::*,
    frame::Frame,
    query::{Pager, Place},
    visit::Visit,
};

document!(Themes, "pages/themes.graphql");

#[derive(Template)]
#[template(path = "themes.html")]
struct Page {
    frame: Frame,
    pager: Pager,
    chart: Chart,
    data: themes::ResponseData,
}

pub(crate) async fn show(visit: &Visit) -> Result<Response, Trouble> {
    let (query, words) = (&visit.query, &visit.words);
    let place = Place::of(query, 60);
    let variables = themes::Variables {
        first: place.first,
        after: place.after,
        last: place.last,
        before: place.before,
    };
    let data = visit.ask::<Themes>(variables.clone()).await?;
    let mut counts: Vec<(String, i64)> = (data.themes.nodes.iter())
        .map(|theme| (theme.content.title.clone(), theme.projects.total_count))
        .collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let page = &data.themes.page_info;
    visit.page(&Page {
        frame: (visit.frame(words.say("nav-themes")))
            .described(Some(&words.say("themes-lead")))
            .asked::<Themes>(variables),
        pager: Pager::new(
            query,
            (page.has_previous_page, page.start_cursor.as_deref()),
            (page.has_next_page, page.end_cursor.as_deref()),
        ),
        chart: Chart::rows(
            ["chart-projects", "filter-theme", "nav-projects"].map(|id| words.say(id)),
            counts,
        ),
        data,
    })
}
