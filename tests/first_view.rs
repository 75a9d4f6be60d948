//! docs/first-view.md: its files, as they stand there, in a real browser, from an origin of their own.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use serde_json::json;
use server::Cors;
use testkit::{Browser, Content, Database, Hub, Product, Setup};
use thirtyfour::{By, WebElement};

use crate::clients::blocks;

const DOCUMENT: &str = include_str!("../docs/first-view.md");
const DEADLINE: Duration = Duration::from_secs(30);

/// The files of the document in a folder, on an origin of their own: served by the program that the
/// document names.
struct Site {
    folder: tempfile::TempDir,
    server: Child,
    origin: String,
}

impl Site {
    fn start() -> Site {
        let folder = tempfile::tempdir().unwrap();
        for (file, block) in blocks(DOCUMENT) {
            std::fs::write(folder.path().join(file), block).unwrap();
        }
        let mut server = Command::new("python3")
            .args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python3: run tests/install");
        // `Serving HTTP on 127.0.0.1 port 43215 (http://127.0.0.1:43215/) ...`
        let mut line = String::new();
        let mut printed = BufReader::new(server.stdout.take().unwrap());
        printed.read_line(&mut line).unwrap();
        let (_, origin) = line.split_once('(').unwrap_or_else(|| panic!("{line}"));
        let (origin, _) = origin.split_once("/)").unwrap();
        let origin = origin.to_owned();
        Site {
            folder,
            server,
            origin,
        }
    }

    /// Writes the address of this hub where the reader of the document writes theirs.
    fn use_hub(&self, hub: &Hub) {
        let settings = &blocks(DOCUMENT)["settings.js"];
        let example = "http://localhost:8000/graphql";
        assert!(settings.contains(example));
        let settings = settings.replace(example, &format!("{}/graphql", hub.url));
        let file = Path::new("settings.js");
        std::fs::write(self.folder.path().join(file), settings).unwrap();
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// A page in the browser.
struct Page<'b>(&'b Browser);

impl Page<'_> {
    async fn find(&self, css: &str) -> WebElement {
        self.0.driver.find(By::Css(css)).await.unwrap()
    }

    async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// Waits until this element says this.
    async fn says(&self, css: &str, wanted: &str) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let text = self.text(css).await;
            if text == wanted {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{css} says {text:?}, not {wanted:?}"
            );
            tokio::task::yield_now().await;
        }
    }

    async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap();
    }

    /// The language and the first line of every project.
    async fn projects(&self) -> Vec<String> {
        let mut shown = Vec::new();
        for item in self
            .0
            .driver
            .find_all(By::Css("#projects li"))
            .await
            .unwrap()
        {
            let title = item
                .find(By::Tag("h2"))
                .await
                .unwrap()
                .text()
                .await
                .unwrap();
            let language = item.attr("lang").await.unwrap().unwrap_or_default();
            shown.push(format!("{language}: {title}"));
        }
        shown
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_view_of_the_document_works_in_a_browser() {
    let Some(browser) = Browser::start("fr").await else {
        return;
    };
    let site = Site::start();
    let setup = Setup {
        server: server::Options {
            cors: Cors::These(vec![site.origin.parse().unwrap()]),
            ..server::Options::default()
        },
        ..Setup::default()
    };
    let database = Database::new(Product::Sqlite, Content::Demo).await;
    let hub = Hub::set_up(database, setup).await;
    site.use_hub(&hub);
    let page = Page(&browser);

    // The city's projects, in the reader's language, page by page.
    browser.driver.goto(&site.origin).await.unwrap();
    page.says("#message", "3 / 16").await;
    assert_eq!(page.text("#city").await, "Clermont-Ferrand");
    insta::assert_json_snapshot!(page.projects().await, @r#"
    [
      "fr: Concours de start-up RIVM",
      "fr: Corridor d'incubateurs",
      "fr: Camp d'été international des villes Michelin à Pirot"
    ]
    "#);
    for shown in [6, 9, 12, 15, 16] {
        page.click("#more").await;
        page.says("#message", &format!("{shown} / 16")).await;
    }
    let mut titles = page.projects().await;
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), 16);
    assert!(!page.find("#more").await.is_displayed().await.unwrap());

    // A search, with and without an accent; one without a result, and one that the hub refuses.
    page.fill("#search input", "mobilite").await;
    page.click("#search button").await;
    page.says("#message", "3 / 5").await;
    insta::assert_json_snapshot!(page.projects().await, @r#"
    [
      "fr: Lab Mobilité",
      "fr: Exemple : un lab mobilité",
      "fr: Mobilité électrique et retour des talents"
    ]
    "#);
    page.click("#more").await;
    page.says("#message", "5 / 5").await;
    page.fill("#search input", "xylophone").await;
    page.click("#search button").await;
    page.says("#message", "0 / 0").await;
    page.fill("#search input", "!!!").await;
    page.click("#search button").await;
    page.says("#message", "There is no word to search for.")
        .await;

    // Writing, with a token that is none, and with one made as the document says.
    let officer = hub.officer_of("clermont-ferrand").await;
    let until = hub.graph.log().clock().now() + TimeDelta::days(30);
    let made = officer
        .query_with(
            &blocks(DOCUMENT)["token.graphql"],
            json!({ "until": until }),
        )
        .await;
    let secret = made.data()["createApiToken"]["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    let url = format!("{}/follow.html", site.origin);
    browser.driver.goto(url).await.unwrap();
    page.fill("[name=slug]", "queretaro-declaration").await;
    page.fill("[name=token]", "nonsense").await;
    page.click("button").await;
    let message =
        "This is not a JWT with issuer, subject, audience, and the times of issue and expiry.";
    page.says("#outcome", message).await;
    page.fill("[name=token]", &secret).await;
    page.click("button").await;
    let title = "Déclaration de Querétaro pour la neutralité climatique";
    page.says("#outcome", &format!("You follow “{title}” now."))
        .await;
    page.click("button").await;
    page.says("#outcome", &format!("You followed “{title}” already."))
        .await;
    page.fill("[name=slug]", "nowhere").await;
    page.click("button").await;
    page.says("#outcome", "There is no project nowhere.").await;

    // A hub that does not know of this origin.
    let closed = hub.replica().await;
    site.use_hub(&closed);
    browser.driver.goto(&site.origin).await.unwrap();
    page.says("#message", "Failed to fetch").await;
    browser.quit().await;
}
