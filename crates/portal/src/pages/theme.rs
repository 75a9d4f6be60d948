//! A theme, with its projects and events.

use askama::Template;
use axum::response::Response;

use crate::{answer::Trouble, contract::*, frame::Frame, visit::Visit};

document!(Theme, "pages/theme.graphql");

#[derive(Template)]
#[template(path = "theme.html")]
struct Page {
    frame: Frame,
    theme: theme::ThemeTheme,
}

pub(crate) async fn show(visit: &Visit, slug: String) -> Result<Response, Trouble> {
    let variables = theme::Variables { slug };
    let data = visit.ask::<Theme>(variables.clone()).await?;
    let theme = data.theme.ok_or(Trouble::NotFound)?;
    visit.page(&Page {
        frame: (visit.frame(&*theme.content.title))
            .described(theme.content.summary.as_deref())
            .asked::<Theme>(variables),
        theme,
    })
}
