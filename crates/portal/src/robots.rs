//! What search engines are told: what they may read, and all there is.

use std::fmt::Write as _;

use axum::response::Response;

use crate::{answer::Trouble, contract::*, language::LANGUAGES, pages, visit::Visit};

document!(SitemapCities, "pages/sitemap.graphql");
document!(SitemapProjects, "pages/sitemap.graphql");
document!(SitemapEvents, "pages/sitemap.graphql");
document!(SitemapOrganisations, "pages/sitemap.graphql");
document!(SitemapThemes, "pages/sitemap.graphql");

/// The pages that are always there.
const PAGES: &[&str] = &[
    "",
    "/cities",
    "/projects",
    "/events",
    "/organisations",
    "/themes",
    "/activity",
    "/about",
    "/join",
    "/data",
    "/credits",
    "/accessibility",
    "/privacy",
];
/// The most addresses that a site map may have (<https://www.sitemaps.org/protocol.html>).
const MAX: usize = 50_000;

/// `GET /robots.txt`.
pub(crate) async fn robots(visit: Visit) -> Response {
    let base = &visit.visitor.base;
    let text = format!(
        "User-agent: *\nDisallow: /graphql\nDisallow: /graphiql\nDisallow: /auth/\nDisallow: /*/search\n\
         Sitemap: {base}/sitemap.xml\n"
    );
    visit.text("text/plain; charset=utf-8", text)
}

/// `GET /sitemap.xml`.
pub(crate) async fn sitemap(visit: Visit) -> Response {
    let shown = write(&visit).await;
    pages::answer(&visit, shown)
}

async fn write(visit: &Visit) -> Result<Response, Trouble> {
    let mut paths: Vec<String> = PAGES.iter().map(|path| (*path).to_owned()).collect();
    // Page by page, until each of the lists has come to its end.
    macro_rules! list {
        ($document:ident, $module:ident, $list:ident) => {
            let mut after = None;
            while paths.len() < MAX {
                let data = visit.ask::<$document>($module::Variables { after }).await?;
                let slugs = data.$list.nodes.iter().map(|node| &node.slug);
                paths.extend(slugs.map(|slug| format!("/{}/{slug}", stringify!($list))));
                if !data.$list.page_info.has_next_page {
                    break;
                }
                after = data.$list.page_info.end_cursor;
            }
        };
    }
    list!(SitemapCities, sitemap_cities, cities);
    list!(SitemapProjects, sitemap_projects, projects);
    list!(SitemapEvents, sitemap_events, events);
    list!(SitemapOrganisations, sitemap_organisations, organisations);
    list!(SitemapThemes, sitemap_themes, themes);
    let base = &visit.visitor.base;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    // Every address once, in English; the others are its alternates.
    for path in paths.iter().take(MAX) {
        let _ = write!(xml, "<url><loc>{base}/en{path}</loc>");
        for language in LANGUAGES {
            let tag = language.tag;
            let _ = write!(
                xml,
                "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{base}/{tag}{path}\"/>"
            );
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    Ok(visit.text("application/xml; charset=utf-8", xml))
}
