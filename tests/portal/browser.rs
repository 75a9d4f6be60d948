//! The pages in a real browser: what a visitor does, and that everybody can.

use std::{fs, path::PathBuf};

use serde_json::json;
use testkit::{Browser, Content, Database, Hub, Product};
use thirtyfour::{By, WebElement, prelude::ElementQueryable as _};

use super::{PAGES, are_installed, folder, open};

pub(super) async fn demo() -> Hub {
    Hub::on(Database::new(Product::Sqlite, Content::Demo).await).await
}

pub(super) async fn find(browser: &Browser, css: &str) -> WebElement {
    let found = browser
        .driver
        .query(By::Css(css))
        .and_displayed()
        .first()
        .await;
    found.unwrap_or_else(|error| panic!("{css}: {error}"))
}

/// Tells the browser something by its own protocol.
pub(super) async fn tell(browser: &Browser, method: &str, params: serde_json::Value) {
    browser.driver.cdp().send_raw(method, params).await.unwrap();
}

/// How large the window is, and in which light.
async fn look(browser: &Browser, width: u32, scheme: &str) {
    let size =
        json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
    tell(browser, "Emulation.setDeviceMetricsOverride", size).await;
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    tell(browser, "Emulation.setEmulatedMedia", features).await;
}

const AXE: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        (found) => done(found.violations.map((violation) =>
            `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(' | ')}`)),
        (error) => done([String(error)]));";

/// What is wider than the window.
const WIDER: &str = "return document.documentElement.scrollWidth > window.innerWidth + 1
    ? [...document.querySelectorAll('body *')].filter((element) =>
        element.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 5)
        .map((element) => element.tagName + '.' + element.className) : [];";

