//! The addresses of the portal.

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};

use crate::{
    answer::Trouble,
    assets, feeds,
    language::{LANGUAGES, Language},
    pages::{self, page, text::TEXTS},
    robots,
    visit::{Visit, Visitor},
};

/// The pages, without the language in their addresses.
fn pages() -> Vec<(&'static str, MethodRouter)> {
    let mut pages = vec![
        ("/", get(page!(home))),
        ("/cities", get(page!(cities))),
        ("/cities/{slug}", get(page!(city / slug))),
        ("/projects", get(page!(projects))),
        ("/projects/{slug}", get(page!(project / slug))),
        ("/events", get(page!(events))),
        ("/events/{slug}", get(page!(event / slug))),
        ("/organisations", get(page!(organisations))),
        ("/organisations/{slug}", get(page!(organisation / slug))),
        ("/themes", get(page!(themes))),
        ("/themes/{slug}", get(page!(theme / slug))),
        ("/activity", get(page!(activity))),
        ("/search", get(page!(search))),
    ];
    let texts = [
        "/about",
        "/join",
        "/data",
        "/credits",
        "/accessibility",
        "/privacy",
    ];
    for path in texts {
        let text = TEXTS.iter().find(|text| text.name == &path[1..]);
        let show = move |visit: Visit| async move {
            let shown = match text {
                Some(text) => pages::text::show(&visit, text).await,
                None => Err(Trouble::NotFound),
            };
            pages::answer(&visit, shown)
        };
        pages.push((path, get(show)));
    }
    pages
}

/// The pages, feeds and files of the portal. Whoever serves them says who visits, by an extension of the
/// request: a [`Visitor`].
pub fn routes() -> Router {
    let mut router = Router::new()
        .route("/activity.atom", get(feeds::atom::network))
        .route("/cities/{slug}/activity.atom", get(feeds::atom::city))
        .route("/projects/{slug}/activity.atom", get(feeds::atom::project))
        .route("/events.ics", get(feeds::calendar::network))
        .route("/cities/{slug}/events.ics", get(feeds::calendar::city))
        .route("/cities.geojson", get(feeds::cities::all))
        .route("/assets/{name}", get(assets::serve))
        .route("/robots.txt", get(robots::robots))
        .route("/sitemap.xml", get(robots::sitemap));
    for (path, _) in pages() {
        // A calendar and a page have addresses that differ in their ends alone.
        let neutral = match path {
            "/events/{slug}" => get(event_or_calendar),
            _ => get(to_language),
        };
        router = router.route(path, neutral);
    }
    for language in LANGUAGES {
        for (path, page) in pages() {
            let path = if path == "/" { "" } else { path };
            router = router.route(&format!("/{}{path}", language.tag), page);
        }
        router = router.route(&format!("/{}/", language.tag), get(without_slash));
    }
    router
}

/// Leads to the page in the language that the reader prefers.
async fn to_language(uri: Uri, headers: HeaderMap) -> Response {
    let language = Language::preferred(&headers);
    let path = if uri.path() == "/" { "" } else { uri.path() };
    let query = uri
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    lead(&format!("/{}{path}{query}", language.tag))
}

async fn event_or_calendar(
    uri: Uri,
    Path(path): Path<String>,
    headers: HeaderMap,
    visit: Visit,
) -> Response {
    match path.strip_suffix(".ics") {
        Some(slug) => feeds::calendar::event(&visit, slug.to_owned()).await,
        None => to_language(uri, headers).await,
    }
}

async fn without_slash(uri: Uri) -> Response {
    lead(uri.path().trim_end_matches('/'))
}

fn lead(address: &str) -> Response {
    let Ok(address) = HeaderValue::from_str(address) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::LOCATION, address),
        (header::VARY, HeaderValue::from_static("Accept-Language")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (StatusCode::FOUND, headers).into_response()
}

/// What is said to people where there is nothing.
pub fn not_found(visitor: Visitor, parts: &mut Parts) -> Response {
    parts.extensions.insert(visitor);
    Visit::of_parts(parts).trouble(&Trouble::NotFound)
}
