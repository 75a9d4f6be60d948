//! The pages. Each has its document and its template in `pages/`, under its name.

pub(crate) mod activity;
pub(crate) mod cities;
pub(crate) mod city;
pub(crate) mod event;
pub(crate) mod events;
pub(crate) mod home;
pub(crate) mod organisation;
pub(crate) mod organisations;
pub(crate) mod project;
pub(crate) mod projects;
pub(crate) mod search;
pub(crate) mod text;
pub(crate) mod theme;
pub(crate) mod themes;

use axum::response::Response;

use crate::{answer::Trouble, visit::Visit};

/// How many nodes a list shows at once.
pub(crate) const PAGE: i64 = 24;

/// A page without anything in its address, as a handler.
macro_rules! page {
    ($page:ident) => {
        |visit: crate::visit::Visit| async move {
            let shown = crate::pages::$page::show(&visit).await;
            crate::pages::answer(&visit, shown)
        }
    };
    ($page:ident / slug) => {
        |axum::extract::Path(slug): axum::extract::Path<String>, visit: crate::visit::Visit| async move {
            let shown = crate::pages::$page::show(&visit, slug).await;
            crate::pages::answer(&visit, shown)
        }
    };
}
pub(crate) use page;

/// What was shown, or what went wrong.
pub(crate) fn answer(visit: &Visit, shown: Result<Response, Trouble>) -> Response {
    shown.unwrap_or_else(|trouble| visit.trouble(&trouble))
}