/// With `PASSERELLE_SCREENSHOTS=FOLDER`, every page is kept there as a picture, to be looked at.
#[tokio::test]
async fn axe_finds_nothing_on_any_page_in_both_languages_in_the_light_and_in_the_dark() {
    if !are_installed() {
        return;
    }
    let Some(browser) = Browser::start("en").await else {
        return;
    };
    let pictures = std::env::var_os("PASSERELLE_SCREENSHOTS").map(PathBuf::from);
    let hub = demo().await;
    let axe = fs::read_to_string(folder().join("node_modules/axe-core/axe.min.js")).unwrap();
    let mut wrong = Vec::new();
    for (language, width, scheme) in [("en", 1280, "light"), ("fr", 360, "dark")] {
        look(&browser, width, scheme).await;
        for path in PAGES {
            browser
                .driver
                .goto(format!("{}/{language}{path}", hub.url))
                .await
                .unwrap();
            browser.driver.execute(&axe, vec![]).await.unwrap();
            let found = browser.driver.execute_async(AXE, vec![]).await.unwrap();
            for violation in found.convert::<Vec<String>>().unwrap() {
                wrong.push(format!(
                    "/{language}{path} at {width}, {scheme}: {violation}"
                ));
            }
            let wide = browser.driver.execute(WIDER, vec![]).await.unwrap();
            let wide = wide.convert::<Vec<String>>().unwrap();
            if !wide.is_empty() {
                wrong.push(format!(
                    "/{language}{path} at {width} is wider than its window: {wide:?}"
                ));
            }
        }
    }
    if let Some(pictures) = pictures {
        keep_pictures(&browser, &hub, &pictures).await;
    }
    browser.quit().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn keep_pictures(browser: &Browser, hub: &Hub, pictures: &PathBuf) {
    fs::create_dir_all(pictures).unwrap();
    for (width, scheme) in [
        (1280, "light"),
        (1280, "dark"),
        (360, "light"),
        (360, "dark"),
    ] {
        look(browser, width, scheme).await;
        for path in PAGES {
            browser
                .driver
                .goto(format!("{}/en{path}", hub.url))
                .await
                .unwrap();
            look(browser, width, scheme).await;
            let height = "return Math.min(document.documentElement.scrollHeight, 6000);";
            let height = browser.driver.execute(height, vec![]).await.unwrap();
            let height: u32 = height.convert().unwrap();
            let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
            tell(browser, "Emulation.setDeviceMetricsOverride", size).await;
            let name = path.replace(['/', '?', '='], "-");
            let file = pictures.join(format!("page{name}-{width}-{scheme}.png"));
            browser.driver.screenshot(&file).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_visitor_finds_a_project_reads_it_in_french_sees_news_arrive_and_takes_a_conference_along()
 {
    let Some(browser) = Browser::start("en").await else {
        return;
    };
    let hub = demo().await;
    browser.driver.goto(&hub.url).await.unwrap();
    browser.arrives_at("/en").await;
    // By its theme.
    find(&browser, "a[href='/en/themes/mobility']")
        .await
        .click()
        .await
        .unwrap();
    browser.arrives_at("/en/themes/mobility").await;
    find(&browser, "a[href='/en/projects/mobility-lab']")
        .await
        .click()
        .await
        .unwrap();
    browser.arrives_at("/en/projects/mobility-lab").await;
    // In French.
    find(&browser, "footer a[hreflang='fr']")
        .await
        .click()
        .await
        .unwrap();
    browser.arrives_at("/fr/projects/mobility-lab").await;
    assert_eq!(
        find(&browser, "html")
            .await
            .attr("lang")
            .await
            .unwrap()
            .unwrap(),
        "fr"
    );
    // News arrives by itself.
    find(&browser, "[data-live][data-state='on']").await;
    let loaded = "return performance.timeOrigin;";
    let before: f64 = browser
        .driver
        .execute(loaded, vec![])
        .await
        .unwrap()
        .convert()
        .unwrap();
    let project = hub.id_of(kernel::Kind::Project, "mobility-lab").await;
    let publish = "mutation ($project: ID!) { publishUpdate(input: { project: $project, content: [
        { locale: \"en\", title: \"A bus for all\" }] }) { errors { code message } } }";
    let officer = hub.secretary().await;
    let reply = officer
        .query_with(publish, json!({ "project": project }))
        .await;
    assert_eq!(reply.data()["publishUpdate"]["errors"], json!([]));
    let news = find(&browser, "[data-log] li.new a").await;
    assert_eq!(
        news.attr("href").await.unwrap().unwrap(),
        "/fr/projects/mobility-lab"
    );
    let after: f64 = browser
        .driver
        .execute(loaded, vec![])
        .await
        .unwrap()
        .convert()
        .unwrap();
    assert!(
        (before - after).abs() < f64::EPSILON,
        "the page was loaded again"
    );
    // The conference, for the calendar.
    find(&browser, "nav.main a[href='/fr/events']")
        .await
        .click()
        .await
        .unwrap();
    browser.arrives_at("/fr/events").await;
    find(&browser, ".tabs a[href='/fr/events?when=past']")
        .await
        .click()
        .await
        .unwrap();
    find(&browser, "a[href='/fr/events/conference-2017']")
        .await
        .click()
        .await
        .unwrap();
    browser.arrives_at("/fr/events/conference-2017").await;
    let calendar = find(&browser, "a[href='/events/conference-2017.ics']").await;
    let href = calendar.attr("href").await.unwrap().unwrap();
    let taken = open(&hub, &href, &[]).await.text().await.unwrap();
    assert!(
        taken.starts_with("BEGIN:VCALENDAR") && taken.contains("DTSTART;VALUE=DATE:20171129"),
        "{taken}"
    );
    browser.quit().await;
}

#[tokio::test]
async fn a_list_follows_what_is_typed_and_its_address_keeps_it() {
    let Some(browser) = Browser::start("en").await else {
        return;
    };
    let hub = demo().await;
    browser
        .driver
        .goto(format!("{}/en/projects", hub.url))
        .await
        .unwrap();
    find(&browser, "#q")
        .await
        .send_keys("mobility lab")
        .await
        .unwrap();
    let address = "return location.search;";
    let found = browser.driver.query(By::Css("#results article:only-child a[href='/en/projects/mobility-lab'], #results .card a[href='/en/projects/mobility-lab']"));
    found.first().await.unwrap();
    testkit::wait::until("the address keeps what was typed", async || {
        let search = browser.driver.execute(address, vec![]).await.unwrap();
        let search: String = search.convert().unwrap();
        (search == "?q=mobility+lab").then_some(())
    })
    .await;
    browser.quit().await;
}
