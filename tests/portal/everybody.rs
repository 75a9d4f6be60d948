//! That everybody can use the pages: without a mouse, without scripts, on paper, on a line that breaks.

use serde_json::{Value, json};
use testkit::{Browser, wait};
use thirtyfour::{By, Key};

use super::{
    PAGES,
    browser::{demo, find, tell},
    line::{Line, State},
};

/// What a script says.
async fn ask<T: serde::de::DeserializeOwned>(browser: &Browser, script: &str) -> T {
    let said = browser.driver.execute(script, vec![]).await.unwrap();
    said.convert().unwrap()
}

async fn goto(browser: &Browser, address: String) {
    browser.driver.goto(address).await.unwrap();
}

async fn press(browser: &Browser, key: Key) {
    let keys = browser.driver.action_chain().send_keys(key);
    keys.perform().await.unwrap();
}

/// Every element that is for somebody to use, as the keyboard should come to it.
const USABLE: &str = "const usable = [...document.querySelectorAll(
        'a[href], button, input, select, summary, [tabindex=\"0\"]')]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 0);
    usable.forEach((element, i) => element.dataset.place = i);
    return usable.length;";
/// Which of them has the focus, and whether one sees it.
const FOCUSED: &str = "const { activeElement: at } = document;
    const style = getComputedStyle(at);
    return [Number(at.dataset.place ?? -1), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        && at.getBoundingClientRect().right > 0];";

#[tokio::test]
async fn every_page_can_be_used_by_keyboard_alone() {
    let Some(browser) = Browser::start("en").await else {
        return;
    };
    let hub = demo().await;
    for path in [
        "",
        "/cities",
        "/projects/mobility-lab",
        "/events",
        "/search?q=mobility",
    ] {
        goto(&browser, format!("{}/en{path}", hub.url)).await;
        let usable: i64 = ask(&browser, USABLE).await;
        assert!(usable > 15, "{path}: {usable}");
        for place in 0..usable {
            press(&browser, Key::Tab).await;
            let (at, is_seen): (i64, bool) = ask(&browser, FOCUSED).await;
            assert_eq!(at, place, "{path}");
            assert!(
                is_seen,
                "{path}: one does not see that {place} has the focus"
            );
        }
    }
    // The first of them leads past the navigation.
    goto(&browser, format!("{}/en/projects", hub.url)).await;
    press(&browser, Key::Tab).await;
    press(&browser, Key::Enter).await;
    let focused: String = ask(&browser, "return document.activeElement.id;").await;
    assert_eq!(focused, "content");
    let search = find(&browser, "#find").await;
    search.send_keys("cuneo" + Key::Enter).await.unwrap();
    browser.arrives_at("/en/search").await;
    find(&browser, "#content a[href='/en/cities/cuneo']").await;
    browser.quit().await;
}

#[tokio::test]
async fn every_page_works_without_scripts() {
    let Some(browser) = Browser::start("en").await else {
        return;
    };
    let hub = demo().await;
    let off = json!({ "value": true });
    tell(&browser, "Emulation.setScriptExecutionDisabled", off).await;
    goto(&browser, format!("{}/en/projects", hub.url)).await;
    let search = find(&browser, "#q").await;
    search.send_keys("mobility lab").await.unwrap();
    find(&browser, ".filters button")
        .await
        .click()
        .await
        .unwrap();
    find(&browser, "#results a[href='/en/projects/mobility-lab']").await;
    let url = browser.driver.current_url().await.unwrap();
    assert!(url.query().unwrap().contains("q=mobility+lab"), "{url}");
    goto(&browser, format!("{}/en/cities?status=invited", hub.url)).await;
    let chosen = find(&browser, "#status").await.prop("value").await.unwrap();
    assert_eq!(chosen.as_deref(), Some("invited"));
    for path in PAGES {
        goto(&browser, format!("{}/fr{path}", hub.url)).await;
        find(&browser, "main h1").await;
        // Nothing says that it is live where it is not.
        let live = browser
            .driver
            .find_all(By::Css("[data-live]"))
            .await
            .unwrap();
        for line in live {
            assert_eq!(line.text().await.unwrap(), "", "{path}");
        }
    }
    browser.quit().await;
}

/// The colour of the text, that of the page behind it, and whether the navigation is printed.
const PRINTED: &str = "const body = getComputedStyle(document.body);
    const hidden = ['.top', '.bottom'].every((part) =>
        getComputedStyle(document.querySelector(part)).display === 'none');
    return [body.color, body.backgroundColor, hidden, document.querySelector('main h1').checkVisibility()];";

#[tokio::test]
async fn every_page_can_be_printed_also_by_who_reads_in_the_dark() {
    let Some(browser) = Browser::start("en").await else {
        return;
    };
    let hub = demo().await;
    let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
    let print = json!({ "media": "print", "features": dark });
    tell(&browser, "Emulation.setEmulatedMedia", print).await;
    for path in PAGES {
        goto(&browser, format!("{}/en{path}", hub.url)).await;
        let printed: Value = ask(&browser, PRINTED).await;
        assert_eq!(
            printed,
            json!(["rgb(23, 36, 43)", "rgba(0, 0, 0, 0)", true, true]),
            "{path}"
        );
    }
    browser.quit().await;
}

#[tokio::test]
async fn news_come_once_each_over_a_line_that_breaks_and_the_page_says_that_it_does() {
    let Some(browser) = Browser::start("en").await else {
        return;
    };
    let hub = demo().await;
    let line = Line::to(&hub).await;
    let happen = async |title: &str| {
        let record =
            "mutation ($slug: String!, $title: String!) { recordTheme(input: { slug: $slug,
            content: [{ locale: \"en\", title: $title }] }) { errors { message } } }";
        let slug = title.to_lowercase();
        let variables = json!({ "slug": slug, "title": title });
        let reply = hub.as_operator(record, variables).await;
        assert_eq!(reply.data()["recordTheme"]["errors"], json!([]));
    };
    goto(&browser, format!("{}/en/activity", line.url)).await;
    find(&browser, "[data-live][data-state='on']").await;
    happen("Bridges").await;
    find(&browser, "[data-log] a[href='/en/themes/bridges']").await;
    // As when the machine sleeps; and, as it wakes, the hub is away.
    for (state, title) in [
        (State::Cut, "Fords"),
        (State::Away, "Ferries"),
        (State::Away, "Tunnels"),
    ] {
        line.is(state);
        find(&browser, "[data-live][data-state='off']").await;
        happen(title).await;
        if state == State::Away {
            // The browser gives up at once; then we ask again ourselves.
            let mut told = line.told.clone();
            let many = *told.borrow() + 2;
            let again = told.wait_for(|told| *told >= many);
            let again = tokio::time::timeout(wait::DEADLINE, again).await;
            again.expect("it asks again").unwrap();
        }
        line.is(State::Open);
        find(&browser, "[data-live][data-state='on']").await;
        let link = format!("[data-log] a[href='/en/themes/{}']", title.to_lowercase());
        find(&browser, &link).await;
    }
    let news = "return [...document.querySelectorAll('[data-log] li.new a')].map((link) => link.getAttribute('href'));";
    let news: Vec<String> = ask(&browser, news).await;
    let expected = ["tunnels", "ferries", "fords", "bridges"];
    assert_eq!(news, expected.map(|slug| format!("/en/themes/{slug}")));
    browser.quit().await;
}
