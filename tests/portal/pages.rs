//! Every page, as it comes over HTTP.

use std::time::Duration;

use server::PageCache;
use testkit::{Content, Database, Hub, Product, Setup};

use super::{PAGES, are_installed, open, validate};

#[tokio::test]
async fn every_page_is_there_in_every_language_and_valid() {
    for hub in Hub::with_demo().await {
        let mut pages = Vec::new();
        for language in portal::LANGUAGES {
            for path in PAGES {
                let address = format!("/{}{path}", language.tag);
                let page = open(&hub, &address, &[]).await;
                let expected = if path.contains("nothing") { 404 } else { 200 };
                assert_eq!(page.status(), expected, "{address}");
                let headers = page.headers().clone();
                let header = |name: &str| headers[name].to_str().unwrap();
                assert_eq!(header("content-type"), "text/html; charset=utf-8");
                assert_eq!(header("content-language"), language.tag);
                assert_eq!(header("x-content-type-options"), "nosniff");
                let policy = header("content-security-policy");
                assert!(
                    policy.starts_with("default-src 'none'; script-src 'self'"),
                    "{policy}"
                );
                let html = page.text().await.unwrap();
                assert!(
                    html.contains(&format!("<html lang=\"{}\">", language.tag)),
                    "{address}"
                );
                // Nothing that would need a weaker policy, and nobody else is asked.
                for sign in [" style=", " onclick=", "<style", "src=\"http", "@import"] {
                    assert!(!html.contains(sign), "{address} has {sign}");
                }
                pages.push((address, html));
            }
        }
        if are_installed() && hub.product() == Product::Sqlite {
            assert_eq!(validate(&pages).await, serde_json::json!([]));
        }
    }
}

async fn demo() -> Hub {
    Hub::on(Database::new(Product::Sqlite, Content::Demo).await).await
}

#[tokio::test]
async fn an_address_without_a_language_leads_to_the_one_that_is_preferred() {
    let hub = demo().await;
    for (path, accepted, to) in [
        ("/", "fr-CA,fr;q=0.9,en;q=0.5", "/fr"),
        ("/", "nl", "/en"),
        ("/cities?status=member", "de", "/de/cities?status=member"),
        (
            "/events/conference-2017",
            "zh-CN",
            "/zh/events/conference-2017",
        ),
    ] {
        let answer = open(&hub, path, &[("accept-language", accepted)]).await;
        assert_eq!(answer.status(), 302, "{path}");
        assert_eq!(answer.headers()["location"], to, "{path}");
        assert_eq!(answer.headers()["vary"], "Accept-Language");
    }
    // The address wins over the browser.
    let page = open(&hub, "/fr/cities", &[("accept-language", "de")]).await;
    assert!(page.text().await.unwrap().contains("<html lang=\"fr\">"));
}

#[tokio::test]
async fn a_page_that_has_not_changed_is_not_sent_again_and_changes_with_the_network() {
    for hub in Hub::with_demo().await {
        let first = open(&hub, "/en/themes", &[]).await;
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        let cache = first.headers()["cache-control"]
            .to_str()
            .unwrap()
            .to_owned();
        assert_eq!(cache, "public, max-age=0, must-revalidate");
        let again = open(&hub, "/en/themes", &[("if-none-match", &tag)]).await;
        assert_eq!(again.status(), 304);
        assert_eq!(again.text().await.unwrap(), "");
        let record =
            "mutation { recordTheme(input: { slug: \"bridges\", content: [{ locale: \"en\",
            title: \"Bridges\" }] }) { errors { message } } }";
        hub.as_operator(record, serde_json::json!({})).await;
        let changed = open(&hub, "/en/themes", &[("if-none-match", &tag)]).await;
        assert_eq!(changed.status(), 200);
        assert!(changed.text().await.unwrap().contains("Bridges"));
    }
}

#[tokio::test]
async fn where_there_is_nothing_people_get_a_page_and_programs_json() {
    let hub = demo().await;
    for path in [
        "/fr/cities/atlantis",
        "/fr/projects/none",
        "/fr/events/none",
        "/fr/themes/none",
    ] {
        let page = open(&hub, path, &[]).await;
        assert_eq!(page.status(), 404, "{path}");
        assert_eq!(page.headers()["cache-control"], "no-store");
        let html = page.text().await.unwrap();
        assert!(
            html.contains("noindex") && html.contains("/fr/search"),
            "{path}"
        );
    }
    let program = hub
        .client
        .get(format!("{}/nowhere", hub.url))
        .send()
        .await
        .unwrap();
    assert_eq!(program.status(), 404);
    assert_eq!(program.headers()["content-type"], "application/json");
    for wrong in [
        "/en/projects?after=mangled",
        "/en/projects?theme=mobility",
        "/en/projects?stage=NONE",
    ] {
        let page = open(&hub, wrong, &[]).await;
        assert_eq!(page.status(), 400, "{wrong}");
        let html = page.text().await.unwrap();
        assert!(html.contains("not quite right"), "{wrong}: {html}");
        // What the graph has to say of it is for programs.
        assert!(
            !html.contains("mangled\"") && !html.contains("StageFilter"),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn lists_are_filtered_and_paged_by_their_addresses() {
    for hub in Hub::with_demo().await {
        let text = async |path: &str| open(&hub, path, &[]).await.text().await.unwrap();
        let members = text("/en/cities?status=member").await;
        assert!(members.contains("20 cities"), "{members}");
        let french = text("/en/cities?country=FR&status=").await;
        assert!(french.contains("Clermont-Ferrand") && !french.contains("/en/cities/cuneo"));
        let found = text("/en/projects?q=mobility").await;
        assert!(found.contains("/en/projects/mobility-lab"), "{found}");
        let none = text("/en/projects?q=xyzzyx").await;
        assert!(none.contains("Nothing was found"), "{none}");
        // From page to page, until there is none.
        let mut address = "/en/activity".to_owned();
        let mut pages = 0;
        loop {
            let page = text(&address).await;
            pages += 1;
            let Some((_, rest)) = page.split_once("rel=\"next\" href=\"") else {
                break;
            };
            let (next, _) = rest.split_once('"').unwrap();
            address = format!("/en/activity{}", next.replace("&#38;", "&"));
            assert!(pages < 20, "{address}");
        }
        assert!(pages > 3, "{pages}");
    }
}

#[tokio::test]
async fn what_is_not_public_is_on_no_page_of_those_who_may_not_see_it() {
    for hub in Hub::empty().await {
        let record = "mutation { recordTheme(input: { slug: \"hidden\", visibility: SECRETARIAT,
            content: [{ locale: \"en\", title: \"Quite secret\" }] }) { errors { message } } }";
        hub.as_operator(record, serde_json::json!({})).await;
        for path in [
            "/en",
            "/en/themes",
            "/en/activity",
            "/en/search?q=secret",
            "/activity.atom",
        ] {
            let page = open(&hub, path, &[]).await.text().await.unwrap();
            assert!(!page.contains("Quite secret"), "{path}");
        }
        assert_eq!(open(&hub, "/en/themes/hidden", &[]).await.status(), 404);
        let secretary = hub.secretary().await;
        let page = secretary.open("/en/themes/hidden").await;
        assert_eq!(page.status(), 200);
        assert_eq!(page.headers()["cache-control"], "private, no-cache");
        assert!(page.text().await.unwrap().contains("Quite secret"));
    }
}

#[tokio::test]
async fn what_is_not_translated_says_so_and_what_others_wrote_cannot_break_a_page() {
    for hub in Hub::empty().await {
        let record = "mutation ($title: String!) { recordTheme(input: { slug: \"evil\",
            content: [{ locale: \"en\", title: $title }] }) { errors { message } } }";
        let title = "</title><script>alert(1)</script>\"'<b>";
        hub.as_operator(record, serde_json::json!({ "title": title }))
            .await;
        let page = open(&hub, "/fr/themes/evil", &[])
            .await
            .text()
            .await
            .unwrap();
        assert!(!page.contains("<script>alert"), "{page}");
        assert!(page.contains("lang=\"en\""), "{page}");
        assert!(page.contains("anglais"), "{page}");
    }
}

#[tokio::test]
async fn search_engines_find_every_page_in_every_language() {
    let hub = demo().await;
    let robots = open(&hub, "/robots.txt", &[]).await.text().await.unwrap();
    assert!(robots.contains("Sitemap: "), "{robots}");
    let map = open(&hub, "/sitemap.xml", &[]).await;
    assert_eq!(
        map.headers()["content-type"],
        "application/xml; charset=utf-8"
    );
    let map = map.text().await.unwrap();
    for path in PAGES
        .iter()
        .filter(|path| !path.contains(['?']) && !path.contains("nothing"))
    {
        assert!(map.contains(&format!("/en{path}</loc>")), "{path}");
        assert!(
            map.contains(&format!("hreflang=\"fr\" href=\"{}/fr{path}\"", base(&map))),
            "{path}"
        );
    }
}

/// Where the hub believes to be found.
fn base(map: &str) -> &str {
    let (_, rest) = map.split_once("<loc>").unwrap();
    rest.split_once("/en<").unwrap().0
}

/// The first page of a visit, with all that it needs, compressed: on a slow line it is there at once.
#[tokio::test]
async fn the_first_page_is_small() {
    let hub = demo().await;
    let page = open(&hub, "/en", &[]).await.text().await.unwrap();
    let assets = page.split('"').filter(|part| part.starts_with("/assets/"));
    let mut addresses: Vec<&str> = assets.map(|part| part.split('#').next().unwrap()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses.len(), 4, "{addresses:?}");
    let mut size = 0;
    for address in addresses.iter().copied().chain(["/en"]) {
        let answer = open(&hub, address, &[("accept-encoding", "br")]).await;
        assert_eq!(answer.status(), 200, "{address}");
        if address.starts_with("/assets/") {
            assert_eq!(
                answer.headers()["cache-control"],
                "public, max-age=31536000, immutable"
            );
        }
        size += answer.bytes().await.unwrap().len();
    }
    assert!(size < 60 * 1024, "{size}");
}

/// A hub that keeps answers to pages for an hour, as far as there is room.
async fn hub_that_keeps(product: Product, bytes: usize) -> Hub {
    let setup = Setup {
        server: server::Options {
            page_cache: PageCache {
                bytes,
                good_for: Duration::from_hours(1),
            },
            ..server::Options::default()
        },
        ..Setup::default()
    };
    Hub::set_up(Database::new(product, Content::Demo).await, setup).await
}

async fn mobility(hub: &Hub) -> String {
    let page = open(hub, "/en/themes/mobility", &[]).await;
    page.text().await.unwrap()
}

/// Writes by no door, and so without the log.
async fn write_behind_the_log(hub: &Hub) {
    let mut tx = hub.db.begin().await.unwrap();
    let behind =
        "update content set title = 'Behind the log' where title = 'Transport and mobility'";
    let changed = tx.conn().execute(kernel::db::Sql::new(behind)).await;
    changed.unwrap();
    tx.commit().await.unwrap();
}

/// What everybody sees is kept for the next visitor until anything happens; what somebody sees is not.
#[tokio::test]
async fn a_page_is_kept_for_the_next_visitor_until_anything_happens() {
    for product in Product::available() {
        let hub = hub_that_keeps(product, PageCache::default().bytes).await;
        let secretary = hub.secretary().await;
        assert!(mobility(&hub).await.contains("Transport and mobility"));
        write_behind_the_log(&hub).await;
        assert!(mobility(&hub).await.contains("Transport and mobility"));
        let theirs = secretary.open("/en/themes/mobility").await;
        assert!(theirs.text().await.unwrap().contains("Behind the log"));
        let record = "mutation { recordTheme(input: { slug: \"another\", visibility: SECRETARIAT,
            content: [{ locale: \"en\", title: \"Another\" }] }) { errors { message } } }";
        hub.as_operator(record, serde_json::json!({})).await;
        let page = mobility(&hub).await;
        assert!(page.contains("Behind the log"), "{page}");
        assert!(!page.contains("Transport and mobility"), "{page}");
    }
}

#[tokio::test]
async fn no_page_is_kept_where_there_is_no_room_for_it() {
    for bytes in [0, 1_000] {
        let hub = hub_that_keeps(Product::Sqlite, bytes).await;
        assert!(mobility(&hub).await.contains("Transport and mobility"));
        write_behind_the_log(&hub).await;
        let page = mobility(&hub).await;
        assert!(page.contains("Behind the log"), "{bytes}: {page}");
    }
}
